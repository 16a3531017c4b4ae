#include "app/cli/warehousecommand.h"

#include "models/warehouse/localwarehouse.h"

namespace daybook::cli {
namespace {

using warehouse::LocalWarehouse;
using warehouse::LocalWarehouseOptions;
using warehouse::LocalWarehouseStatus;

LocalWarehouse localWarehouse(const CommandContext &context)
{
    return LocalWarehouse(LocalWarehouseOptions::fromEnvironment(context.environment));
}

QJsonObject toJson(const LocalWarehouseStatus &status)
{
    QJsonObject object{{QStringLiteral("state"), toString(status.state)},
                       {QStringLiteral("directory"), status.directory},
                       {QStringLiteral("log"), status.logFile},
                       {QStringLiteral("user"), status.user},
                       {QStringLiteral("dsn"), status.spec.toPublicString()}};
    if (status.dataVersion > 0)
        object.insert(QStringLiteral("dataVersion"), status.dataVersion);
    if (status.pid > 0) {
        object.insert(QStringLiteral("pid"), status.pid);
        object.insert(QStringLiteral("serverVersion"), status.serverVersion);
        object.insert(QStringLiteral("startedAt"), status.startedAt.toString(Qt::ISODate));
    }
    return object;
}

void show(const CommandContext &context, const LocalWarehouseStatus &status)
{
    Console &console = *context.console;
    if (console.isJson()) {
        console.print(toJson(status));
        return;
    }
    const bool running = status.state == LocalWarehouseStatus::State::Running;
    console.print(QStringLiteral("state    ") +
                  console.toned(running ? Tone::Good : Tone::Warning, toString(status.state)));
    if (status.pid > 0)
        console.print(QStringLiteral("server   PostgreSQL %1, process %2, since %3, as user %4")
                          .arg(status.serverVersion)
                          .arg(status.pid)
                          .arg(status.startedAt.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
                               status.user));
    else if (status.dataVersion > 0)
        console.print(QStringLiteral("data     of PostgreSQL %1").arg(status.dataVersion));
    console.print(QStringLiteral("folder   ") + status.directory);
    console.print(QStringLiteral("log      ") + status.logFile);
    console.print(QStringLiteral("connect  psql \"%1\"").arg(status.spec.toPublicString()));
}

void showDone(const CommandContext &context, const QString &state, const QString &line)
{
    if (context.console->isJson())
        context.console->print(QJsonObject{{QStringLiteral("state"), state}});
    else
        context.console->print(line);
}

} // namespace

Synopsis WarehouseCommand::synopsis() const
{
    return {
        .name = QStringLiteral("warehouse"),
        .summary = QStringLiteral("Start, stop and look after the local warehouse"),
        .positionals = {{.name = QStringLiteral("ACTION"),
                         .description = QStringLiteral("start, stop, status, dsn or destroy"),
                         .choices = {{QStringLiteral("start"),
                                      QStringLiteral("Start it; create it when there is none yet")},
                                     {QStringLiteral("stop"), QStringLiteral("Stop it; sessions end")},
                                     {QStringLiteral("status"),
                                      QStringLiteral("Say how it is; exit status 1 when it does not run")},
                                     {QStringLiteral("dsn"), QStringLiteral("Print how to connect to it")},
                                     {QStringLiteral("destroy"),
                                      QStringLiteral("Stop it and remove its data, with --yes")}}}},
        .options = {{.name = QStringLiteral("yes"),
                     .description = QStringLiteral("Mean it: destroy removes all data for good")}},
        .notes = QStringLiteral("It lives in $XDG_DATA_HOME/daybook/warehouse (for root in "
                                "/var/lib/daybook/warehouse),\nor in DAYBOOK_WAREHOUSE_DIR.")};
}

QCoro::Task<Result<int>> WarehouseCommand::run(CommandContext context)
{
    const QString action = context.arguments.positional(QStringLiteral("ACTION"));
    if (action == QStringLiteral("start"))
        co_return co_await start(context);
    if (action == QStringLiteral("stop"))
        co_return co_await stop(context);
    if (action == QStringLiteral("status"))
        co_return co_await status(context);
    if (action == QStringLiteral("destroy"))
        co_return co_await destroy(context);
    co_return dsn(context);
}

QCoro::Task<Result<int>> WarehouseCommand::start(CommandContext context)
{
    LocalWarehouse local = localWarehouse(context);
    const ProgressSink progress = context.console->progressSink();
    const Result<LocalWarehouseStatus> started = co_await local.start(progress, context.stop);
    if (!started)
        co_return failure(started.error());
    show(context, *started);
    co_return Proven;
}

QCoro::Task<Result<int>> WarehouseCommand::stop(CommandContext context)
{
    LocalWarehouse local = localWarehouse(context);
    const Result<void> stopped = co_await local.stop(context.stop);
    if (!stopped)
        co_return failure(stopped.error());
    showDone(context, QStringLiteral("stopped"), QStringLiteral("The local warehouse does not run."));
    co_return Proven;
}

QCoro::Task<Result<int>> WarehouseCommand::status(CommandContext context)
{
    LocalWarehouse local = localWarehouse(context);
    const Result<LocalWarehouseStatus> status = co_await local.status();
    if (!status)
        co_return failure(status.error());
    show(context, *status);
    co_return status->state == LocalWarehouseStatus::State::Running ? Proven : SomethingFailed;
}

QCoro::Task<Result<int>> WarehouseCommand::destroy(CommandContext context)
{
    LocalWarehouse local = localWarehouse(context);
    if (!context.arguments.has(QStringLiteral("yes")))
        co_return failure(
            ErrorKind::Usage,
            QStringLiteral("This removes the local warehouse and all data in it, for good: %1. Say "
                           "--yes if you mean it.")
                .arg(LocalWarehouseOptions::fromEnvironment(context.environment).directory));
    const Result<void> destroyed = co_await local.destroy(context.stop);
    if (!destroyed)
        co_return failure(destroyed.error());
    showDone(context, QStringLiteral("absent"), QStringLiteral("The local warehouse is gone."));
    co_return Proven;
}

Result<int> WarehouseCommand::dsn(const CommandContext &context)
{
    const Result<warehouse::ConnectionSpec> spec = localWarehouse(context).spec();
    if (!spec)
        return failure(spec.error());
    if (context.console->isJson())
        context.console->print(QJsonObject{{QStringLiteral("dsn"), spec->toPublicString()}});
    else
        context.console->print(spec->toPublicString());
    return Proven;
}

} // namespace daybook::cli
