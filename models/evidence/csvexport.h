#pragma once

#include "models/core/progress.h"
#include "models/evidence/exportrequest.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::evidence {

/// Writes a query's rows to request.path, and beside it the manifest that proves them. All is read from one
/// snapshot, in constant memory; control totals are reckoned by the server and again from the file's bytes,
/// and must agree. What stood at the path before stays as it was until the new pair is whole and on the disk.
/// Uses the connection alone until it is done, and leaves it outside of a transaction.
///
/// Errors: Usage (a target that is a folder, a role that no column has, an amount that is not exact), Io (the
/// disk), Data (totals that do not agree), Conflict, Cancelled, and what the server said; `where` then counts
/// lines in request.sql when it has no `orderBy`.
QCoro::Task<Result<ExportOutcome>> exportCsv(warehouse::Connection::Pointer connection, ExportRequest request,
                                             std::stop_token stop, ProgressSink progress);

} // namespace daybook::evidence
