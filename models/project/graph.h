#pragma once

#include "models/project/drafts.h"
#include "models/project/nodeindex.h"

#include <QSet>

namespace daybook::project {

/// Resolves what the drafts refer to and puts them in order, parents first: sources, then as the graph has
/// it; equal ones by kind and name, so that the order is stable. Missing and disabled parents and cycles are
/// among the problems; what is disabled is left out.
struct OrderedNodes
{
    std::vector<Node> nodes;
    std::vector<Node> disabled; ///< by unique id
};
/// Packages among `restricted` let others read their public models only.
OrderedNodes orderedNodes(std::vector<Draft> drafts, const QString &package, const QSet<QString> &restricted,
                          Problems &problems);

/// For each node the positions of those that read it.
std::vector<std::vector<int>> childrenOf(const std::vector<Node> &nodes, const NodeIndex &index);

} // namespace daybook::project
