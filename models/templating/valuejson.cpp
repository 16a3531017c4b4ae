#include "models/templating/valuedata.h"

#include <algorithm>
#include <cmath>

namespace daybook::templating {

QByteArray Value::toJson() const
{
    JsonWriter writer({});
    writer.write(*this);
    return std::move(writer).text().toUtf8();
}

bool JsonWriter::refuse(const QString &message)
{
    m_error = message;
    return false;
}

bool JsonWriter::write(const Value &value)
{
    if (m_depth > MaximumValueDepth || m_text.size() > m_limit)
        return refuse(QStringLiteral("the value is too large or too deeply nested for JSON"));
    switch (value.type()) {
    case Value::Type::None:
        m_text += u"null";
        return true;
    case Value::Type::Bool:
        m_text += *value.asBool() ? u"true" : u"false";
        return true;
    case Value::Type::Integer:
        m_text += QString::number(*value.asInteger());
        return true;
    case Value::Type::Float:
        number(*value.asFloat());
        return true;
    case Value::Type::String:
        string(*value.asString());
        return true;
    case Value::Type::List:
    case Value::Type::Tuple:
        return list(value.items());
    case Value::Type::Dict:
        return dict(value.entries());
    default:
        break;
    }
    if (const auto object = value.asObject()) {
        if (const std::optional<Dict> entries = object->toDict())
            return dict(*entries);
    }
    if (m_style.strict)
        return refuse(QStringLiteral("a value of type %1 cannot be written as JSON").arg(value.typeName()));
    m_text += u"null";
    return true;
}

void JsonWriter::number(double value)
{
    if (std::isfinite(value))
        m_text += floatText(value);
    else if (!m_style.strict)
        m_text += u"null";
    else
        m_text += std::isnan(value) ? u"NaN" : value < 0 ? u"-Infinity" : u"Infinity";
}

void JsonWriter::string(QStringView text)
{
    m_text += u'"';
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'"':
            m_text += u"\\\"";
            continue;
        case u'\\':
            m_text += u"\\\\";
            continue;
        case u'\n':
            m_text += u"\\n";
            continue;
        case u'\r':
            m_text += u"\\r";
            continue;
        case u'\t':
            m_text += u"\\t";
            continue;
        case u'\b':
            m_text += u"\\b";
            continue;
        case u'\f':
            m_text += u"\\f";
            continue;
        default:
            break;
        }
        if (c.unicode() < 0x20 || (m_style.ascii && c.unicode() > 0x7E))
            m_text += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            m_text += c;
    }
    m_text += u'"';
}

void JsonWriter::lineBreak()
{
    m_text += u'\n';
    m_text += QString(m_depth * m_style.indent, u' ');
}

bool JsonWriter::list(const List &items)
{
    if (items.empty()) {
        m_text += u"[]";
        return true;
    }
    ++m_depth;
    m_text += u'[';
    for (size_t i = 0; i < items.size(); ++i) {
        if (i > 0)
            m_text += m_style.indent < 0 ? u", " : u",";
        if (m_style.indent >= 0)
            lineBreak();
        if (!write(items[i]))
            return false;
    }
    --m_depth;
    if (m_style.indent >= 0)
        lineBreak();
    m_text += u']';
    return true;
}

std::optional<QString> JsonWriter::key(const Value &key)
{
    switch (key.type()) {
    case Value::Type::String:
        return *key.asString();
    case Value::Type::None:
        return QStringLiteral("null");
    case Value::Type::Bool:
        return *key.asBool() ? QStringLiteral("true") : QStringLiteral("false");
    case Value::Type::Integer:
    case Value::Type::Float:
        return key.toString();
    default:
        return m_style.strict ? std::nullopt : std::optional(key.toString());
    }
}

bool JsonWriter::dict(const Dict &dict)
{
    std::vector<Dict::Entry> entries = dict.entries();
    if (m_style.sortKeys) {
        const bool allStrings = std::all_of(entries.begin(), entries.end(),
                                            [](const auto &entry) { return entry.key.isString(); });
        if (!allStrings && entries.size() > 1)
            return refuse(
                QStringLiteral("keys of several types cannot be sorted for JSON: use text for all of them"));
        std::sort(entries.begin(), entries.end(),
                  [](const auto &a, const auto &b) { return a.key.toString() < b.key.toString(); });
    }
    if (entries.empty()) {
        m_text += u"{}";
        return true;
    }
    ++m_depth;
    m_text += u'{';
    for (size_t i = 0; i < entries.size(); ++i) {
        if (i > 0)
            m_text += m_style.indent < 0 ? u", " : u",";
        if (m_style.indent >= 0)
            lineBreak();
        const std::optional<QString> name = key(entries[i].key);
        if (!name)
            return refuse(
                QStringLiteral("a key of type %1 cannot be written as JSON").arg(entries[i].key.typeName()));
        string(*name);
        m_text += u": ";
        if (!write(entries[i].value))
            return false;
    }
    --m_depth;
    if (m_style.indent >= 0)
        lineBreak();
    m_text += u'}';
    return true;
}

} // namespace daybook::templating
