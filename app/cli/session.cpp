#include "app/cli/session.h"

#include "models/project/yaml.h"

#include <QDir>
#include <QtConcurrentRun>

#include <QCoro/QCoroFuture>

namespace daybook::cli {
namespace {

QString projectDirectory(const CommandContext &context)
{
    return QDir(context.workingDirectory).absoluteFilePath(context.arguments.text(QStringLiteral("project-dir"), QStringLiteral(".")));
}

} // namespace

QCoro::Task<Result<Session>> openServer(CommandContext context)
{
    Session session;
    const QString dsn = context.arguments.text(QStringLiteral("dsn"), context.environment.value(QStringLiteral("DAYBOOK_DSN")));
    const auto spec = warehouse::ConnectionSpec::fromConnectionString(dsn);
    if (!spec)
        co_return failure(spec.error());
    session.spec = *spec;
    session.origin = QStringLiteral("--dsn");
    co_return session;
}

QCoro::Task<Result<Session>> openProject(CommandContext context)
{
    Session session;
    project::ProjectOptions options;
    options.directory = projectDirectory(context);
    options.targetSchema = context.arguments.text(QStringLiteral("schema"), QStringLiteral("daybook_close"));
    if (const auto threads = context.arguments.number(QStringLiteral("threads")))
        options.threads = static_cast<int>(*threads);
    const QFuture<Result<project::Project>> loading = QtConcurrent::run(project::Project::load, options, context.stop);
    const Result<project::Project> loaded = co_await loading;
    if (!loaded)
        co_return failure(loaded.error());
    session.project = *loaded;
    co_return session;
}

QCoro::Task<Result<Session>> openSession(CommandContext context)
{
    const Result<Session> server = co_await openServer(context);
    if (!server)
        co_return failure(server.error());
    Result<Session> session = co_await openProject(context);
    if (session) {
        session->spec = server->spec;
        session->origin = server->origin;
    }
    co_return session;
}

} // namespace daybook::cli
