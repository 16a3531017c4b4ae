#include "models/templating/dict.h"

#include "models/templating/valuedata.h"

#include <cmath>

namespace daybook::templating {

namespace {

constexpr qsizetype IndexedFrom = 9; // below, looking through the entries is as fast

size_t hashOfString(QStringView text)
{
    return qHash(text, 0);
}

size_t hashOfNumber(double value)
{
    // Whole numbers hash alike whether they are an integer or a float.
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && std::floor(value) == value)
        return qHash(static_cast<qint64>(value), 1);
    return qHash(value, 1);
}

std::optional<size_t> hashAt(const Value &value, int depth)
{
    switch (value.type()) {
    case Value::Type::Undefined:
        return 7;
    case Value::Type::None:
        return 11;
    case Value::Type::Bool:
        return qHash(qint64(*value.asBool()), 1);
    case Value::Type::Integer:
        return qHash(*value.asInteger(), 1);
    case Value::Type::Float:
        return hashOfNumber(*value.asFloat());
    case Value::Type::String:
        return hashOfString(std::get<QString>(value.data()));
    case Value::Type::Callable:
        return qHash(std::get<std::shared_ptr<const FunctionData>>(value.data()).get());
    case Value::Type::Object:
        return qHash(value.asObject()->typeName(), 3);
    case Value::Type::List:
    case Value::Type::Dict:
        return std::nullopt;
    case Value::Type::Tuple:
        break;
    }
    if (depth > MaximumValueDepth)
        return std::nullopt;
    size_t seed = 17;
    for (const Value &item : value.items()) {
        const std::optional<size_t> hash = hashAt(item, depth + 1);
        if (!hash)
            return std::nullopt;
        seed = seed * 1000003 ^ *hash;
    }
    return seed;
}

} // namespace

std::optional<size_t> hashOf(const Value &value)
{
    return hashAt(value, 0);
}

Dict::Dict(std::initializer_list<std::pair<QString, Value>> entries)
{
    m_entries.reserve(entries.size());
    for (const auto &[key, value] : entries)
        insert(key, value);
}

qsizetype Dict::indexOfText(QStringView key) const
{
    const auto matches = [&](const Value &candidate) {
        const QString *text = std::get_if<QString>(&candidate.data());
        return text && *text == key;
    };
    if (size() < IndexedFrom) {
        for (size_t i = 0; i < m_entries.size(); ++i) {
            if (matches(m_entries[i].key))
                return static_cast<qsizetype>(i);
        }
        return -1;
    }
    const auto [first, last] = m_index.equal_range(hashOfString(key));
    for (auto it = first; it != last; ++it) {
        if (matches(m_entries[static_cast<size_t>(*it)].key))
            return *it;
    }
    return -1;
}

qsizetype Dict::indexOf(const Value &key) const
{
    if (const QString *text = std::get_if<QString>(&key.data()))
        return indexOfText(*text);
    if (size() < IndexedFrom) {
        for (size_t i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].key == key)
                return static_cast<qsizetype>(i);
        }
        return -1;
    }
    const auto [first, last] = m_index.equal_range(hashOf(key).value_or(0));
    for (auto it = first; it != last; ++it) {
        if (m_entries[static_cast<size_t>(*it)].key == key)
            return *it;
    }
    return -1;
}

void Dict::reindex()
{
    m_index.clear();
    if (size() < IndexedFrom)
        return;
    m_index.reserve(size());
    for (size_t i = 0; i < m_entries.size(); ++i)
        m_index.insert(hashOf(m_entries[i].key).value_or(0), static_cast<qsizetype>(i));
}

Value Dict::valueOfText(QStringView key) const
{
    const Value *found = findText(key);
    return found ? *found : Value::undefined(key.toString());
}

const Value *Dict::findText(QStringView key) const
{
    const qsizetype i = indexOfText(key);
    return i < 0 ? nullptr : &m_entries[static_cast<size_t>(i)].value;
}

const Value *Dict::find(const Value &key) const
{
    const qsizetype i = indexOf(key);
    return i < 0 ? nullptr : &m_entries[static_cast<size_t>(i)].value;
}

void Dict::insert(const Value &key, Value value)
{
    const qsizetype i = indexOf(key);
    if (i >= 0)
        m_entries[static_cast<size_t>(i)].value = std::move(value);
    else
        append(key, std::move(value));
}

void Dict::insertText(QStringView key, const QString *shared, Value value)
{
    const qsizetype i = indexOfText(key);
    if (i >= 0)
        m_entries[static_cast<size_t>(i)].value = std::move(value);
    else
        append(shared != nullptr ? Value(*shared) : Value(key), std::move(value));
}

void Dict::append(Value key, Value value)
{
    m_entries.push_back({std::move(key), std::move(value)});
    if (size() == IndexedFrom)
        reindex();
    else if (size() > IndexedFrom)
        m_index.insert(hashOf(m_entries.back().key).value_or(0), size() - 1);
}

bool Dict::remove(const Value &key)
{
    const qsizetype i = indexOf(key);
    if (i < 0)
        return false;
    m_entries.erase(m_entries.begin() + i);
    reindex();
    return true;
}

void Dict::clear()
{
    m_entries.clear();
    m_index.clear();
}

QList<QString> Dict::keys() const
{
    QList<QString> result;
    result.reserve(size());
    for (const Entry &entry : m_entries)
        result.append(entry.key.toString());
    return result;
}

bool Dict::operator==(const Dict &other) const
{
    Equality equality;
    return equality.equal(*this, other) && !equality.exhausted();
}

} // namespace daybook::templating
