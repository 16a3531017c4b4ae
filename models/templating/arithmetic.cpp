#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <algorithm>
#include <cmath>

namespace daybook::templating {

namespace {

using Type = Value::Type;

struct Number
{
    bool isFloat = false;
    qint64 integer = 0;
    double real = 0;
};

std::optional<Number> numberOf(const Value &value)
{
    switch (value.type()) {
    case Type::Bool:
        return Number{false, *value.asBool(), double(*value.asBool())};
    case Type::Integer:
        return Number{false, *value.asInteger(), double(*value.asInteger())};
    case Type::Float:
        return Number{true, 0, *value.asFloat()};
    default:
        return std::nullopt;
    }
}

QString symbol(Operator op)
{
    static constexpr const char16_t *symbols[] = {u"+",  u"-", u"*",  u"/", u"//", u"%",  u"**",    u"==",
                                                  u"!=", u"<", u"<=", u">", u">=", u"in", u"not in"};
    return QStringView(symbols[static_cast<size_t>(op)]).toString();
}

[[noreturn]] void unsupported(Operator op, const Value &left, const Value &right)
{
    fail(QStringLiteral("%1 does not work between %2 and %3: convert one of them")
             .arg(symbol(op), left.typeName(), right.typeName()));
}

[[noreturn]] void overflow()
{
    fail(QStringLiteral(
        "the result does not fit a 64-bit integer: use smaller numbers, or 1.0 * for a float"));
}

[[noreturn]] void zeroDivision()
{
    fail(QStringLiteral("division by zero"));
}

qint64 floorDivided(qint64 a, qint64 b)
{
    if (b == 0)
        zeroDivision();
    if (b == -1) {
        qint64 result = 0;
        if (__builtin_sub_overflow(qint64(0), a, &result))
            overflow();
        return result;
    }
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

qint64 moduloOf(qint64 a, qint64 b)
{
    if (b == 0)
        zeroDivision();
    if (b == -1)
        return 0;
    const qint64 rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

double floatModulo(double a, double b)
{
    if (b == 0)
        zeroDivision();
    double rest = std::fmod(a, b);
    if (rest != 0) {
        if ((b < 0) != (rest < 0))
            rest += b;
    } else {
        rest = std::copysign(0.0, b);
    }
    return rest;
}

double floatFloorDivided(double a, double b)
{
    if (b == 0)
        zeroDivision();
    const double rest = floatModulo(a, b);
    const double quotient = (a - rest) / b;
    if (quotient == 0)
        return std::copysign(0.0, a / b);
    const double floor = std::floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
}

Value integerPower(qint64 base, qint64 exponent)
{
    if (exponent < 0) {
        if (base == 0)
            zeroDivision();
        return Value(std::pow(double(base), double(exponent)));
    }
    qint64 result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) && __builtin_mul_overflow(result, base, &result))
            overflow();
        if (exponent > 1 && __builtin_mul_overflow(base, base, &base))
            overflow();
    }
    return Value(result);
}

Value floatPower(double base, double exponent)
{
    if (base == 0 && exponent < 0)
        zeroDivision();
    if (base < 0 && std::isfinite(base) && std::isfinite(exponent) && std::floor(exponent) != exponent)
        fail(QStringLiteral("a root of a negative number is not a real number"));
    const double result = std::pow(base, exponent);
    if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent))
        fail(QStringLiteral("the result is too large for a float"));
    return Value(result);
}

Value onIntegers(Operator op, qint64 a, qint64 b)
{
    qint64 result = 0;
    bool overflowed = false;
    switch (op) {
    case Operator::Add:
        overflowed = __builtin_add_overflow(a, b, &result);
        break;
    case Operator::Subtract:
        overflowed = __builtin_sub_overflow(a, b, &result);
        break;
    case Operator::Multiply:
        overflowed = __builtin_mul_overflow(a, b, &result);
        break;
    case Operator::Divide:
        if (b == 0)
            zeroDivision();
        return Value(double(a) / double(b));
    case Operator::FloorDivide:
        return Value(floorDivided(a, b));
    case Operator::Modulo:
        return Value(moduloOf(a, b));
    default:
        return integerPower(a, b);
    }
    if (overflowed)
        overflow();
    return Value(result);
}

Value onFloats(Operator op, double a, double b)
{
    switch (op) {
    case Operator::Add:
        return Value(a + b);
    case Operator::Subtract:
        return Value(a - b);
    case Operator::Multiply:
        return Value(a * b);
    case Operator::Divide:
        if (b == 0)
            zeroDivision();
        return Value(a / b);
    case Operator::FloorDivide:
        return Value(floatFloorDivided(a, b));
    case Operator::Modulo:
        return Value(floatModulo(a, b));
    default:
        return floatPower(a, b);
    }
}

qint64 repeatedSize(qint64 size, qint64 times)
{
    qint64 total = 0;
    return __builtin_mul_overflow(size, times, &total) ? std::numeric_limits<qint64>::max() : total;
}

Value repeated(Session &session, const Value &sequence, qint64 times)
{
    times = std::max<qint64>(times, 0);
    if (const std::optional<QString> text = sequence.asString()) {
        session.checkSize(repeatedSize(text->size(), times));
        return Value(text->repeated(static_cast<qsizetype>(text->isEmpty() ? 0 : times)));
    }
    const List &items = sequence.items();
    session.checkList(repeatedSize(static_cast<qint64>(items.size()), times));
    List result;
    for (qint64 i = 0; !items.empty() && i < times; ++i)
        result.insert(result.end(), items.begin(), items.end());
    return sequence.type() == Type::Tuple ? Value::fromTuple(std::move(result)) : Value(std::move(result));
}

Value joined(Session &session, const Value &left, const Value &right)
{
    if (left.isString()) {
        const QString &a = std::get<QString>(left.data());
        const QString &b = std::get<QString>(right.data());
        session.checkSize(a.size() + b.size());
        return Value(a + b);
    }
    session.checkList(static_cast<qint64>(left.items().size() + right.items().size()));
    List result = left.items();
    result.insert(result.end(), right.items().begin(), right.items().end());
    return left.type() == Type::Tuple ? Value::fromTuple(std::move(result)) : Value(std::move(result));
}

bool isSequence(const Value &value)
{
    return value.isString() || value.isList();
}

} // namespace

Value arithmetic(Session &session, Operator op, const Value &left, const Value &right)
{
    const std::optional<Number> a = numberOf(left);
    const std::optional<Number> b = numberOf(right);
    if (a && b) {
        if (a->isFloat || b->isFloat)
            return onFloats(op, a->real, b->real);
        return onIntegers(op, a->integer, b->integer);
    }
    if (op == Operator::Modulo && left.isString())
        return Value(percentFormat(session, *left.asString(), right));
    if (left.isUndefined() || right.isUndefined())
        fail((left.isUndefined() ? left : right).undefinedMessage());
    if (op == Operator::Add && isSequence(left) && left.type() == right.type())
        return joined(session, left, right);
    if (op == Operator::Multiply && isSequence(left) && b && !b->isFloat)
        return repeated(session, left, b->integer);
    if (op == Operator::Multiply && isSequence(right) && a && !a->isFloat)
        return repeated(session, right, a->integer);
    unsupported(op, left, right);
}

Value negated(const Value &value)
{
    const std::optional<Number> number = numberOf(value);
    if (!number)
        fail(value.isUndefined() ? value.undefinedMessage()
                                 : QStringLiteral("- does not work on %1").arg(value.typeName()));
    if (number->isFloat)
        return Value(-number->real);
    return onIntegers(Operator::Subtract, 0, number->integer);
}

Value positive(const Value &value)
{
    const std::optional<Number> number = numberOf(value);
    if (!number)
        fail(value.isUndefined() ? value.undefinedMessage()
                                 : QStringLiteral("+ does not work on %1").arg(value.typeName()));
    return number->isFloat ? Value(number->real) : Value(number->integer);
}

namespace {

/// -1, 0 or 1; nothing when NaN is involved, which is neither less nor greater.
std::optional<int> order(Session &session, Operator op, const Value &left, const Value &right, int depth);

std::optional<int> orderNumbers(const Number &a, const Number &b)
{
    if (!a.isFloat && !b.isFloat)
        return a.integer < b.integer ? -1 : a.integer > b.integer;
    if (!a.isFloat)
        return compareNumbers(a.integer, b.real);
    if (!b.isFloat) {
        const std::optional<int> reversed = compareNumbers(b.integer, a.real);
        return reversed ? std::optional(-*reversed) : std::nullopt;
    }
    if (std::isnan(a.real) || std::isnan(b.real))
        return std::nullopt;
    return a.real < b.real ? -1 : a.real > b.real;
}

std::optional<int> orderLists(Session &session, Operator op, const List &a, const List &b, int depth)
{
    if (depth > MaximumValueDepth)
        fail(QStringLiteral("values are too deeply nested to be compared"));
    for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
        session.work(1);
        if (!session.equal(a[i], b[i]))
            return order(session, op, a[i], b[i], depth + 1);
    }
    return a.size() < b.size() ? -1 : a.size() > b.size();
}

std::optional<int> order(Session &session, Operator op, const Value &left, const Value &right, int depth)
{
    const std::optional<Number> a = numberOf(left);
    const std::optional<Number> b = numberOf(right);
    if (a && b)
        return orderNumbers(*a, *b);
    if (left.isUndefined() || right.isUndefined())
        fail((left.isUndefined() ? left : right).undefinedMessage());
    if (left.isString() && right.isString())
        return text::compare(std::get<QString>(left.data()), std::get<QString>(right.data()));
    if (left.isList() && left.type() == right.type())
        return orderLists(session, op, left.items(), right.items(), depth);
    unsupported(op, left, right);
}

} // namespace

bool compared(Session &session, Operator op, const Value &left, const Value &right)
{
    switch (op) {
    case Operator::Equal:
        return session.equal(left, right);
    case Operator::NotEqual:
        return !session.equal(left, right);
    case Operator::In:
        return contains(session, right, left);
    case Operator::NotIn:
        return !contains(session, right, left);
    default:
        break;
    }
    const std::optional<int> result = order(session, op, left, right, 0);
    if (!result)
        return false;
    switch (op) {
    case Operator::Less:
        return *result < 0;
    case Operator::LessEqual:
        return *result <= 0;
    case Operator::Greater:
        return *result > 0;
    default:
        return *result >= 0;
    }
}

bool lessThan(Session &session, const Value &left, const Value &right)
{
    return compared(session, Operator::Less, left, right);
}

} // namespace daybook::templating
