#pragma once

#include "models/core/result.h"

#include <QStringList>

#include <functional>
#include <stop_token>

namespace daybook::project {

/// Told as each package is installed: "money, from ../money".
using InstallReport = std::function<void(const QString &line)>;

/// Installs what packages.yml or dependencies.yml of the project in `directory` asks for, and what those
/// packages ask for in turn, into its packages-install-path: folders (`local:`) are copied, repositories
/// (`git:`, with `revision:` and `subdirectory:`) fetched with git. Each package is put in place whole; one
/// already there is replaced. Gives their names. Blocks: not for the event loop. Errors: Project with file
/// and line, for packages of dbt's hub as well (name their repository instead); Io, with what git said;
/// Cancelled.
Result<QStringList> installPackages(const QString &directory, const InstallReport &report,
                                    std::stop_token stop = {});

} // namespace daybook::project
