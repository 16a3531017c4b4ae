#include "models/templating/interpreter.h"
#include "models/templating/operations.h"

namespace daybook::templating {

namespace {

const Context *contextOf(const Scope &scope)
{
    for (const Scope *current = &scope; current; current = current->parent.get()) {
        if (current->context)
            return current->context;
    }
    return nullptr;
}

const Context &emptyContext()
{
    static const Context empty;
    return empty;
}

/// What import gives: the template's own names, and the text it printed.
class Module : public NativeObject
{
public:
    Module(QString name, std::shared_ptr<Scope> scope, QString text)
        : m_name(std::move(name)), m_scope(std::move(scope)), m_text(std::move(text))
    {
    }
    QString typeName() const override { return QStringLiteral("template module"); }
    QString toString() const override { return m_text; }
    Value member(Session &, const QString &name) const override
    {
        const bool hidden =
            name.startsWith(u'_') ||
            std::find(m_scope->imported.begin(), m_scope->imported.end(), name) != m_scope->imported.end();
        const Value *value = hidden ? nullptr : m_scope->find(name);
        return value ? *value
                     : Value::undefinedBecause(
                           QStringLiteral("the template '%1' does not export '%2'").arg(m_name, name), name);
    }
    void visitHeld(const std::function<void(const Value &)> &visit) const override
    {
        for (const auto &[name, value] : m_scope->variables)
            visit(value);
    }

private:
    QString m_name;
    std::shared_ptr<Scope> m_scope;
    QString m_text;
};

/// `super` and `self.name`: a block to be called.
class BlockReference : public NativeObject
{
public:
    BlockReference(Interpreter interpreter, QString name, size_t depth, std::weak_ptr<Scope> scope)
        : m_interpreter(std::move(interpreter))
        , m_name(std::move(name))
        , m_depth(depth)
        , m_scope(std::move(scope))
    {
    }
    QString typeName() const override { return QStringLiteral("block"); }
    bool isCallable() const override { return true; }
    Value invoke(Session &session, const Arguments &) const override
    {
        const std::shared_ptr<Scope> scope = m_scope.lock();
        if (!scope)
            fail(QStringLiteral("the block '%1' is called after its render has ended").arg(m_name));
        const Level level(session);
        QString out;
        Interpreter interpreter = m_interpreter;
        interpreter.renderBlock(m_name, m_depth, *scope, out);
        return Value(std::move(out));
    }
    Value member(Session &session, const QString &name) const override
    {
        if (name != u"super")
            return NativeObject::member(session, name);
        return Value(std::shared_ptr<const Object>(
            std::make_shared<BlockReference>(m_interpreter, m_name, m_depth + 1, m_scope)));
    }

private:
    Interpreter m_interpreter;
    QString m_name;
    size_t m_depth;
    std::weak_ptr<Scope> m_scope;
};

/// `self`: the template's blocks by name.
class SelfReference : public NativeObject
{
public:
    SelfReference(Interpreter interpreter, std::weak_ptr<Scope> scope)
        : m_interpreter(std::move(interpreter)), m_scope(std::move(scope))
    {
    }
    QString typeName() const override { return QStringLiteral("self"); }
    Value member(Session &, const QString &name) const override
    {
        return Value(
            std::shared_ptr<const Object>(std::make_shared<BlockReference>(m_interpreter, name, 0, m_scope)));
    }

private:
    Interpreter m_interpreter;
    std::weak_ptr<Scope> m_scope;
};

} // namespace

void Interpreter::addBlocks()
{
    for (const BlockStatement *block : m_data->blocks)
        m_inheritance->blocks[block->name].push_back({m_data, block});
}

void Interpreter::render(Scope &scope, QString &out)
{
    addBlocks();
    if (!m_data->blocks.empty()) {
        scope.set(QStringLiteral("self"), Value(std::shared_ptr<const Object>(std::make_shared<SelfReference>(
                                              *this, scope.weak_from_this()))));
        scope.imported.push_back(QStringLiteral("self"));
    }
    execute(m_data->body, scope, out);
    while (const std::optional<Template> parent = std::exchange(m_inheritance->parent, std::nullopt)) {
        const Level level(m_session);
        Interpreter next(m_session, parent->data());
        next.m_inheritance = m_inheritance;
        next.addBlocks();
        next.framed([&] { next.execute(parent->data()->body, scope, out); });
    }
}

/// Adds this template to the stack that an error shows.
void Interpreter::framed(const std::function<void()> &work)
{
    try {
        work();
    } catch (Failure &failure) {
        addFrame(failure.error, QStringLiteral("template"), m_session.where());
        throw;
    }
}

void Interpreter::renderOther(const Template &target, Scope &scope, QString &out)
{
    Interpreter other(m_session, target.data());
    other.framed([&] { other.render(scope, out); });
}

void Interpreter::extend(const ImportStatement &node, Scope &scope)
{
    const Value name = evaluate(node.source, scope);
    at(node);
    if (m_silent)
        fail(QStringLiteral("a template can extend one other, not two"));
    m_inheritance->parent = load(node, name);
    m_silent = true;
}

void Interpreter::block(const BlockStatement &node, Scope &scope, QString &out)
{
    if (m_silent)
        return;
    Scope *outer = &scope;
    while (!node.scoped && !outer->context && outer->parent)
        outer = outer->parent.get();
    const Level level(m_session);
    QString text;
    renderBlock(node.name, 0, *outer, text);
    this->text(text, out);
}

void Interpreter::renderBlock(const QString &name, size_t depth, Scope &scope, QString &out)
{
    const auto entries = m_inheritance->blocks.constFind(name);
    if (entries == m_inheritance->blocks.cend() || depth >= entries->size())
        fail(QStringLiteral("there is no %1block called '%2'")
                 .arg(depth > 0 ? QStringLiteral("parent ") : QString(), name));
    const Inheritance::Entry entry = (*entries)[depth];
    if (entry.block->required)
        fail(QStringLiteral("the block '%1' is required, and no template gives it").arg(name));
    Interpreter interpreter(m_session, entry.data);
    interpreter.m_inheritance = m_inheritance;
    const auto inner = std::make_shared<Scope>(scope.shared_from_this());
    inner->set(QStringLiteral("super"), Value(std::shared_ptr<const Object>(std::make_shared<BlockReference>(
                                            interpreter, name, depth + 1, scope.weak_from_this()))));
    interpreter.execute(entry.block->body, *inner, out);
}

Template Interpreter::load(const ImportStatement &node, const Value &name)
{
    if (const std::optional<Template> found = included(node, name))
        return *found;
    fail(QStringLiteral("there is no template named %1").arg(name.repr()));
}

/// The template, or the first of a list of templates, that there is; nothing when there is none.
std::optional<Template> Interpreter::included(const ImportStatement &node, const Value &name)
{
    at(node);
    const Loader &loader = m_session.environment().loader;
    List candidates = name.isString() ? List{name} : name.items();
    if (candidates.empty())
        fail(QStringLiteral("a template is named by text, not by a value of type %1").arg(name.typeName()));
    for (const Value &candidate : candidates) {
        if (!loader)
            break;
        Result<Template> found = loader(m_session.text(candidate));
        if (found)
            return *found;
        if (found.error().kind != ErrorKind::Io)
            failWith(std::move(found.error()));
    }
    return std::nullopt;
}

void Interpreter::include(const ImportStatement &node, Scope &scope, QString &out)
{
    const Value name = evaluate(node.source, scope);
    const std::optional<Template> found = included(node, name);
    if (!found && node.ignoreMissing)
        return;
    const Template target = found ? *found : load(node, name);
    const Level level(m_session);
    const auto inner =
        node.withContext ? std::make_shared<Scope>(scope.shared_from_this()) : std::make_shared<Scope>();
    inner->context = node.withContext ? contextOf(scope) : &emptyContext();
    QString text;
    renderOther(target, *inner, text);
    this->text(text, out);
}

Value Interpreter::module(const ImportStatement &node, Scope &scope)
{
    const Value name = evaluate(node.source, scope);
    const QString key = m_session.text(name);
    if (const auto known = m_session.modules.constFind(key);
        !node.withContext && known != m_session.modules.cend())
        return *known;
    const Template target = load(node, name);
    const Level level(m_session);
    const auto inner =
        node.withContext ? std::make_shared<Scope>(scope.shared_from_this()) : std::make_shared<Scope>();
    inner->context = node.withContext ? contextOf(scope) : &emptyContext();
    QString text;
    renderOther(target, *inner, text);
    if (node.withContext)
        m_session.keep(inner);
    else
        m_session.keepModule(inner);
    Value result(std::shared_ptr<const Object>(std::make_shared<Module>(key, inner, std::move(text))));
    if (!node.withContext)
        m_session.modules.insert(key, result);
    return result;
}

void Interpreter::importNames(const ImportStatement &node, Scope &scope)
{
    const Value source = module(node, scope);
    for (const auto &[name, alias] : node.names) {
        scope.set(alias, attributeOf(m_session, source, name));
        scope.imported.push_back(alias);
    }
}

QString renderTemplate(Session &session, const std::shared_ptr<const TemplateData> &data,
                       const Context &context)
{
    const auto scope = std::make_shared<Scope>();
    scope->context = &context;
    QString out;
    out.reserve(data->text().size());
    Interpreter(session, data).render(*scope, out);
    scope->clear();
    return out;
}

} // namespace daybook::templating
