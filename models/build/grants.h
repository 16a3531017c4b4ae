#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

namespace daybook::build {

/// The `grants` config of a model, seed or snapshot: by privilege the roles that are to hold it, as JSON for
/// sql/system/publish/rights.sql; empty where it has none. Errors: Project, for what is no privilege of
/// a relation and for roles that are no texts.
Result<QString> wantedGrants(const project::Node &node);

} // namespace daybook::build
