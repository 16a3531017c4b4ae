#include "models/operations/rebalances/rebalancecollector.h"

#include "models/core/waitfor.h"
#include "models/operations/rebalances/offsetslog.h"
#include "models/operations/rebalances/rebalancestore.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QThreadPool>
#include <QtConcurrentRun>

namespace daybook::operations {
namespace {

using namespace std::chrono_literals;
using EventKind = CollectEvent::Kind;

constexpr auto ReadWait = 250ms;
constexpr auto FirstPause = 1s;
constexpr auto LongestPause = 30s;
constexpr qsizetype LongestGroup = 500; // as a part of a key
constexpr qint64 SaveMilliseconds = 1000;
constexpr qint64 ForgetMilliseconds = 3'600'000;

/// Goes by when it is tried again later.
bool isPassing(const Error &error)
{
    return error.kind == ErrorKind::Connection || error.kind == ErrorKind::Source;
}

class Collector
{
public:
    Collector(warehouse::ConnectionSpec spec, CollectRequest request, CollectSink sink, std::stop_token stop)
        : m_spec(std::move(spec))
        , m_request(std::move(request))
        , m_sink(std::move(sink))
        , m_stop(std::move(stop))
    {
        m_thread.setMaxThreadCount(1);
        for (const QString &pattern : m_request.groups)
            m_groups.append(QRegularExpression(QRegularExpression::wildcardToRegularExpression(
                pattern, QRegularExpression::UnanchoredWildcardConversion)));
        for (QRegularExpression &pattern : m_groups)
            pattern.setPattern(QRegularExpression::anchoredPattern(pattern.pattern()));
    }
    ~Collector() { m_thread.waitForDone(); }

    QCoro::Task<Result<CollectSummary>> run();

private:
    QCoro::Task<Result<void>> follow();
    QCoro::Task<Result<void>> openWarehouse();
    QCoro::Task<Result<void>> openLog();
    QCoro::Task<Result<void>> readOn();
    QCoro::Task<Result<void>> save();
    QCoro::Task<Result<void>> sampleLag();
    QCoro::Task<Result<void>> forgetOld();

    void take(const LogBatch &batch);
    void takeRecord(const LoggedRecord &record);
    void noteUnreadable(const QString &reason);
    bool isWanted(const QString &group) const;
    bool isSaveDue(const LogBatch &batch);
    void closeLog();
    void say(EventKind kind, const QString &text = {}, const Error &error = {});
    void sayEntries(const QList<Rebalance> &entries);

    warehouse::ConnectionSpec m_spec;
    CollectRequest m_request;
    CollectSink m_sink;
    std::stop_token m_stop;
    QList<QRegularExpression> m_groups;
    QThreadPool m_thread; ///< where librdkafka is waited for
    CollectSummary m_summary;
    QSet<QString> m_unreadableSaid;
    bool m_isTroubled = false;

    // As long as both ends are there.
    warehouse::Connection::Pointer m_connection;
    std::shared_ptr<OffsetsLog> m_log;
    std::optional<RebalanceStore> m_store;
    Timeline m_timeline;
    StoredStep m_step; ///< read, and not stored yet
    bool m_isCaughtUp = false;
    QElapsedTimer m_sinceSave;
    QElapsedTimer m_sinceLag;
    QElapsedTimer m_sinceForget;
};

void Collector::say(EventKind kind, const QString &text, const Error &error)
{
    m_sink({kind, text, {}, error});
}

bool Collector::isWanted(const QString &group) const
{
    return m_groups.isEmpty() ||
           std::any_of(m_groups.begin(), m_groups.end(), [&group](const QRegularExpression &pattern) {
               return pattern.match(group).hasMatch();
           });
}

void Collector::noteUnreadable(const QString &reason)
{
    constexpr qsizetype mostSaid = 50;
    ++m_summary.unreadable;
    if (m_unreadableSaid.contains(reason) || m_unreadableSaid.size() >= mostSaid)
        return;
    m_unreadableSaid += reason;
    say(EventKind::Unreadable, reason);
}

void Collector::takeRecord(const LoggedRecord &logged)
{
    ++m_summary.records;
    const auto record = readOffsetsRecord(
        logged.key, logged.value ? std::optional<QByteArrayView>(*logged.value) : std::nullopt);
    if (!record)
        return noteUnreadable(record.error().message);
    if (!logged.at.isValid())
        return noteUnreadable(QStringLiteral("A record of __consumer_offsets has no time."));
    if (record->group.size() > LongestGroup)
        return noteUnreadable(
            QStringLiteral("A group's name is longer than %1 characters; it is left out.").arg(LongestGroup));
    if (isWanted(record->group))
        m_timeline.add(logged.partition, *record, logged.at);
}

void Collector::take(const LogBatch &batch)
{
    for (const int partition : batch.lost) {
        m_timeline.noteLoss(partition);
        say(EventKind::Lost,
            QStringLiteral("Partition %1 of __consumer_offsets no longer has what comes next: rebalances in "
                           "between may have been missed. It is read from its beginning.")
                .arg(partition));
    }
    for (const LoggedRecord &record : batch.records)
        takeRecord(record);
    for (auto it = batch.next.cbegin(); it != batch.next.cend(); ++it)
        m_step.to.insert(it.key(), *it);
    m_step.entries += m_timeline.takeChanges();
    m_step.states += m_timeline.takeChangedStates();
    m_step.offsets += m_timeline.takeChangedOffsets();
}

bool Collector::isSaveDue(const LogBatch &batch)
{
    return !m_step.isEmpty() && (!m_step.entries.isEmpty() || (m_request.once && batch.atEnd) ||
                                 m_sinceSave.hasExpired(SaveMilliseconds));
}

void Collector::sayEntries(const QList<Rebalance> &entries)
{
    for (const Rebalance &entry : entries) {
        if (entry.isOpen())
            continue;
        ++m_summary.entries;
        m_summary.missed += entry.kind == Rebalance::Kind::Missed;
        m_sink({EventKind::Entry, {}, entry, {}});
    }
}

QCoro::Task<Result<void>> Collector::save()
{
    const StoredStep step = std::exchange(m_step, {});
    m_step.from = m_step.to = step.to;
    m_sinceSave.start();
    const Result<void> saved = co_await m_store->save(step, &m_timeline);
    if (saved)
        sayEntries(step.entries);
    co_return saved;
}

QCoro::Task<Result<void>> Collector::sampleLag()
{
    QSet<Partition> all;
    for (const GroupHistory &history : m_timeline.groups())
        for (auto it = history.offsets.keyBegin(); it != history.offsets.keyEnd(); ++it)
            all += *it;
    m_sinceLag.start();
    if (all.isEmpty())
        co_return Result<void>();
    const QFuture<Result<QMap<Partition, qint64>>> asked = QtConcurrent::run(
        &m_thread, [log = m_log, partitions = all.values()] { return log->ends(partitions); });
    const Result<QMap<Partition, qint64>> ends = co_await asked;
    if (!ends)
        co_return failure(ends.error());
    const QList<LagSample> samples = lagSamples(m_timeline.groups(), *ends);
    m_summary.lagSamples += samples.size();
    const Result<void> saved = co_await m_store->saveLag(samples);
    if (saved)
        say(EventKind::LagSampled);
    co_return saved;
}

QCoro::Task<Result<void>> Collector::forgetOld()
{
    if (m_sinceForget.isValid() && !m_sinceForget.hasExpired(ForgetMilliseconds))
        co_return Result<void>();
    m_sinceForget.start();
    co_return co_await m_store->forget(m_request.keepDays);
}

QCoro::Task<Result<void>> Collector::readOn()
{
    const QFuture<Result<LogBatch>> reading =
        QtConcurrent::run(&m_thread, [log = m_log] { return log->read(ReadWait); });
    const Result<LogBatch> batch = co_await reading;
    if (!batch)
        co_return failure(batch.error());
    take(*batch);
    Result<void> done;
    if (isSaveDue(*batch))
        done = co_await save();
    if (!done || !batch->atEnd)
        co_return done;
    if (!std::exchange(m_isCaughtUp, true))
        say(EventKind::CaughtUp);
    const bool isLagDue = m_request.lagInterval > 0s &&
                          (!m_sinceLag.isValid() ||
                           m_sinceLag.hasExpired(std::chrono::milliseconds(m_request.lagInterval).count()));
    if (isLagDue)
        done = co_await sampleLag();
    if (done)
        done = co_await forgetOld();
    co_return done;
}

QCoro::Task<Result<void>> Collector::openWarehouse()
{
    const QFuture<Result<warehouse::Connection::Pointer>> opening =
        warehouse::Connection::open(m_spec, m_stop);
    const Result<warehouse::Connection::Pointer> connection = co_await opening;
    if (!connection)
        co_return failure(connection.error());
    m_connection = *connection;
    if (!m_connection->dialect().has(warehouse::Dialect::Feature::Json))
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("Rebalances cannot be kept on %1 yet. Give a PostgreSQL with --dsn.")
                              .arg(m_connection->dialect().name()));
    const Result<int> version = co_await warehouse::ensureSystemSchema(m_connection, m_stop);
    co_return version ? Result<void>() : failure(version.error());
}

QCoro::Task<Result<void>> Collector::openLog()
{
    const QFuture<Result<std::shared_ptr<OffsetsLog>>> opening = QtConcurrent::run(
        &m_thread, [options = m_request.kafka, stop = m_stop] { return OffsetsLog::open(options, stop); });
    const Result<std::shared_ptr<OffsetsLog>> log = co_await opening;
    if (!log)
        co_return failure(log.error());
    m_log = *log;
    m_summary.cluster = m_log->cluster();
    m_store.emplace(m_connection, m_log->cluster());
    m_timeline = {};
    m_step = {};
    m_isCaughtUp = false;
    m_sinceSave.start();
    const Result<QMap<int, qint64>> positions = co_await m_store->load(&m_timeline, m_stop);
    if (!positions)
        co_return failure(positions.error());
    m_step.from = m_step.to = *positions;
    const QFuture<Result<void>> starting =
        QtConcurrent::run(&m_thread, [log = m_log, begin = *positions] { return log->start(begin); });
    co_return co_await starting;
}

void Collector::closeLog()
{
    m_store.reset();
    m_connection.reset();
    // Taking leave of brokers may take a moment, which the event loop has not.
    m_thread.start([log = std::exchange(m_log, {})]() mutable { log.reset(); });
}

QCoro::Task<Result<void>> Collector::follow()
{
    Result<void> done = co_await openWarehouse();
    if (done)
        done = co_await openLog();
    if (!done)
        co_return done;
    say(m_isTroubled ? EventKind::Recovered : EventKind::Reading, m_summary.cluster);
    m_isTroubled = false;
    while (done && !m_stop.stop_requested() && !(m_request.once && m_isCaughtUp))
        done = co_await readOn();
    if (done && !m_step.isEmpty())
        done = co_await save();
    co_return done;
}

QCoro::Task<Result<CollectSummary>> Collector::run()
{
    std::chrono::milliseconds pause = FirstPause;
    while (true) {
        const Result<void> ended = co_await follow();
        closeLog();
        if (ended || m_stop.stop_requested())
            co_return m_summary;
        if (m_request.once || !isPassing(ended.error()))
            co_return failure(ended.error());
        if (m_isTroubled)
            pause = std::min<std::chrono::milliseconds>(pause * 2, LongestPause);
        else
            pause = FirstPause;
        if (!std::exchange(m_isTroubled, true))
            say(EventKind::Trouble, {}, ended.error());
        co_await waitFor(pause, m_stop);
    }
}

} // namespace

QCoro::Task<Result<CollectSummary>> collectRebalances(warehouse::ConnectionSpec spec, CollectRequest request,
                                                      CollectSink sink, std::stop_token stop)
{
    Collector collector(std::move(spec), std::move(request), std::move(sink), std::move(stop));
    co_return co_await collector.run();
}

} // namespace daybook::operations
