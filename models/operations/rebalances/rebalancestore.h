#pragma once

#include "models/operations/rebalances/timeline.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::operations {

/// How far a group is behind on a topic.
struct LagSample
{
    QString group;
    QString topic;
    std::optional<qint64> lag; ///< records; nothing where no partition's end could be told
    std::optional<qint64> lagMax;
    int partitions = 0; ///< that could be told
    int unknown = 0;    ///< that could not
    QDateTime lastCommit;
};

/// From what groups have committed and where partitions end: one sample per group and topic.
QList<LagSample> lagSamples(const QMap<QString, GroupHistory> &groups, const QMap<Partition, qint64> &ends);

/// What one step of reading has come to.
struct StoredStep
{
    QMap<int, qint64> from; ///< by partition: where the step began
    QMap<int, qint64> to;
    QList<Rebalance> entries;
    QSet<QString> states; ///< groups whose state has changed
    QSet<QString> offsets;

    bool isEmpty() const { return from == to && entries.isEmpty() && states.isEmpty() && offsets.isEmpty(); }
};

/// What the warehouse has of one cluster: positions, states, entries, samples. Errors of all: those of the
/// server.
class RebalanceStore
{
public:
    RebalanceStore(warehouse::Connection::Pointer connection, QString cluster)
        : m_connection(std::move(connection)), m_cluster(std::move(cluster))
    {
    }

    /// By partition of __consumer_offsets: the first offset not read; with the groups as of there.
    QCoro::Task<Result<QMap<int, qint64>>> load(Timeline *timeline, std::stop_token stop);

    /// All of it, or nothing, in one transaction. Error, besides: Conflict, when another collector has read
    /// on.
    QCoro::Task<Result<void>> save(StoredStep step, const Timeline *timeline);

    QCoro::Task<Result<void>> saveLag(QList<LagSample> samples);

    /// Removes entries and samples that are older.
    QCoro::Task<Result<void>> forget(int days);

private:
    QCoro::Task<Result<void>> saveParts(StoredStep step, const Timeline *timeline);
    QCoro::Task<Result<qint64>> tell(QString statement, QString json);

    warehouse::Connection::Pointer m_connection;
    QString m_cluster;
};

} // namespace daybook::operations
