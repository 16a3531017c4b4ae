#include "models/templating/builtins.h"
#include "models/templating/interpreter.h"
#include "models/templating/operations.h"

namespace daybook::templating {

Interpreter::Interpreter(Session &session, std::shared_ptr<const TemplateData> data)
    : m_session(session), m_data(std::move(data))
{
    m_session.current = m_data.get();
}

Value Interpreter::evaluate(const Expression *expression, Scope &scope)
{
    m_session.step();
    switch (expression->kind) {
    case Expression::Kind::Literal:
        return static_cast<const LiteralExpression *>(expression)->value;
    case Expression::Kind::Name:
        return name(static_cast<const NameExpression &>(*expression), scope);
    case Expression::Kind::Attribute: {
        const auto &node = static_cast<const AttributeExpression &>(*expression);
        const Value object = evaluate(node.object, scope);
        at(node);
        return attributeOf(m_session, object, node.name);
    }
    case Expression::Kind::Item:
        return item(static_cast<const ItemExpression &>(*expression), scope);
    case Expression::Kind::Call:
        return call(static_cast<const CallExpression &>(*expression), scope);
    case Expression::Kind::Filter:
        return filter(static_cast<const ApplyExpression &>(*expression), scope);
    case Expression::Kind::Test:
        return Value(test(static_cast<const ApplyExpression &>(*expression), scope));
    case Expression::Kind::Not:
    case Expression::Kind::Negate:
    case Expression::Kind::Plus:
        return unary(static_cast<const UnaryExpression &>(*expression), scope);
    default:
        return composed(expression, scope);
    }
}

Value Interpreter::composed(const Expression *expression, Scope &scope)
{
    switch (expression->kind) {
    case Expression::Kind::Binary:
    case Expression::Kind::And:
    case Expression::Kind::Or:
        return binary(static_cast<const BinaryExpression &>(*expression), scope);
    case Expression::Kind::Compare:
        return Value(compare(static_cast<const CompareExpression &>(*expression), scope));
    case Expression::Kind::Concat:
        return concatenation(static_cast<const SequenceExpression &>(*expression), scope);
    case Expression::Kind::Conditional:
        return conditional(static_cast<const ConditionalExpression &>(*expression), scope);
    case Expression::Kind::MakeList:
        return Value(values(static_cast<const SequenceExpression &>(*expression), scope));
    case Expression::Kind::MakeTuple:
        return Value::fromTuple(values(static_cast<const SequenceExpression &>(*expression), scope));
    case Expression::Kind::MakeDict:
        return dict(static_cast<const DictExpression &>(*expression), scope);
    default:
        break;
    }
    at(*expression);
    fail(QStringLiteral("a slice can only stand alone between [ and ]"));
}

Value Interpreter::name(const NameExpression &node, Scope &scope)
{
    const Scope *current = &scope;
    const Context *context = nullptr;
    for (; current; current = current->parent.get()) {
        if (const Value *found = current->find(node.name))
            return *found;
        if (!context)
            context = current->context;
    }
    if (context) {
        if (const Value *found = context->variables.find(node.name))
            return *found;
        if (context->names) {
            at(node);
            Result<Value> found = context->names->attribute(node.name);
            if (!found)
                failWith(std::move(found.error()));
            if (!found->isUndefined())
                return *std::move(found);
        }
    }
    if (const Value *found = m_session.environment().globals.find(node.name))
        return *found;
    return builtinGlobal(node.name);
}

Value Interpreter::item(const ItemExpression &node, Scope &scope)
{
    const Value object = evaluate(node.object, scope);
    if (node.key->kind != Expression::Kind::Slice) {
        const Value key = evaluate(node.key, scope);
        at(node);
        return itemOf(m_session, object, key);
    }
    const auto &slice = static_cast<const SliceExpression &>(*node.key);
    const auto bound = [&](const Expression *part) { return part ? evaluate(part, scope) : Value::none(); };
    const Value start = bound(slice.start);
    const Value stop = bound(slice.stop);
    const Value step = bound(slice.step);
    at(node);
    return sliceOf(m_session, object, start, stop, step);
}

Value Interpreter::binary(const BinaryExpression &node, Scope &scope)
{
    Value left = evaluate(node.left, scope);
    if (node.kind != Expression::Kind::Binary) {
        at(node);
        const bool truth = m_session.truth(left);
        return truth == (node.kind == Expression::Kind::Or) ? left : evaluate(node.right, scope);
    }
    const Value right = evaluate(node.right, scope);
    at(node);
    return arithmetic(m_session, node.op, left, right);
}

bool Interpreter::compare(const CompareExpression &node, Scope &scope)
{
    Value left = evaluate(node.first, scope);
    for (const auto &[op, expression] : node.rest) {
        Value right = evaluate(expression, scope);
        at(node);
        if (!compared(m_session, op, left, right))
            return false;
        left = std::move(right);
    }
    return true;
}

Value Interpreter::concatenation(const SequenceExpression &node, Scope &scope)
{
    QString result;
    for (const Expression *part : node.items) {
        const Value value = evaluate(part, scope);
        at(node);
        const QString text = m_session.text(value);
        result += text;
        m_session.checkGrowth(result.size(), text.size());
    }
    return Value(std::move(result));
}

List Interpreter::values(const SequenceExpression &node, Scope &scope)
{
    List result;
    result.reserve(node.items.size());
    for (const Expression *part : node.items)
        result.push_back(evaluate(part, scope));
    return result;
}

Value Interpreter::dict(const DictExpression &node, Scope &scope)
{
    Dict result;
    for (const auto &[keyNode, valueNode] : node.items) {
        const Value key = evaluate(keyNode, scope);
        Value value = evaluate(valueNode, scope);
        at(*keyNode);
        requireHashable(key);
        result.insert(key, std::move(value));
    }
    return Value(std::move(result));
}

Value Interpreter::conditional(const ConditionalExpression &node, Scope &scope)
{
    const Value condition = evaluate(node.condition, scope);
    at(node);
    if (m_session.truth(condition))
        return evaluate(node.then, scope);
    if (node.otherwise)
        return evaluate(node.otherwise, scope);
    return Value::undefinedBecause(
        QStringLiteral("the inline if-expression of line %1 evaluated to false and has no else")
            .arg(node.position.line));
}

Value Interpreter::unary(const UnaryExpression &node, Scope &scope)
{
    const Value operand = evaluate(node.operand, scope);
    at(node);
    if (node.kind == Expression::Kind::Not)
        return Value(!m_session.truth(operand));
    return node.kind == Expression::Kind::Negate ? negated(operand) : positive(operand);
}

Arguments Interpreter::arguments(const CallArguments &node, Scope &scope, const Value *first)
{
    Arguments result;
    result.positional.reserve(node.positional.size() + (first ? 1 : 0));
    if (first)
        result.positional.push_back(*first);
    for (const Expression *argument : node.positional)
        result.positional.push_back(evaluate(argument, scope));
    for (const auto &[name, value] : node.keyword)
        result.keyword.insert(name, evaluate(value, scope));
    if (node.spread || node.keywordSpread)
        spread(node, scope, result);
    result.setSession(&m_session);
    return result;
}

void Interpreter::spread(const CallArguments &node, Scope &scope, Arguments &into)
{
    if (node.spread) {
        const List more = m_session.elements(evaluate(node.spread, scope));
        into.positional.insert(into.positional.end(), more.begin(), more.end());
    }
    if (!node.keywordSpread)
        return;
    const Value more = evaluate(node.keywordSpread, scope);
    at(*node.keywordSpread);
    if (!more.isDict())
        fail(QStringLiteral("** spreads a dict, not a value of type %1").arg(more.typeName()));
    for (const Dict::Entry &entry : more.entries()) {
        if (!entry.key.isString())
            fail(QStringLiteral("** wants text for keys, not %1").arg(entry.key.repr()));
        if (into.keyword.contains(entry.key))
            fail(QStringLiteral("the argument '%1' is given twice").arg(entry.key.toString()));
        into.keyword.insert(entry.key, entry.value);
    }
}

Value Interpreter::call(const CallExpression &node, Scope &scope, const Value *caller)
{
    const Value callee = evaluate(node.callee, scope);
    Arguments given = arguments(node.arguments, scope);
    at(node);
    if (caller) {
        if (given.keyword.contains(u"caller"))
            fail(QStringLiteral("'caller' is given by the call block and cannot be an argument as well"));
        given.keyword.insert(u"caller", *caller);
    }
    return m_session.call(callee, std::move(given));
}

Value Interpreter::filter(const ApplyExpression &node, Scope &scope, const Value *blockText)
{
    const Value input =
        node.input ? (node.input->kind == Expression::Kind::Filter
                          ? filter(static_cast<const ApplyExpression &>(*node.input), scope, blockText)
                          : evaluate(node.input, scope))
                   : *blockText;
    const Arguments given = arguments(node.arguments, scope, &input);
    at(node);
    return applyFilter(m_session, node.name, given);
}

bool Interpreter::test(const ApplyExpression &node, Scope &scope)
{
    const Value input = evaluate(node.input, scope);
    const Arguments given = arguments(node.arguments, scope, &input);
    at(node);
    return m_session.truth(applyTest(m_session, node.name, given));
}

} // namespace daybook::templating
