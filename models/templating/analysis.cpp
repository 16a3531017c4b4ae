#include "models/templating/parser.h"

#include <QSet>

#include <algorithm>

namespace daybook::templating {

bool CallSite::isLiteral() const
{
    return !hasSpread &&
           std::all_of(positional.begin(), positional.end(), [](const auto &v) { return v.has_value(); }) &&
           std::all_of(keyword.begin(), keyword.end(),
                       [](const auto &pair) { return pair.second.has_value(); });
}

namespace {

/// Goes through a template's tree once, noting calls and names.
class Analyser
{
public:
    Analysis run(const TemplateData &data)
    {
        visit(data.body);
        if (data.expression)
            visit(data.expression);
        return std::move(m_result);
    }

private:
    /// What is visited meanwhile may run never, or more than once.
    class Conditional
    {
    public:
        explicit Conditional(Analyser &analyser) : m_analyser(analyser) { ++m_analyser.m_conditions; }
        ~Conditional() { --m_analyser.m_conditions; }
        Conditional(const Conditional &) = delete;
        Conditional &operator=(const Conditional &) = delete;

    private:
        Analyser &m_analyser;
    };

    void visit(const Body &body)
    {
        for (const Statement *statement : body)
            visit(*statement);
    }

    void conditionally(const Body &body)
    {
        const Conditional guard(*this);
        visit(body);
    }

    void conditionally(const Expression *expression)
    {
        const Conditional guard(*this);
        visit(expression);
    }

    void assigned(const Target &target)
    {
        if (target.isTuple)
            std::for_each(target.items.begin(), target.items.end(),
                          [this](const Target &item) { assigned(item); });
        else if (target.attribute.isEmpty())
            m_assigned.insert(target.name);
        else
            read(target.name);
    }

    void read(const QString &name)
    {
        const auto &names = m_result.names; // few, so that looking at each is fastest
        if (m_assigned.contains(name) || std::find(names.begin(), names.end(), name) != names.end())
            return;
        m_result.names.push_back(name);
    }

    void visit(const Statement &node);
    void visitStructure(const Statement &node);
    void visitImport(const ImportStatement &node);
    void output(const OutputStatement &node);
    void forLoop(const ForStatement &node);
    void macro(const MacroStatement &node);
    void visit(const Expression *expression);
    void visitAll(const std::vector<const Expression *> &expressions)
    {
        for (const Expression *expression : expressions) {
            if (expression)
                visit(expression);
        }
    }
    void visitApplied(const Expression *expression);
    void arguments(const CallArguments &arguments);
    void call(const CallExpression &node);

    Analysis m_result;
    QSet<QString> m_assigned;
    int m_conditions = 0;
    QString m_definition;
};

std::optional<QString> dottedName(const Expression *expression)
{
    if (expression->kind == Expression::Kind::Name)
        return static_cast<const NameExpression *>(expression)->name;
    if (expression->kind != Expression::Kind::Attribute)
        return std::nullopt;
    const auto *attribute = static_cast<const AttributeExpression *>(expression);
    std::optional<QString> object = dottedName(attribute->object);
    return object ? std::optional(*object + u'.' + attribute->name) : std::nullopt;
}

void Analyser::visit(const Statement &node)
{
    switch (node.kind) {
    case Statement::Kind::Text:
        return;
    case Statement::Kind::Output:
        return output(static_cast<const OutputStatement &>(node));
    case Statement::Kind::Macro:
        return macro(static_cast<const MacroStatement &>(node));
    default:
        break;
    }
    m_result.isDynamic = m_result.isDynamic || m_definition.isEmpty();
    switch (node.kind) {
    case Statement::Kind::Do:
        return output(static_cast<const OutputStatement &>(node));
    case Statement::Kind::Set: {
        const auto &set = static_cast<const SetStatement &>(node);
        visit(set.value);
        return assigned(set.target);
    }
    case Statement::Kind::For:
        return forLoop(static_cast<const ForStatement &>(node));
    case Statement::Kind::If: {
        const auto &branches = static_cast<const IfStatement &>(node);
        visit(branches.branches.front().first);
        for (size_t i = 0; i < branches.branches.size(); ++i) {
            if (i > 0)
                conditionally(branches.branches[i].first);
            conditionally(branches.branches[i].second);
        }
        return conditionally(branches.otherwise);
    }
    default:
        return visitStructure(node);
    }
}

void Analyser::visitStructure(const Statement &node)
{
    switch (node.kind) {
    case Statement::Kind::SetBlock: {
        const auto &set = static_cast<const SetBlockStatement &>(node);
        visit(set.body);
        if (set.filter)
            visit(set.filter);
        return assigned(set.target);
    }
    case Statement::Kind::CallBlock: {
        const auto &block = static_cast<const CallBlockStatement &>(node);
        visit(block.call);
        const Conditional guard(*this); // the one called decides
        return macro(*block.caller);
    }
    case Statement::Kind::FilterBlock: {
        const auto &block = static_cast<const FilterBlockStatement &>(node);
        visit(block.body);
        return visit(block.filter);
    }
    case Statement::Kind::With: {
        const auto &with = static_cast<const WithStatement &>(node);
        for (const auto &[target, value] : with.values) {
            visit(value);
            assigned(target);
        }
        return visit(with.body);
    }
    case Statement::Kind::Block:
        return conditionally(static_cast<const BlockStatement &>(node).body);
    case Statement::Kind::Break:
    case Statement::Kind::Continue:
        return;
    default:
        return visitImport(static_cast<const ImportStatement &>(node));
    }
}

void Analyser::visitImport(const ImportStatement &node)
{
    visit(node.source);
    if (!node.alias.isEmpty())
        m_assigned.insert(node.alias);
    for (const auto &[name, alias] : node.names)
        m_assigned.insert(alias);
}

void Analyser::output(const OutputStatement &node)
{
    for (const Expression *value : node.values) {
        const size_t before = m_result.calls.size();
        visit(value);
        const bool plainCall = value->kind == Expression::Kind::Call && m_result.calls.size() == before + 1 &&
                               m_result.calls.back().isLiteral();
        m_result.isDynamic = m_result.isDynamic || (m_definition.isEmpty() && !plainCall);
    }
}

void Analyser::forLoop(const ForStatement &node)
{
    visit(node.iterable);
    assigned(node.target);
    m_assigned.insert(QStringLiteral("loop"));
    if (node.condition)
        conditionally(node.condition);
    conditionally(node.body);
    conditionally(node.otherwise);
}

void Analyser::macro(const MacroStatement &node)
{
    const Conditional guard(*this);
    const QString outer = m_definition;
    const QSet<QString> assignedOutside = m_assigned;
    if (outer.isEmpty() && !node.isCaller)
        m_definition = node.name;
    for (const QStringView special : {u"caller", u"varargs", u"kwargs"})
        m_assigned.insert(special.toString());
    for (const MacroParameter &parameter : node.parameters) {
        if (parameter.defaultValue)
            visit(parameter.defaultValue);
        m_assigned.insert(parameter.name);
    }
    visit(node.body);
    m_definition = outer;
    m_assigned = assignedOutside;
    if (!node.isCaller)
        m_assigned.insert(node.name);
}

void Analyser::arguments(const CallArguments &arguments)
{
    for (const Expression *argument : arguments.positional)
        visit(argument);
    for (const auto &[name, value] : arguments.keyword)
        visit(value);
    if (arguments.spread)
        visit(arguments.spread);
    if (arguments.keywordSpread)
        visit(arguments.keywordSpread);
}

void Analyser::call(const CallExpression &node)
{
    if (const std::optional<QString> function = dottedName(node.callee)) {
        CallSite site{.function = *function, .line = node.position.line, .column = node.position.column};
        // A dotted call is known by where its first name stands.
        const Expression *first = node.callee;
        while (first->kind == Expression::Kind::Attribute)
            first = static_cast<const AttributeExpression *>(first)->object;
        site.line = first->position.line;
        site.column = first->position.column;
        for (const Expression *argument : node.arguments.positional)
            site.positional.push_back(literalValue(argument));
        for (const auto &[name, value] : node.arguments.keyword)
            site.keyword.emplace_back(name, literalValue(value));
        site.unconditional = m_conditions == 0;
        site.hasSpread = node.arguments.spread || node.arguments.keywordSpread;
        site.definition = m_definition;
        m_result.calls.push_back(std::move(site));
    }
    visit(node.callee);
    arguments(node.arguments);
}

void Analyser::visit(const Expression *expression)
{
    switch (expression->kind) {
    case Expression::Kind::Literal:
        return;
    case Expression::Kind::Name:
        return read(static_cast<const NameExpression *>(expression)->name);
    case Expression::Kind::Attribute:
        return visit(static_cast<const AttributeExpression *>(expression)->object);
    case Expression::Kind::Call:
        return call(static_cast<const CallExpression &>(*expression));
    case Expression::Kind::And:
    case Expression::Kind::Or: {
        const auto *node = static_cast<const BinaryExpression *>(expression);
        visit(node->left);
        return conditionally(node->right);
    }
    case Expression::Kind::Conditional: {
        const auto *node = static_cast<const ConditionalExpression *>(expression);
        visit(node->condition);
        conditionally(node->then);
        if (node->otherwise)
            conditionally(node->otherwise);
        return;
    }
    default:
        return visitApplied(expression);
    }
}

void Analyser::visitApplied(const Expression *expression)
{
    switch (expression->kind) {
    case Expression::Kind::Item: {
        const auto *node = static_cast<const ItemExpression *>(expression);
        return visitAll({node->object, node->key});
    }
    case Expression::Kind::Slice: {
        const auto *node = static_cast<const SliceExpression *>(expression);
        return visitAll({node->start, node->stop, node->step});
    }
    case Expression::Kind::Filter:
    case Expression::Kind::Test: {
        const auto *node = static_cast<const ApplyExpression *>(expression);
        visitAll({node->input});
        return arguments(node->arguments);
    }
    case Expression::Kind::Binary: {
        const auto *node = static_cast<const BinaryExpression *>(expression);
        return visitAll({node->left, node->right});
    }
    case Expression::Kind::Compare:
        visit(static_cast<const CompareExpression *>(expression)->first);
        for (const auto &[op, operand] : static_cast<const CompareExpression *>(expression)->rest)
            visit(operand);
        return;
    case Expression::Kind::MakeDict:
        for (const auto &[key, value] : static_cast<const DictExpression *>(expression)->items)
            visitAll({key, value});
        return;
    case Expression::Kind::Concat:
    case Expression::Kind::MakeList:
    case Expression::Kind::MakeTuple:
        return visitAll(static_cast<const SequenceExpression *>(expression)->items);
    default:
        return visit(static_cast<const UnaryExpression *>(expression)->operand);
    }
}

Definition definitionOf(const MacroStatement &macro)
{
    Definition result{.tag = macro.tag, .name = macro.name, .options = macro.options};
    for (const MacroParameter &parameter : macro.parameters) {
        const bool hasDefault = parameter.defaultValue != nullptr;
        result.parameters.push_back(
            {parameter.name, hasDefault, hasDefault ? literalValue(parameter.defaultValue) : std::nullopt});
    }
    result.line = macro.position.line;
    result.column = macro.position.column;
    result.body = macro.bodySource.toString();
    result.bodyLine = macro.bodyPosition.line;
    result.text = macro.source.toString();
    return result;
}

} // namespace

Analysis Template::analyse() const
{
    return Analyser().run(*m_data);
}

std::vector<Definition> Template::definitions() const
{
    std::vector<Definition> result;
    for (const Statement *statement : m_data->body) {
        if (statement->kind == Statement::Kind::Macro)
            result.push_back(definitionOf(static_cast<const MacroStatement &>(*statement)));
    }
    return result;
}

} // namespace daybook::templating
