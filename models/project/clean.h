#pragma once

#include "models/core/result.h"

#include <QStringList>

namespace daybook::project {

/// Removes the clean-targets of the project in `directory` (its target folder, unless dbt_project.yml says
/// otherwise) and gives those that were there. All or nothing: as long as one of them lies outside of the
/// project, holds files that the project is made of, or a repository with changes nobody has committed,
/// nothing is removed. Errors: Project, Usage for those; Io.
Result<QStringList> cleanProject(const QString &directory);

} // namespace daybook::project
