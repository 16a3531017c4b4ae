#include "models/project/manifestnodes.h"

#include "models/core/sha256.h"
#include "models/project/effectiveconfig.h"
#include "models/project/generictest.h"
#include "models/project/manifestvalues.h"
#include "models/warehouse/identifier.h"

#include <QDateTime>
#include <QDir>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(Sha256::hexOf(bytes));
}

Value checksum(const QString &name, const QString &value)
{
    return Value(Dict{{QStringLiteral("name"), Value(name)}, {QStringLiteral("checksum"), Value(value)}});
}

/// dbt hashes what is left without blanks at both ends, and of a large seed its path alone.
Value checksumOf(const Project::Data &project, const Node &node)
{
    constexpr qint64 largestSeed = 1 << 20;
    if (node.test && !node.test->generic.isEmpty())
        return checksum(QStringLiteral("none"), {});
    if (node.type != ResourceType::Seed)
        return checksum(QStringLiteral("sha256"), sha256(node.rawSql.trimmed().toUtf8()));
    QFile file(QDir(project.language->options.directory).filePath(node.path));
    if (file.size() > largestSeed || !file.open(QIODevice::ReadOnly))
        return checksum(QStringLiteral("path"), node.path);
    const QString text =
        QString::fromUtf8(file.readAll()).replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    return checksum(QStringLiteral("sha256"), sha256(text.trimmed().toUtf8()));
}

Value relationText(const Project::Data &project, const Node &node)
{
    if (node.relation.name.isEmpty())
        return Value::none();
    const QString database = project.language->options.database;
    const QString name = node.relation.toSql();
    return Value(database.isEmpty() ? name : warehouse::quoteIdentifier(database) + QLatin1Char('.') + name);
}

/// A ref without a version means the latest; that it was named all the same is not kept.
Value versionNamed(const Node &node, const Node &parent)
{
    if (!parent.version || (!node.test && parent.version->isLatest()))
        return Value::none();
    return node.test ? Value(parent.version->number.toString()) : parent.version->number;
}

void addReferences(const Project::Data &project, const Node &node, Dict &entry)
{
    List refs;
    List sources;
    for (const QString &id : node.dependsOn) {
        const Node &parent = project.nodes[static_cast<size_t>(project.index.byId(id))];
        if (parent.source)
            sources.push_back(Value(List{Value(parent.source->sourceName), Value(parent.name)}));
        else
            refs.push_back(Value(Dict{{QStringLiteral("name"), Value(parent.name)},
                                      {QStringLiteral("package"), Value::none()},
                                      {QStringLiteral("version"), versionNamed(node, parent)}}));
    }
    entry.insert(u"refs", Value(std::move(refs)));
    entry.insert(u"sources", Value(std::move(sources)));
    entry.insert(u"metrics", Value(List{}));
    entry.insert(u"functions", Value(List{}));
}

/// A generic test's file, which only exists compiled. Its name is anything its author likes.
QString testFile(const Node &node)
{
    QString name = node.config.find(u"alias").stringOr(node.name);
    return name.replace(QLatin1Char('/'), QLatin1Char('_')) + QStringLiteral(".sql");
}

bool isGeneric(const Node &node)
{
    return node.test && !node.test->generic.isEmpty();
}

/// The file within its resource path.
QString innerPath(const Node &node)
{
    if (isGeneric(node))
        return testFile(node);
    if (node.type == ResourceType::Snapshot && !node.path.endsWith(u".sql", Qt::CaseInsensitive))
        return node.name + QStringLiteral(".sql"); // of a properties file
    // The package's, the file's, its own, or its version.
    const qsizetype names = node.type == ResourceType::Snapshot || node.version ? 3 : 2;
    const QStringList folders = node.type == ResourceType::Model || node.type == ResourceType::Snapshot
                                    ? node.fqn.mid(1, node.fqn.size() - names)
                                    : QStringList();
    return (folders + QStringList{node.path.section(QLatin1Char('/'), -1)}).join(QLatin1Char('/'));
}

QString patchPath(const Settings &settings, const Node &node)
{
    const bool isPatched = node.declared && node.declared->file != node.path;
    return isPatched ? node.package + QStringLiteral("://") +
                           pathInPackage(settings, node.package, node.declared->file)
                     : QString();
}

/// What everything has that is a node in dbt's eyes.
Dict common(const Project::Data &project, const Node &node, const Value &config, const ManifestMoment &moment)
{
    const QString alias =
        node.relation.name.isEmpty() ? config.find(u"alias").stringOr(node.name) : node.relation.name;
    const QString standard = node.test
                                 ? project.language->options.targetSchema + QStringLiteral("_dbt_test__audit")
                                 : project.language->options.targetSchema;
    const QString schema = node.relation.schema.isEmpty() ? standard : node.relation.schema;
    return Dict{{QStringLiteral("database"), textOrNone(project.language->options.database)},
                {QStringLiteral("schema"), Value(schema)},
                {QStringLiteral("name"), Value(node.name)},
                {QStringLiteral("resource_type"), Value(toString(node.type))},
                {QStringLiteral("package_name"), Value(node.package)},
                {QStringLiteral("path"), Value(innerPath(node))},
                {QStringLiteral("original_file_path"),
                 Value(pathInPackage(project.language->settings, node.package, node.path))},
                {QStringLiteral("unique_id"), Value(node.uniqueId)},
                {QStringLiteral("fqn"), texts(node.fqn)},
                {QStringLiteral("alias"), Value(alias)},
                {QStringLiteral("checksum"), checksumOf(project, node)},
                {QStringLiteral("config"), config},
                {QStringLiteral("tags"), texts(node.tags)},
                {QStringLiteral("description"), Value(node.description)},
                {QStringLiteral("columns"), manifestColumns(node)},
                {QStringLiteral("meta"), mapping(node.meta)},
                {QStringLiteral("group"), orNone(config.find(u"group"))},
                {QStringLiteral("docs"), mapping(config.find(u"docs"))},
                {QStringLiteral("patch_path"), textOrNone(patchPath(project.language->settings, node))},
                {QStringLiteral("build_path"), Value::none()},
                {QStringLiteral("unrendered_config"), unrenderedConfig(node)},
                {QStringLiteral("created_at"), Value(moment.createdAt)},
                {QStringLiteral("relation_name"), relationText(project, node)}};
}

QString testedReference(const Project::Data &project, const Node &test)
{
    const int position = project.index.byId(test.test->attachedNode);
    const Node &node = project.nodes[static_cast<size_t>(position)];
    if (node.source)
        return QStringLiteral("source('%1', '%2')").arg(node.source->sourceName, node.name);
    const QString version =
        node.version ? QStringLiteral(", version='%1'").arg(node.version->number.toString()) : QString();
    return QStringLiteral("ref('%1'%2)").arg(node.name, version);
}

void addGenericTest(const Project::Data &project, const Node &node, Dict &entry)
{
    const TestInfo &test = *node.test;
    Dict arguments = test.arguments.entries();
    if (!test.column.isEmpty())
        arguments.insert(u"column_name", Value(test.column));
    arguments.insert(
        u"model", Value(QStringLiteral("{{ get_where_subquery(%1) }}").arg(testedReference(project, node))));
    const QString name = test.generic.section(QLatin1Char('.'), -1);
    const QString space =
        test.generic.contains(QLatin1Char('.')) ? test.generic.section(QLatin1Char('.'), 0, 0) : QString();
    const QString macro =
        (space.isEmpty() ? QString() : space + QLatin1Char('.')) + QStringLiteral("test_") + name;
    const Node &attached = project.nodes[static_cast<size_t>(project.index.byId(test.attachedNode))];
    const QString owner = attached.source ? QStringLiteral("sources.") + attached.source->sourceName
                                          : toString(attached.type) + QStringLiteral("s.") + attached.name;
    entry.insert(u"raw_code", Value(QStringLiteral("{{ %1(**_dbt_generic_test_kwargs) }}").arg(macro)));
    entry.insert(u"column_name", textOrNone(test.column));
    entry.insert(u"file_key_name", Value(owner));
    entry.insert(u"attached_node", Value(test.attachedNode));
    entry.insert(u"test_metadata", Value(Dict{{QStringLiteral("name"), Value(name)},
                                              {QStringLiteral("kwargs"), Value(std::move(arguments))},
                                              {QStringLiteral("namespace"), textOrNone(space)}}));
}

void addCompiled(const Project::Data &project, const Node &node, const ManifestMoment &moment, Dict &entry)
{
    const auto sql = moment.compiledSql ? moment.compiledSql(node) : std::nullopt;
    entry.insert(u"compiled_path", Value::none());
    if (!sql)
        return;
    entry.insert(u"compiled_path",
                 Value(project.language->settings.targetPath + QStringLiteral("/compiled/") +
                       sqlPath(project.language->settings, node)));
    entry.insert(u"compiled", Value(true));
    entry.insert(u"compiled_code", Value(*sql));
    entry.insert(u"extra_ctes_injected", Value(true));
    entry.insert(u"extra_ctes", Value(List{}));
}

/// A moment as Python writes it, in the machine's zone where none is written.
Value momentOf(const QString &text)
{
    const QDateTime moment = QDateTime::fromString(text, Qt::ISODate);
    if (!moment.isValid())
        return Value::none();
    const int minutes = moment.offsetFromUtc() / 60;
    const QTime offset = QTime(0, 0).addSecs(std::abs(minutes) * 60);
    return Value(moment.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) +
                 QLatin1Char(minutes < 0 ? '-' : '+') + offset.toString(QStringLiteral("HH:mm")));
}

void addModel(const Node &node, Dict &entry)
{
    entry.insert(u"access", Value(node.access()));
    entry.insert(u"constraints", manifestConstraints(node.constraints, true));
    entry.insert(u"version", node.version ? node.version->number : Value::none());
    entry.insert(u"latest_version", node.version ? node.version->latest : Value::none());
    entry.insert(u"deprecation_date", momentOf(node.deprecationDate));
}

} // namespace

Value manifestEntry(const Project::Data &project, const Node &node, const ManifestMoment &moment)
{
    return node.source                           ? manifestSource(project, node, moment)
           : node.type == ResourceType::Exposure ? manifestExposure(project, node, moment)
                                                 : manifestNode(project, node, moment);
}

Value manifestExposure(const Project::Data &project, const Node &node, const ManifestMoment &moment)
{
    const Value config = effectiveConfig(node);
    const QString path = pathInPackage(project.language->settings, node.package, node.path);
    Dict entry{{QStringLiteral("name"), Value(node.name)},
               {QStringLiteral("resource_type"), Value(u"exposure")},
               {QStringLiteral("package_name"), Value(node.package)},
               {QStringLiteral("path"), Value(path.section(QLatin1Char('/'), 1))},
               {QStringLiteral("original_file_path"), Value(path)},
               {QStringLiteral("unique_id"), Value(node.uniqueId)},
               {QStringLiteral("fqn"), texts(node.fqn)},
               {QStringLiteral("description"), Value(node.description)},
               {QStringLiteral("meta"), mapping(node.meta)},
               {QStringLiteral("tags"), texts(node.tags)},
               {QStringLiteral("config"), config},
               {QStringLiteral("unrendered_config"), unrenderedConfig(node)},
               {QStringLiteral("depends_on"), Value(Dict{{QStringLiteral("macros"), Value(List{})},
                                                         {QStringLiteral("nodes"), texts(node.dependsOn)}})},
               {QStringLiteral("created_at"), Value(moment.createdAt)}};
    for (const Dict::Entry &detail : node.exposure.entries())
        entry.insert(detail.key, detail.value);
    entry.insert(u"owner", manifestOwner(node.exposure.find(u"owner")));
    addReferences(project, node, entry);
    return Value(std::move(entry));
}

Value manifestNode(const Project::Data &project, const Node &node, const ManifestMoment &moment)
{
    const Value config = effectiveConfig(node);
    Dict entry = common(project, node, config, moment);
    // dbt takes a block as it stands, and a file without the blanks around it.
    entry.insert(u"raw_code",
                 Value(node.type == ResourceType::Snapshot ? node.ownSql() : node.rawSql.trimmed()));
    entry.insert(u"doc_blocks", texts(node.docBlocks));
    Dict dependsOn{{QStringLiteral("macros"), texts(node.macros)}};
    if (node.type == ResourceType::Seed) {
        entry.insert(u"root_path", Value(QDir(project.language->options.directory).absolutePath()));
        entry.insert(u"depends_on", Value(std::move(dependsOn)));
        return Value(std::move(entry));
    }
    dependsOn.insert(u"nodes", texts(node.dependsOn));
    entry.insert(u"depends_on", Value(std::move(dependsOn)));
    entry.insert(u"language", Value(u"sql"));
    addReferences(project, node, entry);
    entry.insert(u"contract", manifestContract(node, config));
    addCompiled(project, node, moment, entry);
    if (node.type == ResourceType::Model)
        addModel(node, entry);
    if (isGeneric(node))
        addGenericTest(project, node, entry);
    return Value(std::move(entry));
}

Value manifestSource(const Project::Data &project, const Node &node, const ManifestMoment &moment)
{
    const Value config = effectiveConfig(node);
    const Value freshness = config.find(u"freshness");
    const QString path = pathInPackage(project.language->settings, node.package, node.path);
    return Value(Dict{{QStringLiteral("database"), textOrNone(project.language->options.database)},
                      {QStringLiteral("schema"), Value(node.relation.schema)},
                      {QStringLiteral("name"), Value(node.name)},
                      {QStringLiteral("resource_type"), Value(u"source")},
                      {QStringLiteral("package_name"), Value(node.package)},
                      {QStringLiteral("path"), Value(path)},
                      {QStringLiteral("original_file_path"), Value(path)},
                      {QStringLiteral("unique_id"), Value(node.uniqueId)},
                      {QStringLiteral("fqn"), texts(node.fqn)},
                      {QStringLiteral("source_name"), Value(node.source->sourceName)},
                      {QStringLiteral("source_description"), Value(node.source->description)},
                      {QStringLiteral("loader"), Value(node.source->loader)},
                      {QStringLiteral("identifier"), Value(node.relation.name)},
                      {QStringLiteral("quoting"), Value(Dict{})},
                      {QStringLiteral("loaded_at_field"), textOrNone(node.source->loadedAtField)},
                      {QStringLiteral("loaded_at_query"), orNone(config.find(u"loaded_at_query"))},
                      {QStringLiteral("freshness"), freshness.isDict() ? freshness : Value(Dict{})},
                      {QStringLiteral("external"), Value::none()},
                      {QStringLiteral("description"), Value(node.description)},
                      {QStringLiteral("columns"), manifestColumns(node)},
                      {QStringLiteral("meta"), mapping(node.meta)},
                      {QStringLiteral("source_meta"), mapping(node.source->meta)},
                      {QStringLiteral("tags"), texts(node.tags)},
                      {QStringLiteral("config"), config},
                      {QStringLiteral("patch_path"), Value::none()},
                      {QStringLiteral("unrendered_config"), unrenderedConfig(node)},
                      {QStringLiteral("relation_name"), relationText(project, node)},
                      {QStringLiteral("created_at"), Value(moment.createdAt)},
                      {QStringLiteral("doc_blocks"), texts(node.docBlocks)}});
}

QString sqlPath(const Settings &settings, const Node &node)
{
    if (node.type == ResourceType::Seed || node.type == ResourceType::Source)
        return {};
    const QString path = pathInPackage(settings, node.package, node.path);
    const QString file = isGeneric(node) ? path + QLatin1Char('/') + testFile(node)
                         : node.type == ResourceType::Snapshot
                             ? path + QLatin1Char('/') + node.name + QStringLiteral(".sql")
                             : path;
    return node.package + QLatin1Char('/') + file;
}

} // namespace daybook::project
