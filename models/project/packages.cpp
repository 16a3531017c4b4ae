#include "models/project/packages.h"

#include <QDir>
#include <QFile>

namespace daybook::project {

using templating::Value;

namespace {

QStringList below(const QString &folder, const QStringList &paths)
{
    QStringList all;
    for (const QString &path : paths)
        all << folder + QLatin1Char('/') + path;
    return all;
}

/// The root's word counts: its variables for the package, its global ones, then the package's own; and its
/// trees of configuration over the package's.
void layRootOver(Settings &settings, const Settings &root)
{
    for (const auto part : {&Settings::vars, &Settings::models, &Settings::seeds, &Settings::tests,
                            &Settings::sources, &Settings::exposures}) {
        if ((root.*part).isDict())
            settings.*part = Value::merged(settings.*part, root.*part);
    }
    settings.dispatch = root.dispatch;
}

std::optional<Package> readPackage(const QString &directory, const QString &folder, const Settings &root,
                                   std::stop_token stop, Problems &problems)
{
    const QString path = folder + QStringLiteral("/dbt_project.yml");
    QFile file(QDir(directory).filePath(path));
    if (!file.open(QIODevice::ReadOnly)) {
        problems.error({path},
                       QStringLiteral("This package cannot be read (%1): run daybookctl deps, or remove "
                                      "its folder")
                           .arg(file.errorString()));
        return {};
    }
    const QByteArray text = file.readAll();
    Package package{.settings = readSettings(text, path, problems),
                    .files = {},
                    .settingsPath = path,
                    .settingsSha256 = QString::fromLatin1(Sha256::hexOf(text))};
    Settings &settings = package.settings;
    for (QStringList *paths : {&settings.modelPaths, &settings.seedPaths, &settings.testPaths,
                               &settings.macroPaths, &settings.snapshotPaths, &settings.analysisPaths})
        *paths = below(folder, *paths);
    if (settings.docsPaths)
        settings.docsPaths = below(folder, *settings.docsPaths);
    layRootOver(settings, root);
    package.files = readFiles(directory, settings, stop, problems);
    return package;
}

} // namespace

std::vector<Package> readPackages(const QString &directory, const Settings &root, std::stop_token stop,
                                  Problems &problems)
{
    std::vector<Package> packages;
    QHash<QString, QString> folders{{root.name, QStringLiteral("the project itself")}};
    const QDir installed(QDir(directory).filePath(root.packagesPath));
    for (const QString &name : installed.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString folder = root.packagesPath + QLatin1Char('/') + name;
        auto package = readPackage(directory, folder, root, stop, problems);
        if (!package)
            continue;
        const QString known = package->settings.name;
        if (folders.contains(known))
            problems.error({folder + QStringLiteral("/dbt_project.yml")},
                           QStringLiteral("The package '%1' is there twice, here and as %2: remove one")
                               .arg(known, folders.value(known)));
        folders.insert(known, folder);
        packages.push_back(std::move(*package));
    }
    return packages;
}

} // namespace daybook::project
