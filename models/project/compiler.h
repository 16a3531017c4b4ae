#pragma once

#include "models/project/projectdata.h"

namespace daybook::project {

/// The SQL of a node for one run. From any thread.
Result<QString> compileNode(const Project::Data &project, const Node &node, const CompileContext &context);

} // namespace daybook::project
