#include "app/cli/rollbackcommand.h"

#include "app/cli/buildreport.h"
#include "app/cli/session.h"
#include "models/build/versionarchive.h"
#include "models/core/format.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QTemporaryDir>
#include <QtConcurrentRun>

namespace daybook::cli {
namespace {

using build::PublishedVersion;
using warehouse::Connection;

QString described(const PublishedVersion &found)
{
    const QString commit = found.version ? QStringLiteral(", project version ") +
                                               formatCommit(found.version->commit, found.version->dirty)
                                         : QString();
    return QStringLiteral("Going back to the version that run %1 published on %2%3")
        .arg(QString::number(found.runId),
             found.startedAt.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")), commit);
}

build::BuildRequest requestFor(const PublishedVersion &found, const project::Project &project)
{
    build::BuildRequest request;
    request.command = build::Command::Build;
    request.threads = project.options().threads;
    request.program = QStringLiteral("daybookctl");
    request.republishes = found.runId;
    request.republishedVersion = found.version;
    return request;
}

QCoro::Task<Result<Connection::Pointer>> openHistory(warehouse::ConnectionSpec spec, std::stop_token stop)
{
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(spec, stop);
    const Result<Connection::Pointer> opened = co_await opening;
    if (!opened)
        co_return opened;
    const Result<int> schema = co_await warehouse::ensureSystemSchema(*opened, stop);
    if (!schema)
        co_return failure(schema.error());
    co_return opened;
}

/// The version as a project, from files written to `folder`.
QCoro::Task<Result<project::Project>> read(Connection::Pointer connection, PublishedVersion found,
                                           project::ProjectOptions options, std::stop_token stop)
{
    const Result<void> restored =
        co_await build::restoreVersion(connection, found.projectHash, options.directory);
    if (!restored)
        co_return failure(restored.error());
    if (!found.vars.isEmpty())
        options.vars = templating::Value::fromJson(found.vars.toUtf8()).value_or(templating::Value());
    const QFuture<Result<project::Project>> loading =
        QtConcurrent::run(project::Project::load, options, stop);
    co_return co_await loading;
}

QCoro::Task<Result<int>> rebuild(warehouse::ConnectionSpec spec, project::Project project,
                                 PublishedVersion found, CommandContext context)
{
    build::BuildService service(spec, project);
    BuildReport report(service, context.console);
    const Result<build::RunOutcome> outcome =
        co_await service.build(requestFor(found, project), context.stop);
    if (!outcome)
        co_return failure(outcome.error());
    report.printOutcome(*outcome);
    co_return outcome->exitStatus();
}

} // namespace

Synopsis RollbackCommand::synopsis() const
{
    return {
        .name = QStringLiteral("rollback"),
        .summary = QStringLiteral("Publish the version of the project before the live one, once more"),
        .options = {{.name = QStringLiteral("to"),
                     .kind = Option::Kind::Number,
                     .valueName = QStringLiteral("RUN"),
                     .description = QStringLiteral("The run whose version is meant (see daybookctl runs)")}},
        .notes = QStringLiteral(
            "The version's own files, kept when it was published, are built on today's data, checked, and "
            "published only if proven. The project's folder stays as it is: mend it before the next build.")};
}

QCoro::Task<Result<int>> RollbackCommand::run(CommandContext context)
{
    const QString folder = projectFolder(context);
    const Result<project::ProjectHeader> header =
        project::headerOf(folder.isEmpty() ? context.workingDirectory : folder);
    if (!header)
        co_return failure(header.error());
    Result<workspace::ResolvedConnection> connection = resolveConnection(context);
    if (!connection)
        co_return failure(connection.error());
    const Result<warehouse::ConnectionSpec> spec = co_await reach(*connection, context);
    if (!spec)
        co_return failure(spec.error());
    connection->spec = *spec;
    const Result<Connection::Pointer> opened = co_await openHistory(*spec, context.stop);
    if (!opened)
        co_return failure(opened.error());
    const qint64 wanted = context.arguments.number(QStringLiteral("to")).value_or(0);
    const Result<PublishedVersion> found =
        co_await build::versionToRepublish(*opened, header->name, connection->targetSchema, wanted);
    if (!found)
        co_return failure(found.error());
    const QTemporaryDir place;
    if (!place.isValid())
        co_return failure(ErrorKind::Io, place.errorString());
    const Result<project::Project> project =
        co_await read(*opened, *found, workspace::projectOptions(*connection, place.path()), context.stop);
    if (!project)
        co_return failure(project.error());
    context.console->note(described(*found));
    const Result<int> status = co_await rebuild(*spec, *project, *found, context);
    const Result<QStringList> unknown = co_await build::relationsUnknownTo(*opened, *project);
    for (const QString &relation : unknown.value_or(QStringList()))
        context.console->note(
            QStringLiteral("%1 stays as it is: that version does not know it.").arg(relation));
    co_return status;
}

} // namespace daybook::cli
