#pragma once

#include "models/build/runhistory.h"
#include "models/core/itemroles.h"

#include <QString>

namespace daybook::build {

// What outcomes mean and how they are said, once for every table, banner and timeline.

/// A run that checked nothing proves nothing, however well it went.
Severity severityOf(const RunSummary &run);
QString describe(const RunSummary &run);

Severity severityOf(NodeState state);
QString describe(NodeState state);

QString describe(project::ResourceType type);

} // namespace daybook::build
