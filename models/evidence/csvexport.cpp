#include "models/evidence/csvexport.h"

#include "models/core/sha256.h"
#include "models/evidence/csvpipeline.h"
#include "models/evidence/exportsnapshot.h"
#include "models/evidence/filepair.h"
#include "models/evidence/totalscheck.h"

#include <QCoro/QCoroFuture>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSysInfo>
#include <QtConcurrentRun>

#include <cerrno>
#include <pwd.h>
#include <unistd.h>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

Error cancelled()
{
    return {.kind = ErrorKind::Cancelled, .message = u"Cancelled."_s};
}

/// What the steps of one export hand on to each other.
struct Job
{
    Connection::Pointer connection;
    ExportRequest request;
    std::stop_source halt; ///< whoever fails stops the others
    ProgressSink progress;
    Snapshot snapshot;
    std::optional<PartialFile> file; ///< until the pipeline has it
    QList<ExportColumn> columns;
    RoleColumns roles;
    std::optional<ControlTotals> reckoned; ///< by the server; nothing without roles, or not yet
    std::unique_ptr<CsvPipeline> pipeline;
    Manifest manifest;
    ExportOutcome outcome;
};

using JobPointer = std::shared_ptr<Job>;

/// Passes progress on ten times a second, and looks at the clock only now and then.
class Meter
{
public:
    explicit Meter(ProgressSink sink) : m_sink(std::move(sink)) { m_clock.start(); }
    /// `total` is 0 as long as nobody knows it.
    void count(qint64 total)
    {
        if (++m_rows % 1024 == 0 && m_sink && m_clock.hasExpired(100)) {
            m_clock.restart();
            m_sink({.done = m_rows, .total = total, .what = u"rows"_s});
        }
    }

private:
    ProgressSink m_sink;
    qint64 m_rows = -1; // the first line is the header
    QElapsedTimer m_clock;
};

Exporter exporterFor(const QString &program)
{
    const passwd *user = getpwuid(geteuid());
    return {.program = program,
            .version = QStringLiteral(DAYBOOK_VERSION),
            .user = user ? QString::fromLocal8Bit(user->pw_name) : QString::number(geteuid()),
            .host = QSysInfo::machineHostName()};
}

CsvRewriter rewriterFor(const Job &job)
{
    QList<bool> isText;
    for (const ExportColumn &column : job.columns)
        isText << column.isText;
    return CsvRewriter(job.request.profile, isText);
}

/// Opens the snapshot, and learns from it all that is to be known before the rows.
QCoro::Task<Result<void>> prepare(JobPointer job)
{
    const QString zone = job->request.period ? job->request.period->timeZone : u"UTC"_s;
    const std::stop_token stop = job->halt.get_token();
    const Result<Snapshot> snapshot = co_await openSnapshot(job->connection, zone, stop);
    if (!snapshot)
        co_return failure(snapshot.error());
    job->snapshot = *snapshot;
    job->manifest.server = snapshot->server;
    const QString query = unorderedQuery(job->request);
    const Result<QList<ExportColumn>> columns = co_await describeColumns(job->connection, query, stop);
    if (!columns)
        co_return failure(columns.error());
    job->columns = *columns;
    for (const ExportColumn &column : job->columns)
        job->manifest.columns << column.described;
    const Result<RoleColumns> roles = roleColumns(job->request.roles, job->manifest.columns);
    if (!roles)
        co_return failure(roles.error());
    job->roles = *roles;
    co_return checkExact(job->columns, job->roles);
}

/// Whether asking again could help.
bool isOfTheQuery(const Error &error)
{
    return error.kind == ErrorKind::Usage || error.kind == ErrorKind::Data;
}

/// The server's totals, in a session beside the copy's, so that nobody waits for one before the other.
QCoro::Task<Result<void>> reckonBeside(JobPointer job)
{
    if (!job->roles.any())
        co_return Result<void>();
    const std::stop_token stop = job->halt.get_token();
    const Result<Connection::Pointer> beside = co_await joinSnapshot(job->connection, job->snapshot, stop);
    if (!beside)
        co_return failure(beside.error());
    const QString query = unorderedQuery(job->request);
    const Result<ControlTotals> totals =
        co_await totalsOnServer(*beside, query, job->columns, job->roles, stop);
    if (!totals && isOfTheQuery(totals.error()))
        job->halt.request_stop();
    if (!totals)
        co_return failure(totals.error());
    job->reckoned = *totals;
    co_return Result<void>();
}

/// For who had no second session: the same, in the copy's own.
QCoro::Task<Result<void>> reckonAfter(JobPointer job)
{
    const QString query = unorderedQuery(job->request);
    const Result<ControlTotals> totals =
        co_await totalsOnServer(job->connection, query, job->columns, job->roles, job->halt.get_token());
    if (!totals)
        co_return failure(totals.error());
    job->reckoned = *totals;
    co_return Result<void>();
}

warehouse::CopySink sinkOf(const JobPointer &job)
{
    auto meter = std::make_shared<Meter>(job->progress);
    // The job holds the copy, not the other way round.
    return [job = job.get(), meter](QByteArrayView bytes) -> Result<void> {
        if (job->halt.stop_requested())
            return failure(cancelled());
        meter->count(job->reckoned ? job->reckoned->overall.rows : 0);
        Result<void> taken = job->pipeline->take(bytes);
        if (job->pipeline->isFull())
            job->connection->pauseCopy();
        return taken;
    };
}

/// COPY into the pipeline, and the pipeline onto the disk.
QCoro::Task<Result<void>> stream(JobPointer job)
{
    const auto resume = [connection = job->connection] {
        QMetaObject::invokeMethod(
            connection.get(), [connection] { connection->resumeCopy(); }, Qt::QueuedConnection);
    };
    job->pipeline =
        std::make_unique<CsvPipeline>(std::move(*job->file), rewriterFor(*job), job->roles, resume);
    job->file.reset();
    const QString copy = u"copy (\n%1\n) to stdout with (format csv, header)"_s.arg(job->manifest.sql);
    const warehouse::CopySink sink = sinkOf(job);
    const std::stop_token stop = job->halt.get_token();
    const Result<ResultSet> copied = co_await job->connection->copyOut(copy, sink, stop);
    const bool whole = copied && !stop.stop_requested();
    const QFuture<Result<void>> writing = whole ? job->pipeline->finish() : job->pipeline->abandon();
    const Result<void> written = co_await writing;
    if (!copied)
        co_return failure(copied.error());
    if (!written)
        co_return failure(written.error());
    job->outcome.rows = copied->affectedRows();
    co_return Result<void>();
}

/// The rows and the server's totals of the same snapshot.
QCoro::Task<Result<void>> streamAndReckon(JobPointer job)
{
    QCoro::Task<Result<void>> reckoning = reckonBeside(job);
    const Result<void> streamed = co_await stream(job);
    if (!streamed)
        job->halt.request_stop();
    const Result<void> reckoned = co_await reckoning;
    if (!reckoned && isOfTheQuery(reckoned.error()))
        co_return failure(reckoned.error());
    if (!streamed || reckoned)
        co_return streamed;
    co_return co_await reckonAfter(job);
}

/// The second opinion: what the file's bytes add up to, against what the server says.
Result<void> prove(Job &job)
{
    const CsvTally &tally = job.pipeline->tally();
    if (tally.header() != headerOf(job.manifest))
        return failure(ErrorKind::Internal, u"The file's header is not what the server announced: %1."_s.arg(
                                                tally.header().join(u", "_s)));
    const Result<ControlTotals> found = tally.totals();
    if (!found)
        return failure(found.error());
    ControlTotals server = {.byType = {}, .overall = {.rows = job.outcome.rows}};
    if (job.reckoned) {
        const bool typeIsText = job.roles.type >= 0 && job.columns[job.roles.type].isText;
        const Result<ControlTotals> written = asWritten(*job.reckoned, job.request.profile, typeIsText);
        if (!written)
            return failure(written.error());
        server = *written;
    }
    job.outcome.totals = server;
    return checkAgreement(server, *found);
}

Manifest manifestFor(Job &job)
{
    Manifest manifest = job.manifest;
    manifest.file = QFileInfo(job.outcome.path).fileName();
    manifest.sha256 = job.outcome.sha256 = job.pipeline->sha256();
    manifest.bytes = job.outcome.bytes = job.pipeline->bytes();
    manifest.rows = job.outcome.rows;
    manifest.roles = job.request.roles;
    manifest.totals = job.outcome.totals;
    manifest.sqlSha256 = Sha256::hexOf(manifest.sql.toUtf8());
    manifest.parameters = job.request.parameters;
    manifest.period = job.request.period;
    manifest.provenance = job.request.provenance;
    manifest.exporter = exporterFor(job.request.program);
    manifest.exportedAt = QDateTime::currentDateTimeUtc();
    return manifest;
}

/// Off the event loop: it waits for the disk.
Result<void> publish(JobPointer job)
{
    const QByteArray json = manifestFor(*job).toJson();
    job->outcome.manifestPath = manifestPathFor(job->outcome.path);
    job->outcome.manifestSha256 = Sha256::hexOf(json);
    Result<PartialFile> manifest = PartialFile::create(job->outcome.manifestPath);
    if (!manifest)
        return failure(manifest.error());
    return manifest->append(json).and_then([&] { return manifest->sync(); }).and_then([&] {
        return publishPair(job->pipeline->takeFile(), std::move(*manifest), job->outcome.path);
    });
}

Result<JobPointer> jobFor(Connection::Pointer connection, ExportRequest request, ProgressSink progress)
{
    const Result<QString> target = exportTarget(request.path);
    if (!target)
        return failure(target.error());
    if (connection->isInTransaction())
        return failure(ErrorKind::Conflict, u"The session is in a transaction; an export needs its own."_s);
    if (const QString manifest = manifestPathFor(*target); QFileInfo(manifest).isDir())
        return failure(fileError(u"write"_s, manifest, EISDIR));
    Result<PartialFile> file = PartialFile::create(*target);
    if (!file)
        return failure(file.error());
    auto job = std::make_shared<Job>();
    job->connection = std::move(connection);
    job->manifest.sql = orderedQuery(request);
    job->manifest.profile = request.profile;
    job->request = std::move(request);
    job->progress = std::move(progress);
    job->file = std::move(*file);
    job->outcome.path = *target;
    return job;
}

} // namespace

QCoro::Task<Result<ExportOutcome>> exportCsv(Connection::Pointer connection, ExportRequest request,
                                             std::stop_token stop, ProgressSink progress)
{
    const Result<JobPointer> begun = jobFor(connection, request, progress);
    if (!begun)
        co_return failure(begun.error());
    const JobPointer job = *begun;
    const std::stop_callback halt(stop, [job] { job->halt.request_stop(); });
    Result<void> done = co_await prepare(job);
    if (done)
        done = co_await streamAndReckon(job);
    // Nothing was changed, so there is nothing to commit; and this much is done even for who has stopped.
    if (connection->isInTransaction()) {
        const QString rollback = u"rollback"_s;
        co_await connection->execute(rollback);
    }
    if (done)
        done = prove(*job);
    if (!done)
        co_return failure(done.error());
    const QFuture<Result<void>> publishing = QtConcurrent::run(publish, job);
    const Result<void> published = co_await publishing;
    if (!published)
        co_return failure(published.error());
    co_return job->outcome;
}

} // namespace daybook::evidence
