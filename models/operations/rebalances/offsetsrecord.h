#pragma once

#include "models/core/result.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QList>

#include <optional>
#include <variant>

namespace daybook::operations {

/// Partitions of one topic. Classic groups name the topic; the consumer protocol says its id.
struct TopicPartitions
{
    QString topic; ///< a name, or an id as 8-4-4-4-12 digits
    QList<qint32> partitions;

    bool operator==(const TopicPartitions &) const = default;
};

/// How far a group has read a partition.
struct OffsetCommit
{
    qint64 offset = 0;
    QDateTime committedAt; ///< UTC, the broker's clock
};

struct ClassicMember
{
    QString id;
    QString instanceId; ///< of a static member; else empty
    QString clientId;
    QString clientHost;
    QList<TopicPartitions> assigned; ///< empty, too, where another protocol's assignment cannot be read
};

/// A group of the classic protocol, written whole each time a rebalance has settled or it has become empty.
struct ClassicGroup
{
    QString protocolType; ///< "consumer", "connect", ...; empty when the group is
    qint32 generation = 0;
    QString assignor;     ///< the protocol chosen; empty where none is
    QDateTime stateSince; ///< UTC; invalid where the record is too old to say
    QList<ClassicMember> members;
};

// Groups of the consumer protocol (KIP-848) are written piece by piece.

struct GroupEpoch
{
    qint32 epoch = 0;
};

struct MemberMetadata
{
    QString instanceId;
    QString clientId;
    QString clientHost;
    QStringList topics;
    bool isClassic = false; ///< a member of the classic protocol, taken along while the group moves over
};

struct TargetEpoch
{
    qint32 epoch = 0;
};

struct TargetAssignment
{
    QList<TopicPartitions> partitions;
};

enum class MemberState { Stable, UnrevokedPartitions, UnreleasedPartitions, Unknown };

struct CurrentAssignment
{
    qint32 epoch = 0;
    qint32 previousEpoch = 0;
    MemberState state = MemberState::Unknown;
    QList<TopicPartitions> assigned;
    QList<TopicPartitions> pendingRevocation;
};

/// A record that ends what its key names.
struct Tombstone
{
};

/// One record of __consumer_offsets. Source: the schemas of Kafka's group coordinator (offset commits up to
/// version 4, classic groups up to 4, the consumer protocol's 0).
struct OffsetsRecord
{
    enum class Kind {
        OffsetCommit,
        ClassicGroup,
        GroupEpoch,
        MemberMetadata,
        TargetEpoch,
        TargetAssignment,
        CurrentAssignment,
        Other ///< of no use here: share groups, streams groups and what else brokers keep there
    };

    Kind kind = Kind::Other;
    QString group;
    QString member;       ///< where the record is a member's
    QString topic;        ///< where it is a commit's
    qint32 partition = 0; ///< likewise
    std::variant<Tombstone, OffsetCommit, ClassicGroup, GroupEpoch, MemberMetadata, TargetEpoch,
                 TargetAssignment, CurrentAssignment>
        content;

    bool isTombstone() const { return std::holds_alternative<Tombstone>(content); }
};

/// A time as Kafka writes it, in UTC; invalid for one before 1970 or after 9999.
QDateTime kafkaTime(qint64 milliseconds);

/// Reads a record from its key and value (nothing: a tombstone). Error: Data, for a record that is cut off,
/// or of a version of a known kind that is not known; it names kind, version and the byte.
Result<OffsetsRecord> readOffsetsRecord(QByteArrayView key, std::optional<QByteArrayView> value);

} // namespace daybook::operations
