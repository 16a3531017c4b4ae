#include "models/operations/rebalances/classictimeline.h"

#include <algorithm>

namespace daybook::operations {
namespace {

/// The only assignor of Kafka's own that lets go of nothing but what moves.
bool isCooperative(const QString &assignor)
{
    return assignor == QStringLiteral("cooperative-sticky");
}

QString identityOf(const ClassicMember &member)
{
    return member.instanceId.isEmpty() ? member.id : member.instanceId;
}

QMap<QString, QString> membersOf(const ClassicGroup &record)
{
    QMap<QString, QString> members;
    for (const ClassicMember &member : record.members)
        members.insert(identityOf(member), member.clientId);
    return members;
}

PartitionOwners ownersOf(const ClassicGroup &record)
{
    PartitionOwners owners;
    for (const ClassicMember &member : record.members)
        for (const TopicPartitions &topic : member.assigned)
            for (const qint32 partition : topic.partitions)
                owners.insert({topic.topic, partition}, identityOf(member));
    return owners;
}

/// Both sides of one rebalance.
struct Step
{
    const ClassicState &before;
    const ClassicState &after;

    bool stays(const QString &member) const
    {
        return before.members.contains(member) && after.members.contains(member);
    }
    /// Those that were owned and have another owner, or none, now.
    QList<Partition> moved() const
    {
        QList<Partition> all;
        for (auto it = before.owners.cbegin(); it != before.owners.cend(); ++it) {
            if (after.owners.value(it.key()) != it.value())
                all.append(it.key());
        }
        return all;
    }
};

QList<MemberChange> changesOf(const Step &step)
{
    QList<MemberChange> changes;
    for (auto it = step.after.members.cbegin(); it != step.after.members.cend(); ++it)
        if (!step.before.members.contains(it.key()))
            changes.append({it.key(), it.value(), true});
    for (auto it = step.before.members.cbegin(); it != step.before.members.cend(); ++it)
        if (!step.after.members.contains(it.key()))
            changes.append({it.key(), it.value(), false});
    return changes;
}

/// No record says when the members began to stop. They commit what they have before they do: the last commit
/// of the earlier generation is the last that was seen of their work.
Moment beganOf(const Step &step, const Moment &assigned, const QDateTime &lastCommit)
{
    const bool anybodyStopped = !step.before.members.isEmpty();
    const QDateTime limit = assigned.at.isValid() ? assigned.at : step.after.since;
    if (!anybodyStopped || !lastCommit.isValid() || lastCommit < step.before.since || lastCommit > limit)
        return {};
    return {lastCommit, Knowledge::Inferred};
}

/// Everybody stopped until the new assignment was there.
void tellEagerStop(Rebalance &entry, const Step &step)
{
    const auto stayed = std::count_if(step.after.members.keyBegin(), step.after.members.keyEnd(),
                                      [&step](const QString &member) { return step.stays(member); });
    entry.membersPaused = {stayed, Knowledge::Inferred};
    if (entry.began.how == Knowledge::Unknown || entry.clockSkew)
        return;
    const qint64 still = entry.began.at.msecsTo(entry.ended.at);
    entry.stillFor = {still, Knowledge::Inferred};
    entry.stillSum = {still * step.before.owners.size(), Knowledge::Inferred};
}

/// What moves is let go of in one generation and given to another in the next; what a member had that left is
/// free since it began to leave.
void tellCooperativeStop(Rebalance &entry, const Step &step, ClassicState &after)
{
    QSet<QString> paused;
    bool isInferred = false;
    for (const Partition &partition : step.moved()) {
        const QString owner = step.before.owners.value(partition);
        if (step.stays(owner))
            paused += owner;
        isInferred = isInferred || !step.stays(owner);
        after.free.insert(partition, step.stays(owner) ? entry.ended.at : entry.began.at);
    }
    entry.membersPaused = {paused.size(), Knowledge::Inferred};
    qint64 longest = 0;
    qint64 sum = 0;
    bool isKnown = !entry.clockSkew;
    for (auto owner = after.owners.keyBegin(); owner != after.owners.keyEnd(); ++owner) {
        if (!after.free.contains(*owner))
            continue;
        const QDateTime since = after.free.take(*owner);
        const qint64 still = since.isValid() ? since.msecsTo(entry.ended.at) : -1;
        isKnown = isKnown && still >= 0;
        longest = std::max(longest, still);
        sum += still;
    }
    if (!isKnown)
        return;
    const Knowledge how = isInferred ? Knowledge::Inferred : Knowledge::Observed;
    entry.stillFor = {longest, how};
    entry.stillSum = {sum, how};
}

/// Assignments of others than consumers cannot be read, nor those of some assignors.
bool isReadable(const ClassicGroup &record, const PartitionOwners &owners)
{
    return record.protocolType == QStringLiteral("consumer") && !owners.isEmpty();
}

void tellPartitions(Rebalance &entry, const Step &step, ClassicState &after)
{
    entry.partitionsTotal = {after.owners.size(), Knowledge::Observed};
    if (!step.before.known)
        return;
    entry.partitionsMoved = {step.moved().size(), Knowledge::Observed};
    if (isCooperative(entry.assignor))
        tellCooperativeStop(entry, step, after);
    else
        tellEagerStop(entry, step);
}

Rebalance rebalanceFrom(const ClassicState &before, ClassicState &after, const ClassicGroup &record,
                        const QDateTime &lastCommit)
{
    const Step step{before, after};
    Rebalance entry;
    entry.kind = record.members.isEmpty() ? Rebalance::Kind::Emptied : Rebalance::Kind::Rebalance;
    entry.outcome = Rebalance::Outcome::Settled;
    entry.firstGeneration = entry.generation = record.generation;
    entry.notedAt = after.since;
    entry.assignor = record.assignor;
    entry.ended = {after.since, Knowledge::Observed};
    entry.clockSkew = (before.since.isValid() && after.since < before.since) ||
                      (record.stateSince.isValid() && record.stateSince > after.since);
    if (record.stateSince.isValid() && !entry.clockSkew)
        entry.assigned = {record.stateSince, Knowledge::Observed};
    entry.members = {after.members.size(), Knowledge::Observed};
    if (before.known) {
        entry.began = beganOf(step, entry.assigned, lastCommit);
        entry.changes = changesOf(step);
        entry.membersChanged = {entry.changes.size(), Knowledge::Observed};
    }
    if (isReadable(record, after.owners))
        tellPartitions(entry, step, after);
    return entry;
}

/// The group was one of the other protocol, with the same members, until now.
bool comesOver(const GroupState &state, const ClassicGroup &record)
{
    return record.generation > 0 && state.taken >= 0 &&
           (record.generation == state.taken || record.generation - 1 == state.taken);
}

/// Generations of which there is no record. One that was overtaken by the next before it settled has none,
/// and compaction keeps the last.
std::optional<Rebalance> missedBefore(const ClassicState &before, const ClassicGroup &record,
                                      const QDateTime &at)
{
    const qint32 last = std::max(before.generation, 0);
    if (record.generation - 1 <= last)
        return std::nullopt;
    Rebalance missed;
    missed.kind = Rebalance::Kind::Missed;
    missed.outcome = Rebalance::Outcome::Unknown;
    missed.firstGeneration = last + 1;
    missed.generation = record.generation - 1;
    missed.notedAt = at;
    if (before.since.isValid())
        missed.began = {before.since, Knowledge::Inferred};
    missed.ended = {at, Knowledge::Inferred};
    return missed;
}

} // namespace

QList<Rebalance> takeClassicRecord(GroupState &state, const ClassicGroup &record, const QDateTime &at,
                                   const QDateTime &lastCommit)
{
    if (record.generation < state.classic.generation)
        state.classic = {}; // deleted and made anew, and the record that ended it is gone
    ClassicState before = state.classic;
    ClassicState after;
    after.generation = record.generation;
    after.since = at;
    after.members = membersOf(record);
    after.owners = ownersOf(record);
    after.free = before.free;
    QList<Rebalance> entries;
    const bool isOver = comesOver(state, record);
    const bool isTaken = isOver && record.generation == state.taken;
    // A group begins with generation 0, or with the epoch it had; the same once more is a static member that
    // came back.
    if (record.generation > 0 && record.generation != before.generation && !isTaken) {
        const auto missed = isOver ? std::nullopt : missedBefore(before, record, at);
        if (missed)
            entries.append(*missed);
        if (missed || isOver) {
            before.known = false;
            after.free.clear();
        }
        entries.append(rebalanceFrom(before, after, record, lastCommit));
    }
    state.classic = after;
    state.taken = -1;
    return entries;
}

QList<Rebalance> endClassicGroup(GroupState &state, const QDateTime &at)
{
    QList<Rebalance> entries;
    if (state.classic.generation >= 0) {
        Rebalance entry;
        entry.kind = Rebalance::Kind::Ended;
        entry.outcome = Rebalance::Outcome::Settled;
        entry.firstGeneration = entry.generation = state.classic.generation;
        entry.notedAt = at;
        entry.ended = {at, Knowledge::Observed};
        entries.append(entry);
        state.taken = state.classic.generation;
    }
    state.classic = {};
    return entries;
}

} // namespace daybook::operations
