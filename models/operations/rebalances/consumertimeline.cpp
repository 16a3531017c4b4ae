#include "models/operations/rebalances/consumertimeline.h"

#include <algorithm>

namespace daybook::operations {
namespace {

using Kind = OffsetsRecord::Kind;

QList<Partition> partitionsOf(const QList<TopicPartitions> &topics)
{
    QList<Partition> all;
    for (const TopicPartitions &topic : topics)
        for (const qint32 partition : topic.partitions)
            all.append({topic.topic, partition});
    return all;
}

PartitionOwners ownersOf(const ConsumerState &state)
{
    PartitionOwners owners;
    for (auto it = state.members.cbegin(); it != state.members.cend(); ++it)
        for (const Partition &partition : it->assigned)
            owners.insert(partition, it->instance.isEmpty() ? it.key() : it->instance);
    return owners;
}

/// Those that are away keep their place, and nobody waits for them: static members say so by a negative
/// epoch.
bool hasArrived(const ConsumerMember &member, qint32 epoch)
{
    return member.epoch < 0 || (member.epoch >= epoch && member.isStable);
}

class ConsumerGroup
{
public:
    ConsumerGroup(GroupState &group, const QDateTime &at) : m_group(group), m_state(group.consumer), m_at(at)
    {
        const bool isEarlier = m_state.since.isValid() && at < m_state.since;
        m_state.clockSkew = m_state.clockSkew || isEarlier;
    }

    void takeEpoch(qint32 epoch);
    void takeTargetEpoch(qint32 epoch);
    void takeMember(const QString &id, const MemberMetadata &metadata);
    void takeAssignment(const QString &id, const CurrentAssignment &assignment);
    void dropAssignment(const QString &id);
    void dropMember(const QString &id);
    void end();
    void forget();

    QList<Rebalance> entries() const { return m_entries; }

private:
    bool comesOver(qint32 epoch) const
    {
        return epoch > 0 && m_group.taken >= 0 && (epoch == m_group.taken || epoch - 1 == m_group.taken);
    }
    bool noteMissed(qint32 epoch);
    void takeOver(qint32 epoch);
    void begin(qint32 epoch, bool knowsBefore);
    void noteChange(const QString &id, const ConsumerMember &member, bool joined);
    void letGo(const QList<Partition> &partitions);
    void takeUp(const QList<Partition> &partitions);
    void settleIfArrived();
    void tellPartitions(Rebalance &entry);
    void close(Rebalance::Outcome outcome, const Moment &ended);
    void startOver();

    GroupState &m_group;
    ConsumerState &m_state;
    QDateTime m_at;
    QList<Rebalance> m_entries;
};

void ConsumerGroup::takeEpoch(qint32 epoch)
{
    if (epoch == m_state.epoch)
        return;                                  // read again
    const bool isReborn = epoch < m_state.epoch; // deleted before, and the record that ended it is gone
    close(isReborn ? Rebalance::Outcome::Unknown : Rebalance::Outcome::Superseded,
          isReborn ? Moment() : Moment{m_at, Knowledge::Observed});
    if (isReborn)
        startOver();
    const bool isOver = m_state.epoch < 0 && comesOver(epoch);
    const bool isMissed = !isOver && noteMissed(epoch);
    if (isOver && epoch == m_group.taken)
        return takeOver(epoch);
    if (isOver || isMissed)
        m_state.knowsOwners = m_state.knowsChanges = false;
    begin(epoch, m_state.knowsChanges);
    m_state.epoch = epoch;
    m_state.since = m_at;
    m_state.changes.clear();
    m_state.knowsChanges = true;
    m_group.taken = -1;
    if (!m_state.members.isEmpty())
        return settleIfArrived();
    close(Rebalance::Outcome::Settled, {m_at, Knowledge::Observed});
    startOver();
    m_state.epoch = epoch;
    m_state.since = m_at;
}

/// The generation of the classic group goes on, with its members, and nothing moves: no rebalance.
void ConsumerGroup::takeOver(qint32 epoch)
{
    m_state.epoch = epoch;
    m_state.since = m_at;
    m_state.knowsOwners = false;
    m_state.changes.clear();
    m_group.taken = -1;
}

/// Every epoch is written; one that is not there was compacted away.
bool ConsumerGroup::noteMissed(qint32 epoch)
{
    const qint32 last = std::max(m_state.epoch, 0);
    if (epoch <= last || epoch - 1 == last)
        return false;
    Rebalance missed;
    missed.protocol = GroupProtocol::Consumer;
    missed.kind = Rebalance::Kind::Missed;
    missed.outcome = Rebalance::Outcome::Unknown;
    missed.firstGeneration = last + 1;
    missed.generation = epoch - 1;
    missed.notedAt = m_at;
    if (m_state.since.isValid())
        missed.began = {m_state.since, Knowledge::Inferred};
    missed.ended = {m_at, Knowledge::Inferred};
    m_entries.append(missed);
    return true;
}

void ConsumerGroup::begin(qint32 epoch, bool knowsBefore)
{
    Rebalance entry;
    entry.protocol = GroupProtocol::Consumer;
    entry.kind = m_state.members.isEmpty() ? Rebalance::Kind::Emptied : Rebalance::Kind::Rebalance;
    entry.firstGeneration = entry.generation = epoch;
    entry.notedAt = m_at;
    entry.began = {m_at, Knowledge::Observed};
    if (knowsBefore) {
        entry.changes = m_state.changes;
        entry.membersChanged = {entry.changes.size(), Knowledge::Observed};
    }
    entry.members = {m_state.members.size(),
                     m_state.knowsMembers ? Knowledge::Observed : Knowledge::Inferred};
    m_state.open = entry;
    m_state.isOpen = true;
    m_entries.append(entry);
}

void ConsumerGroup::takeTargetEpoch(qint32 epoch)
{
    m_state.targetEpoch = epoch;
    if (!m_state.isOpen || epoch < m_state.open.generation)
        return;
    m_state.open.assigned = {m_at, Knowledge::Observed};
    m_entries.append(m_state.open);
    settleIfArrived();
}

/// A static member that comes back under another id has neither joined nor left.
void ConsumerGroup::noteChange(const QString &id, const ConsumerMember &member, bool joined)
{
    const QString name = member.instance.isEmpty() ? id : member.instance;
    const auto other =
        std::find_if(m_state.changes.begin(), m_state.changes.end(), [&](const MemberChange &change) {
            return change.member == name && change.joined != joined;
        });
    if (other != m_state.changes.end())
        m_state.changes.erase(other);
    else
        m_state.changes.append({name, member.client, joined});
}

void ConsumerGroup::takeMember(const QString &id, const MemberMetadata &metadata)
{
    const bool isNew = !m_state.members.contains(id);
    ConsumerMember &member = m_state.members[id];
    member.instance = metadata.instanceId;
    member.client = metadata.clientId;
    if (isNew)
        noteChange(id, member, true);
}

void ConsumerGroup::dropMember(const QString &id)
{
    const auto member = m_state.members.constFind(id);
    if (member == m_state.members.constEnd())
        return;
    const ConsumerMember gone = *member;
    m_state.members.erase(member);
    noteChange(id, gone, false); // an epoch of its own follows, which then has to settle
}

void ConsumerGroup::letGo(const QList<Partition> &partitions)
{
    for (const Partition &partition : partitions)
        if (!m_state.free.contains(partition))
            m_state.free.insert(partition, m_at);
}

void ConsumerGroup::takeUp(const QList<Partition> &partitions)
{
    for (const Partition &partition : partitions) {
        const QDateTime since = m_state.free.take(partition);
        if (!since.isValid())
            continue;
        const qint64 still = since.msecsTo(m_at);
        m_state.clockSkew = m_state.clockSkew || still < 0;
        m_state.stillFor = std::max(m_state.stillFor, still);
        m_state.stillSum += still;
    }
}

void ConsumerGroup::takeAssignment(const QString &id, const CurrentAssignment &assignment)
{
    ConsumerMember &member = m_state.members[id];
    const QList<Partition> before = member.assigned;
    member.epoch = assignment.epoch;
    member.isStable = assignment.state == MemberState::Stable;
    member.assigned = partitionsOf(assignment.assigned);
    member.revoking = partitionsOf(assignment.pendingRevocation);
    QList<Partition> gone = member.revoking;
    for (const Partition &partition : before)
        if (!member.assigned.contains(partition))
            gone.append(partition);
    if (!gone.isEmpty())
        m_state.paused += id;
    letGo(gone);
    takeUp(member.assigned);
    settleIfArrived();
}

void ConsumerGroup::dropAssignment(const QString &id)
{
    const auto member = m_state.members.find(id);
    if (member == m_state.members.end())
        return;
    letGo(member->assigned + member->revoking);
    member->assigned.clear();
    member->revoking.clear();
    m_state.paused.remove(id);
}

void ConsumerGroup::settleIfArrived()
{
    if (!m_state.isOpen || m_state.members.isEmpty() || m_state.targetEpoch < m_state.open.generation)
        return;
    const qint32 epoch = m_state.open.generation;
    if (!std::all_of(m_state.members.begin(), m_state.members.end(),
                     [epoch](const ConsumerMember &member) { return hasArrived(member, epoch); }))
        return;
    tellPartitions(m_state.open);
    // Members of whom no record is left may still be on their way.
    close(Rebalance::Outcome::Settled,
          {m_at, m_state.knowsMembers ? Knowledge::Observed : Knowledge::Inferred});
    m_state.free.clear();
    m_state.paused.clear();
    m_state.stillFor = m_state.stillSum = 0;
    m_state.clockSkew = false;
    m_state.owners = ownersOf(m_state);
    m_state.knowsOwners = m_state.knowsMembers;
}

void ConsumerGroup::tellPartitions(Rebalance &entry)
{
    if (!m_state.knowsMembers)
        return;
    const PartitionOwners now = ownersOf(m_state);
    entry.partitionsTotal = {now.size(), Knowledge::Observed};
    entry.clockSkew = m_state.clockSkew;
    if (!m_state.knowsOwners)
        return;
    qint64 moved = 0;
    for (auto it = m_state.owners.cbegin(); it != m_state.owners.cend(); ++it)
        moved += now.value(it.key()) != it.value();
    entry.partitionsMoved = {moved, Knowledge::Observed};
    entry.membersPaused = {m_state.paused.size(), Knowledge::Observed};
    if (m_state.clockSkew)
        return;
    entry.stillFor = {m_state.stillFor, Knowledge::Observed};
    entry.stillSum = {m_state.stillSum, Knowledge::Observed};
}

void ConsumerGroup::close(Rebalance::Outcome outcome, const Moment &ended)
{
    if (!m_state.isOpen)
        return;
    m_state.isOpen = false;
    m_state.open.outcome = outcome;
    m_state.open.ended = ended;
    if (ended.at.isValid() && ended.at < m_state.open.began.at)
        m_state.open.clockSkew = true;
    m_entries.append(m_state.open);
}

/// With nobody but those who have joined since the last epoch.
void ConsumerGroup::startOver()
{
    ConsumerState fresh;
    fresh.changes = m_state.changes;
    for (auto it = m_state.members.cbegin(); it != m_state.members.cend(); ++it) {
        const QString name = it->instance.isEmpty() ? it.key() : it->instance;
        for (const MemberChange &change : m_state.changes)
            if (change.joined && change.member == name)
                fresh.members.insert(it.key(), *it);
    }
    m_state = fresh;
}

void ConsumerGroup::end()
{
    close(Rebalance::Outcome::Unknown, {});
    if (m_state.epoch >= 0) {
        Rebalance entry;
        entry.protocol = GroupProtocol::Consumer;
        entry.kind = Rebalance::Kind::Ended;
        entry.outcome = Rebalance::Outcome::Settled;
        entry.firstGeneration = entry.generation = m_state.epoch;
        entry.notedAt = m_at;
        entry.ended = {m_at, Knowledge::Observed};
        m_entries.append(entry);
        m_group.taken = m_state.epoch;
    }
    m_state = {};
}

void ConsumerGroup::forget()
{
    close(Rebalance::Outcome::Unknown, {});
    ConsumerState doubtful;
    doubtful.epoch = m_state.epoch;
    doubtful.since = m_state.since;
    doubtful.knowsMembers = doubtful.knowsOwners = doubtful.knowsChanges = false;
    m_state = doubtful;
}

} // namespace

QList<Rebalance> takeConsumerRecord(GroupState &state, const OffsetsRecord &record, const QDateTime &at)
{
    ConsumerGroup group(state, at);
    switch (record.kind) {
    case Kind::GroupEpoch:
        if (const auto *epoch = std::get_if<GroupEpoch>(&record.content))
            group.takeEpoch(epoch->epoch);
        else
            group.end();
        break;
    case Kind::MemberMetadata:
        if (const auto *metadata = std::get_if<MemberMetadata>(&record.content))
            group.takeMember(record.member, *metadata);
        else
            group.dropMember(record.member);
        break;
    case Kind::TargetEpoch:
        if (const auto *epoch = std::get_if<TargetEpoch>(&record.content))
            group.takeTargetEpoch(epoch->epoch);
        break;
    case Kind::CurrentAssignment:
        if (const auto *assignment = std::get_if<CurrentAssignment>(&record.content))
            group.takeAssignment(record.member, *assignment);
        else
            group.dropAssignment(record.member);
        break;
    case Kind::TargetAssignment: // what members are to have shows when they have it
    case Kind::OffsetCommit:
    case Kind::ClassicGroup:
    case Kind::Other:
        break;
    }
    return group.entries();
}

QList<Rebalance> forgetConsumerMembers(GroupState &state)
{
    ConsumerGroup group(state, {});
    group.forget();
    return group.entries();
}

} // namespace daybook::operations
