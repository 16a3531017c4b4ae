#pragma once

#include "models/core/error.h"

struct pg_conn;
struct pg_result;

namespace daybook::warehouse {

/// What the server said about a failed statement. `where`, if set, has an empty file and counts lines and
/// columns in `sql`, the statement that was sent.
Error serverError(const pg_result *result, const QString &sql);

/// Why a connection could not be made or was lost; `target` names the server for people.
Error connectionError(const pg_conn *connection, const QString &target, bool wasOpen);

/// What becomes of work that its caller stopped.
Error cancelled();

} // namespace daybook::warehouse
