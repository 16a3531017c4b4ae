#include "models/operations/rebalances/offsetsrecord.h"

#include "models/operations/rebalances/kafkareader.h"

#include <algorithm>
#include <array>

namespace daybook::operations {
namespace {

using Kind = OffsetsRecord::Kind;

/// What a key's number stands for, and which versions of its value can be read.
struct Schema
{
    qint16 key;
    Kind kind;
    bool ofMember;
    qint16 newest;
    qint16 flexibleFrom;
    const char *name;
};

constexpr std::array<Schema, 8> Schemas{{
    {0, Kind::OffsetCommit, false, 4, 4, "offset commit"},
    {1, Kind::OffsetCommit, false, 4, 4, "offset commit"},
    {2, Kind::ClassicGroup, false, 4, 4, "group"},
    {3, Kind::GroupEpoch, false, 0, 0, "consumer group"},
    {5, Kind::MemberMetadata, true, 0, 0, "member"},
    {6, Kind::TargetEpoch, false, 0, 0, "target assignment"},
    {7, Kind::TargetAssignment, true, 0, 0, "target assignment of a member"},
    {8, Kind::CurrentAssignment, true, 0, 0, "current assignment of a member"},
}};

QList<qint32> readPartitions(KafkaReader &reader)
{
    QList<qint32> partitions;
    for (int left = reader.count(4); left > 0; --left)
        partitions.append(reader.int32());
    return partitions;
}

/// By id, as the consumer protocol writes them.
QList<TopicPartitions> readTopicIds(KafkaReader &reader)
{
    QList<TopicPartitions> topics;
    for (int left = reader.count(18); left > 0 && reader.ok(); --left) {
        TopicPartitions topic;
        topic.topic = reader.uuid().toString(QUuid::WithoutBraces);
        topic.partitions = readPartitions(reader);
        reader.taggedFields();
        topics.append(topic);
    }
    return topics;
}

/// What the leader of a classic group sent a member. What cannot be read is another assignor's own business.
QList<TopicPartitions> readClassicAssignment(QByteArrayView bytes)
{
    KafkaReader reader(bytes);
    QList<TopicPartitions> topics;
    reader.int16(); // later versions only append
    for (int left = reader.count(6); left > 0 && reader.ok(); --left) {
        const QString topic = reader.string();
        topics.append({topic, readPartitions(reader)});
    }
    return reader.ok() ? topics : QList<TopicPartitions>();
}

ClassicMember readClassicMember(KafkaReader &reader, qint16 version, bool isConsumer)
{
    ClassicMember member;
    member.id = reader.string();
    if (version >= 3)
        member.instanceId = reader.nullableString().value_or(QString());
    member.clientId = reader.string();
    member.clientHost = reader.string();
    if (version >= 1)
        reader.int32(); // rebalance timeout
    reader.int32();     // session timeout
    reader.bytes();     // subscription
    const QByteArrayView assignment = reader.bytes();
    if (isConsumer)
        member.assigned = readClassicAssignment(assignment);
    reader.taggedFields();
    return member;
}

ClassicGroup readClassicGroup(KafkaReader &reader, qint16 version)
{
    constexpr int smallestMember = 9;
    ClassicGroup group;
    group.protocolType = reader.string();
    group.generation = reader.int32();
    group.assignor = reader.nullableString().value_or(QString());
    reader.nullableString(); // leader
    if (version >= 2)
        group.stateSince = kafkaTime(reader.int64());
    for (int left = reader.count(smallestMember); left > 0 && reader.ok(); --left)
        group.members.append(
            readClassicMember(reader, version, group.protocolType == QStringLiteral("consumer")));
    reader.taggedFields();
    return group;
}

OffsetCommit readOffsetCommit(KafkaReader &reader, qint16 version)
{
    OffsetCommit commit;
    commit.offset = reader.int64();
    if (version >= 3)
        reader.int32(); // leader epoch
    reader.string();    // metadata
    commit.committedAt = kafkaTime(reader.int64());
    if (version == 1)
        reader.int64(); // when it expires
    reader.taggedFields();
    return commit;
}

MemberMetadata readMember(KafkaReader &reader)
{
    MemberMetadata member;
    member.instanceId = reader.nullableString().value_or(QString());
    reader.nullableString(); // rack
    member.clientId = reader.string();
    member.clientHost = reader.string();
    for (int left = reader.count(1); left > 0 && reader.ok(); --left)
        member.topics.append(reader.string());
    reader.nullableString(); // regular expression
    reader.int32();          // rebalance timeout
    reader.nullableString(); // server assignor
    // The first tagged field is a structure that may be null: a byte of 0.
    const QList<KafkaReader::TaggedField> tagged = reader.taggedFields();
    member.isClassic = std::any_of(tagged.begin(), tagged.end(), [](const KafkaReader::TaggedField &field) {
        return field.tag == 0 && !field.data.isEmpty() && field.data.front() != 0;
    });
    return member;
}

CurrentAssignment readCurrentAssignment(KafkaReader &reader)
{
    CurrentAssignment assignment;
    assignment.epoch = reader.int32();
    assignment.previousEpoch = reader.int32();
    const qint8 state = reader.int8();
    assignment.state = state >= 0 && state <= 2 ? static_cast<MemberState>(state) : MemberState::Unknown;
    assignment.assigned = readTopicIds(reader);
    assignment.pendingRevocation = readTopicIds(reader);
    reader.taggedFields();
    return assignment;
}

template <typename Epoch> Epoch readEpoch(KafkaReader &reader)
{
    const Epoch epoch{reader.int32()};
    reader.taggedFields();
    return epoch;
}

TargetAssignment readTargetAssignment(KafkaReader &reader)
{
    TargetAssignment assignment{readTopicIds(reader)};
    reader.taggedFields();
    return assignment;
}

void readContent(OffsetsRecord &record, KafkaReader &reader, qint16 version)
{
    switch (record.kind) {
    case Kind::OffsetCommit:
        record.content = readOffsetCommit(reader, version);
        return;
    case Kind::ClassicGroup:
        record.content = readClassicGroup(reader, version);
        return;
    case Kind::GroupEpoch:
        record.content = readEpoch<GroupEpoch>(reader);
        return;
    case Kind::MemberMetadata:
        record.content = readMember(reader);
        return;
    case Kind::TargetEpoch:
        record.content = readEpoch<TargetEpoch>(reader);
        return;
    case Kind::TargetAssignment:
        record.content = readTargetAssignment(reader);
        return;
    case Kind::CurrentAssignment:
        record.content = readCurrentAssignment(reader);
        return;
    case Kind::Other:
        return;
    }
}

Error unreadable(const Schema &schema, const QString &group, const QString &what)
{
    return {.kind = ErrorKind::Data,
            .message =
                QStringLiteral("A record of __consumer_offsets (%1 of the group %2) cannot be read: %3.")
                    .arg(QLatin1String(schema.name), group.isEmpty() ? QStringLiteral("?") : group, what)};
}

QString cutOff(const char *part, const KafkaReader &reader)
{
    return QStringLiteral("its %1 ends too early, at byte %2")
        .arg(QLatin1String(part), QString::number(reader.position()));
}

} // namespace

QDateTime kafkaTime(qint64 milliseconds)
{
    constexpr qint64 latest = 253'402'300'799'999;
    return milliseconds < 0 || milliseconds > latest ? QDateTime()
                                                     : QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

Result<OffsetsRecord> readOffsetsRecord(QByteArrayView key, std::optional<QByteArrayView> value)
{
    KafkaReader keys(key);
    const qint16 number = keys.int16();
    const auto schema = std::find_if(Schemas.begin(), Schemas.end(),
                                     [number](const Schema &each) { return each.key == number; });
    OffsetsRecord record;
    if (!keys.ok())
        return failure(ErrorKind::Data, QStringLiteral("A record of __consumer_offsets has no key."));
    if (schema == Schemas.end())
        return record;
    record.kind = schema->kind;
    record.group = keys.string();
    if (schema->ofMember)
        record.member = keys.string();
    if (schema->kind == Kind::OffsetCommit) {
        record.topic = keys.string();
        record.partition = keys.int32();
    }
    if (!keys.ok())
        return failure(unreadable(*schema, record.group, cutOff("key", keys)));
    if (!value)
        return record;
    KafkaReader reader(*value);
    const qint16 version = reader.int16();
    if (reader.ok() && (version < 0 || version > schema->newest))
        return failure(unreadable(*schema, record.group,
                                  QStringLiteral("its version %1 is not known here (up to %2 are)")
                                      .arg(QString::number(version), QString::number(schema->newest))));
    reader.setFlexible(version >= schema->flexibleFrom);
    readContent(record, reader, version);
    if (!reader.ok())
        return failure(unreadable(*schema, record.group, cutOff("value", reader)));
    return record;
}

} // namespace daybook::operations
