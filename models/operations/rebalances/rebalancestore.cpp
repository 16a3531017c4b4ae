#include "models/operations/rebalances/rebalancestore.h"

#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>

namespace daybook::operations {
namespace {

using warehouse::askShipped;
using warehouse::ResultSet;

QString positionsOf(const StoredStep &step)
{
    QJsonArray all;
    for (auto it = step.to.cbegin(); it != step.to.cend(); ++it) {
        const qint64 from = step.from.value(it.key());
        if (!step.from.contains(it.key()) || from != *it)
            all.append(QJsonObject{{QStringLiteral("partition"), it.key()},
                                   {QStringLiteral("from"), from},
                                   {QStringLiteral("to"), *it}});
    }
    return compactJson(all);
}

QString groupsOf(const StoredStep &step, const Timeline &timeline)
{
    QJsonArray all;
    for (const QString &group : step.states + step.offsets) {
        const auto history = timeline.groups().constFind(group);
        const bool isNew = step.states.contains(group);
        const auto base64 = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); };
        QJsonObject json{{QStringLiteral("group"), group},
                         {QStringLiteral("partition"), history->topicPartition}};
        if (isNew)
            json.insert(QStringLiteral("state"), base64(toBytes(history->state)));
        if (step.offsets.contains(group))
            json.insert(QStringLiteral("offsets"), base64(toBytes(history->offsets)));
        all.append(json);
    }
    return compactJson(all);
}

QString entriesOf(const StoredStep &step)
{
    QJsonArray all;
    for (const Rebalance &entry : step.entries)
        all.append(toJson(entry));
    return compactJson(all);
}

template <typename T> QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QString samplesOf(const QList<LagSample> &samples)
{
    QJsonArray all;
    for (const LagSample &sample : samples)
        all.append(QJsonObject{
            {QStringLiteral("group"), sample.group},
            {QStringLiteral("topic"), sample.topic},
            {QStringLiteral("lag"), orNull(sample.lag)},
            {QStringLiteral("lag_max"), orNull(sample.lagMax)},
            {QStringLiteral("partitions"), sample.partitions},
            {QStringLiteral("unknown"), sample.unknown},
            {QStringLiteral("last_commit_at"), sample.lastCommit.isValid()
                                                   ? QJsonValue(sample.lastCommit.toString(Qt::ISODateWithMs))
                                                   : QJsonValue()}});
    return compactJson(all);
}

} // namespace

QList<LagSample> lagSamples(const QMap<QString, GroupHistory> &groups, const QMap<Partition, qint64> &ends)
{
    QList<LagSample> samples;
    for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
        QMap<QString, LagSample> topics;
        for (auto it = group->offsets.cbegin(); it != group->offsets.cend(); ++it) {
            LagSample &sample = topics[it.key().topic];
            sample.group = group.key();
            sample.topic = it.key().topic;
            if (!sample.lastCommit.isValid() || it->at > sample.lastCommit)
                sample.lastCommit = it->at;
            const auto end = ends.constFind(it.key());
            if (end == ends.constEnd()) {
                ++sample.unknown;
                continue;
            }
            ++sample.partitions;
            const qint64 behind = std::max<qint64>(*end - it->offset, 0);
            sample.lag = sample.lag.value_or(0) + behind;
            sample.lagMax = std::max(sample.lagMax.value_or(0), behind);
        }
        samples += topics.values();
    }
    return samples;
}

QCoro::Task<Result<QMap<int, qint64>>> RebalanceStore::load(Timeline *timeline, std::stop_token stop)
{
    const QList<warehouse::Parameter> cluster{m_cluster};
    // The groups first: what another collector writes in between makes the positions newer, and then our
    // first step is refused.
    const QFuture<Result<ResultSet>> asked =
        askShipped(m_connection, u"system/operations/rebalances/groups", cluster, stop);
    const Result<ResultSet> groups = co_await asked;
    if (!groups)
        co_return failure(groups.error());
    const QFuture<Result<ResultSet>> asking =
        askShipped(m_connection, u"system/operations/rebalances/positions", cluster, stop);
    const Result<ResultSet> rows = co_await asking;
    if (!rows)
        co_return failure(rows.error());
    const auto bytes = [&groups](int row, int column) {
        return QByteArray::fromBase64(groups->text(row, column).remove(QLatin1Char('\n')).toLatin1());
    };
    for (int row = 0; row < groups->rowCount(); ++row) {
        GroupHistory history;
        history.topicPartition = static_cast<int>(groups->integer(row, 1).value_or(0));
        history.state = groupStateFrom(bytes(row, 2)).value_or(GroupState());
        history.offsets = groupOffsetsFrom(bytes(row, 3)).value_or(GroupOffsets());
        timeline->restore(groups->text(row, 0), history);
    }
    QMap<int, qint64> positions;
    for (int row = 0; row < rows->rowCount(); ++row)
        positions.insert(static_cast<int>(rows->integer(row, 0).value_or(0)),
                         rows->integer(row, 1).value_or(0));
    co_return positions;
}

QCoro::Task<Result<qint64>> RebalanceStore::tell(QString statement, QString json)
{
    const QList<warehouse::Parameter> values{m_cluster, json};
    const QFuture<Result<ResultSet>> asked =
        askShipped(m_connection, QStringLiteral("system/operations/rebalances/") + statement, values);
    const Result<ResultSet> done = co_await asked;
    co_return done ? Result<qint64>(done->affectedRows()) : failure(done.error());
}

QCoro::Task<Result<void>> RebalanceStore::saveParts(StoredStep step, const Timeline *timeline)
{
    const QString positions = positionsOf(step);
    const QString savePositions = QStringLiteral("save_positions");
    const Result<qint64> written = co_await tell(savePositions, positions);
    if (!written)
        co_return failure(written.error());
    if (*written != QJsonDocument::fromJson(positions.toUtf8()).array().size())
        co_return failure(
            ErrorKind::Conflict,
            QStringLiteral("Another `daybookctl collect kafka` reads this cluster into the same "
                           "warehouse. One is enough: stop the other, or this one."));
    const QString entries = entriesOf(step);
    const QString saveEntries = QStringLiteral("save_entries");
    Result<qint64> done = co_await tell(saveEntries, entries);
    if (!done)
        co_return failure(done.error());
    const QString groups = groupsOf(step, *timeline);
    const QString saveGroups = QStringLiteral("save_groups");
    done = co_await tell(saveGroups, groups);
    co_return done ? Result<void>() : failure(done.error());
}

QCoro::Task<Result<void>> RebalanceStore::save(StoredStep step, const Timeline *timeline)
{
    // Read committed, whatever the role's default is: a position that another one moved must be seen.
    const QString begin = QStringLiteral("begin isolation level read committed");
    const QFuture<Result<ResultSet>> beginning = m_connection->execute(begin);
    const Result<ResultSet> begun = co_await beginning;
    if (!begun)
        co_return failure(begun.error());
    const Result<void> saved = co_await saveParts(step, timeline);
    const QString end = saved ? QStringLiteral("commit") : QStringLiteral("rollback");
    const QFuture<Result<ResultSet>> ending = m_connection->execute(end);
    const Result<ResultSet> ended = co_await ending;
    if (!saved)
        co_return saved;
    co_return ended ? Result<void>() : failure(ended.error());
}

QCoro::Task<Result<void>> RebalanceStore::saveLag(QList<LagSample> samples)
{
    const QString statement = QStringLiteral("save_lag");
    const QString json = samplesOf(samples);
    const Result<qint64> done = co_await tell(statement, json);
    co_return done ? Result<void>() : failure(done.error());
}

QCoro::Task<Result<void>> RebalanceStore::forget(int days)
{
    const QString statement = QStringLiteral("forget");
    const QString number = QString::number(days);
    const Result<qint64> done = co_await tell(statement, number);
    co_return done ? Result<void>() : failure(done.error());
}

} // namespace daybook::operations
