#include "models/templating/failure.h"
#include "models/templating/lexer.h"

#include <charconv>

namespace daybook::templating {

namespace {

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
        return digits.toDouble();
    return value;
}

} // namespace daybook::templating
