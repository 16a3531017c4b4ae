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
    QString file = {};     ///< without its ending, where it is not the name: of a model with versions
    std::optional<ModelVersion> version = {};
    QString deprecationDate = {};
};

struct SourceSpec
{
    QString sourceName;
    QString schema;
    QString identifier;
    QString loadedAtField;
    QString description;
    QString loader;
    templating::Value meta;
    NodeSpec table; ///< name is the table's; config has the source's below its own
};

/// Those who answer for some models. What is private to a group is read inside of it alone.
struct GroupSpec
{
    QString name;
    Location where;
    QString description;
    templating::Value owner;
    templating::Value config;
};

/// What uses the project's models outside of it: a dashboard, an application.
struct ExposureSpec
{
    QString name;
    Location where;
    QString description;
    templating::Value config;   ///< with meta and tags
    templating::Value details;  ///< type, owner, maturity, url, label
    QStringList dependsOn = {}; ///< as written: "ref('orders')"
};

struct MacroSpec
{
    QString name;
    Location where;
    QString description;
    templating::Value config;    ///< meta and docs
    templating::Value arguments; ///< mappings of name, type and description
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
    std::vector<MacroSpec> macros = {};
    std::vector<GroupSpec> groups = {};
    std::vector<ExposureSpec> exposures = {};
};

Properties readProperties(const QByteArray &text, const QString &file, Problems &problems);

/// The part for sources, which has rules of its own: what a source says holds for its tables.
std::vector<SourceSpec> readSource(const YamlNode &source, Problems &problems);
/// `constraints`: a list, as written.
templating::Value readConstraints(const YamlNode &map, Problems &problems);
ColumnSpec readColumn(const YamlNode &map, Problems &problems);
/// A model, or each of its versions.
std::vector<NodeSpec> readModelSpecs(const YamlNode &map, Problems &problems);
GroupSpec readGroupSpec(const YamlNode &map, Problems &problems);
ExposureSpec readExposureSpec(const YamlNode &map, Problems &problems);
MacroSpec readMacroSpec(const YamlNode &map, Problems &problems);
/// `section` is the word for messages: "a model". A name is required.
NodeSpec readNodeSpec(const YamlNode &map, const QString &section, Problems &problems);
/// `config:` with what stands beside it (meta, tags, and any of `beside`).
templating::Value readConfigOf(const YamlNode &map, const QStringList &beside, Problems &problems);

} // namespace daybook::project
