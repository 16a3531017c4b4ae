#include "models/project/settings.h"

#include "models/project/yamlread.h"

#include <QRegularExpression>

namespace daybook::project {

using templating::Value;

namespace {

const QStringList &knownKeys()
{
    static const QStringList keys{QStringLiteral("name"),
                                  QStringLiteral("version"),
                                  QStringLiteral("config-version"),
                                  QStringLiteral("profile"),
                                  QStringLiteral("model-paths"),
                                  QStringLiteral("seed-paths"),
                                  QStringLiteral("test-paths"),
                                  QStringLiteral("macro-paths"),
                                  QStringLiteral("snapshot-paths"),
                                  QStringLiteral("analysis-paths"),
                                  QStringLiteral("docs-paths"),
                                  QStringLiteral("asset-paths"),
                                  QStringLiteral("function-paths"),
                                  QStringLiteral("target-path"),
                                  QStringLiteral("log-path"),
                                  QStringLiteral("packages-install-path"),
                                  QStringLiteral("clean-targets"),
                                  QStringLiteral("require-dbt-version"),
                                  QStringLiteral("quoting"),
                                  QStringLiteral("vars"),
                                  QStringLiteral("models"),
                                  QStringLiteral("seeds"),
                                  QStringLiteral("data_tests"),
                                  QStringLiteral("tests"),
                                  QStringLiteral("unit_tests"),
                                  QStringLiteral("sources"),
                                  QStringLiteral("snapshots"),
                                  QStringLiteral("analyses"),
                                  QStringLiteral("exposures"),
                                  QStringLiteral("metrics"),
                                  QStringLiteral("semantic-models"),
                                  QStringLiteral("saved-queries"),
                                  QStringLiteral("functions"),
                                  QStringLiteral("flags"),
                                  QStringLiteral("dispatch"),
                                  QStringLiteral("on-run-start"),
                                  QStringLiteral("on-run-end"),
                                  QStringLiteral("query-comment"),
                                  QStringLiteral("packages"),
                                  QStringLiteral("restrict-access"),
                                  QStringLiteral("dbt-cloud")};
    return keys;
}

void checkName(const YamlNode &root, const Settings &settings, Problems &problems)
{
    static const QRegularExpression form(QStringLiteral("^[^\\d\\W]\\w*$"),
                                         QRegularExpression::UseUnicodePropertiesOption);
    if (settings.name.isEmpty())
        problems.error(root.where(), QStringLiteral("The project has no name: add 'name: my_project'"));
    else if (!form.match(settings.name).hasMatch())
        problems.error(root.find(u"name").where(),
                       QStringLiteral("'%1' cannot be a project's name: use letters, digits and underscores, "
                                      "beginning with a letter")
                           .arg(settings.name));
}

QStringList readPaths(const YamlNode &root, QStringView key, const QString &standard, Problems &problems)
{
    QStringList paths;
    for (QString path : readTexts(root, key, problems, {standard})) {
        while (path.endsWith(QLatin1Char('/')))
            path.chop(1);
        if (path.startsWith(u"./"))
            path.remove(0, 2);
        if (path.startsWith(QLatin1Char('/')) || path.split(QLatin1Char('/')).contains(u".."))
            problems.error(
                root.find(key).where(),
                QStringLiteral("'%1' lies outside of the project: give a path within it").arg(path));
        else if (!path.isEmpty() && !paths.contains(path))
            paths.append(path);
    }
    return paths;
}

Value readTree(const YamlNode &root, QStringView key, Problems &problems)
{
    return readMap(root, key, problems).toValue();
}

void readTestTree(const YamlNode &root, Settings &settings, Problems &problems)
{
    if (root.contains(u"tests") && root.contains(u"data_tests"))
        problems.error(root.find(u"tests").where(),
                       QStringLiteral("'tests' and 'data_tests' mean the same: keep only data_tests"));
    settings.tests = readTree(root, root.contains(u"data_tests") ? u"data_tests" : u"tests", problems);
}

void readDispatch(const YamlNode &root, Settings &settings, Problems &problems)
{
    const YamlNode list = root.find(u"dispatch");
    for (const YamlNode &item : list.items()) {
        const QString scope = readText(item, u"macro_namespace", problems);
        const QStringList order = readTexts(item, u"search_order", problems, {});
        if (scope.isEmpty() || order.isEmpty())
            problems.error(item.where(), QStringLiteral("An item of dispatch wants a macro_namespace and a "
                                                        "search_order, a list of packages"));
        settings.dispatch.insert(scope, order);
    }
}

} // namespace

Settings readSettings(const QByteArray &text, const QString &file, Problems &problems)
{
    Settings settings;
    auto document = parseYaml(text, file);
    if (!document) {
        problems.add(document.error());
        return settings;
    }
    for (const Error &warning : document->warnings)
        problems.warning(warning.where.value(), warning.message);
    const YamlNode &root = document->root;
    if (!root.isMap()) {
        problems.error({file, 1, 1},
                       QStringLiteral("dbt_project.yml must be a mapping with at least a name"));
        return settings;
    }
    settings.name = readText(root, u"name", problems);
    checkName(root, settings, problems);
    settings.version = readText(root, u"version", problems);
    if (const QString number = readText(root, u"config-version", problems, QStringLiteral("2"));
        number != u"2")
        problems.error(root.find(u"config-version").where(),
                       QStringLiteral("config-version %1 is not supported: write 2").arg(number));
    settings.profile = readText(root, u"profile", problems, settings.name);
    settings.modelPaths = readPaths(root, u"model-paths", QStringLiteral("models"), problems);
    settings.seedPaths = readPaths(root, u"seed-paths", QStringLiteral("seeds"), problems);
    settings.testPaths = readPaths(root, u"test-paths", QStringLiteral("tests"), problems);
    settings.macroPaths = readPaths(root, u"macro-paths", QStringLiteral("macros"), problems);
    settings.snapshotPaths = readPaths(root, u"snapshot-paths", QStringLiteral("snapshots"), problems);
    settings.analysisPaths = readPaths(root, u"analysis-paths", QStringLiteral("analyses"), problems);
    if (root.contains(u"docs-paths"))
        settings.docsPaths = readPaths(root, u"docs-paths", QStringLiteral("docs"), problems);
    settings.packagesPath =
        readPaths(root, u"packages-install-path", QStringLiteral("dbt_packages"), problems).value(0);
    settings.onRunStart = readTexts(root, u"on-run-start", problems);
    settings.onRunEnd = readTexts(root, u"on-run-end", problems);
    readDispatch(root, settings, problems);
    settings.targetPath = readText(root, u"target-path", problems, QStringLiteral("target"));
    settings.cleanTargets = readTexts(root, u"clean-targets", problems, {settings.targetPath});
    settings.vars = readTree(root, u"vars", problems);
    settings.models = readTree(root, u"models", problems);
    settings.seeds = readTree(root, u"seeds", problems);
    settings.snapshots = readTree(root, u"snapshots", problems);
    settings.sources = readTree(root, u"sources", problems);
    settings.exposures = readTree(root, u"exposures", problems);
    settings.restrictAccess = readFlag(root, u"restrict-access", problems);
    readTestTree(root, settings, problems);
    warnOfUnknownKeys(root, knownKeys(), QStringLiteral("dbt_project.yml"), problems);
    return settings;
}

} // namespace daybook::project
