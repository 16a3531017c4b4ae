#pragma once

#include "app/cli/session.h"
#include "models/settlement/report.h"

namespace daybook::cli {

/// --from, --to and --days, as every command that is about days takes them.
QList<Option> periodOptions();

/// Reads the report of the days asked for; without any, of the last complete one. Errors: those of the
/// session and of settlement::ReportService, Usage.
QCoro::Task<Result<settlement::Report>> readReport(Session session, CommandContext context);

} // namespace daybook::cli
