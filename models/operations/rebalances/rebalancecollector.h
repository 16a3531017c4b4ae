#pragma once

#include "models/operations/rebalances/kafkaoptions.h"
#include "models/operations/rebalances/rebalance.h"
#include "models/warehouse/connectionspec.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <functional>
#include <stop_token>

namespace daybook::operations {

struct CollectRequest
{
    KafkaOptions kafka;
    QStringList groups; ///< patterns with * and ?; empty: all
    bool once = false;  ///< ends when everything there is has been read
    int keepDays = 90;
    std::chrono::seconds lagInterval{60}; ///< 0: lag is not sampled
};

/// Something that a person may want to know while it is collected.
struct CollectEvent
{
    enum class Kind {
        Reading,    ///< from this cluster
        CaughtUp,   ///< with all that there is; once after each Reading
        Entry,      ///< has been stored, and will not change any more
        Unreadable, ///< a record, said once for each reason
        Lost,       ///< records are gone that were not read: `text` says which partition
        LagSampled,
        Trouble,   ///< `error`; it is tried again, and not said again
        Recovered, ///< after Trouble
    };
    Kind kind = Kind::Reading;
    QString text;
    Rebalance entry;
    Error error;
};
using CollectSink = std::function<void(const CollectEvent &)>;

struct CollectSummary
{
    QString cluster;
    qint64 records = 0;
    qint64 entries = 0; ///< that will not change any more
    qint64 missed = 0;  ///< of those: possibly missed
    qint64 unreadable = 0;
    qint64 lagSamples = 0;
};

/// Reads __consumer_offsets from where it was left into the timeline in the warehouse; until it is stopped,
/// or for `once` until all is read. A stop is no error. A broker or a warehouse that cannot be reached is
/// tried again, except for `once`. Errors: those of OffsetsLog, Connection, ensureSystemSchema and
/// RebalanceStore; Usage for a warehouse that cannot keep it.
QCoro::Task<Result<CollectSummary>> collectRebalances(warehouse::ConnectionSpec spec, CollectRequest request,
                                                      CollectSink sink, std::stop_token stop);

} // namespace daybook::operations
