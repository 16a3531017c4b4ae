#include "models/build/sourcewait.h"

#include "models/build/freshness.h"
#include "models/core/waitfor.h"

namespace daybook::build {
namespace {

using project::SourceFreshness;
using Looked = Result<std::vector<SourceFreshness>>;

bool isStale(const SourceFreshness &source)
{
    return source.status == u"error" || source.status == u"runtime error";
}

QString described(const SourceFreshness &source, const project::Project &project)
{
    const QString name = project.find(source.uniqueId)->relation.toString();
    if (!source.error.isEmpty())
        return QStringLiteral("%1 could not be looked at: %2").arg(name, source.error);
    const bool isEmpty = source.newest.startsWith(u"0001-"); // how the look says that there is none
    return isEmpty ? QStringLiteral("%1 has no rows").arg(name)
                   : QStringLiteral("%1: its newest row is of %2").arg(name, source.newest);
}

QStringList staleAmong(const Looked &looked, const project::Project &project)
{
    if (!looked)
        return {looked.error().toString()};
    QStringList stale;
    for (const SourceFreshness &source : *looked) {
        if (isStale(source))
            stale << described(source, project);
    }
    return stale;
}

Error tooLate(const Looked &looked, const QStringList &stale, const QDateTime &deadline)
{
    if (!looked)
        return looked.error();
    return {.kind = ErrorKind::Source,
            .message =
                QStringLiteral("Not built: by %1 some sources were not fresh enough. See who delivers them, "
                               "and build again.")
                    .arg(deadline.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"))),
            .detail = stale.join(QLatin1Char('\n'))};
}

} // namespace

QCoro::Task<Result<void>> waitForSources(warehouse::ConnectionSpec spec, project::Project project,
                                         QStringList sources, SourceWait wait, StaleSink told,
                                         std::stop_token stop)
{
    while (true) {
        const Looked looked = co_await measureFreshness(spec, project, sources, stop);
        if (!looked && looked.error().kind != ErrorKind::Connection)
            co_return failure(looked.error());
        const QStringList stale = staleAmong(looked, project);
        if (stale.isEmpty())
            co_return Result<void>();
        const qint64 left = QDateTime::currentDateTimeUtc().msecsTo(wait.deadline);
        if (left <= 0)
            co_return failure(tooLate(looked, stale, wait.deadline));
        told(stale);
        co_await waitFor(std::min(wait.pause, std::chrono::milliseconds(left)), stop);
        if (stop.stop_requested())
            co_return failure(ErrorKind::Cancelled, QStringLiteral("Cancelled while waiting for sources."));
    }
}

} // namespace daybook::build
