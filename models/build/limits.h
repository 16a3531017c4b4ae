#pragma once

#include "models/build/plan.h"
#include "models/warehouse/dialect.h"

namespace daybook::build {

/// Whether a server has what a plan asks for. Errors: Project, for the first model that asks for what it
/// lacks, and what to do.
Result<void> checkLimits(const Plan &plan, const warehouse::Dialect &dialect);

} // namespace daybook::build
