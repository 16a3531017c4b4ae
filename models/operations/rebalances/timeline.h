#pragma once

#include "models/operations/rebalances/groupstate.h"
#include "models/operations/rebalances/offsetsrecord.h"

namespace daybook::operations {

/// What the timeline knows of a group.
struct GroupHistory
{
    int topicPartition = 0; ///< the one of __consumer_offsets that has the group
    GroupState state;
    GroupOffsets offsets;
};

/// Records of __consumer_offsets in, rebalances out. Records of one partition have to come in the order of
/// the log; a group lives in one partition. Pure: no clock, no network. Where generations are missing it says
/// so and makes up nothing. A value with no thread of its own.
class Timeline
{
public:
    /// A record of the partition, written at `at` (the broker's clock).
    void add(int topicPartition, const OffsetsRecord &record, const QDateTime &at);

    /// Records of the partition were lost before the next one.
    void noteLoss(int topicPartition);

    /// Entries that are new or have changed since the last call, in the order of the log; each once, as it
    /// is.
    QList<Rebalance> takeChanges();
    /// Groups whose state, or whose offsets, are no longer those of the last call.
    QSet<QString> takeChangedStates() { return std::exchange(m_changedStates, {}); }
    QSet<QString> takeChangedOffsets() { return std::exchange(m_changedOffsets, {}); }

    const QMap<QString, GroupHistory> &groups() const { return m_groups; }
    /// As it was kept.
    void restore(const QString &group, const GroupHistory &history) { m_groups.insert(group, history); }

private:
    void addCommit(GroupHistory &history, const OffsetsRecord &record);
    void note(const QString &group, QList<Rebalance> entries);

    QMap<QString, GroupHistory> m_groups;
    QList<Rebalance> m_changes;
    QSet<QString> m_changedStates;
    QSet<QString> m_changedOffsets;
};

} // namespace daybook::operations
