#include "models/templating/interpreter.h"
#include "models/templating/loop.h"
#include "models/templating/operations.h"

namespace daybook::templating {

Interpreter::Flow Interpreter::execute(const Body &body, Scope &scope, QString &out)
{
    for (const Statement *statement : body) {
        const Flow flow = execute(*statement, scope, out);
        if (flow != Flow::Normal)
            return flow;
    }
    return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const Statement &node, Scope &scope, QString &out)
{
    m_session.step();
    switch (node.kind) {
    case Statement::Kind::Text:
        text(static_cast<const TextStatement &>(node).text, out);
        return Flow::Normal;
    case Statement::Kind::Output:
        output(static_cast<const OutputStatement &>(node), scope, out);
        return Flow::Normal;
    case Statement::Kind::Do:
        evaluate(static_cast<const OutputStatement &>(node).values.front(), scope);
        return Flow::Normal;
    case Statement::Kind::Set: {
        const auto &set = static_cast<const SetStatement &>(node);
        Value value = evaluate(set.value, scope);
        at(node);
        assign(set.target, std::move(value), scope);
        return Flow::Normal;
    }
    case Statement::Kind::For:
        return forLoop(static_cast<const ForStatement &>(node), scope, out);
    case Statement::Kind::If:
        return ifElse(static_cast<const IfStatement &>(node), scope, out);
    case Statement::Kind::Break:
        return Flow::Break;
    case Statement::Kind::Continue:
        return Flow::Continue;
    default:
        return structure(node, scope, out);
    }
}

Interpreter::Flow Interpreter::structure(const Statement &node, Scope &scope, QString &out)
{
    switch (node.kind) {
    case Statement::Kind::SetBlock:
        setBlock(static_cast<const SetBlockStatement &>(node), scope);
        break;
    case Statement::Kind::Macro:
        defineMacro(static_cast<const MacroStatement &>(node), scope);
        break;
    case Statement::Kind::CallBlock:
        callBlock(static_cast<const CallBlockStatement &>(node), scope, out);
        break;
    case Statement::Kind::FilterBlock:
        filterBlock(static_cast<const FilterBlockStatement &>(node), scope, out);
        break;
    case Statement::Kind::With:
        return with(static_cast<const WithStatement &>(node), scope, out);
    case Statement::Kind::Include:
        include(static_cast<const ImportStatement &>(node), scope, out);
        break;
    case Statement::Kind::Import: {
        const auto &import = static_cast<const ImportStatement &>(node);
        scope.set(import.alias, module(import, scope));
        scope.imported.push_back(import.alias);
        break;
    }
    case Statement::Kind::FromImport:
        importNames(static_cast<const ImportStatement &>(node), scope);
        break;
    case Statement::Kind::Block:
        block(static_cast<const BlockStatement &>(node), scope, out);
        break;
    default:
        extend(static_cast<const ImportStatement &>(node), scope);
        break;
    }
    return Flow::Normal;
}

void Interpreter::text(QStringView text, QString &out)
{
    if (m_silent)
        return;
    m_session.checkGrowth(out.size() + text.size(), text.size());
    out += text;
}

void Interpreter::output(const OutputStatement &node, Scope &scope, QString &out)
{
    if (m_silent)
        return;
    for (const Expression *expression : node.values) {
        const Value value = evaluate(expression, scope);
        at(*expression);
        text(m_session.text(value), out);
    }
}

void Interpreter::assign(const Target &target, Value value, Scope &scope)
{
    if (!target.attribute.isEmpty())
        return assignAttribute(target, std::move(value), scope);
    if (!target.isTuple)
        return scope.set(target.name, std::move(value));
    const List items = m_session.elements(value);
    if (items.size() != target.items.size())
        fail(QStringLiteral("%1 values cannot be unpacked into %2 names")
                 .arg(items.size())
                 .arg(target.items.size()));
    for (size_t i = 0; i < items.size(); ++i)
        assign(target.items[i], items[i], scope);
}

void Interpreter::assignAttribute(const Target &target, Value value, Scope &scope)
{
    NameExpression reference;
    reference.name = target.name;
    reference.position = target.position;
    const Value object = name(reference, scope);
    const auto *space = dynamic_cast<const Namespace *>(object.asObject().get());
    m_session.position = target.position;
    if (!space)
        fail(QStringLiteral(
                 "only a namespace's attributes can be assigned: start with {% set %1 = namespace() %}")
                 .arg(target.name));
    refuseCycle(m_session, object, value);
    space->set(target.attribute, std::move(value));
}

void Interpreter::setBlock(const SetBlockStatement &node, Scope &scope)
{
    QString buffer;
    const auto inner = std::make_shared<Scope>(scope.shared_from_this());
    const bool silent = std::exchange(m_silent, false);
    execute(node.body, *inner, buffer);
    m_silent = silent;
    Value value{std::move(buffer)};
    if (node.filter)
        value = filter(static_cast<const ApplyExpression &>(*node.filter), scope, &value);
    at(node);
    assign(node.target, std::move(value), scope);
}

Interpreter::Flow Interpreter::ifElse(const IfStatement &node, Scope &scope, QString &out)
{
    for (const auto &[condition, body] : node.branches) {
        const Value value = evaluate(condition, scope);
        at(*condition);
        if (m_session.truth(value))
            return execute(body, scope, out);
    }
    return execute(node.otherwise, scope, out);
}

void Interpreter::filterBlock(const FilterBlockStatement &node, Scope &scope, QString &out)
{
    QString buffer;
    const auto inner = std::make_shared<Scope>(scope.shared_from_this());
    const bool silent = std::exchange(m_silent, false);
    execute(node.body, *inner, buffer);
    m_silent = silent;
    const Value input{std::move(buffer)};
    const Value value = filter(static_cast<const ApplyExpression &>(*node.filter), scope, &input);
    if (!value.isString())
        fail(QStringLiteral("the filters of a block must give text, not a value of type %1")
                 .arg(value.typeName()));
    text(*value.asString(), out);
}

Interpreter::Flow Interpreter::with(const WithStatement &node, Scope &scope, QString &out)
{
    const auto inner = std::make_shared<Scope>(scope.shared_from_this());
    for (const auto &[target, expression] : node.values) {
        Value value = evaluate(expression, scope);
        m_session.position = target.position;
        assign(target, std::move(value), *inner);
    }
    return execute(node.body, *inner, out);
}

void Interpreter::callBlock(const CallBlockStatement &node, Scope &scope, QString &out)
{
    // The caller dies with the call: nothing needs to keep its scope.
    const Value caller(
        std::shared_ptr<const Object>(std::make_shared<Macro>(m_data, *node.caller, scope.weak_from_this())));
    const Value result = call(*node.call, scope, &caller);
    at(node);
    if (!m_silent)
        text(m_session.text(result), out);
}

void Interpreter::defineMacro(const MacroStatement &node, Scope &scope)
{
    scope.set(node.name, Value(std::shared_ptr<const Object>(
                             std::make_shared<Macro>(m_data, node, scope.weak_from_this()))));
    if (!scope.context) // an outermost scope is kept by its render anyway
        m_session.keep(scope.shared_from_this());
}

} // namespace daybook::templating
