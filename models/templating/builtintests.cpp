#include "models/templating/builtins.h"
#include "models/templating/methods.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

namespace daybook::templating {

namespace {

using Type = Value::Type;

template <typename Check> Value unary(const Arguments &arguments, Check check)
{
    const Signature in(arguments, u"this test", {u"value"}, 1);
    return Value(check(in[0]));
}

template <Type Wanted> Value isType(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) { return value.type() == Wanted; });
}

template <Operator Op> Value comparison(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"this test", {u"value", u"other"}, 2);
    return Value(compared(session, Op, in[0], in[1]));
}

template <qint64 Rest> Value rest(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"this test", {u"value"}, 1);
    return Value(session.equal(arithmetic(session, Operator::Modulo, in[0], Value(2)), Value(Rest)));
}

Value divisibleBy(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"divisibleby", {u"value", u"num"}, 2);
    return Value(session.equal(arithmetic(session, Operator::Modulo, in[0], in[1]), Value(0)));
}

Value isMapping(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) {
        const auto object = value.asObject();
        return value.isDict() || (object && object->toDict());
    });
}

Value isNumber(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) {
        return value.type() == Type::Bool || value.type() == Type::Integer || value.type() == Type::Float;
    });
}

Value isIterable(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) {
        const auto object = value.asObject();
        return value.isUndefined() || value.isString() || value.isList() || value.isDict() ||
               (object && object->iterate());
    });
}

Value isSequence(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) {
        const auto object = value.asObject();
        if (object)
            return object->length() && object->typeName() != u"dict view" && object->typeName() != u"loop";
        return value.isString() || value.isList() || value.isDict() || value.isUndefined();
    });
}

Value isCallable(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) {
        const auto object = value.asObject();
        return value.isUndefined() || value.type() == Type::Callable || (object && object->isCallable());
    });
}

/// Python's `is`: the same thing, not an equal one. Small values are the same when they are equal.
Value sameAs(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"sameas", {u"value", u"other"}, 2);
    if (in[0].type() != in[1].type())
        return Value(false);
    if (in[0].isUndefined() || in[0].isList() || in[0].isDict() || in[0].type() == Type::Object)
        return Value(in[0].data() == in[1].data());
    return Value(in[0] == in[1]);
}

Value contained(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"in", {u"value", u"seq"}, 2);
    return Value(contains(session, in[1], in[0]));
}

template <bool (*Check)(QStringView)> Value letters(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"this test", {u"value"}, 1);
    return Value(Check(session.text(in[0])));
}

Value namesFilter(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"filter", {u"value"}, 1);
    requireHashable(in[0]);
    return Value(in[0].isString() && session.environment().hasFilter(*in[0].asString()));
}

Value namesTest(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"test", {u"value"}, 1);
    requireHashable(in[0]);
    return Value(in[0].isString() && session.environment().hasTest(*in[0].asString()));
}

Value isDefined(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) { return !value.isUndefined(); });
}

template <bool Wanted> Value isExactly(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &value) { return value.asBool() == std::optional(Wanted); });
}

Value never(Session &, const Arguments &arguments)
{
    return unary(arguments, [](const Value &) { return false; });
}

const std::pair<const char16_t *, NativeFunction> Tests[] = {{u"defined", isDefined},
                                                             {u"undefined", isType<Type::Undefined>},
                                                             {u"none", isType<Type::None>},
                                                             {u"boolean", isType<Type::Bool>},
                                                             {u"integer", isType<Type::Integer>},
                                                             {u"float", isType<Type::Float>},
                                                             {u"string", isType<Type::String>},
                                                             {u"true", isExactly<true>},
                                                             {u"false", isExactly<false>},
                                                             {u"mapping", isMapping},
                                                             {u"number", isNumber},
                                                             {u"iterable", isIterable},
                                                             {u"sequence", isSequence},
                                                             {u"callable", isCallable},
                                                             {u"sameas", sameAs},
                                                             {u"in", contained},
                                                             {u"odd", rest<1>},
                                                             {u"even", rest<0>},
                                                             {u"divisibleby", divisibleBy},
                                                             {u"lower", letters<text::isLowerCase>},
                                                             {u"upper", letters<text::isUpperCase>},
                                                             {u"filter", namesFilter},
                                                             {u"test", namesTest},
                                                             {u"escaped", never},
                                                             {u"==", comparison<Operator::Equal>},
                                                             {u"eq", comparison<Operator::Equal>},
                                                             {u"equalto", comparison<Operator::Equal>},
                                                             {u"!=", comparison<Operator::NotEqual>},
                                                             {u"ne", comparison<Operator::NotEqual>},
                                                             {u">", comparison<Operator::Greater>},
                                                             {u"gt", comparison<Operator::Greater>},
                                                             {u"greaterthan", comparison<Operator::Greater>},
                                                             {u">=", comparison<Operator::GreaterEqual>},
                                                             {u"ge", comparison<Operator::GreaterEqual>},
                                                             {u"<", comparison<Operator::Less>},
                                                             {u"lt", comparison<Operator::Less>},
                                                             {u"lessthan", comparison<Operator::Less>},
                                                             {u"<=", comparison<Operator::LessEqual>},
                                                             {u"le", comparison<Operator::LessEqual>}};

} // namespace

const NativeTable &builtinTests()
{
    static const NativeTable table = [] {
        NativeTable all;
        for (const auto &[name, test] : Tests)
            all.insert(QStringView(name).toString(), test);
        return all;
    }();
    return table;
}

} // namespace daybook::templating
