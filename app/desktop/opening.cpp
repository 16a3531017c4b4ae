#include "app/desktop/opening.h"

#include "models/core/whendone.h"
#include "models/project/profile.h"
#include "models/warehouse/localwarehouse.h"

#include <QDir>
#include <QtConcurrentRun>

namespace daybook::desktop {
namespace {

using workspace::ResolvedConnection;

QString absolute(const QString &folder)
{
    return folder.isEmpty() ? QString() : QDir::cleanPath(QDir::current().absoluteFilePath(folder));
}

bool looksLikeProduction(const QString &target)
{
    const QString name = target.toLower();
    return name == QStringLiteral("prod") || name == QStringLiteral("production") ||
           name == QStringLiteral("live");
}

} // namespace

Opening::Opening(Options options, QObject *parent) : QObject(parent), m_options(std::move(options))
{
    const QString named = absolute(m_options.projectDirectory);
    m_projectFolder = named.isEmpty() ? project::findProjectFolder(QDir::currentPath()) : named;
}

Opening::~Opening()
{
    m_stop.request_stop();
}

void Opening::begin()
{
    workspace::ConnectionRequest request{.dsn = m_options.dsn,
                                         .profilesDirectory = absolute(m_options.profilesDirectory),
                                         .projectDirectory = m_projectFolder,
                                         .profile = {},
                                         .target = m_options.target,
                                         .schema = m_options.schema,
                                         .threads = {},
                                         .environment = QProcessEnvironment::systemEnvironment()};
    const auto resolving = QtConcurrent::run([request] { return workspace::resolve(request); });
    whenDone(resolving, this, [this](const Result<ResolvedConnection> &resolved) { adopt(resolved); });
}

void Opening::adopt(const Result<ResolvedConnection> &resolved)
{
    if (!resolved) {
        Q_EMIT serverFailed(resolved.error());
        return;
    }
    m_connection = *resolved;
    m_production = m_options.production || looksLikeProduction(resolved->targetName);
    if (resolved->isLocal)
        startLocal(this, m_stop.get_token());
    else
        meet(resolved->spec);
}

views::ConnectionBadge Opening::badge() const
{
    return {.name = m_connection.isLocal ? tr("Local warehouse") : m_connection.targetName,
            .where = m_connection.spec.values().isEmpty() ? QString() : m_connection.spec.displayName(),
            .production = m_production,
            .readOnly = m_production && !m_options.allowChanges};
}

QCoro::Task<> Opening::startLocal(QPointer<Opening> opening, std::stop_token stop)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    warehouse::LocalWarehouse local(warehouse::LocalWarehouseOptions::fromEnvironment(environment));
    Result<warehouse::LocalWarehouseStatus> status = co_await local.status();
    const ProgressSink silent;
    if (status && status->state != warehouse::LocalWarehouseStatus::State::Running)
        status = co_await local.start(silent, stop);
    if (!opening)
        co_return;
    if (status)
        opening->meet(status->spec);
    else
        Q_EMIT opening->serverFailed(status.error());
}

void Opening::meet(const warehouse::ConnectionSpec &spec)
{
    m_connection.spec = spec;
    m_connection.spec.setReadOnly(badge().readOnly);
    Q_EMIT serverFound(m_connection.spec);
    readProject();
}

void Opening::readProject()
{
    if (m_projectFolder.isEmpty()) {
        Q_EMIT projectFailed(
            {.kind = ErrorKind::Usage,
             .message =
                 tr("There is no SQL project here. Start Daybook in its folder, or with --project-dir.")});
        return;
    }
    const project::ProjectOptions options = workspace::projectOptions(m_connection, m_projectFolder);
    const auto reading = QtConcurrent::run([options] { return project::Project::load(options); });
    whenDone(reading, this, [this](const Result<project::Project> &project) {
        if (project)
            Q_EMIT projectRead(*project);
        else
            Q_EMIT projectFailed(project.error());
    });
}

} // namespace daybook::desktop
