#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <tuple>

namespace daybook::operations {

/// How a time or a figure is known: told by a record, concluded from others, or not at all. What is unknown
/// has no value, and is shown as such.
enum class Knowledge : qint8 { Unknown, Inferred, Observed };

struct Moment
{
    QDateTime at; ///< UTC
    Knowledge how = Knowledge::Unknown;

    template <typename Self> static auto fields(Self &self) { return std::tie(self.at, self.how); }
    bool operator==(const Moment &) const = default;
};

struct Figure
{
    qint64 value = 0;
    Knowledge how = Knowledge::Unknown;

    template <typename Self> static auto fields(Self &self) { return std::tie(self.value, self.how); }
    bool operator==(const Figure &) const = default;
};

/// How the members of a group agree: all stop and join anew (classic, "v1"), or the broker moves what has to
/// (consumer, KIP-848, "v2").
enum class GroupProtocol : qint8 { Classic, Consumer };

struct MemberChange
{
    QString member; ///< the static instance's id where there is one, else the member's
    QString client;
    bool joined = false; ///< else left

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.member, self.client, self.joined);
    }
    bool operator==(const MemberChange &) const = default;
};

/// One entry of a group's timeline. A value; its key is group, protocol, kind, generation and notedAt, so
/// that the same records give the same entry however often they are read.
struct Rebalance
{
    enum class Kind : qint8 {
        Rebalance,
        Emptied, ///< the last member went
        Missed,  ///< generations of which no record was seen: compacted away, or never settled
        Ended    ///< the group was deleted, or went over to the other protocol
    };
    enum class Outcome : qint8 {
        Running,
        Settled,
        Superseded, ///< the next one began before
        Unknown     ///< records were lost in between
    };

    QString group;
    GroupProtocol protocol = GroupProtocol::Classic;
    Kind kind = Kind::Rebalance;
    Outcome outcome = Outcome::Running;
    qint32 firstGeneration = 0; ///< of those missed; else the same as `generation`
    qint32 generation = 0;      ///< or group epoch
    QDateTime notedAt;          ///< time of the record that told of it
    QString assignor;           ///< empty where the records do not say

    // Of what was missed: not before `began`, not after `ended`.
    Moment began;
    Moment assigned; ///< all members had joined (classic); the broker had decided (consumer)
    Moment ended;    ///< settled, superseded, or became empty

    QList<MemberChange> changes;
    Figure members;        ///< afterwards
    Figure membersChanged; ///< joined and left: how many `changes` there are, and whether they are known
    Figure membersPaused;  ///< stayed, and had to let go of something
    Figure partitionsTotal;
    Figure partitionsMoved; ///< had an owner before, and have another one, or none, now
    Figure stillFor;        ///< milliseconds; the partition that waited longest
    Figure stillSum;        ///< milliseconds, summed over the partitions that waited
    bool clockSkew = false; ///< its records contradict each other on the time; durations are not told

    bool isOpen() const { return outcome == Outcome::Running; }

    template <typename Self> static auto fields(Self &self)
    {
        return std::tie(self.group, self.protocol, self.kind, self.outcome, self.firstGeneration,
                        self.generation, self.notedAt, self.assignor, self.began, self.assigned, self.ended,
                        self.changes, self.members, self.membersChanged, self.membersPaused,
                        self.partitionsTotal, self.partitionsMoved, self.stillFor, self.stillSum,
                        self.clockSkew);
    }
    bool operator==(const Rebalance &) const = default;
};

/// Words for the warehouse and for JSON: "observed", "classic", "rebalance", "settled".
QString toString(Knowledge how);
QString toString(GroupProtocol protocol);
QString toString(Rebalance::Kind kind);
QString toString(Rebalance::Outcome outcome);

/// Named like the columns of daybook.rebalance; null for what is unknown.
QJsonObject toJson(const Rebalance &entry);

} // namespace daybook::operations
