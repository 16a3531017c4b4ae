#include "models/templating/operations.h"
#include "models/templating/valuedata.h"

#include <cmath>

namespace daybook::templating {

namespace {

/// Reads `{}` fields as str.format does.
class BraceFormatter
{
public:
    BraceFormatter(Session &session, const Arguments &arguments) : m_session(session), m_arguments(arguments)
    {
    }

    QString run(QStringView format, int depth = 0)
    {
        if (depth > 1)
            fail(QStringLiteral("a format's fields are nested too deeply"));
        QString out;
        for (qsizetype i = 0; i < format.size(); ++i) {
            const QChar c = format[i];
            if (c != u'{' && c != u'}') {
                out += c;
            } else if (i + 1 < format.size() && format[i + 1] == c) {
                out += c;
                ++i;
            } else if (c == u'}') {
                fail(QStringLiteral("a single } in a format: write }} for a brace"));
            } else {
                const qsizetype end = fieldEnd(format, i + 1);
                out += field(format.sliced(i + 1, end - i - 1), depth);
                i = end;
            }
            m_session.checkGrowth(out.size(), 1);
        }
        return out;
    }

private:
    static qsizetype fieldEnd(QStringView format, qsizetype from)
    {
        int depth = 1;
        for (qsizetype i = from; i < format.size(); ++i) {
            depth += format[i] == u'{' ? 1 : format[i] == u'}' ? -1 : 0;
            if (depth == 0)
                return i;
        }
        fail(QStringLiteral("a format misses a }: write {{ for a brace"));
    }

    QString field(QStringView field, int depth)
    {
        qsizetype nameEnd = 0;
        for (int brackets = 0; nameEnd < field.size(); ++nameEnd) {
            const QChar c = field[nameEnd];
            brackets += c == u'[' ? 1 : c == u']' ? -1 : 0;
            if (brackets == 0 && (c == u'!' || c == u':'))
                break;
        }
        Value value = reference(field.first(nameEnd));
        QStringView rest = field.sliced(nameEnd);
        if (rest.startsWith(u'!')) {
            if (rest.size() < 2 || (rest.size() > 2 && rest[2] != u':'))
                fail(QStringLiteral("! in a format is followed by s, r or a"));
            if (rest[1] != u's' && rest[1] != u'r' && rest[1] != u'a')
                fail(QStringLiteral("!%1 is not a conversion: use !s or !r").arg(rest[1]));
            value = Value(rest[1] == u's' ? m_session.text(value) : m_session.repr(value));
            rest = rest.sliced(2);
        }
        const QString specification = rest.startsWith(u':') ? run(rest.sliced(1), depth + 1) : QString();
        return formatted(m_session, value, specification);
    }

    Value argument(QStringView name)
    {
        bool numeric = false;
        const qlonglong index = name.toLongLong(&numeric);
        if (name.isEmpty() || numeric) {
            if (name.isEmpty() ? m_manual : m_automatic)
                fail(QStringLiteral("a format numbers all its fields, or none"));
            (name.isEmpty() ? m_automatic : m_manual) = true;
            const size_t at = name.isEmpty() ? m_next++ : static_cast<size_t>(index);
            if (at >= m_arguments.positional.size())
                fail(QStringLiteral("the format wants %1 values, but %2 are given")
                         .arg(at + 1)
                         .arg(m_arguments.positional.size()));
            return m_arguments.positional[at];
        }
        const Value *found = m_arguments.keyword.find(name);
        if (!found)
            fail(QStringLiteral("the format names '%1', which is not given").arg(name));
        return *found;
    }

    /// `name.attribute[key]`.
    Value reference(QStringView path)
    {
        const auto nameEnd = [](QStringView text) {
            qsizetype i = 0;
            while (i < text.size() && text[i] != u'.' && text[i] != u'[')
                ++i;
            return i;
        };
        qsizetype end = nameEnd(path);
        Value value = argument(path.first(end));
        for (path = path.sliced(end); !path.isEmpty(); path = path.sliced(end)) {
            const bool attribute = path[0] == u'.';
            end = attribute ? 1 + nameEnd(path.sliced(1)) : path.indexOf(u']') + 1;
            if (end < 2)
                fail(QStringLiteral("a format's field names an attribute or item badly"));
            const QStringView name = path.sliced(1, end - (attribute ? 1 : 2));
            bool numeric = false;
            const qlonglong index = name.toLongLong(&numeric);
            value = attribute ? attributeOf(m_session, value, name.toString())
                              : itemOf(m_session, value, numeric ? Value(index) : Value(name));
            if (value.isUndefined())
                fail(value.undefinedMessage());
        }
        return value;
    }

    Session &m_session;
    const Arguments &m_arguments;
    size_t m_next = 0;
    bool m_automatic = false;
    bool m_manual = false;
};

/// `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
struct Specification
{
    QChar fill = u' ';
    QChar align;
    QChar sign = u'-';
    bool alternate = false;
    bool zero = false;
    qint64 width = 0;
    QChar grouping;
    qint64 precision = -1;
    QChar type;
};

bool isAlign(QChar c)
{
    return c == u'<' || c == u'>' || c == u'=' || c == u'^';
}

/// The digits from `i` on, which it moves past.
qint64 boundedNumber(const QString &text, qsizetype &i)
{
    qint64 value = 0;
    for (; i < text.size() && text[i] >= u'0' && text[i] <= u'9'; ++i) {
        value = value * 10 + text[i].digitValue();
        if (value > 1'000'000)
            fail(QStringLiteral("a format's width or precision is too large"));
    }
    return value;
}

Specification parsed(const QString &text)
{
    Specification spec;
    qsizetype i = 0;
    const auto at = [&](qsizetype k) { return k < text.size() ? text[k] : QChar(); };
    const auto number = [&] { return boundedNumber(text, i); };
    if (isAlign(at(1))) {
        spec.fill = at(0);
        spec.align = at(1);
        i = 2;
    } else if (isAlign(at(0))) {
        spec.align = at(i++);
    }
    if (at(i) == u'+' || at(i) == u'-' || at(i) == u' ')
        spec.sign = at(i++);
    if (at(i) == u'#')
        spec.alternate = at(i++) == u'#';
    if (at(i) == u'0' && spec.align.isNull()) {
        spec.zero = true;
        ++i;
    }
    spec.width = number();
    if (at(i) == u',' || at(i) == u'_')
        spec.grouping = at(i++);
    if (at(i) == u'.') {
        ++i;
        if (!at(i).isDigit())
            fail(QStringLiteral("a format misses its precision after the point"));
        spec.precision = number();
    }
    if (i < text.size())
        spec.type = text[i++];
    if (i < text.size())
        fail(QStringLiteral("'%1' is not a format specification").arg(text));
    return spec;
}

QString grouped(QString digits, QChar separator, int size)
{
    for (qsizetype i = digits.size() - size; i > 0; i -= size)
        digits.insert(i, separator);
    return digits;
}

QString aligned(Session &session, const QString &sign, const QString &body, const Specification &spec,
                QChar standard)
{
    const QChar align = !spec.align.isNull() ? spec.align : spec.zero ? QChar(u'=') : standard;
    const QChar fill = spec.zero && spec.align.isNull() ? QChar(u'0') : spec.fill;
    const qint64 missing = std::max<qint64>(0, spec.width - text::length(sign) - text::length(body));
    session.work(missing);
    const qint64 left = align == u'<' ? 0 : align == u'^' ? missing / 2 : missing;
    const QString before(left, fill);
    const QString after(missing - left, fill);
    return align == u'=' ? sign + before + body : before + sign + body + after;
}

QString integerBody(quint64 magnitude, const Specification &spec)
{
    const char16_t type = spec.type.isNull() ? u'd' : spec.type.unicode();
    const int base = type == u'b' ? 2 : type == u'o' ? 8 : type == u'x' || type == u'X' ? 16 : 10;
    QString digits = QString::number(magnitude, base);
    if (!spec.grouping.isNull())
        digits = grouped(digits, spec.grouping, base == 10 ? 3 : 4);
    if (spec.alternate && base != 10)
        digits = u'0' + QString(QChar(base == 2 ? u'b' : base == 8 ? u'o' : u'x')) + digits;
    return type == u'X' ? digits.toUpper() : digits;
}

QString floatBody(double magnitude, const Specification &spec)
{
    QString body;
    if (spec.type.isNull() && spec.precision < 0) {
        body = floatText(magnitude);
    } else {
        const char type = spec.type.isNull() ? 'g' : spec.type == u'%' ? 'f' : spec.type.toLatin1();
        const double scaled = spec.type == u'%' ? magnitude * 100 : magnitude;
        const int precision =
            static_cast<int>(std::min<qint64>(spec.precision < 0 ? 6 : spec.precision, 1000));
        const std::string format =
            std::string("%") + (spec.alternate ? "#" : "") + ".*" + (type == 'n' ? 'g' : type);
        body = QString::asprintf(format.c_str(), precision, scaled);
        if (spec.type.isNull() && std::isfinite(magnitude) && !body.contains(u'.') && !body.contains(u'e'))
            body += u".0";
    }
    if (!spec.grouping.isNull()) {
        qsizetype end = 0;
        while (end < body.size() && body[end].isDigit())
            ++end;
        body = grouped(body.left(end), spec.grouping, 3) + body.sliced(end);
    }
    return spec.type == u'%' ? body + u'%' : body;
}

QString signOf(bool negative, const Specification &spec)
{
    return negative ? QStringLiteral("-") : spec.sign == u'-' ? QString() : QString(spec.sign);
}

} // namespace

QString formatted(Session &session, const Value &value, const QString &specification)
{
    if (specification.isEmpty())
        return session.text(value);
    const Specification spec = parsed(specification);
    const bool boolean = value.type() == Value::Type::Bool;
    static constexpr std::u16string_view floats = u"eEfFgGn%";
    static constexpr std::u16string_view integers = u"bdoxXnc";
    const auto among = [&](std::u16string_view types) {
        return types.find(spec.type.unicode()) != types.npos;
    };
    if (value.isString()) {
        if ((!spec.type.isNull() && spec.type != u's') || spec.align == u'=' || spec.sign != u'-' ||
            spec.alternate || !spec.grouping.isNull())
            fail(QStringLiteral("'%1' is not a format for text").arg(specification));
        QString body = *value.asString();
        if (spec.precision >= 0 && spec.precision < body.size())
            body.truncate(static_cast<qsizetype>(spec.precision));
        Specification plain = spec;
        plain.align = spec.align.isNull() ? QChar(u'<') : spec.align;
        plain.fill = spec.zero ? QChar(u'0') : spec.fill;
        return aligned(session, {}, body, plain, u'<');
    }
    const std::optional<qint64> integer =
        boolean ? std::optional(qint64(*value.asBool())) : value.asInteger();
    if (integer && (spec.type.isNull() || among(integers)) && spec.precision < 0) {
        const quint64 magnitude = *integer < 0 ? quint64(0) - quint64(*integer) : quint64(*integer);
        if (spec.type == u'c')
            return aligned(session, {}, QString(QChar(static_cast<char16_t>(*integer))), spec, u'<');
        return aligned(session, signOf(*integer < 0, spec), integerBody(magnitude, spec), spec, u'>');
    }
    const std::optional<double> real = boolean ? double(*value.asBool()) : value.asFloat();
    if (!real || !((spec.type.isNull() && !integer) || among(floats)))
        fail(QStringLiteral("'%1' is not a format for a value of type %2")
                 .arg(specification, value.typeName()));
    return aligned(session, signOf(std::signbit(*real), spec), floatBody(std::abs(*real), spec), spec, u'>');
}

QString braceFormat(Session &session, const QString &format, const Arguments &arguments)
{
    return BraceFormatter(session, arguments).run(format);
}

} // namespace daybook::templating
