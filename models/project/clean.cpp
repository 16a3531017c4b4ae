#include "models/project/clean.h"

#include "models/project/settings.h"
#include "models/project/sourceversion.h"

#include <QDir>
#include <QDirIterator>

namespace daybook::project {

namespace {

/// Where a link ends is what counts.
QString real(const QString &path)
{
    return QFileInfo(path).canonicalFilePath();
}

bool isWithin(const QString &inner, const QString &outer)
{
    return inner == outer || inner.startsWith(outer + QLatin1Char('/'));
}

tl::unexpected<Error> refusal(const QString &target, const QString &why)
{
    return failure(
        {.kind = ErrorKind::Usage,
         .message =
             QStringLiteral("'%1' %2, so nothing is removed: take it out of clean-targets").arg(target, why),
         .where = Location{QStringLiteral("dbt_project.yml")}});
}

QStringList sourcePaths(const Settings &settings)
{
    return settings.modelPaths + settings.seedPaths + settings.testPaths + settings.macroPaths +
           settings.snapshotPaths + settings.analysisPaths + QStringList{QStringLiteral("dbt_project.yml")};
}

/// A repository below `path` whose files somebody has changed, or that cannot tell; else empty.
QString changedRepository(const QString &path)
{
    QDirIterator walk(path, {QStringLiteral(".git")}, QDir::Dirs | QDir::Files | QDir::Hidden,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        const QString repository = walk.fileInfo().path();
        const auto version = sourceVersion(repository);
        if (!version || !*version || (*version)->dirty)
            return repository;
    }
    return {};
}

/// The folder or file to remove; empty when there is none. Error: Usage, when it must stay.
Result<QString> removable(const QDir &project, const Settings &settings, const QString &target)
{
    if (target.trimmed().isEmpty())
        return refusal(target, QStringLiteral("names no folder"));
    const QString root = real(project.path());
    const QString named = QDir::cleanPath(project.absoluteFilePath(target));
    if (!QFileInfo::exists(named))
        return isWithin(named, QDir::cleanPath(project.absolutePath()))
                   ? Result<QString>(QString())
                   : refusal(target, QStringLiteral("lies outside of the project"));
    const QString path = real(named);
    if (path == root || isWithin(root, path))
        return refusal(target, QStringLiteral("is the project itself"));
    if (root.isEmpty() || !isWithin(path, root))
        return refusal(target, QStringLiteral("lies outside of the project"));
    for (const QString &source : sourcePaths(settings)) {
        const QString kept = real(project.filePath(source));
        if (!kept.isEmpty() && (isWithin(kept, path) || isWithin(path, kept)))
            return refusal(target, QStringLiteral("holds what the project is made of (%1)").arg(source));
    }
    const QString changed = changedRepository(path);
    if (!changed.isEmpty())
        return refusal(target, QStringLiteral("holds changes that are not committed (%1)").arg(changed));
    return path;
}

bool remove(const QString &path)
{
    const QFileInfo info(path);
    return info.isDir() && !info.isSymLink() ? QDir(path).removeRecursively() : QFile::remove(path);
}

Result<Settings> settingsOf(const QDir &project)
{
    const QString name = QStringLiteral("dbt_project.yml");
    QFile file(project.filePath(name));
    if (!file.open(QIODevice::ReadOnly))
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("This file cannot be read (%1): go to a project's folder, "
                                                  "or name it with --project-dir")
                                       .arg(file.errorString()),
                        .where = Location{file.fileName()}});
    Problems problems;
    Settings settings = readSettings(file.readAll(), name, problems);
    return problems.hasErrors() ? Result<Settings>(failure(problems.toError())) : settings;
}

} // namespace

Result<QStringList> cleanProject(const QString &directory)
{
    const QDir project(directory);
    const auto settings = settingsOf(project);
    if (!settings)
        return failure(settings.error());
    QStringList paths;
    for (const QString &target : settings->cleanTargets) {
        const auto path = removable(project, *settings, target);
        if (!path)
            return failure(path.error());
        if (!path->isEmpty() && !paths.contains(*path))
            paths.append(*path);
    }
    for (const QString &path : std::as_const(paths)) {
        if (QFileInfo::exists(path) && !remove(path))
            return failure({.kind = ErrorKind::Io,
                            .message = QStringLiteral("This cannot be removed: check its permissions"),
                            .where = Location{path}});
    }
    return paths;
}

} // namespace daybook::project
