// Models with versions: what a properties file says of one holds for each of its versions, unless that says
// otherwise.
#include "models/project/config.h"
#include "models/project/properties.h"
#include "models/project/yamlread.h"

#include <algorithm>

namespace daybook::project {

using templating::Value;

namespace {

/// Which of the model's columns a version has: `include` and `exclude` of its list.
class Included
{
public:
    static Included read(const std::vector<YamlNode> &columns, Problems &problems)
    {
        Included included;
        bool known = false;
        for (const YamlNode &item : columns) {
            if (!isOne(item))
                continue;
            if (known)
                problems.error(item.where(),
                               QStringLiteral("A version can have one include or exclude: merge the two"));
            known = true;
            included.take(item, problems);
        }
        return included;
    }

    static bool isOne(const YamlNode &item) { return item.contains(u"include") || item.contains(u"exclude"); }

    bool has(const QString &column) const
    {
        return (m_all || m_names.contains(column)) && !m_not.contains(column);
    }

private:
    void take(const YamlNode &item, Problems &problems)
    {
        const QStringList include = readTexts(item, u"include", problems, {QStringLiteral("all")});
        m_not = readTexts(item, u"exclude", problems);
        m_all = include == QStringList{QStringLiteral("all")} || include == QStringList{QStringLiteral("*")};
        if (!m_all)
            m_names = include;
        if (!m_all && !item.find(u"include").isList() && item.contains(u"include"))
            problems.error(item.where(), QStringLiteral("include must be all, * or a list of columns"));
        if (!m_all && !m_not.isEmpty())
            problems.error(item.where(), QStringLiteral("exclude goes with include: all alone"));
    }

    bool m_all = true;
    QStringList m_names;
    QStringList m_not;
};

std::vector<ColumnSpec> columnsOf(const NodeSpec &model, const YamlNode &version, Problems &problems)
{
    const auto written = readList(version, u"columns", problems);
    const Included included = Included::read(written, problems);
    std::vector<ColumnSpec> columns;
    std::copy_if(model.columns.begin(), model.columns.end(), std::back_inserter(columns),
                 [&](const ColumnSpec &column) { return included.has(column.column.name); });
    for (const YamlNode &item : written) {
        if (Included::isOne(item))
            continue;
        ColumnSpec own = readColumn(item, problems);
        const auto same = std::find_if(columns.begin(), columns.end(), [&own](const ColumnSpec &column) {
            return column.column.name == own.column.name;
        });
        if (same == columns.end())
            columns.push_back(std::move(own));
        else
            *same = std::move(own);
    }
    return columns;
}

NodeSpec readVersion(const NodeSpec &model, const YamlNode &map, Problems &problems)
{
    static const QStringList known{QStringLiteral("v"),
                                   QStringLiteral("defined_in"),
                                   QStringLiteral("description"),
                                   QStringLiteral("access"),
                                   QStringLiteral("config"),
                                   QStringLiteral("constraints"),
                                   QStringLiteral("docs"),
                                   QStringLiteral("tests"),
                                   QStringLiteral("data_tests"),
                                   QStringLiteral("columns"),
                                   QStringLiteral("meta"),
                                   QStringLiteral("tags"),
                                   QStringLiteral("deprecation_date")};
    NodeSpec spec = model;
    spec.where = map.where();
    warnOfUnknownKeys(map, known, QStringLiteral("a version of a model"), problems);
    spec.version = ModelVersion{map.find(u"v").toValue(), {}};
    const QString number = spec.version->number.toString();
    if (!map.isMap() || !spec.version->number.isPresent() || number.isEmpty())
        problems.error(map.where(), QStringLiteral("A version of the model '%1' needs a number or a name: "
                                                   "write '- v: 1'")
                                        .arg(model.name));
    spec.file = readText(map, u"defined_in", problems, model.name + QStringLiteral("_v") + number);
    spec.description = readText(map, u"description", problems, model.description);
    spec.config = Value::merged(
        model.config, readConfigOf(map, {QStringLiteral("docs"), QStringLiteral("access")}, problems));
    spec.columns = columnsOf(model, map, problems);
    if (map.contains(u"constraints"))
        spec.constraints = readConstraints(map, problems);
    if (map.contains(u"tests") || map.contains(u"data_tests"))
        spec.tests = readTests(map, problems);
    spec.deprecationDate = readText(map, u"deprecation_date", problems);
    return spec;
}

void refuseTwice(const std::vector<NodeSpec> &versions, Problems &problems)
{
    QStringList seen;
    for (const NodeSpec &spec : versions) {
        const QString number = spec.version->number.toString();
        if (seen.contains(number))
            problems.error(spec.where, QStringLiteral("The version '%1' of the model '%2' is there twice: "
                                                      "remove one, or number it anew")
                                           .arg(number, spec.name));
        seen.append(number);
    }
}

} // namespace

std::vector<NodeSpec> readModelSpecs(const YamlNode &map, Problems &problems)
{
    NodeSpec model = readNodeSpec(map, QStringLiteral("a model"), problems);
    std::vector<NodeSpec> versions;
    for (const YamlNode &item : readList(map, u"versions", problems))
        versions.push_back(readVersion(model, item, problems));
    const Value named = map.find(u"latest_version").toValue();
    if (versions.empty() && !named.isPresent()) {
        model.deprecationDate = readText(map, u"deprecation_date", problems);
        versions.push_back(std::move(model));
        return versions;
    }
    refuseTwice(versions, problems);
    const auto isNamed = [&named](const NodeSpec &spec) {
        return spec.version->number.toString() == named.toString();
    };
    auto latest = std::max_element(versions.begin(), versions.end(), [](const auto &a, const auto &b) {
        return ModelVersion::isBefore(a.version->number, b.version->number);
    });
    if (named.isPresent()) {
        latest = std::find_if(versions.begin(), versions.end(), isNamed);
        if (latest == versions.end()) {
            problems.error(map.find(u"latest_version").where(),
                           QStringLiteral("latest_version %1 is none of the versions of the model '%2': "
                                          "add it to them, or name another")
                               .arg(named.toString(), model.name));
            return versions;
        }
    }
    const Value number = latest->version->number;
    for (NodeSpec &spec : versions)
        spec.version->latest = number;
    return versions;
}

} // namespace daybook::project
