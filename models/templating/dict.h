#pragma once

#include "models/templating/value.h"

#include <QHash>

namespace daybook::templating {

/// What text a key may be given as.
template <typename T>
concept TextKey = std::convertible_to<const T &, QStringView>;

/// A mapping that remembers the order of insertion. Keys are strings or any hashable value, equal as in
/// Python. Copying a Dict copies its entries (the values in them stay shared).
class Dict
{
public:
    struct Entry
    {
        Value key;
        Value value;
    };

    Dict() = default;
    /// `Dict{{u"name", Value(1)}, {u"tags", List{}}}`; a later key replaces an earlier one.
    Dict(std::initializer_list<std::pair<QString, Value>> entries);

    void reserve(qsizetype size) { m_entries.reserve(static_cast<size_t>(size)); }
    qsizetype size() const { return static_cast<qsizetype>(m_entries.size()); }
    bool isEmpty() const { return m_entries.empty(); }
    bool contains(const TextKey auto &key) const { return indexOfText(key) >= 0; }
    bool contains(const Value &key) const { return indexOf(key) >= 0; }

    /// Undefined, with the key's name, when there is none.
    Value value(const TextKey auto &key) const { return valueOfText(key); }
    /// Null when there is none; valid until the next change.
    const Value *find(const TextKey auto &key) const { return findText(key); }
    const Value *find(const Value &key) const;

    /// Adds, or replaces in place. The key must be hashable.
    void insert(const Value &key, Value value);
    void insert(const QString &key, Value value) { insertText(key, &key, std::move(value)); }
    void insert(const TextKey auto &key, Value value) { insertText(key, nullptr, std::move(value)); }
    bool remove(const Value &key);
    void clear();

    QList<QString> keys() const;
    const std::vector<Entry> &entries() const { return m_entries; }
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }

    /// Same keys with equal values; order does not matter.
    bool operator==(const Dict &other) const;

private:
    qsizetype indexOfText(QStringView key) const;
    Value valueOfText(QStringView key) const;
    const Value *findText(QStringView key) const;
    void insertText(QStringView key, const QString *shared, Value value);
    void append(Value key, Value value);
    qsizetype indexOf(const Value &key) const;
    void reindex();

    std::vector<Entry> m_entries;
    QMultiHash<size_t, qsizetype> m_index; ///< hash of key -> entry; only kept for more than a few entries
    friend struct Release;
};

/// Python's hash(): equal values have equal hashes. Nothing for lists, dicts and what holds them.
std::optional<size_t> hashOf(const Value &value);

} // namespace daybook::templating
