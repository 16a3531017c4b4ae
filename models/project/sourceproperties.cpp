#include "models/project/config.h"
#include "models/project/properties.h"
#include "models/project/yamlread.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

const QStringList &configBeside()
{
    static const QStringList keys{QStringLiteral("freshness"), QStringLiteral("loaded_at_field"),
                                  QStringLiteral("loaded_at_query"), QStringLiteral("enabled")};
    return keys;
}

void checkThreshold(const YamlNode &freshness, QStringView key, Problems &problems)
{
    static const QStringList periods{QStringLiteral("minute"), QStringLiteral("hour"), QStringLiteral("day")};
    const YamlNode threshold = readMap(freshness, key, problems);
    if (threshold.isNull())
        return;
    const YamlNode count = threshold.find(u"count");
    const auto number = count.toValue().asInteger();
    if (!number || *number <= 0)
        problems.error(count.isNull() ? threshold.where() : count.where(),
                       QStringLiteral("'%1' needs a count, a whole number above 0").arg(key));
    const YamlNode period = threshold.find(u"period");
    if (!periods.contains(period.text()))
        problems.error(period.isNull() ? threshold.where() : period.where(),
                       QStringLiteral("'%1' needs a period: minute, hour or day").arg(key));
}

void checkFreshness(const YamlNode &owner, Problems &problems)
{
    const YamlNode config = owner.find(u"config");
    for (const YamlNode &place : {owner, config.isMap() ? config : YamlNode()}) {
        const YamlNode freshness = readMap(place, u"freshness", problems);
        checkThreshold(freshness, u"warn_after", problems);
        checkThreshold(freshness, u"error_after", problems);
    }
}

void refuseTwoWays(const YamlNode &owner, const Value &config, Problems &problems)
{
    if (config.find(u"loaded_at_field").isPresent() && config.find(u"loaded_at_query").isPresent())
        problems.error(owner.where(),
                       QStringLiteral("This has both a loaded_at_field and a loaded_at_query: keep one"));
}

/// What a source says holds for its tables: thresholds one by one, unless a table says null to all of them;
/// its way to find the newest row, unless a table has one of its own.
Value tableConfig(const YamlNode &table, const Value &ofSource, Problems &problems)
{
    const Value own = readConfigOf(table, configBeside(), problems);
    refuseTwoWays(table, own, problems);
    Dict config = mergeConfig(ofSource, own).entries();
    const Value before = ofSource.find(u"freshness");
    const Value after = own.find(u"freshness");
    if (before.isDict() && after.isDict())
        config.insert(u"freshness", Value::merged(before, after));
    else if (table.contains(u"freshness") && table.find(u"freshness").isNull())
        config.insert(u"freshness", Value::none());
    if (own.find(u"loaded_at_query").isPresent())
        config.remove(Value(u"loaded_at_field"));
    else if (own.find(u"loaded_at_field").isPresent())
        config.remove(Value(u"loaded_at_query"));
    return Value(std::move(config));
}

SourceSpec readTable(const YamlNode &table, const SourceSpec &source, const Value &sourceConfig,
                     Problems &problems)
{
    SourceSpec spec = source;
    spec.table = readNodeSpec(table, QStringLiteral("a source's table"), problems);
    spec.table.config = tableConfig(table, sourceConfig, problems);
    spec.identifier = readText(table, u"identifier", problems, spec.table.name);
    spec.loadedAtField = spec.table.config.find(u"loaded_at_field").stringOr({});
    checkFreshness(table, problems);
    return spec;
}

} // namespace

std::vector<SourceSpec> readSource(const YamlNode &source, Problems &problems)
{
    SourceSpec base;
    if (!source.isMap()) {
        problems.error(source.where(),
                       QStringLiteral("A source must be a mapping with a name and tables, not %1")
                           .arg(source.kindName()));
        return {};
    }
    base.sourceName = readText(source, u"name", problems);
    if (base.sourceName.isEmpty())
        problems.error(source.where(), QStringLiteral("A source needs a name: write '- name: ...'"));
    base.schema = readText(source, u"schema", problems, base.sourceName);
    base.description = readText(source, u"description", problems);
    base.loader = readText(source, u"loader", problems);
    const Value config = readConfigOf(source, configBeside(), problems);
    base.meta = config.find(u"meta");
    refuseTwoWays(source, config, problems);
    checkFreshness(source, problems);
    static const QStringList known{QStringLiteral("name"),
                                   QStringLiteral("description"),
                                   QStringLiteral("schema"),
                                   QStringLiteral("database"),
                                   QStringLiteral("loader"),
                                   QStringLiteral("loaded_at_field"),
                                   QStringLiteral("loaded_at_query"),
                                   QStringLiteral("meta"),
                                   QStringLiteral("tags"),
                                   QStringLiteral("config"),
                                   QStringLiteral("overrides"),
                                   QStringLiteral("freshness"),
                                   QStringLiteral("quoting"),
                                   QStringLiteral("tables"),
                                   QStringLiteral("tests"),
                                   QStringLiteral("data_tests")};
    warnOfUnknownKeys(source, known, QStringLiteral("a source"), problems);
    std::vector<SourceSpec> tables;
    for (const YamlNode &table : readList(source, u"tables", problems)) {
        if (table.isMap())
            tables.push_back(readTable(table, base, config, problems));
        else
            problems.error(table.where(),
                           QStringLiteral("A table of a source must be a mapping with a name, not %1")
                               .arg(table.kindName()));
    }
    return tables;
}

} // namespace daybook::project
