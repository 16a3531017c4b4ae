#pragma once

#include "models/project/criterion.h"
#include "models/project/projectdata.h"

#include <functional>

namespace daybook::project {

using NodePredicate = std::function<bool(const Node &)>;

/// Every method that a criterion may name, by the alphabet; "config.<key>" for those of config.
QStringList selectionMethods();
/// "model", "test"..., those included of which this program knows none.
QStringList resourceTypeNames();

/// What the method and value of a criterion ask of a node, graph operators aside. `selector` is not among
/// them: it is no question about a node. The predicate may be used as long as `project` and `state` live.
/// Error: Usage, naming the word and the values there are.
Result<NodePredicate> nodePredicate(const Criterion &criterion, const Project::Data &project,
                                    const PreviousState *state);

} // namespace daybook::project
