#include "models/project/properties.h"

#include "models/project/config.h"
#include "models/project/yamlread.h"

#include <algorithm>
#include <numeric>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

const QStringList &nodeKeys()
{
    static const QStringList keys{QStringLiteral("name"),
                                  QStringLiteral("description"),
                                  QStringLiteral("config"),
                                  QStringLiteral("meta"),
                                  QStringLiteral("tags"),
                                  QStringLiteral("columns"),
                                  QStringLiteral("tests"),
                                  QStringLiteral("data_tests"),
                                  QStringLiteral("docs"),
                                  QStringLiteral("access"),
                                  QStringLiteral("group"),
                                  QStringLiteral("contract"),
                                  QStringLiteral("constraints"),
                                  QStringLiteral("versions"),
                                  QStringLiteral("latest_version"),
                                  QStringLiteral("deprecation_date"),
                                  QStringLiteral("time_spine"),
                                  QStringLiteral("unit_tests"),
                                  QStringLiteral("tables"),
                                  QStringLiteral("identifier"),
                                  QStringLiteral("relation"),
                                  QStringLiteral("schema"),
                                  QStringLiteral("database"),
                                  QStringLiteral("loaded_at_field"),
                                  QStringLiteral("loaded_at_query"),
                                  QStringLiteral("freshness"),
                                  QStringLiteral("quoting"),
                                  QStringLiteral("quote_columns"),
                                  QStringLiteral("external"),
                                  QStringLiteral("loader"),
                                  QStringLiteral("overrides"),
                                  QStringLiteral("source_meta"),
                                  QStringLiteral("anchors")};
    return keys;
}

void checkColumnsOnce(const NodeSpec &spec, const std::vector<YamlNode> &written, Problems &problems)
{
    std::vector<size_t> byName(spec.columns.size());
    std::iota(byName.begin(), byName.end(), size_t(0));
    const auto nameAt = [&spec](size_t i) -> const QString & { return spec.columns[i].column.name; };
    std::stable_sort(byName.begin(), byName.end(), [&](size_t a, size_t b) { return nameAt(a) < nameAt(b); });
    for (size_t i = 1; i < byName.size(); ++i) {
        if (nameAt(byName[i]) == nameAt(byName[i - 1]))
            problems.error(written[byName[i]].where(),
                           QStringLiteral("Column '%1' of '%2' is described twice: merge the two")
                               .arg(nameAt(byName[i]), spec.name));
    }
}

std::vector<YamlNode> readMaps(const YamlNode &root, QStringView key, Problems &problems)
{
    std::vector<YamlNode> maps;
    for (const YamlNode &item : readList(root, key, problems)) {
        if (item.isMap())
            maps.push_back(item);
        else
            problems.error(item.where(),
                           QStringLiteral("An item of '%1' must be a mapping with a name, not %2")
                               .arg(key, item.kindName()));
    }
    return maps;
}

std::vector<NodeSpec> readSection(const YamlNode &root, QStringView key, const QString &what,
                                  Problems &problems)
{
    std::vector<NodeSpec> specs;
    for (const YamlNode &item : readMaps(root, key, problems))
        specs.push_back(readNodeSpec(item, what, problems));
    return specs;
}

void checkVersion(const YamlNode &root, Problems &problems)
{
    const QString version = readText(root, u"version", problems, QStringLiteral("2"));
    if (version != u"2" && version != u"2.0")
        problems.error(root.find(u"version").where(),
                       QStringLiteral("version %1 is not supported: write 'version: 2'").arg(version));
}

void warnOfSections(const YamlNode &root, Problems &problems)
{
    static const QStringList read{
        QStringLiteral("version"),    QStringLiteral("models"),    QStringLiteral("seeds"),
        QStringLiteral("sources"),    QStringLiteral("snapshots"), QStringLiteral("tests"),
        QStringLiteral("data_tests"), QStringLiteral("anchors"),   QStringLiteral("macros"),
        QStringLiteral("analyses"),   QStringLiteral("groups"),    QStringLiteral("exposures")};
    static const QStringList later{QStringLiteral("unit_tests"), QStringLiteral("functions"),
                                   QStringLiteral("metrics"), QStringLiteral("semantic_models"),
                                   QStringLiteral("saved_queries")};
    for (const YamlEntry &entry : root.entries()) {
        if (later.contains(entry.key))
            problems.warning(
                entry.keyNode.where(),
                QStringLiteral("'%1' are passed over: they are not run by this version").arg(entry.key));
    }
    warnOfUnknownKeys(root, read + later, QStringLiteral("a properties file"), problems);
}

} // namespace

Value readConstraints(const YamlNode &map, Problems &problems)
{
    List constraints;
    for (const YamlNode &item : readList(map, u"constraints", problems)) {
        if (!item.isMap())
            problems.error(item.where(),
                           QStringLiteral("A constraint is a mapping with a type: write '- type: "
                                          "not_null'"));
        constraints.push_back(item.toValue());
    }
    return Value(std::move(constraints));
}

ColumnSpec readColumn(const YamlNode &map, Problems &problems)
{
    static const QStringList known{
        QStringLiteral("name"),       QStringLiteral("description"), QStringLiteral("data_type"),
        QStringLiteral("meta"),       QStringLiteral("tags"),        QStringLiteral("tests"),
        QStringLiteral("data_tests"), QStringLiteral("quote"),       QStringLiteral("constraints"),
        QStringLiteral("config"),     QStringLiteral("granularity"), QStringLiteral("policy_tags"),
        QStringLiteral("dimension"),  QStringLiteral("entity")};
    ColumnSpec spec;
    warnOfUnknownKeys(map, known, QStringLiteral("a column"), problems);
    spec.column.name = readText(map, u"name", problems);
    if (spec.column.name.isEmpty())
        problems.error(map.where(), QStringLiteral("A column needs a name: write '- name: ...'"));
    spec.column.description = readText(map, u"description", problems);
    spec.column.dataType = readText(map, u"data_type", problems);
    const Value config = readConfigOf(map, {}, problems);
    spec.column.meta = config.find(u"meta");
    spec.tags = configTexts(config, u"tags");
    spec.column.tags = spec.tags;
    spec.quote = readFlag(map, u"quote", problems);
    spec.column.quote = spec.quote;
    spec.column.constraints = readConstraints(map, problems);
    spec.tests = readTests(map, problems);
    return spec;
}

Value readConfigOf(const YamlNode &map, const QStringList &beside, Problems &problems)
{
    Value config(Dict{});
    for (const YamlEntry &entry : map.entries()) {
        const bool wanted = entry.key == u"meta" || entry.key == u"tags" || beside.contains(entry.key);
        if (wanted && !entry.value.isNull())
            config = mergeConfig(config, Value(Dict{{entry.key, entry.value.toValue()}}));
    }
    if (const Value meta = config.find(u"meta"); meta.isPresent() && !meta.isDict())
        problems.error(map.find(u"meta").where(), QStringLiteral("'meta' must be a mapping"));
    return mergeConfig(config, readMap(map, u"config", problems).toValue());
}

NodeSpec readNodeSpec(const YamlNode &map, const QString &section, Problems &problems)
{
    static const QStringList beside{QStringLiteral("docs"), QStringLiteral("access"), QStringLiteral("group"),
                                    QStringLiteral("contract")};
    NodeSpec spec;
    spec.where = map.where();
    warnOfUnknownKeys(map, nodeKeys(), section, problems);
    spec.name = readText(map, u"name", problems);
    if (spec.name.isEmpty())
        problems.error(map.where(), QStringLiteral("%1 described here needs a name: write '- name: ...'")
                                        .arg(section.left(1).toUpper() + section.mid(1)));
    spec.description = readText(map, u"description", problems);
    spec.config = readConfigOf(map, beside, problems);
    const auto columns = readList(map, u"columns", problems);
    for (const YamlNode &column : columns)
        spec.columns.push_back(readColumn(column, problems));
    checkColumnsOnce(spec, columns, problems);
    spec.constraints = readConstraints(map, problems);
    spec.tests = readTests(map, problems);
    spec.relation = readText(map, u"relation", problems);
    return spec;
}

namespace {

/// Several nodes may be made of what is said once, on several threads.
void freeze(const std::vector<TestSpec> &tests)
{
    for (const TestSpec &test : tests) {
        test.arguments.freeze();
        test.config.freeze();
    }
}

void freeze(const NodeSpec &spec)
{
    spec.config.freeze();
    spec.constraints.freeze();
    for (const ColumnSpec &column : spec.columns) {
        column.column.meta.freeze();
        column.column.constraints.freeze();
        freeze(column.tests);
    }
    freeze(spec.tests);
}

} // namespace

Properties readProperties(const QByteArray &text, const QString &file, Problems &problems)
{
    Properties properties{.file = file};
    auto document = parseYaml(text, file);
    if (!document) {
        problems.add(document.error());
        return properties;
    }
    for (const Error &warning : document->warnings)
        problems.warning(warning.where.value(), warning.message);
    const YamlNode &root = document->root;
    if (root.isNull())
        return properties;
    if (!root.isMap()) {
        problems.error(root.where(), QStringLiteral("A properties file must be a mapping that begins with "
                                                    "'version: 2', not %1")
                                         .arg(root.kindName()));
        return properties;
    }
    checkVersion(root, problems);
    warnOfSections(root, problems);
    for (const YamlNode &model : readMaps(root, u"models", problems)) {
        auto versions = readModelSpecs(model, problems);
        std::move(versions.begin(), versions.end(), std::back_inserter(properties.models));
    }
    properties.seeds = readSection(root, u"seeds", QStringLiteral("a seed"), problems);
    properties.snapshots = readSection(root, u"snapshots", QStringLiteral("a snapshot"), problems);
    const auto tests = root.contains(u"data_tests") ? QStringView(u"data_tests") : QStringView(u"tests");
    properties.sqlTests = readSection(root, tests, QStringLiteral("a test"), problems);
    for (const YamlNode &macro : readMaps(root, u"macros", problems))
        properties.macros.push_back(readMacroSpec(macro, problems));
    for (const YamlNode &group : readMaps(root, u"groups", problems))
        properties.groups.push_back(readGroupSpec(group, problems));
    for (const YamlNode &exposure : readMaps(root, u"exposures", problems))
        properties.exposures.push_back(readExposureSpec(exposure, problems));
    for (const YamlNode &source : readList(root, u"sources", problems)) {
        auto tables = readSource(source, problems);
        std::move(tables.begin(), tables.end(), std::back_inserter(properties.sources));
    }
    for (const auto *specs :
         {&properties.models, &properties.seeds, &properties.snapshots, &properties.sqlTests}) {
        for (const NodeSpec &spec : *specs)
            freeze(spec);
    }
    for (const SourceSpec &source : properties.sources)
        freeze(source.table);
    return properties;
}

} // namespace daybook::project
