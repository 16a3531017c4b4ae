#pragma once

#include "models/core/result.h"
#include "models/operations/rebalances/groupstate.h"
#include "models/operations/rebalances/kafkaoptions.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QMap>
#include <QSet>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

struct rd_kafka_message_s;

namespace daybook::operations {

/// A record as the broker keeps it.
struct LoggedRecord
{
    int partition = 0;
    QDateTime at; ///< UTC, the broker's clock; invalid for a record without a time
    QByteArray key;
    std::optional<QByteArray> value; ///< nothing: a tombstone
};

struct LogBatch
{
    QList<LoggedRecord> records;
    QMap<int, qint64> next; ///< by partition that was read on: the first offset that was not read
    QSet<int> lost;         ///< partitions whose place in the log is gone: they are read from their beginning
    bool atEnd = false;     ///< all that there was when reading began has been read, and no backlog since
};

/// __consumer_offsets of one cluster, read by librdkafka without being a member of any group: that takes no
/// right but to read the topic. Blocking; all calls from one thread at a time, which is never that of the
/// event loop.
class OffsetsLog
{
public:
    /// Errors: Usage (a property), Connection, Authentication, Permission, Source (the topic is not there: no
    /// group has ever committed anything), Cancelled.
    static Result<std::shared_ptr<OffsetsLog>> open(KafkaOptions options, std::stop_token stop);
    ~OffsetsLog();
    OffsetsLog(const OffsetsLog &) = delete;
    OffsetsLog &operator=(const OffsetsLog &) = delete;

    /// Kafka's own id of the cluster.
    QString cluster() const { return m_cluster; }

    /// Begins with these offsets; with the beginning where there is none. Once.
    Result<void> start(const QMap<int, qint64> &positions);

    /// What there is, up to some thousand records; waits for the first as long as `wait`. Errors: Connection,
    /// Authentication, Permission.
    Result<LogBatch> read(std::chrono::milliseconds wait);

    /// Where these partitions end now; those that cannot be told are left out. Error: Connection.
    Result<QMap<Partition, qint64>> ends(const QList<Partition> &partitions);

private:
    struct Handles;

    explicit OffsetsLog(KafkaOptions options);
    Result<void> configure();
    Result<void> findPartitions(std::stop_token stop);
    Error explained(int code, const QString &reason) const;
    std::optional<Error> trouble();
    Result<void> take(const rd_kafka_message_s *message, LogBatch &batch);
    Result<void> checkLife();
    QSet<Partition> led();

    KafkaOptions m_options;
    std::unique_ptr<Handles> m_handles;
    QString m_cluster;
    QSet<int> m_partitions;
    QMap<int, qint64> m_goals; ///< where partitions ended when reading began
    QSet<int> m_reached;       ///< those that have been read that far
    QElapsedTimer m_sinceLife;
};

} // namespace daybook::operations
