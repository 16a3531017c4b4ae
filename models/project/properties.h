#pragma once

#include "models/project/node.h"
#include "models/project/testspec.h"

namespace daybook::project {

struct ColumnSpec
{
    Column column;
    bool quote = false; ///< tests write the name in quotes
    QStringList tags;
    std::vector<TestSpec> tests;
};

/// What a properties file says of one model, seed, snapshot or test written in SQL.
struct NodeSpec
{
    QString name;
    Location where;
    QString description;
    templating::Value config; ///< with what stood beside it: meta, tags...
    std::vector<ColumnSpec> columns;
    templating::Value constraints;
    std::vector<TestSpec> tests;
    QString relation = {}; ///< what a snapshot that has no SQL of its own is of
};

struct SourceSpec
{
    QString sourceName;
    QString schema;
    QString identifier;
    QString loadedAtField;
    NodeSpec table; ///< name is the table's; config has the source's below its own
};

/// One properties file.
struct Properties
{
    QString file;
    std::vector<NodeSpec> models = {};
    std::vector<NodeSpec> seeds = {};
    std::vector<NodeSpec> snapshots = {};
    std::vector<NodeSpec> sqlTests = {};
    std::vector<SourceSpec> sources = {};
};

Properties readProperties(const QByteArray &text, const QString &file, Problems &problems);

/// The part for sources, which has rules of its own: what a source says holds for its tables.
std::vector<SourceSpec> readSource(const YamlNode &source, Problems &problems);
/// `section` is the word for messages: "a model". A name is required.
NodeSpec readNodeSpec(const YamlNode &map, const QString &section, Problems &problems);
/// `config:` with what stands beside it (meta, tags, and any of `beside`).
templating::Value readConfigOf(const YamlNode &map, const QStringList &beside, Problems &problems);

} // namespace daybook::project
