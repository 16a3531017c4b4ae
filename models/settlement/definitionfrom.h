#pragma once

#include "models/settlement/reportdefinition.h"

namespace daybook::settlement {

/// What the project's metadata say of its daily report and ledgers. Errors: Project: no daily report, or more
/// than one; a key under meta that cannot be read, with its place.
Result<ReportDefinition> definitionFrom(const project::Project &project);

} // namespace daybook::settlement
