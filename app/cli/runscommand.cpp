#include "app/cli/runscommand.h"

#include "app/cli/session.h"
#include "app/cli/texttable.h"
#include "models/build/runhistory.h"
#include "models/core/format.h"

#include <QJsonArray>

namespace daybook::cli {
namespace {

using build::RunNode;
using build::RunSummary;
using Align = TextTable::Align;

QString local(const QDateTime &time)
{
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QString();
}

QString seconds(const QDateTime &from, const QDateTime &to)
{
    if (!from.isValid() || !to.isValid())
        return {};
    const qint64 hundredths = from.msecsTo(to) / 10;
    return QStringLiteral("%1.%2").arg(hundredths / 100).arg(hundredths % 100, 2, 10, QLatin1Char('0'));
}

QStringList asTable(const QList<RunSummary> &runs)
{
    TextTable table({{QStringLiteral("Run"), Align::Right},
                     {QStringLiteral("Project")},
                     {QStringLiteral("Outcome")},
                     {QStringLiteral("Started")},
                     {QStringLiteral("Seconds"), Align::Right},
                     {QStringLiteral("Models"), Align::Right},
                     {QStringLiteral("Checks passed"), Align::Right},
                     {QStringLiteral("By")}});
    for (const RunSummary &run : runs)
        table.addRow({QString::number(run.runId), run.project, build::toString(run.state),
                      local(run.startedAt), seconds(run.startedAt, run.finishedAt),
                      QString::number(run.models),
                      QStringLiteral("%1/%2").arg(run.checksPassed).arg(run.checks),
                      run.startedBy + QLatin1Char('@') + run.host});
    return table.lines();
}

QStringList heading(const RunSummary &run)
{
    QStringList lines{QStringLiteral("Run %1: %2 of %3 in %4, %5")
                          .arg(QString::number(run.runId), run.command, run.project, run.targetSchema,
                               build::toString(run.state)),
                      QStringLiteral("Started %1 by %2@%3 with %4")
                          .arg(local(run.startedAt), run.startedBy, run.host, run.program)};
    if (!run.gitCommit.isEmpty())
        lines << QStringLiteral("Project version ") + formatCommit(run.gitCommit, run.gitDirty);
    if (run.republishes != 0)
        lines << QStringLiteral("Goes back to the version of run %1").arg(run.republishes);
    if (run.error)
        lines << run.error->message;
    return lines << QString();
}

QStringList asTable(const QList<RunNode> &nodes)
{
    TextTable table({{QStringLiteral("Step")},
                     {QStringLiteral("Name")},
                     {QStringLiteral("Outcome")},
                     {QStringLiteral("Seconds"), Align::Right},
                     {QStringLiteral("Rows"), Align::Right},
                     {QStringLiteral("Failures"), Align::Right}});
    const auto number = [](const std::optional<qint64> &value) {
        return value ? Decimal(*value).toGroupedString() : QString();
    };
    for (const RunNode &node : nodes)
        table.addRow({project::toString(node.outcome.type), node.outcome.name,
                      build::toString(node.outcome.state),
                      seconds(node.outcome.startedAt, node.outcome.finishedAt), number(node.outcome.rows),
                      number(node.outcome.failures)});
    return table.lines();
}

QJsonObject toJson(const RunSummary &run)
{
    const bool known = !run.gitCommit.isEmpty();
    QJsonObject json{{QStringLiteral("run_id"), run.runId},
                     {QStringLiteral("project"), run.project},
                     {QStringLiteral("command"), run.command},
                     {QStringLiteral("state"), build::toString(run.state)},
                     {QStringLiteral("started_at"), run.startedAt.toUTC().toString(Qt::ISODateWithMs)},
                     {QStringLiteral("finished_at"), run.finishedAt.toUTC().toString(Qt::ISODateWithMs)},
                     {QStringLiteral("started_by"), run.startedBy},
                     {QStringLiteral("host"), run.host},
                     {QStringLiteral("program"), run.program},
                     {QStringLiteral("git_commit"), known ? QJsonValue(run.gitCommit) : QJsonValue()},
                     {QStringLiteral("git_dirty"), known ? QJsonValue(run.gitDirty) : QJsonValue()},
                     {QStringLiteral("models"), run.models},
                     {QStringLiteral("checks"), run.checks},
                     {QStringLiteral("checks_passed"), run.checksPassed}};
    if (run.republishes != 0)
        json.insert(QStringLiteral("republishes"), run.republishes);
    if (run.error)
        json.insert(QStringLiteral("error"), cli::toJson(*run.error));
    return json;
}

QJsonObject toJson(const RunNode &node)
{
    QJsonObject json{{QStringLiteral("unique_id"), node.outcome.uniqueId},
                     {QStringLiteral("name"), node.outcome.name},
                     {QStringLiteral("resource_type"), project::toString(node.outcome.type)},
                     {QStringLiteral("state"), build::toString(node.outcome.state)}};
    if (node.outcome.rows)
        json.insert(QStringLiteral("rows"), *node.outcome.rows);
    if (node.outcome.failures)
        json.insert(QStringLiteral("failures"), *node.outcome.failures);
    if (node.outcome.error)
        json.insert(QStringLiteral("error"), cli::toJson(*node.outcome.error));
    return json;
}

template <typename Item> QJsonArray toJson(const QList<Item> &items)
{
    QJsonArray array;
    for (const Item &item : items)
        array.append(toJson(item));
    return array;
}

void print(Console &console, const QList<RunSummary> &runs)
{
    if (console.isJson())
        console.print(QJsonObject{{QStringLiteral("runs"), toJson(runs)}});
    else
        console.print(asTable(runs));
}

void print(Console &console, const RunSummary &run, const QList<RunNode> &nodes)
{
    if (console.isJson())
        console.print(
            QJsonObject{{QStringLiteral("run"), toJson(run)}, {QStringLiteral("steps"), toJson(nodes)}});
    else
        console.print(heading(run) + asTable(nodes));
}

} // namespace

Synopsis RunsCommand::synopsis() const
{
    return {.name = QStringLiteral("runs"),
            .summary = QStringLiteral("List the last runs, or the steps of one"),
            .positionals = {{.name = QStringLiteral("RUN"),
                             .description = QStringLiteral("The number of a run, for its steps"),
                             .choices = {},
                             .optional = true}},
            .options = {{QStringLiteral("limit"), Option::Kind::Number, QStringLiteral("N"),
                         QStringLiteral("So many runs (20)")}}};
}

QCoro::Task<Result<int>> RunsCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openServer(context);
    if (!session)
        co_return failure(session.error());
    warehouse::Pool pool(session->spec, 1);
    build::RunHistory history(pool);
    const QString word = context.arguments.positional(QStringLiteral("RUN"));
    if (word.isEmpty()) {
        const int limit = static_cast<int>(context.arguments.number(QStringLiteral("limit")).value_or(20));
        const Result<QList<RunSummary>> runs = co_await history.recent(QString(), limit, context.stop);
        if (!runs)
            co_return failure(runs.error());
        print(*context.console, *runs);
        co_return Proven;
    }
    bool isNumber = false;
    const qint64 runId = word.toLongLong(&isNumber);
    if (!isNumber)
        co_return failure(ErrorKind::Usage, QStringLiteral("\"%1\" is not the number of a run.").arg(word));
    const Result<std::optional<RunSummary>> summary = co_await history.run(runId, context.stop);
    if (!summary)
        co_return failure(summary.error());
    if (!*summary)
        co_return failure(ErrorKind::Usage, QStringLiteral("There is no run %1.").arg(runId));
    const Result<QList<RunNode>> nodes = co_await history.nodes(runId, context.stop);
    if (!nodes)
        co_return failure(nodes.error());
    print(*context.console, **summary, *nodes);
    co_return Proven;
}

} // namespace daybook::cli
