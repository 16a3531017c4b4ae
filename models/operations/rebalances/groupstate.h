#pragma once

#include "models/operations/rebalances/rebalance.h"

#include <QByteArray>
#include <QMap>
#include <QSet>

#include <optional>

namespace daybook::operations {

struct Partition
{
    QString topic; ///< a name, or an id
    qint32 number = 0;

    template <typename Self> static auto fields(Self &self) { return std::tie(self.topic, self.number); }
    bool operator==(const Partition &) const = default;
    bool operator<(const Partition &other) const { return fields(*this) < fields(other); }
};

inline size_t qHash(const Partition &partition, size_t seed = 0)
{
    return qHashMulti(seed, partition.topic, partition.number);
}

using PartitionOwners = QMap<Partition, QString>;
using PartitionTimes = QMap<Partition, QDateTime>;

/// How far a group has read a partition.
struct Committed
{
    qint64 offset = 0;
    QDateTime at; ///< UTC

    template <typename Self> static auto fields(Self &self) { return std::tie(self.offset, self.at); }
    bool operator==(const Committed &) const = default;
};

/// What the last record of a classic group said.
struct ClassicState
{
    qint32 generation = -1;         ///< -1: no record yet
    bool known = true;              ///< members and owners are those of `generation`
    QDateTime since;                ///< time of that record
    QMap<QString, QString> members; ///< the client's name by member (static instance, or id)
    PartitionOwners owners;
    PartitionTimes free; ///< let go of by a cooperative assignor, and not yet given to anybody

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.generation, self.known, self.since, self.members, self.owners, self.free);
    }
};

struct ConsumerMember
{
    QString instance; ///< of a static member; else empty
    QString client;
    qint32 epoch = 0;
    bool isStable = false;
    QList<Partition> assigned;
    QList<Partition> revoking;

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.instance, self.client, self.epoch, self.isStable, self.assigned, self.revoking);
    }
};

/// What the records of a consumer group have come to.
struct ConsumerState
{
    qint32 epoch = -1; ///< -1: no record yet
    qint32 targetEpoch = -1;
    QDateTime since;                       ///< time of the last group epoch
    bool knowsMembers = true;              ///< all of them; not after records were lost
    bool knowsOwners = true;               ///< `owners` are those of the last time it was settled
    bool knowsChanges = true;              ///< since the last group epoch
    QMap<QString, ConsumerMember> members; ///< by id
    QList<MemberChange> changes;           ///< since the last group epoch
    PartitionOwners owners;
    PartitionTimes free;  ///< since when nobody reads what somebody did
    QSet<QString> paused; ///< since it was last settled: had to let go of something
    qint64 stillFor = 0;  ///< milliseconds, since it was last settled
    qint64 stillSum = 0;
    bool clockSkew = false;
    Rebalance open; ///< valid while isOpen
    bool isOpen = false;

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.epoch, self.targetEpoch, self.since, self.knowsMembers, self.knowsOwners,
                        self.knowsChanges, self.members, self.changes, self.owners, self.free, self.paused,
                        self.stillFor, self.stillSum, self.clockSkew, self.open, self.isOpen);
    }
};

/// All that has to be kept of a group to go on with the next record.
struct GroupState
{
    ClassicState classic;
    ConsumerState consumer;
    /// The last generation or epoch of the protocol that ended: a group that goes over takes it along.
    qint32 taken = -1;

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.classic, self.consumer, self.taken);
    }
};

using GroupOffsets = QMap<Partition, Committed>;

QByteArray toBytes(const GroupState &state);
QByteArray toBytes(const GroupOffsets &offsets);
/// Nothing for what another version of this program wrote, or for what is no state at all.
std::optional<GroupState> groupStateFrom(const QByteArray &bytes);
std::optional<GroupOffsets> groupOffsetsFrom(const QByteArray &bytes);

} // namespace daybook::operations
