#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <cmath>

namespace daybook::templating {

namespace {

/// One `%(name)-05.2f`.
struct Conversion
{
    bool left = false;
    bool sign = false;
    bool space = false;
    bool zero = false;
    bool alternate = false;
    qint64 width = 0;
    qint64 precision = -1;
    QChar type;
};

class PercentFormatter
{
public:
    PercentFormatter(Session &session, const QString &format, const Value &arguments)
        : m_session(session), m_format(format), m_arguments(arguments)
    {
        m_positional = arguments.type() == Value::Type::Tuple;
    }

    QString run()
    {
        QString out;
        while (m_at < m_format.size()) {
            const qsizetype percent = m_format.indexOf(u'%', m_at);
            out += QStringView(m_format).sliced(m_at, (percent < 0 ? m_format.size() : percent) - m_at);
            if (percent < 0)
                break;
            m_at = percent + 1;
            out += conversion();
            m_session.checkGrowth(out.size(), 1);
        }
        const bool mapping = m_arguments.isDict() || m_arguments.type() == Value::Type::List ||
                             m_arguments.isUndefined(); // what has items may go unused
        const size_t expected = m_positional ? m_arguments.items().size() : mapping || m_named ? m_used : 1;
        if (m_used < expected)
            fail(QStringLiteral("the format has fewer % than there are values"));
        return out;
    }

private:
    QChar take()
    {
        if (m_at >= m_format.size())
            fail(QStringLiteral("the format ends after %: write %% for a percent sign"));
        return m_format[m_at++];
    }

    Value next()
    {
        if (m_positional) {
            if (m_used >= m_arguments.items().size())
                fail(QStringLiteral("the format has more % than there are values"));
            return m_arguments.items()[m_used++];
        }
        if (m_used++ > 0)
            fail(QStringLiteral("the format has more % than there are values"));
        return m_arguments;
    }

    qint64 number(QChar &c)
    {
        qint64 value = 0;
        if (c == u'*') {
            const std::optional<qint64> given = next().asInteger();
            if (!given)
                fail(QStringLiteral("* in a format wants an integer"));
            c = take();
            return *given;
        }
        for (; c >= u'0' && c <= u'9'; c = take()) {
            value = value * 10 + c.digitValue();
            m_session.checkSize(value);
        }
        return value;
    }

    Value named()
    {
        qsizetype depth = 1;
        const qsizetype begin = m_at;
        while (depth > 0) {
            const QChar c = take();
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        }
        if (!m_arguments.isDict())
            fail(QStringLiteral("a format with %(name) wants a dict"));
        const QString key = m_format.sliced(begin, m_at - 1 - begin);
        const Value *found = m_arguments.asDict()->find(key);
        if (!found)
            fail(QStringLiteral("the format names '%1', which is not given").arg(key));
        m_named = true;
        return *found;
    }

    QString conversion()
    {
        Conversion spec;
        std::optional<Value> value;
        QChar c = take();
        if (c == u'(') {
            value = named();
            c = take();
        }
        for (bool flag = true; flag;) {
            switch (c.unicode()) {
            case u'-':
                spec.left = true;
                break;
            case u'+':
                spec.sign = true;
                break;
            case u' ':
                spec.space = true;
                break;
            case u'0':
                spec.zero = true;
                break;
            case u'#':
                spec.alternate = true;
                break;
            default:
                flag = false;
                continue;
            }
            c = take();
        }
        spec.width = number(c);
        if (spec.width < 0) {
            spec.left = true;
            spec.width = -spec.width;
        }
        if (c == u'.') {
            c = take();
            spec.precision = std::max<qint64>(0, number(c));
        }
        while (c == u'l' || c == u'h' || c == u'L')
            c = take();
        spec.type = c;
        if (c == u'%')
            return QStringLiteral("%");
        return converted(spec, value ? *value : next());
    }

    QString converted(const Conversion &spec, const Value &value);
    QString numeric(const Conversion &spec, QString digits, bool negative, const QString &prefix = {});
    QString integer(const Conversion &spec, const Value &value);

    Session &m_session;
    const QString &m_format;
    const Value &m_arguments;
    bool m_positional;
    bool m_named = false;
    qsizetype m_at = 0;
    size_t m_used = 0;
};

QString PercentFormatter::converted(const Conversion &spec, const Value &value)
{
    switch (spec.type.unicode()) {
    case u's':
    case u'r':
    case u'a': {
        QString text = spec.type == u's' ? m_session.text(value) : m_session.repr(value);
        if (spec.precision >= 0 && spec.precision < text.size())
            text.truncate(static_cast<qsizetype>(spec.precision));
        m_session.checkSize(spec.width);
        return spec.left ? text.leftJustified(static_cast<qsizetype>(spec.width))
                         : text.rightJustified(static_cast<qsizetype>(spec.width));
    }
    case u'c':
        if (const std::optional<qint64> code = value.asInteger(); code && *code >= 0 && *code < 0x110000)
            return QString::fromUcs4(reinterpret_cast<const char32_t *>(&*code), 1);
        if (value.isString() && text::length(*value.asString()) == 1)
            return *value.asString();
        fail(QStringLiteral("%c wants one character"));
    case u'd':
    case u'i':
    case u'u':
    case u'o':
    case u'x':
    case u'X':
        return integer(spec, value);
    case u'e':
    case u'E':
    case u'f':
    case u'F':
    case u'g':
    case u'G':
        break;
    default:
        fail(QStringLiteral("%%1 is not a format: write %% for a percent sign").arg(spec.type));
    }
    const std::optional<double> real =
        value.type() == Value::Type::Bool ? double(*value.asBool()) : value.asFloat();
    if (!real)
        fail(value.isUndefined() ? value.undefinedMessage()
                                 : QStringLiteral("%%1 wants a number, not a value of type %2")
                                       .arg(spec.type)
                                       .arg(value.typeName()));
    if (spec.precision > 1000)
        fail(QStringLiteral("a precision of %1 digits is too large").arg(spec.precision));
    const QString number = floatText(std::abs(*real), spec.type.toLatin1(),
                                     spec.precision < 0 ? 6 : static_cast<int>(spec.precision));
    return numeric(spec, number, std::signbit(*real) && !std::isnan(*real));
}

QString PercentFormatter::integer(const Conversion &spec, const Value &value)
{
    std::optional<qint64> whole = value.asInteger();
    if (value.type() == Value::Type::Bool)
        whole = *value.asBool();
    const bool decimal = spec.type == u'd' || spec.type == u'i' || spec.type == u'u';
    if (value.type() == Value::Type::Float && decimal && std::abs(*value.asFloat()) < 9e18)
        whole = static_cast<qint64>(*value.asFloat());
    if (!whole)
        fail(value.isUndefined() ? value.undefinedMessage()
                                 : QStringLiteral("%%1 wants an integer, not a value of type %2")
                                       .arg(spec.type)
                                       .arg(value.typeName()));
    const quint64 magnitude = *whole < 0 ? quint64(0) - quint64(*whole) : quint64(*whole);
    const int base = spec.type == u'o' ? 8 : decimal ? 10 : 16;
    QString digits = QString::number(magnitude, base);
    if (spec.precision > digits.size()) {
        m_session.checkSize(spec.precision);
        digits = digits.rightJustified(static_cast<qsizetype>(spec.precision), u'0');
    }
    QString prefix = !spec.alternate || decimal ? QString()
                     : base == 8                ? QStringLiteral("0o")
                                                : QStringLiteral("0x");
    if (spec.type == u'X') {
        digits = digits.toUpper();
        prefix = prefix.toUpper();
    }
    return numeric(spec, digits, *whole < 0, prefix);
}

QString PercentFormatter::numeric(const Conversion &spec, QString digits, bool negative,
                                  const QString &prefix)
{
    const QString sign = negative     ? QStringLiteral("-")
                         : spec.sign  ? QStringLiteral("+")
                         : spec.space ? QStringLiteral(" ")
                                      : QString();
    m_session.checkSize(spec.width);
    const qsizetype width = static_cast<qsizetype>(spec.width);
    if (spec.zero && !spec.left)
        digits = digits.rightJustified(width - sign.size() - prefix.size(), u'0');
    const QString text = sign + prefix + digits;
    return spec.left ? text.leftJustified(width) : text.rightJustified(width);
}

} // namespace

QString percentFormat(Session &session, const QString &format, const Value &arguments)
{
    return PercentFormatter(session, format, arguments).run();
}

} // namespace daybook::templating
