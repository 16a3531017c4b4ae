#pragma once

#include "models/operations/rebalances/groupstate.h"
#include "models/operations/rebalances/offsetsrecord.h"

namespace daybook::operations {

/// Takes a record of a classic group, written at `at` (the broker's clock), into the group's state and gives
/// the entries of the timeline that it tells of, without the group's name. `lastCommit`: the latest commit of
/// the group so far; invalid if none.
QList<Rebalance> takeClassicRecord(GroupState &state, const ClassicGroup &record, const QDateTime &at,
                                   const QDateTime &lastCommit);

/// The group is no longer one of the classic protocol.
QList<Rebalance> endClassicGroup(GroupState &state, const QDateTime &at);

} // namespace daybook::operations
