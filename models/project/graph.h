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
    Nodes nodes;
    QHash<const Node *, templating::Template> sources; ///< of nodes: their rawSql, parsed
    std::vector<std::vector<int>> parents;  ///< for each node the positions of those it reads, as dependsOn
    std::vector<std::vector<int>> children; ///< and of those that read it
    NodeIndex index;
    std::vector<Node> disabled; ///< by unique id
};
/// Packages among `restricted` let others read their public models only.
OrderedNodes orderedNodes(Drafts drafts, const QString &package, const QSet<QString> &restricted,
                          Problems &problems);

} // namespace daybook::project
