#include "models/templating/failure.h"
#include "models/templating/lexer.h"
#include "models/templating/parser.h"
#include "models/templating/valuedata.h"

#include <charconv>

namespace daybook::templating {

namespace {

/// The end of digits in which single underscores may stand between two; `from` when there are none.
qsizetype digitsEnd(QStringView text, qsizetype from, int base = 10, bool leadingUnderscore = false)
{
    const auto fits = [&](qsizetype i) {
        if (i >= text.size())
            return false;
        const char16_t c = text[i].unicode();
        if (c >= u'0' && c <= u'9')
            return c - u'0' < base;
        const char16_t lower = c | 0x20;
        return base == 16 && lower >= u'a' && lower <= u'f';
    };
    qsizetype i = from;
    if (!fits(i) && !(leadingUnderscore && i < text.size() && text[i] == u'_' && fits(i + 1)))
        return from;
    while (fits(i) || (i < text.size() && text[i] == u'_' && fits(i + 1)))
        ++i;
    return i;
}

int hexDigit(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    const char16_t lower = u | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

/// Reads exactly `digits` hexadecimal digits after `\x`, `\u` or `\U`.
char32_t hexEscape(QStringView text, qsizetype from, int digits, Position position)
{
    char32_t code = 0;
    for (qsizetype i = from; i < from + digits; ++i) {
        const int digit = i < text.size() ? hexDigit(text[i]) : -1;
        if (digit < 0)
            failAt(position, QStringLiteral("'\\%1' in a string wants %2 hexadecimal digits")
                                 .arg(text[from - 1])
                                 .arg(digits));
        code = code * 16 + static_cast<char32_t>(digit);
    }
    if (code > 0x10FFFF)
        failAt(position, QStringLiteral("a string holds an escape beyond Unicode's last character"));
    return code;
}

void append(QString &out, char32_t code)
{
    if (QChar::requiresSurrogates(code))
        out += QChar(QChar::highSurrogate(code)), out += QChar(QChar::lowSurrogate(code));
    else
        out += QChar(static_cast<char16_t>(code));
}

char16_t simpleEscape(QChar c)
{
    switch (c.unicode()) {
    case u'n':
        return u'\n';
    case u't':
        return u'\t';
    case u'r':
        return u'\r';
    case u'a':
        return u'\a';
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    case u'v':
        return u'\v';
    case u'\\':
        return u'\\';
    case u'\'':
        return u'\'';
    case u'"':
        return u'"';
    default:
        return 0;
    }
}

/// Handles the escape whose backslash stands at `i`; returns where the text goes on.
qsizetype escape(QStringView text, qsizetype i, QString &out, Position position)
{
    const QChar c = i + 1 < text.size() ? text[i + 1] : QChar();
    if (const char16_t simple = simpleEscape(c)) {
        out += QChar(simple);
        return i + 2;
    }
    if (c == u'\n') // the line goes on
        return i + 2;
    if (c >= u'0' && c <= u'7') {
        char32_t code = 0;
        qsizetype k = i + 1;
        for (; k < text.size() && k < i + 4 && text[k] >= u'0' && text[k] <= u'7'; ++k)
            code = code * 8 + (text[k].unicode() - u'0');
        append(out, code);
        return k;
    }
    const int digits = c == u'x' ? 2 : c == u'u' ? 4 : c == u'U' ? 8 : 0;
    if (digits > 0) {
        append(out, hexEscape(text, i + 2, digits, position));
        return i + 2 + digits;
    }
    if (c == u'N')
        failAt(position, QStringLiteral("characters by name (\\N{...}) are not supported: write \\uXXXX"));
    out += u'\\';
    return i + 1;
}

} // namespace

Token Lexer::number()
{
    const qsizetype begin = m_offset;
    const bool afterDot = begin > 0 && m_source[begin - 1] == u'.';
    const qsizetype whole = digitsEnd(m_source, begin);
    qsizetype end = whole;
    if (!afterDot) {
        if (at(end) == u'.' && digitsEnd(m_source, end + 1) > end + 1)
            end = digitsEnd(m_source, end + 1);
        if (at(end) == u'e' || at(end) == u'E') {
            const qsizetype sign = at(end + 1) == u'+' || at(end + 1) == u'-' ? 1 : 0;
            end = std::max(end, digitsEnd(m_source, end + 1 + sign) > end + 1 + sign
                                    ? digitsEnd(m_source, end + 1 + sign)
                                    : end);
        }
    }
    if (end > whole) {
        m_offset = end;
        return make(TokenType::Float, begin, end);
    }
    end = whole;
    if (m_source[begin] == u'0') {
        const char16_t mark = at(begin + 1).unicode() | 0x20;
        const int base = mark == u'b' ? 2 : mark == u'o' ? 8 : mark == u'x' ? 16 : 0;
        const qsizetype based = base ? digitsEnd(m_source, begin + 2, base, true) : begin + 2;
        if (based > begin + 2) {
            end = based;
        } else {
            end = begin + 1;
            while (at(end) == u'0' || (at(end) == u'_' && at(end + 1) == u'0'))
                ++end;
        }
    }
    m_offset = end;
    return make(TokenType::Integer, begin, end);
}

QString unescaped(QStringView literal, Position position)
{
    const QStringView text = literal.sliced(1, literal.size() - 2);
    qsizetype backslash = text.indexOf(u'\\');
    if (backslash < 0)
        return text.toString();
    QString out;
    out.reserve(text.size());
    qsizetype i = 0;
    while (backslash >= 0) {
        out += text.sliced(i, backslash - i);
        i = escape(text, backslash, out, position);
        // A backslash that escaped nothing was kept; what follows it is ordinary text.
        backslash = text.indexOf(u'\\', i);
    }
    out += text.sliced(i);
    return out;
}

qint64 integerOf(QStringView literal, Position position)
{
    QByteArray digits = literal.toLatin1().replace('_', "").toLower();
    int base = 10;
    if (digits.startsWith("0x") || digits.startsWith("0o") || digits.startsWith("0b")) {
        base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : 2;
        digits.remove(0, 2);
    }
    qint64 value = 0;
    const auto [end, error] =
        std::from_chars(digits.constData(), digits.constData() + digits.size(), value, base);
    if (error != std::errc() || end != digits.constData() + digits.size())
        failAt(position, QStringLiteral("%1 is too large: integers have 64 bits here").arg(literal));
    return value;
}

double floatOf(QStringView literal)
{
    const QByteArray digits = literal.toLatin1().replace('_', "");
    double value = 0;
    const auto [end, error] = std::from_chars(digits.constData(), digits.constData() + digits.size(), value);
    Q_UNUSED(end)
    if (error == std::errc::result_out_of_range) // as Python: infinity, or zero when it is that small
        return outOfRange(digits);
    return value;
}

namespace {

std::optional<List> literalItems(const std::vector<const Expression *> &expressions)
{
    List items;
    for (const Expression *expression : expressions) {
        std::optional<Value> value = literalValue(expression);
        if (!value)
            return std::nullopt;
        items.push_back(*std::move(value));
    }
    return items;
}

std::optional<Value> literalDict(const DictExpression &node)
{
    Dict dict;
    for (const auto &[keyNode, valueNode] : node.items) {
        const std::optional<Value> key = literalValue(keyNode);
        std::optional<Value> value = literalValue(valueNode);
        if (!key || !value || !hashOf(*key))
            return std::nullopt;
        dict.insert(*key, *std::move(value));
    }
    return Value(std::move(dict));
}

std::optional<Value> literalNumber(const UnaryExpression &node)
{
    const std::optional<Value> operand = literalValue(node.operand);
    if (!operand || node.kind == Expression::Kind::Not)
        return std::nullopt;
    const bool negate = node.kind == Expression::Kind::Negate;
    if (const std::optional<qint64> integer =
            operand->asInteger()) // a literal has no sign, so this cannot overflow
        return *integer == std::numeric_limits<qint64>::min()
                   ? std::nullopt
                   : std::optional(Value(negate ? -*integer : *integer));
    if (operand->type() != Value::Type::Float)
        return std::nullopt;
    return Value(negate ? -*operand->asFloat() : *operand->asFloat());
}

} // namespace

std::optional<Value> literalValue(const Expression *expression)
{
    switch (expression->kind) {
    case Expression::Kind::Literal:
        return static_cast<const LiteralExpression *>(expression)->value;
    case Expression::Kind::MakeList:
    case Expression::Kind::MakeTuple: {
        std::optional<List> items = literalItems(static_cast<const SequenceExpression *>(expression)->items);
        if (!items)
            return std::nullopt;
        return expression->kind == Expression::Kind::MakeList ? Value(*std::move(items))
                                                              : Value::fromTuple(*std::move(items));
    }
    case Expression::Kind::MakeDict:
        return literalDict(static_cast<const DictExpression &>(*expression));
    case Expression::Kind::Negate:
    case Expression::Kind::Plus:
        return literalNumber(static_cast<const UnaryExpression &>(*expression));
    default:
        return std::nullopt;
    }
}

} // namespace daybook::templating
