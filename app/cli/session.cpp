#include "app/cli/session.h"

#include "models/project/profile.h"
#include "models/project/yaml.h"
#include "models/warehouse/localwarehouse.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QtConcurrentRun>

namespace daybook::cli {
namespace {

using warehouse::LocalWarehouse;
using warehouse::LocalWarehouseOptions;
using warehouse::LocalWarehouseStatus;
using workspace::ResolvedConnection;

/// A folder that was named, made absolute; empty when none was.
QString folder(const CommandContext &context, const QString &option)
{
    const QString named = context.arguments.text(option);
    return named.isEmpty() ? QString()
                           : QDir::cleanPath(QDir(context.workingDirectory).absoluteFilePath(named));
}

Result<templating::Value> variables(const Arguments &arguments)
{
    const QString text = arguments.text(QStringLiteral("vars"));
    if (text.isEmpty())
        return templating::Value::undefined();
    const auto document = project::parseYaml(text.toUtf8(), QStringLiteral("--vars"));
    if (document && document->root.isMap())
        return document->root.toValue();
    return failure(ErrorKind::Usage,
                   QStringLiteral("--vars must be a mapping, as YAML or JSON: --vars '{name: value}'."),
                   document ? QString() : document.error().toString());
}

Result<std::optional<int>> threads(const Arguments &arguments)
{
    const std::optional<qint64> number = arguments.number(QStringLiteral("threads"));
    if (!number)
        return std::nullopt;
    if (*number >= 1 && *number <= 1000)
        return std::optional(static_cast<int>(*number));
    return failure(ErrorKind::Usage, QStringLiteral("--threads must be from 1 to 1000."));
}

} // namespace

QString projectFolder(const CommandContext &context)
{
    const QString named = folder(context, QStringLiteral("project-dir"));
    return named.isEmpty() ? project::findProjectFolder(context.workingDirectory) : named;
}

Result<QString> targetFolder(const CommandContext &context)
{
    const QString found = projectFolder(context);
    const QDir folder(found.isEmpty() ? context.workingDirectory : found);
    const Result<project::ProjectHeader> header = project::headerOf(folder.path());
    return header ? Result<QString>(folder.absoluteFilePath(header->targetPath)) : failure(header.error());
}

Result<ResolvedConnection> resolveConnection(const CommandContext &context)
{
    const Result<std::optional<int>> number = threads(context.arguments);
    if (!number)
        return failure(number.error());
    const Arguments &arguments = context.arguments;
    return workspace::resolve({.dsn = arguments.text(QStringLiteral("dsn")),
                               .profilesDirectory = folder(context, QStringLiteral("profiles-dir")),
                               .projectDirectory = projectFolder(context),
                               .profile = arguments.text(QStringLiteral("profile")),
                               .target = arguments.text(QStringLiteral("target")),
                               .schema = arguments.text(QStringLiteral("schema")),
                               .threads = *number,
                               .environment = context.environment});
}

QCoro::Task<Result<warehouse::ConnectionSpec>> reach(ResolvedConnection connection, CommandContext context)
{
    if (!connection.isLocal)
        co_return connection.spec;
    LocalWarehouse local(LocalWarehouseOptions::fromEnvironment(context.environment));
    Result<LocalWarehouseStatus> status = co_await local.status();
    if (status && status->state != LocalWarehouseStatus::State::Running) {
        context.console->note(QStringLiteral("Starting the local warehouse in %1").arg(status->directory));
        const ProgressSink progress = context.console->progressSink();
        status = co_await local.start(progress, context.stop);
    }
    if (!status)
        co_return failure(status.error());
    co_return status->spec;
}

QCoro::Task<Result<project::Project>> loadProject(ResolvedConnection connection, CommandContext context)
{
    const Result<templating::Value> vars = variables(context.arguments);
    if (!vars)
        co_return failure(vars.error());
    const QString found = projectFolder(context);
    project::ProjectOptions options =
        workspace::projectOptions(connection, found.isEmpty() ? context.workingDirectory : found);
    options.vars = *vars;
    const QString storing = QStringLiteral("store-failures");
    options.storeFailures = context.arguments.knows(storing) && context.arguments.has(storing);
    const QFuture<Result<project::Project>> loading =
        QtConcurrent::run(project::Project::load, options, context.stop);
    co_return co_await loading;
}

QCoro::Task<Result<Session>> openServer(CommandContext context)
{
    const Result<ResolvedConnection> connection = resolveConnection(context);
    if (!connection)
        co_return failure(connection.error());
    const Result<warehouse::ConnectionSpec> spec = co_await reach(*connection, context);
    if (!spec)
        co_return failure(spec.error());
    Session session;
    session.spec = *spec;
    session.origin = connection->origin;
    co_return session;
}

QCoro::Task<Result<Session>> openProject(CommandContext context)
{
    const Result<ResolvedConnection> connection = resolveConnection(context);
    if (!connection)
        co_return failure(connection.error());
    const Result<project::Project> project = co_await loadProject(*connection, context);
    if (!project)
        co_return failure(project.error());
    Session session;
    session.origin = connection->origin;
    session.project = *project;
    co_return session;
}

QCoro::Task<Result<Session>> openSession(CommandContext context)
{
    Result<ResolvedConnection> connection = resolveConnection(context);
    if (!connection)
        co_return failure(connection.error());
    const Result<warehouse::ConnectionSpec> spec = co_await reach(*connection, context);
    if (!spec)
        co_return failure(spec.error());
    connection->spec = *spec;
    const Result<project::Project> project = co_await loadProject(*connection, context);
    if (!project)
        co_return failure(project.error());
    Session session;
    session.spec = *spec;
    session.origin = connection->origin;
    session.project = *project;
    co_return session;
}

} // namespace daybook::cli
