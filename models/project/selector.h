#pragma once

#include "models/project/projectdata.h"

namespace daybook::project {

/// dbt's node selection.
Result<QStringList> selectNodes(const Project::Data &project, const Selection &selection,
                                QStringList *warnings);

} // namespace daybook::project
