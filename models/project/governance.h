#pragma once

#include "models/project/nodeindex.h"
#include "models/project/properties.h"

#include <QMap>
#include <QSet>

namespace daybook::project {

// Who may read what, for how long, and what of it is promised: groups, access, dates of deprecation,
// constraints.

/// Why `node` may not refer to `parent`, if it may not. `group` is the node's; `restricted` are packages
/// of which others may read what is public only.
std::optional<QString> whyNotReadable(const Node &parent, const Node &node, const QString &group,
                                      const QSet<QString> &restricted);
/// Groups that are not among `groups`, access and constraints that there are not.
void checkGovernance(const Node &node, const QStringList &groups, Problems &problems);
void warnOfDeprecated(const Nodes &nodes, Problems &problems);

} // namespace daybook::project
