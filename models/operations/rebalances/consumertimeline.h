#pragma once

#include "models/operations/rebalances/groupstate.h"
#include "models/operations/rebalances/offsetsrecord.h"

namespace daybook::operations {

/// Takes a record of a group of the consumer protocol, written at `at` (the broker's clock), into the group's
/// state and gives the entries of the timeline that are new or have changed, without the group's name.
QList<Rebalance> takeConsumerRecord(GroupState &state, const OffsetsRecord &record, const QDateTime &at);

/// Records were lost: what went on may not be told as if it had been seen.
QList<Rebalance> forgetConsumerMembers(GroupState &state);

} // namespace daybook::operations
