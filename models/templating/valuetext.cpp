#include "models/templating/session.h"
#include "models/templating/valuedata.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace daybook::templating {

QString floatText(double value)
{
    if (std::isnan(value))
        return QStringLiteral("nan");
    if (std::isinf(value))
        return value < 0 ? QStringLiteral("-inf") : QStringLiteral("inf");
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
    const QByteArray text(buffer, result.ptr - buffer);
    const qsizetype mark = text.indexOf('e');
    const int exponent = text.mid(mark + 1).toInt();
    if (exponent < -4 || exponent >= 16)
        return QString::fromLatin1(text);
    const auto fixed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    QString out = QString::fromLatin1(buffer, fixed.ptr - buffer);
    if (!out.contains(u'.'))
        out += u".0";
    return out;
}

QString floatText(double value, char format, int precision)
{
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("nan")
               : value < 0       ? QStringLiteral("-inf")
                                 : QStringLiteral("inf");
    const bool upper = format == 'E' || format == 'G';
    const auto style = format == 'f' || format == 'F'   ? std::chars_format::fixed
                       : format == 'e' || format == 'E' ? std::chars_format::scientific
                                                        : std::chars_format::general;
    QByteArray buffer(precision + 400, Qt::Uninitialized);
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, style, precision);
    const QString text = QString::fromLatin1(buffer.constData(), result.ptr - buffer.constData());
    return upper ? text.toUpper() : text;
}

double outOfRange(QByteArrayView digits)
{
    return digits.contains("e-") || digits.contains("E-") ? 0.0 : std::numeric_limits<double>::infinity();
}

QString quoted(QStringView text)
{
    const QChar quote = text.contains(u'\'') && !text.contains(u'"') ? u'"' : u'\'';
    QString out;
    out.reserve(text.size() + 2);
    out += quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const char16_t code = c.unicode();
        if (c == quote || c == u'\\')
            (out += u'\\') += c;
        else if (code == u'\n')
            out += u"\\n";
        else if (code == u'\r')
            out += u"\\r";
        else if (code == u'\t')
            out += u"\\t";
        else if (c.isSurrogate() || (c.isPrint() && (c == u' ' || !c.isSpace())))
            out += c;
        else
            out += code < 0x100 ? QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'))
                                : QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
    }
    return out += quote;
}

namespace {

QString scalarText(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Undefined:
        return QStringLiteral("Undefined");
    case Value::Type::None:
        return QStringLiteral("None");
    case Value::Type::Bool:
        return std::get<bool>(value.data()) ? QStringLiteral("True") : QStringLiteral("False");
    case Value::Type::Integer:
        return QString::number(std::get<qint64>(value.data()));
    case Value::Type::Float:
        return floatText(std::get<double>(value.data()));
    default:
        return QStringLiteral("<function ") +
               std::get<std::shared_ptr<const FunctionData>>(value.data())->name + u'>';
    }
}

} // namespace

void TextWriter::str(const Value &value)
{
    if (const QString *text = std::get_if<QString>(&value.data()))
        m_text += *text;
    else if (const auto object = value.asObject())
        this->object(*object, false);
    else if (!value.isUndefined())
        repr(value);
}

void TextWriter::repr(const Value &value)
{
    if (m_depth > MaximumValueDepth || m_text.size() > m_limit) {
        m_exhausted = true;
        return;
    }
    switch (value.type()) {
    case Value::Type::List:
        return list(value.items(), u"[", u"]", false);
    case Value::Type::Tuple:
        return list(value.items(), u"(", u")", true);
    case Value::Type::Dict:
        return dict(value.entries());
    case Value::Type::Object:
        return object(*value.asObject(), true);
    case Value::Type::String:
        m_text += quoted(std::get<QString>(value.data()));
        return;
    default:
        m_text += scalarText(value);
    }
}

void TextWriter::object(const Object &object, bool repr)
{
    if (m_depth > MaximumValueDepth) {
        m_exhausted = true;
        return;
    }
    const auto *native = dynamic_cast<const NativeObject *>(&object);
    ++m_depth;
    if (native)
        native->write(*this);
    else
        m_text += repr ? object.repr() : object.toString();
    --m_depth;
}

void TextWriter::list(const List &items, QStringView open, QStringView close, bool commaAfterOne)
{
    ++m_depth;
    m_text += open;
    for (size_t i = 0; i < items.size() && !m_exhausted; ++i) {
        if (i > 0)
            m_text += u", ";
        repr(items[i]);
    }
    if (commaAfterOne && items.size() == 1)
        m_text += u',';
    m_text += close;
    --m_depth;
}

void TextWriter::dict(const Dict &dict)
{
    ++m_depth;
    m_text += u'{';
    bool first = true;
    for (const Dict::Entry &entry : dict) {
        if (m_exhausted)
            break;
        if (!first)
            m_text += u", ";
        first = false;
        repr(entry.key);
        m_text += u": ";
        repr(entry.value);
    }
    m_text += u'}';
    --m_depth;
}

QString Value::toString() const
{
    if (const QString *text = std::get_if<QString>(&m_data))
        return *text;
    TextWriter writer;
    writer.str(*this);
    return std::move(writer).text();
}

QString Value::repr() const
{
    TextWriter writer;
    writer.repr(*this);
    return std::move(writer).text();
}

} // namespace daybook::templating
