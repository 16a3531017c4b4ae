#include "models/operations/rebalances/timeline.h"

#include "models/operations/rebalances/classictimeline.h"
#include "models/operations/rebalances/consumertimeline.h"

#include <algorithm>

namespace daybook::operations {
namespace {

using Kind = OffsetsRecord::Kind;

QDateTime lastCommit(const GroupOffsets &offsets)
{
    QDateTime last;
    for (const Committed &committed : offsets) {
        if (!last.isValid() || (committed.at.isValid() && committed.at > last))
            last = committed.at;
    }
    return last;
}

bool isSameEntry(const Rebalance &one, const Rebalance &other)
{
    return one.group == other.group && one.protocol == other.protocol && one.kind == other.kind &&
           one.generation == other.generation && one.notedAt == other.notedAt;
}

} // namespace

void Timeline::add(int topicPartition, const OffsetsRecord &record, const QDateTime &at)
{
    if (record.kind == Kind::Other)
        return;
    GroupHistory &history = m_groups[record.group];
    history.topicPartition = topicPartition;
    if (record.kind == Kind::OffsetCommit) {
        addCommit(history, record);
        m_changedOffsets += record.group;
        return;
    }
    m_changedStates += record.group;
    if (record.kind != Kind::ClassicGroup)
        note(record.group, takeConsumerRecord(history.state, record, at));
    else if (const auto *group = std::get_if<ClassicGroup>(&record.content))
        note(record.group, takeClassicRecord(history.state, *group, at, lastCommit(history.offsets)));
    else
        note(record.group, endClassicGroup(history.state, at));
}

void Timeline::addCommit(GroupHistory &history, const OffsetsRecord &record)
{
    if (const auto *commit = std::get_if<OffsetCommit>(&record.content))
        history.offsets.insert({record.topic, record.partition}, {commit->offset, commit->committedAt});
    else
        history.offsets.remove({record.topic, record.partition});
}

void Timeline::noteLoss(int topicPartition)
{
    for (auto group = m_groups.begin(); group != m_groups.end(); ++group) {
        if (group->topicPartition != topicPartition)
            continue;
        group->state.classic.known = false;
        note(group.key(), forgetConsumerMembers(group->state));
        m_changedStates += group.key();
    }
}

void Timeline::note(const QString &group, QList<Rebalance> entries)
{
    for (Rebalance &entry : entries) {
        entry.group = group;
        const auto known = std::find_if(m_changes.begin(), m_changes.end(), [&entry](const Rebalance &other) {
            return isSameEntry(entry, other);
        });
        if (known == m_changes.end())
            m_changes.append(entry);
        else
            *known = entry;
    }
}

QList<Rebalance> Timeline::takeChanges()
{
    return std::exchange(m_changes, {});
}

} // namespace daybook::operations
