#pragma once

#include "models/core/result.h"
#include "models/templating/value.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace daybook::project {

struct YamlEntry;

/// A node of a YAML document, with its place in the file. Immutable and cheap to copy.
class YamlNode
{
public:
    /// A null without a place.
    YamlNode();

    bool isNull() const;
    bool isScalar() const; ///< null excluded
    bool isList() const;
    bool isMap() const;

    Location where() const;
    /// A scalar as written, without its quotes: `1.0` stays "1.0". Empty for all else.
    QString text() const;
    /// Of a list; of anything else none.
    const std::vector<YamlNode> &items() const &;
    /// Of a temporary: a copy, so that a loop may run over `map.find(key).items()`.
    std::vector<YamlNode> items() &&;
    /// Of a map, in the order written; of anything else none.
    const std::vector<YamlEntry> &entries() const &;
    std::vector<YamlEntry> entries() &&;
    /// A null node when there is no such key.
    YamlNode find(QStringView key) const;
    bool contains(QStringView key) const;

    /// Scalars by YAML 1.1's rules, as dbt reads them (yes is true, 010 is eight); dates stay text.
    templating::Value toValue() const;
    /// "a list", "a mapping", "a text"...: for messages.
    QString kindName() const;

    struct Data;
    explicit YamlNode(std::shared_ptr<const Data> data);

private:
    std::shared_ptr<const Data> m_data;
};

struct YamlEntry
{
    QString key;
    YamlNode keyNode;
    YamlNode value;
};

/// What one file may ask of us.
struct YamlLimits
{
    qsizetype bytes = 32 * 1024 * 1024;
    int depth = 100;
    qsizetype nodes = 2'000'000; ///< aliases count with all they stand for
};

struct YamlDocument
{
    YamlNode root;
    std::vector<Error> warnings; ///< keys written twice: the last one counts, as in dbt
};

/// Reads the first document of a file. Error: Project, with the place.
Result<YamlDocument> parseYaml(const QByteArray &text, const QString &file, const YamlLimits &limits = {});

} // namespace daybook::project
