#include "models/project/yamlscalar.h"

#include <QRegularExpression>

#include <limits>

namespace daybook::project {

using templating::Value;

namespace {

std::optional<bool> boolean(const QString &text)
{
    if (text.size() > 5)
        return {};
    const QString lower = text.toLower();
    // yEs is text: YAML knows yes, Yes and YES.
    if (text != lower && text != text.toUpper() && text != lower.left(1).toUpper() + lower.mid(1))
        return {};
    if (lower == u"yes" || lower == u"true" || lower == u"on")
        return true;
    if (lower == u"no" || lower == u"false" || lower == u"off")
        return false;
    return {};
}

std::optional<qint64> signedInteger(bool negative, const QString &digits, int base)
{
    bool ok = false;
    const qint64 number = (negative ? QLatin1Char('-') + digits : digits).toLongLong(&ok, base);
    return ok ? std::optional(number) : std::nullopt;
}

std::optional<qint64> integer(QString text)
{
    static const QRegularExpression form(
        QStringLiteral("^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)$"));
    if (!form.match(text).hasMatch())
        return {};
    text.remove(QLatin1Char('_'));
    const bool negative = text.startsWith(QLatin1Char('-'));
    if (negative || text.startsWith(QLatin1Char('+')))
        text.remove(0, 1);
    if (text.startsWith(u"0b"))
        return signedInteger(negative, text.mid(2), 2);
    if (text.startsWith(u"0x"))
        return signedInteger(negative, text.mid(2), 16);
    if (text.size() > 1 && text.startsWith(QLatin1Char('0')))
        return signedInteger(negative, text.mid(1), 8);
    return signedInteger(negative, text, 10);
}

std::optional<double> floating(QString text)
{
    static const QRegularExpression form(QStringLiteral(
        "^([-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|[-+]?\\.[0-9][0-9_]*([eE][-+][0-9]+)?)$"));
    static const QRegularExpression infinity(QStringLiteral("^[-+]?\\.(inf|Inf|INF)$"));
    if (infinity.match(text).hasMatch())
        return text.startsWith(QLatin1Char('-')) ? -std::numeric_limits<double>::infinity()
                                                 : std::numeric_limits<double>::infinity();
    if (!form.match(text).hasMatch())
        return {};
    return text.remove(QLatin1Char('_')).toDouble();
}

bool mayBeNumber(QChar first)
{
    return (first >= u'0' && first <= u'9') || first == u'-' || first == u'+' || first == u'.';
}

} // namespace

bool isYamlNull(QStringView text)
{
    return text.isEmpty() || text == u"~" || text == u"null" || text == u"Null" || text == u"NULL";
}

Value yamlScalar(const QString &text)
{
    if (isYamlNull(text))
        return Value::none();
    if (const auto truth = boolean(text))
        return Value(*truth);
    if (!mayBeNumber(text[0]))
        return Value(text);
    if (const auto number = integer(text))
        return Value(*number);
    if (const auto number = floating(text))
        return Value(*number);
    return Value(text);
}

} // namespace daybook::project
