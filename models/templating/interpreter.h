#pragma once

#include "models/templating/session.h"

#include <utility>

namespace daybook::templating {

class Loop;

/// The blocks of a template and of those it extends, from the most derived.
struct Inheritance
{
    struct Entry
    {
        std::shared_ptr<const TemplateData> data;
        const BlockStatement *block = nullptr;
    };
    QHash<QString, std::vector<Entry>> blocks;
    std::optional<Template> parent; ///< what the template being rendered extends
};

/// What return() is, to those who call it.
class ReturnFunction : public NativeObject
{
public:
    QString typeName() const override { return QStringLiteral("return function"); }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override;
};

/// Walks one template's tree. Made for the moment: all state is in the session and the scopes. Throws
/// Failure.
class Interpreter
{
public:
    enum class Flow { Normal, Break, Continue };

    Interpreter(Session &session, std::shared_ptr<const TemplateData> data);

    /// The template from its top, in `scope`, with what it extends.
    void render(Scope &scope, QString &out);
    Value evaluate(const Expression *expression, Scope &scope);
    /// Runs a macro's body with its arguments, in a scope inside of `closure`.
    Value invoke(const MacroStatement &macro, Scope &closure, const Arguments &arguments);
    /// A loop's body for each element; how a recursive loop calls itself.
    Flow loop(const ForStatement &node, const Value &iterable, Scope &scope, QString &out, int depth);
    Flow execute(const Body &body, Scope &scope, QString &out);
    /// The block of this name as the template at `depth` in the line of inheritance has it.
    void renderBlock(const QString &name, size_t depth, Scope &scope, QString &out);

private:
    // expressions
    Value composed(const Expression *expression, Scope &scope);
    Value name(const NameExpression &node, Scope &scope);
    Value item(const ItemExpression &node, Scope &scope);
    Value binary(const BinaryExpression &node, Scope &scope);
    bool compare(const CompareExpression &node, Scope &scope);
    Value concatenation(const SequenceExpression &node, Scope &scope);
    List values(const SequenceExpression &node, Scope &scope);
    Value dict(const DictExpression &node, Scope &scope);
    Value conditional(const ConditionalExpression &node, Scope &scope);
    Value unary(const UnaryExpression &node, Scope &scope);
    Value call(const CallExpression &node, Scope &scope, const Value *caller = nullptr);
    Value filter(const ApplyExpression &node, Scope &scope, const Value *blockText = nullptr);
    bool test(const ApplyExpression &node, Scope &scope);
    Arguments arguments(const CallArguments &node, Scope &scope, const Value *first = nullptr);
    void spread(const CallArguments &node, Scope &scope, Arguments &into);

    // statements
    Flow execute(const Statement &node, Scope &scope, QString &out);
    Flow structure(const Statement &node, Scope &scope, QString &out);
    void text(QStringView text, QString &out);
    void output(const OutputStatement &node, Scope &scope, QString &out);
    void assign(const Target &target, Value value, Scope &scope);
    void assignAttribute(const Target &target, Value value, Scope &scope);
    void setBlock(const SetBlockStatement &node, Scope &scope);
    Flow forLoop(const ForStatement &node, Scope &scope, QString &out);
    Flow iterations(const ForStatement &node, Iterator &iterator, const std::shared_ptr<Loop> &state,
                    Scope &scope, QString &out, bool &any);
    Flow ifElse(const IfStatement &node, Scope &scope, QString &out);
    void defineMacro(const MacroStatement &node, Scope &scope);
    void callBlock(const CallBlockStatement &node, Scope &scope, QString &out);
    void filterBlock(const FilterBlockStatement &node, Scope &scope, QString &out);
    Flow with(const WithStatement &node, Scope &scope, QString &out);
    void bind(const MacroStatement &macro, const Arguments &arguments, Scope &scope);
    void bindSpecial(const MacroStatement &macro, const Arguments &arguments, Dict rest, Scope &scope);

    // other templates
    Template load(const ImportStatement &node, const Value &name);
    void include(const ImportStatement &node, Scope &scope, QString &out);
    std::optional<Template> included(const ImportStatement &node, const Value &name);
    Value module(const ImportStatement &node, Scope &scope);
    void importNames(const ImportStatement &node, Scope &scope);
    void extend(const ImportStatement &node, Scope &scope);
    void block(const BlockStatement &node, Scope &scope, QString &out);
    void addBlocks();
    void framed(const std::function<void()> &work);
    void renderOther(const Template &target, Scope &scope, QString &out);

    void at(const Node &node) { m_session.position = node.position; }

    Session &m_session;
    std::shared_ptr<const TemplateData> m_data;
    std::shared_ptr<Inheritance> m_inheritance = std::make_shared<Inheritance>();
    bool m_silent = false; ///< after extends: what is not in a block is not printed
};

/// A macro as a value: its body, and the scope it was defined in.
class Macro : public NativeObject
{
public:
    Macro(std::shared_ptr<const TemplateData> data, const MacroStatement &definition,
          std::weak_ptr<Scope> scope)
        : m_data(std::move(data)), m_definition(definition), m_scope(std::move(scope))
    {
    }
    QString typeName() const override { return QStringLiteral("macro"); }
    QString toString() const override;
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &arguments) const override;
    Value member(Session &session, const QString &name) const override;

private:
    std::shared_ptr<const TemplateData> m_data;
    const MacroStatement &m_definition;
    std::weak_ptr<Scope> m_scope;
};

/// `namespace()`: the one thing whose attributes templates can assign.
class Namespace : public NativeObject
{
public:
    explicit Namespace(Dict attributes) : m_attributes(std::move(attributes)) {}
    ~Namespace() override;
    QString typeName() const override { return QStringLiteral("namespace"); }
    void write(TextWriter &writer) const override;
    Value member(Session &session, const QString &name) const override;
    Result<Value> item(const Value &key) const override;
    void set(const QString &name, Value value) const { m_attributes.insert(name, std::move(value)); }
    void visitHeld(const std::function<void(const Value &)> &visit) const override;
    void releaseHeld(List &into) override;

private:
    mutable Dict m_attributes; // one render's, on one thread
};

/// Renders `data` as a whole: what Template::render does.
QString renderTemplate(Session &session, const std::shared_ptr<const TemplateData> &data,
                       const Context &context);

} // namespace daybook::templating
