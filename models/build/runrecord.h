#pragma once

#include "models/build/execution.h"

namespace daybook::build {

/// The parameters of sql/system/build/insert_run.sql.
QList<warehouse::Parameter> runRecord(const project::Project &project, const BuildRequest &request,
                                      const RunIdentity &identity, const Plan &plan);

/// The plan's nodes as the JSON array of sql/system/build/insert_nodes.sql.
QString nodeRecords(const Plan &plan);

} // namespace daybook::build
