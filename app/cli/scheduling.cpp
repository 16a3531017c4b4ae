#include "app/cli/scheduling.h"

#include "models/build/sourcedrift.h"
#include "models/project/daybookmeta.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTimeZone>

namespace daybook::cli {
namespace {

constexpr int RetriesUnlessSaid = 2;
constexpr qint64 PollSecondsUnlessSaid = 30;

QString waitOption()
{
    return QStringLiteral("wait-for-sources");
}

/// Nothing for what is no duration.
std::optional<qint64> secondsIn(const QString &text)
{
    static const QRegularExpression shape(
        QStringLiteral("^(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?$"));
    const QRegularExpressionMatch match = shape.match(text);
    if (text.isEmpty() || !match.hasMatch())
        return std::nullopt;
    return match.captured(1).toLongLong() * 3600 + match.captured(2).toLongLong() * 60 +
           match.captured(3).toLongLong();
}

/// What is read and says how old it may be.
Result<QStringList> sourcesToWaitFor(const project::Project &project, const build::BuildRequest &request)
{
    const Result<build::Plan> plan = build::Plan::make(project, request, QStringLiteral("unused"));
    if (!plan)
        return failure(plan.error());
    QStringList sources;
    for (const QString &id : build::sourcesRead(project, *plan).keys()) {
        const auto freshness = project::freshnessOf(*project.find(id));
        if (freshness && freshness->errorAfter)
            sources << id;
    }
    if (sources.isEmpty())
        return failure(
            ErrorKind::Usage,
            QStringLiteral("--wait-for-sources: no source that is read says how old it may be. Give one a "
                           "freshness with error_after."));
    return sources;
}

} // namespace

QList<Option> schedulingOptions()
{
    return {
        {.name = waitOption(),
         .kind = Option::Kind::Text,
         .valueName = QStringLiteral("UNTIL"),
         .description =
             QStringLiteral("Begin once all sources that are read are younger than their error_after; "
                            "give up after a time (90s, 45m, 1h30m) or at one of today (09:30)")},
        {.name = QStringLiteral("poll-seconds"),
         .kind = Option::Kind::Number,
         .valueName = QStringLiteral("N"),
         .description =
             QStringLiteral("How often to look at them meanwhile (default: %1)").arg(PollSecondsUnlessSaid)},
        {.name = QStringLiteral("retries"),
         .kind = Option::Kind::Number,
         .valueName = QStringLiteral("N"),
         .description =
             QStringLiteral("How often to begin anew after an unreachable server, a lost connection "
                            "or a serialization failure (default: %1)")
                 .arg(RetriesUnlessSaid)},
        {.name = QStringLiteral("accept-source-drift"),
         .description =
             QStringLiteral("Build though columns, types or values of sources have changed, and take "
                            "them as they are from now on")}};
}

Result<QDateTime> deadlineFrom(const QString &text, const QDateTime &now, const QTimeZone &timeZone)
{
    if (const auto seconds = secondsIn(text))
        return now.addSecs(*seconds).toTimeZone(timeZone);
    const QTime time = QTime::fromString(text, QStringLiteral("HH:mm"));
    if (time.isValid())
        return QDateTime(now.toTimeZone(timeZone).date(), time, timeZone);
    return failure(
        ErrorKind::Usage,
        QStringLiteral("--wait-for-sources takes a time to wait like 90s, 45m or 1h30m, or a time of today "
                       "like 09:30, not \"%1\".")
            .arg(text));
}

QTimeZone closingTimeZone(const project::Project &project)
{
    const Result<const project::Node *> report = project::findDailyReport(project);
    const Result<project::DaybookMeta> meta =
        report ? project::readDaybookMeta(**report) : Result<project::DaybookMeta>(failure(report.error()));
    return meta ? QTimeZone(meta->timeZone) : QTimeZone::systemTimeZone();
}

void applyScheduling(const Arguments &arguments, build::BuildRequest &request)
{
    request.retries =
        static_cast<int>(arguments.number(QStringLiteral("retries")).value_or(RetriesUnlessSaid));
    request.acceptsDrift = arguments.has(QStringLiteral("accept-source-drift"));
}

QCoro::Task<Result<void>> awaitSources(CommandContext context, warehouse::ConnectionSpec spec,
                                       project::Project project, build::BuildRequest request)
{
    if (!context.arguments.has(waitOption()))
        co_return Result<void>();
    const Result<QDateTime> deadline = deadlineFrom(
        context.arguments.text(waitOption()), QDateTime::currentDateTimeUtc(), closingTimeZone(project));
    if (!deadline)
        co_return failure(deadline.error());
    const Result<QStringList> sources = sourcesToWaitFor(project, request);
    if (!sources)
        co_return failure(sources.error());
    const qint64 seconds =
        context.arguments.number(QStringLiteral("poll-seconds")).value_or(PollSecondsUnlessSaid);
    const build::SourceWait wait{*deadline, std::chrono::seconds(std::max<qint64>(seconds, 1))};
    const auto console = context.console;
    const build::StaleSink told = [console, until = *deadline](const QStringList &stale) {
        console->event(
            QStringLiteral("waiting"),
            {{QStringLiteral("until"), until.toString(Qt::ISODate)},
             {QStringLiteral("sources"), QJsonArray::fromStringList(stale)}},
            QStringLiteral("Waiting until %1: %2")
                .arg(until.toString(QStringLiteral("HH:mm:ss t")), stale.join(QStringLiteral("; "))));
    };
    co_return co_await build::waitForSources(spec, project, *sources, wait, told, context.stop);
}

} // namespace daybook::cli
