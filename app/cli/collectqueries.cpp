#include "app/cli/collectqueries.h"

#include "app/cli/session.h"
#include "models/operations/queries/querycollector.h"

namespace daybook::cli {
namespace {

using operations::CollectorNews;
using operations::CollectorSummary;
using operations::QueryCollectorOptions;

Result<QueryCollectorOptions> optionsOf(const Arguments &arguments)
{
    QueryCollectorOptions options;
    const auto number = [&](const char *name, qint64 fallback) {
        return arguments.number(QString::fromLatin1(name)).value_or(fallback);
    };
    const qint64 interval = number("interval", 1);
    const qint64 slow = number("slow-seconds", 2);
    const qint64 burst = number("burst-count", 3);
    if (interval < 1 || interval > 3600)
        return failure(ErrorKind::Usage, QStringLiteral("--interval must be from 1 to 3600 seconds."));
    if (slow < 1 || slow > 86'400)
        return failure(ErrorKind::Usage, QStringLiteral("--slow-seconds must be from 1 to 86400."));
    if (burst < 2 || burst > 10'000)
        return failure(ErrorKind::Usage, QStringLiteral("--burst-count must be from 2 to 10000."));
    const qint64 keep = number("keep-days", options.keepDays);
    if (keep < 1 || keep > 36'500)
        return failure(ErrorKind::Usage, QStringLiteral("--keep-days must be from 1 to 36500."));
    options.interval = std::chrono::seconds(interval);
    options.slowMs = slow * 1000;
    options.burstCount = static_cast<int>(burst);
    options.keepDays = static_cast<int>(keep);
    options.keepLiterals = arguments.has(QStringLiteral("keep-literals"));
    options.once = arguments.has(QStringLiteral("once"));
    if (const auto seconds = arguments.number(QStringLiteral("for")))
        options.until = std::chrono::seconds(*seconds);
    return options;
}

void show(Console &console, const CollectorSummary &summary)
{
    if (console.isJson())
        console.print(QJsonObject{{QStringLiteral("samples"), summary.samples},
                                  {QStringLiteral("executions"), summary.executions},
                                  {QStringLiteral("waits"), summary.waits},
                                  {QStringLiteral("bursts"), summary.bursts}});
    else
        console.print(
            QStringLiteral(
                "Looked %1 times; wrote %2 records of executions and %3 of waits for locks; %4 bursts.")
                .arg(summary.samples)
                .arg(summary.executions)
                .arg(summary.waits)
                .arg(summary.bursts));
}

} // namespace

QList<Option> collectQueriesOptions()
{
    const auto number = [](const char *name, const char *value, const char *description) {
        return Option{.name = QString::fromLatin1(name),
                      .kind = Option::Kind::Number,
                      .valueName = QString::fromLatin1(value),
                      .description = QString::fromLatin1(description)};
    };
    return {
        number("interval", "SECONDS", "Look every so many seconds (default: 1)"),
        number("slow-seconds", "SECONDS", "Slow is what takes so long (default: 2)"),
        number("burst-count", "N", "So many that become slow within a second are a burst (default: 3)"),
        {.name = QStringLiteral("keep-literals"),
         .description = QStringLiteral("Keep the values within statements, too (they may be secrets)")},
        {.name = QStringLiteral("once"), .description = QStringLiteral("Take what there is now, and end")},
        number("for", "SECONDS", "End after so many seconds"),
        number("keep-days", "N", "Remove what is older (defaults below)")};
}

QString collectQueriesNotes()
{
    return QStringLiteral("queries: keeps %1 days; looks at the sessions of the whole server.")
        .arg(QueryCollectorOptions().keepDays);
}

QCoro::Task<Result<int>> collectQueries(CommandContext context)
{
    const Result<QueryCollectorOptions> options = optionsOf(context.arguments);
    if (!options)
        co_return failure(options.error());
    const Result<Session> session = co_await openServer(context);
    if (!session)
        co_return failure(session.error());
    const std::shared_ptr<Console> console = context.console;
    operations::QueryCollector collector(session->spec, *options, [console](const CollectorNews &news) {
        console->event(news.kind, {{QStringLiteral("message"), news.text}}, news.text);
    });
    console->note(QStringLiteral("Collecting statements of %1").arg(session->spec.displayName()));
    const Result<CollectorSummary> summary = co_await collector.run(context.stop);
    if (!summary)
        co_return failure(summary.error());
    show(*console, *summary);
    co_return Proven;
}

} // namespace daybook::cli
