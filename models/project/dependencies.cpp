#include "models/project/dependencies.h"

#include "models/project/settings.h"
#include "models/project/yamlread.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <deque>

namespace daybook::project {

namespace {

/// A package that is asked for.
struct Wanted
{
    QString local; ///< a folder; or
    QString git;   ///< a repository
    QString revision;
    QString subdirectory;
    QString base; ///< the folder of the project that asks
    Location where;

    QString origin() const { return local.isEmpty() ? git : local; }
};

Error broken(const QString &message, const QString &detail = {})
{
    return {.kind = ErrorKind::Io, .message = message, .detail = detail};
}

void readWanted(const YamlNode &item, const QString &base, std::deque<Wanted> &wanted, Problems &problems)
{
    Wanted one{.local = readText(item, u"local", problems),
               .git = readText(item, u"git", problems),
               .revision = readText(item, u"revision", problems),
               .subdirectory = readText(item, u"subdirectory", problems),
               .base = base,
               .where = item.where()};
    if (const QString hub = readText(item, u"package", problems); !hub.isEmpty()) {
        if (hub == u"dbt-labs/dbt_utils")
            problems.warning(one.where,
                             QStringLiteral("dbt_utils comes with Daybook in part; for all of it name its "
                                            "repository with git:"));
        else
            problems.error(one.where,
                           QStringLiteral("'%1' is a package of dbt's hub, which is not asked: name its "
                                          "repository with git: and revision:")
                               .arg(hub));
        return;
    }
    if (one.local.isEmpty() == one.git.isEmpty())
        problems.error(one.where, QStringLiteral("A package is either 'local: folder' or 'git: repository'"));
    else
        wanted.push_back(std::move(one));
}

/// What the project in `directory` asks for; nothing when it asks for nothing.
Result<std::deque<Wanted>> readRequests(const QString &directory, const InstallReport &report)
{
    std::deque<Wanted> wanted;
    Problems problems;
    for (const QString &name : {QStringLiteral("packages.yml"), QStringLiteral("dependencies.yml")}) {
        QFile file(QDir(directory).filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto document = parseYaml(file.readAll(), file.fileName());
        if (!document)
            return failure(document.error());
        for (const YamlNode &item : readList(document->root, u"packages", problems))
            readWanted(item, directory, wanted, problems);
    }
    for (const QString &warning : problems.warnings())
        report(warning);
    if (problems.hasErrors())
        return failure(problems.toError());
    return wanted;
}

/// The name in a package's dbt_project.yml, and where packages go.
Result<Settings> settingsIn(const QString &directory)
{
    QFile file(QDir(directory).filePath(QStringLiteral("dbt_project.yml")));
    if (!file.open(QIODevice::ReadOnly))
        return failure(broken(QStringLiteral("There is no dbt_project.yml in %1, so it is no package")
                                  .arg(QDir::toNativeSeparators(directory))));
    Problems problems;
    Settings settings = readSettings(file.readAll(), file.fileName(), problems);
    return problems.hasErrors() ? Result<Settings>(failure(problems.toError())) : settings;
}

Result<void> copyFolder(const QString &from, const QString &to, const QString &without)
{
    const QDir source(from);
    QDirIterator walk(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = source.relativeFilePath(walk.next());
        const QString top = path.section(u'/', 0, 0);
        if (top == u".git" || top == u"target" || top == u"logs" || top == without)
            continue;
        const QString target = to + u'/' + path;
        if (!QDir().mkpath(target.section(u'/', 0, -2)) || !QFile::copy(walk.filePath(), target))
            return failure(
                broken(QStringLiteral("%1 cannot be copied to %2: check the rights, and the room on the disk")
                           .arg(walk.filePath(), target)));
    }
    return {};
}

Result<void> git(const QStringList &arguments, std::stop_token stop)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), arguments);
    if (!process.waitForStarted())
        return failure(broken(QStringLiteral("git cannot be started: install it")));
    while (!process.waitForFinished(100)) {
        if (process.state() == QProcess::NotRunning)
            break;
        if (stop.stop_requested()) {
            process.kill();
            process.waitForFinished();
            return failure(ErrorKind::Cancelled, QStringLiteral("Cancelled."));
        }
    }
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    return failure(broken(QStringLiteral("git could not %1").arg(arguments.join(u' ')),
                          QString::fromLocal8Bit(process.readAllStandardError()).trimmed()));
}

/// Brings the package into `folder`, and gives the folder in it that holds the project.
Result<QString> fetch(const Wanted &wanted, const QString &folder, std::stop_token stop)
{
    if (!wanted.local.isEmpty())
        return QDir::cleanPath(QDir(wanted.base).absoluteFilePath(wanted.local));
    if (wanted.git.startsWith(u'-') || wanted.revision.startsWith(u'-'))
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("A repository or revision cannot begin with a dash"),
                        .where = wanted.where});
    auto done = git(
        {QStringLiteral("clone"), QStringLiteral("--quiet"), QStringLiteral("--"), wanted.git, folder}, stop);
    if (done && !wanted.revision.isEmpty())
        done = git({QStringLiteral("-C"), folder, QStringLiteral("checkout"), QStringLiteral("--quiet"),
                    wanted.revision},
                   stop);
    if (!done)
        return failure(done.error());
    const QString project = QDir::cleanPath(folder + u'/' + wanted.subdirectory);
    if (project != folder && !project.startsWith(folder + u'/'))
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("The subdirectory '%1' lies outside of the repository")
                                       .arg(wanted.subdirectory),
                        .where = wanted.where});
    return project;
}

/// Copies the project in `from` to where packages go, and there by one rename into its place.
Result<QString> putInPlace(const QString &from, const QString &packages)
{
    const auto settings = settingsIn(from);
    if (!settings)
        return failure(settings.error());
    if (!QDir().mkpath(packages))
        return failure(broken(QStringLiteral("The folder %1 cannot be made").arg(packages)));
    QTemporaryDir staging(packages + QStringLiteral("/.installing-XXXXXX"));
    if (!staging.isValid())
        return failure(
            broken(QStringLiteral("Nothing can be written to %1: %2").arg(packages, staging.errorString())));
    if (auto copied = copyFolder(from, staging.filePath(QStringLiteral("new")), settings->packagesPath);
        !copied)
        return failure(copied.error());
    const QString place = packages + u'/' + settings->name;
    if (QFileInfo::exists(place) && !QDir().rename(place, staging.filePath(QStringLiteral("old"))))
        return failure(broken(QStringLiteral("%1 cannot be replaced").arg(place)));
    if (!QDir().rename(staging.filePath(QStringLiteral("new")), place))
        return failure(broken(QStringLiteral("%1 cannot be put in place").arg(place)));
    return settings->name;
}

} // namespace

Result<QStringList> installPackages(const QString &directory, const InstallReport &report,
                                    std::stop_token stop)
{
    const auto root = settingsIn(directory);
    if (!root)
        return failure(root.error());
    const QString packages = QDir(directory).absoluteFilePath(root->packagesPath);
    auto wanted = readRequests(directory, report);
    QStringList installed;
    while (wanted && !wanted->empty()) {
        const Wanted next = std::move(wanted->front());
        wanted->pop_front();
        const QTemporaryDir folder;
        const auto from = fetch(next, folder.path() + QStringLiteral("/repository"), stop);
        if (!from)
            return failure(from.error());
        const auto name = putInPlace(*from, packages);
        if (!name)
            return failure(name.error());
        report(QStringLiteral("%1, from %2").arg(*name, next.origin()));
        if (installed.contains(*name))
            continue;
        installed << *name;
        auto more = readRequests(*from, report);
        if (!more)
            return failure(more.error());
        wanted->insert(wanted->end(), more->begin(), more->end());
    }
    return wanted ? Result<QStringList>(installed) : failure(wanted.error());
}

} // namespace daybook::project
