#include "models/project/manifestnodes.h"

#include "models/project/effectiveconfig.h"
#include "models/project/generictest.h"
#include "models/warehouse/identifier.h"

#include <QCryptographicHash>
#include <QDir>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

Value texts(const QStringList &items)
{
    List list;
    for (const QString &item : items)
        list.push_back(Value(item));
    return Value(std::move(list));
}

Value textOrNone(const QString &text)
{
    return text.isEmpty() ? Value::none() : Value(text);
}

Value orNone(const Value &value)
{
    return value.isPresent() ? value : Value::none();
}

Value mapping(const Value &value)
{
    return value.isDict() ? value : Value(Dict{});
}

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
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

Value columnsOf(const Node &node)
{
    Dict columns;
    for (const Column &column : node.columns)
        columns.insert(column.name, Value(Dict{{QStringLiteral("name"), Value(column.name)},
                                               {QStringLiteral("description"), Value(column.description)},
                                               {QStringLiteral("meta"), mapping(column.meta)},
                                               {QStringLiteral("data_type"), textOrNone(column.dataType)},
                                               {QStringLiteral("constraints"), Value(List{})},
                                               {QStringLiteral("quote"), Value::none()},
                                               {QStringLiteral("config"),
                                                Value(Dict{{QStringLiteral("meta"), mapping(column.meta)},
                                                           {QStringLiteral("tags"), Value(List{})}})},
                                               {QStringLiteral("tags"), Value(List{})},
                                               {QStringLiteral("granularity"), Value::none()},
                                               {QStringLiteral("doc_blocks"), Value(List{})}}));
    return Value(std::move(columns));
}

/// As dbt hashes it: names and types by name, whatever their order, and what holds constraints.
Value contractOf(const Node &node, const Value &config)
{
    const Value contract = config.find(u"contract");
    const bool enforced = contract.find(u"enforced").boolOr(false);
    QStringList states;
    for (const Column &column : node.columns)
        states.append(QLatin1Char('|') + column.name +
                      (column.dataType.isEmpty() ? QStringLiteral("None") : column.dataType) +
                      QStringLiteral("[]"));
    states.sort();
    const QString materialization = node.materialization();
    const bool hasConstraints = materialization == u"table" || materialization == u"incremental";
    const QString state =
        states.join(QString()) + (hasConstraints ? materialization + QStringLiteral("[]") : QString());
    return Value(
        Dict{{QStringLiteral("enforced"), Value(enforced)},
             {QStringLiteral("alias_types"), Value(contract.find(u"alias_types").boolOr(true))},
             {QStringLiteral("checksum"), enforced ? Value(sha256(state.toUtf8())) : Value::none()}});
}

Value relationText(const Project::Data &project, const Node &node)
{
    if (node.relation.name.isEmpty())
        return Value::none();
    const QString database = project.language->options.database;
    const QString name = node.relation.toSql();
    return Value(database.isEmpty() ? name : warehouse::quoteIdentifier(database) + QLatin1Char('.') + name);
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
                                      {QStringLiteral("version"), Value::none()}}));
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

/// The file as its package sees it: what is installed lies one folder deeper.
QString pathInPackage(const Settings &settings, const QString &package, const QString &path)
{
    const QString installed = settings.packagesPath + QLatin1Char('/');
    const bool isInstalled = package != settings.name && path.startsWith(installed);
    return isInstalled ? path.section(QLatin1Char('/'), installed.count(QLatin1Char('/')) + 1) : path;
}

/// The file within its resource path.
QString innerPath(const Node &node)
{
    if (isGeneric(node))
        return testFile(node);
    if (node.type == ResourceType::Snapshot && !node.path.endsWith(u".sql", Qt::CaseInsensitive))
        return node.name + QStringLiteral(".sql");                       // of a properties file
    const qsizetype names = node.type == ResourceType::Snapshot ? 3 : 2; // the package's, the file's, its own
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
                {QStringLiteral("columns"), columnsOf(node)},
                {QStringLiteral("meta"), mapping(node.meta)},
                {QStringLiteral("group"), orNone(config.find(u"group"))},
                {QStringLiteral("docs"), mapping(config.find(u"docs"))},
                {QStringLiteral("patch_path"), textOrNone(patchPath(project.language->settings, node))},
                {QStringLiteral("build_path"), Value::none()},
                {QStringLiteral("unrendered_config"), underDbtNames(node.config)},
                {QStringLiteral("created_at"), Value(moment.createdAt)},
                {QStringLiteral("relation_name"), relationText(project, node)}};
}

QString testedReference(const Project::Data &project, const Node &test)
{
    const int position = project.index.byId(test.test->attachedNode);
    const Node &node = project.nodes[static_cast<size_t>(position)];
    return node.source ? QStringLiteral("source('%1', '%2')").arg(node.source->sourceName, node.name)
                       : QStringLiteral("ref('%1')").arg(node.name);
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

void addModel(const Value &config, Dict &entry)
{
    entry.insert(u"access", Value(config.find(u"access").stringOr(QStringLiteral("protected"))));
    entry.insert(u"constraints", Value(List{}));
    entry.insert(u"version", Value::none());
    entry.insert(u"latest_version", Value::none());
    entry.insert(u"deprecation_date", Value::none());
}

} // namespace

Value manifestNode(const Project::Data &project, const Node &node, const ManifestMoment &moment)
{
    const Value config = effectiveConfig(node);
    Dict entry = common(project, node, config, moment);
    // dbt takes a block as it stands, and a file without the blanks around it.
    entry.insert(u"raw_code",
                 Value(node.type == ResourceType::Snapshot ? node.ownSql() : node.rawSql.trimmed()));
    entry.insert(u"doc_blocks", Value(List{}));
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
    entry.insert(u"contract", contractOf(node, config));
    addCompiled(project, node, moment, entry);
    if (node.type == ResourceType::Model)
        addModel(config, entry);
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
                      {QStringLiteral("source_description"), Value(QString())},
                      {QStringLiteral("loader"), Value(QString())},
                      {QStringLiteral("identifier"), Value(node.relation.name)},
                      {QStringLiteral("quoting"), Value(Dict{})},
                      {QStringLiteral("loaded_at_field"), textOrNone(node.source->loadedAtField)},
                      {QStringLiteral("loaded_at_query"), orNone(config.find(u"loaded_at_query"))},
                      {QStringLiteral("freshness"), freshness.isDict() ? freshness : Value(Dict{})},
                      {QStringLiteral("external"), Value::none()},
                      {QStringLiteral("description"), Value(node.description)},
                      {QStringLiteral("columns"), columnsOf(node)},
                      {QStringLiteral("meta"), mapping(node.meta)},
                      {QStringLiteral("source_meta"), Value(Dict{})},
                      {QStringLiteral("tags"), texts(node.tags)},
                      {QStringLiteral("config"), config},
                      {QStringLiteral("patch_path"), Value::none()},
                      {QStringLiteral("unrendered_config"), underDbtNames(node.config)},
                      {QStringLiteral("relation_name"), relationText(project, node)},
                      {QStringLiteral("created_at"), Value(moment.createdAt)},
                      {QStringLiteral("doc_blocks"), Value(List{})}});
}

Value manifestMacro(const Language &language, const Macro &macro, const ManifestMoment &moment)
{
    QString text;
    for (const auto &definition : macro.source.definitions()) {
        if (definition.name == macro.definition && definition.line == macro.where.line)
            text = definition.text;
    }
    const QString path = pathInPackage(language.settings, macro.package, macro.where.file);
    const QStringList calls =
        macrosCalled(language.macros, macro.package, macro.source.analyse().calls, macro.definition);
    const Value docs =
        Value(Dict{{QStringLiteral("show"), Value(true)}, {QStringLiteral("node_color"), Value::none()}});
    return Value(Dict{{QStringLiteral("name"), Value(macro.name)},
                      {QStringLiteral("resource_type"), Value(u"macro")},
                      {QStringLiteral("package_name"), Value(macro.package)},
                      {QStringLiteral("path"), Value(path)},
                      {QStringLiteral("original_file_path"), Value(path)},
                      {QStringLiteral("unique_id"), Value(uniqueIdOf(macro))},
                      {QStringLiteral("macro_sql"), Value(text)},
                      {QStringLiteral("depends_on"), Value(Dict{{QStringLiteral("macros"), texts(calls)}})},
                      {QStringLiteral("description"), Value(QString())},
                      {QStringLiteral("meta"), Value(Dict{})},
                      {QStringLiteral("docs"), docs},
                      {QStringLiteral("config"),
                       Value(Dict{{QStringLiteral("meta"), Value(Dict{})}, {QStringLiteral("docs"), docs}})},
                      {QStringLiteral("patch_path"), Value::none()},
                      {QStringLiteral("arguments"), Value(List{})},
                      {QStringLiteral("created_at"), Value(moment.createdAt)},
                      {QStringLiteral("supported_languages"), Value::none()}});
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

QStringList macrosCalled(const Macros &macros, const QString &from,
                         const std::vector<templating::CallSite> &calls, const QString &definition)
{
    QStringList ids;
    for (const auto &call : calls) {
        if (call.definition != definition)
            continue;
        const auto dot = call.function.indexOf(QLatin1Char('.'));
        const Macro *macro = dot < 0 ? macros.seenFrom(from, call.function)
                                     : macros.find(call.function.left(dot), call.function.mid(dot + 1));
        if (macro != nullptr && !ids.contains(uniqueIdOf(*macro)))
            ids.append(uniqueIdOf(*macro));
    }
    return ids;
}

QString uniqueIdOf(const Macro &macro)
{
    return QStringLiteral("macro.%1.%2").arg(macro.package, macro.name);
}

} // namespace daybook::project
