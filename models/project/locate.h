#pragma once

#include "models/project/node.h"

namespace daybook::project {

/// Where a line of what a node compiled to (from 1) stands in the node's file, so that a server's complaint
/// can be told there: exact while the text has as many lines as the file, else when the line stands in the
/// file exactly once. Otherwise the file, or for a generic test its description, without a line of its own.
Location locate(const Node &node, const QString &compiled, int line, int column = 0);

} // namespace daybook::project
