#include "models/templating/builtins.h"
#include "models/templating/methods.h"
#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace daybook::templating {

namespace {

/// Digits with single underscores between them, without them; nothing for anything else.
std::optional<QByteArray> plainDigits(QStringView text)
{
    QByteArray digits;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'_') {
            if (i == 0 || i + 1 == text.size() || text[i - 1] == u'_' || !text[i - 1].isLetterOrNumber())
                return std::nullopt;
            continue;
        }
        if (c.category() == QChar::Number_DecimalDigit)
            digits += static_cast<char>('0' + c.digitValue());
        else if (c.unicode() < 0x80)
            digits += static_cast<char>(c.unicode());
        else
            return std::nullopt;
    }
    return digits;
}

/// Python's int(text, base): nothing when it is none; fails when it has more than 64 bits.
std::optional<qint64> parsedInteger(const QString &text, qint64 base)
{
    QString trimmed = text::stripped(text, std::nullopt, true, true);
    const bool negative = trimmed.startsWith(u'-');
    if (negative || trimmed.startsWith(u'+'))
        trimmed.remove(0, 1);
    if (base != 0 && (base < 2 || base > 36))
        return std::nullopt;
    const QString prefix = trimmed.left(2).toLower();
    const qint64 marked = prefix == u"0x" ? 16 : prefix == u"0o" ? 8 : prefix == u"0b" ? 2 : 0;
    if (marked && (base == marked || base == 0)) {
        base = marked;
        trimmed.remove(0, trimmed.mid(2).startsWith(u'_') ? 3 : 2);
    } else if (base == 0) {
        if (trimmed.size() > 1 && trimmed[0] == u'0' &&
            trimmed.count(u'0') + trimmed.count(u'_') != trimmed.size())
            return std::nullopt;
        base = 10;
    }
    const std::optional<QByteArray> digits = plainDigits(trimmed);
    if (!digits || digits->isEmpty() || digits->startsWith('-') || digits->startsWith('+'))
        return std::nullopt;
    const QByteArray signedDigits = (negative ? "-" : "") + *digits;
    qint64 value = 0;
    const char *end = signedDigits.constData() + signedDigits.size();
    const auto [rest, error] = std::from_chars(signedDigits.constData(), end, value, static_cast<int>(base));
    if (rest != end)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        fail(QStringLiteral("%1 is too large: integers have 64 bits here").arg(text.left(40)));
    return value;
}

/// Python's float(text).
std::optional<double> parsedFloat(const QString &text)
{
    QString trimmed = text::stripped(text, std::nullopt, true, true).toLower();
    const bool negative = trimmed.startsWith(u'-');
    if (negative || trimmed.startsWith(u'+'))
        trimmed.remove(0, 1);
    const double sign = negative ? -1.0 : 1.0;
    if (trimmed == u"inf" || trimmed == u"infinity")
        return sign * std::numeric_limits<double>::infinity();
    if (trimmed == u"nan")
        return std::numeric_limits<double>::quiet_NaN();
    const std::optional<QByteArray> digits = plainDigits(trimmed);
    if (!digits || digits->isEmpty() ||
        !(std::isdigit(static_cast<unsigned char>((*digits)[0])) || (*digits)[0] == '.'))
        return std::nullopt;
    double value = 0;
    const char *end = digits->constData() + digits->size();
    const auto [rest, error] = std::from_chars(digits->constData(), end, value);
    if (rest != end)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        value = outOfRange(*digits);
    return sign * value;
}

Value wholePart(double value)
{
    if (std::isinf(value))
        fail(QStringLiteral("infinity is not an integer"));
    if (std::abs(value) >= 9.2233720368547758e18)
        fail(QStringLiteral("%1 is too large: integers have 64 bits here").arg(floatText(value)));
    return Value(static_cast<qint64>(value));
}

Value toInteger(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"int", {u"value", u"default", u"base"}, 1);
    const Value otherwise = in.valueOr(1, Value(0));
    const Value &value = in[0];
    switch (value.type()) {
    case Value::Type::Bool:
        return Value(qint64(*value.asBool()));
    case Value::Type::Integer:
        return value;
    case Value::Type::Float:
        return std::isnan(*value.asFloat()) ? otherwise : wholePart(*value.asFloat());
    case Value::Type::Undefined:
        fail(value.undefinedMessage());
    case Value::Type::String:
        break;
    default:
        return otherwise;
    }
    if (const std::optional<qint64> whole = parsedInteger(*value.asString(), in.integer(2, 10)))
        return Value(*whole);
    const std::optional<double> real = parsedFloat(*value.asString());
    return real && !std::isnan(*real) ? wholePart(*real) : otherwise;
}

Value toFloat(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"float", {u"value", u"default"}, 1);
    const Value otherwise = in.valueOr(1, Value(0.0));
    const Value &value = in[0];
    if (value.isUndefined())
        fail(value.undefinedMessage());
    if (value.type() == Value::Type::Bool)
        return Value(double(*value.asBool()));
    if (const std::optional<double> number = value.asFloat())
        return Value(*number);
    const std::optional<double> parsed = value.isString() ? parsedFloat(*value.asString()) : std::nullopt;
    return parsed ? Value(*parsed) : otherwise;
}

Value absolute(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"abs", {u"x"}, 1);
    if (in[0].type() == Value::Type::Float)
        return Value(std::abs(*in[0].asFloat()));
    const Value number = positive(in[0]);
    return lessThan(session, number, Value(0)) ? negated(number) : number;
}

/// Python's round() of a float: exactly half goes to even, by the float's exact decimal value.
double roundedFloat(double value, qint64 digits)
{
    if (!std::isfinite(value) || digits > 323)
        return value;
    if (digits < -308)
        return std::copysign(0.0, value);
    if (digits >= 0) {
        char buffer[800];
        const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed,
                                          static_cast<int>(digits));
        double rounded = 0;
        std::from_chars(buffer, result.ptr, rounded);
        return rounded;
    }
    const double power = std::pow(10.0, static_cast<double>(-digits));
    const double scaled = value / power;
    double rounded = std::round(scaled);
    if (std::abs(scaled - rounded) == 0.5)
        rounded = 2.0 * std::round(scaled / 2.0);
    return rounded * power;
}

Value roundedInteger(qint64 value, qint64 digits)
{
    if (digits >= 0)
        return Value(value);
    if (digits < -18)
        return Value(0);
    qint64 power = 1;
    for (qint64 i = digits; i < 0; ++i)
        power *= 10;
    const qint64 rest = ((value % power) + power) % power;
    qint64 result = value - rest;
    const bool odd = (result / power) % 2 != 0;
    if (rest * 2 > power || (rest * 2 == power && odd))
        result += power;
    return Value(result);
}

Value round(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"round", {u"value", u"precision", u"method"}, 1);
    const QString method = in.valueOr(2, Value(u"common")).stringOr({});
    if (method != u"common" && method != u"ceil" && method != u"floor")
        fail(QStringLiteral("round works by 'common', 'ceil' or 'floor'"));
    const qint64 digits = in.integer(1, 0);
    const Value number = positive(in[0]);
    if (method == u"common")
        return number.asInteger() ? roundedInteger(*number.asInteger(), digits)
                                  : Value(roundedFloat(*number.asFloat(), digits));
    const double power = std::pow(10.0, static_cast<double>(digits));
    const double scaled = *number.asFloat() * power;
    return Value((method == u"ceil" ? std::ceil(scaled) : std::floor(scaled)) / power);
}

Value fileSize(Session &, const Arguments &arguments)
{
    const Signature in(arguments, u"filesizeformat", {u"value", u"binary"}, 1);
    std::optional<double> bytes = in[0].isString() ? parsedFloat(*in[0].asString()) : in[0].asFloat();
    if (in[0].type() == Value::Type::Bool)
        bytes = *in[0].asBool();
    if (!bytes)
        fail(QStringLiteral("filesizeformat wants a number of bytes, not a value of type %1")
                 .arg(in[0].typeName()));
    const bool binary = in.truth(1, false);
    const double base = binary ? 1024 : 1000;
    if (*bytes == 1)
        return Value(u"1 Byte");
    if (*bytes < base)
        return Value(QString::number(static_cast<qint64>(*bytes)) + QStringLiteral(" Bytes"));
    static constexpr std::u16string_view prefixes = u"KMGTPEZY";
    double unit = base;
    size_t i = 0;
    for (; i + 1 < prefixes.size() && *bytes >= unit * base; ++i)
        unit *= base;
    const QString prefix =
        binary ? QString(QChar(prefixes[i])) + u'i' : QString(QChar(i == 0 ? u'k' : prefixes[i]));
    return Value(floatText(*bytes / unit, 'f', 1) + u' ' + prefix + u'B');
}

} // namespace

void addNumberFilters(NativeTable &table)
{
    table.insert(QStringLiteral("int"), toInteger);
    table.insert(QStringLiteral("float"), toFloat);
    table.insert(QStringLiteral("abs"), absolute);
    table.insert(QStringLiteral("round"), round);
    table.insert(QStringLiteral("filesizeformat"), fileSize);
}

} // namespace daybook::templating
