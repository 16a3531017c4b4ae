#pragma once

#include "models/project/projectdata.h"

namespace daybook::project {

/// dbt's selection with eager tests: a test is in when anything it reads is.
Result<QStringList> selectNodes(const Project::Data &project, const Selection &selection,
                                QStringList *warnings);

} // namespace daybook::project
