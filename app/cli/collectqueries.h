#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// --interval, --slow-seconds, --burst-count, --keep-literals, --once, --for, --keep-days.
QList<Option> collectQueriesOptions();
QString collectQueriesNotes();

/// `daybookctl collect queries`: see operations::QueryCollector.
QCoro::Task<Result<int>> collectQueries(CommandContext context);

} // namespace daybook::cli
