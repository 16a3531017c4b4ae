#pragma once

#include "models/core/result.h"
#include "models/warehouse/local/serveruser.h"

#include <QFuture>
#include <QMap>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace daybook::warehouse {

/// One of PostgreSQL's own programs, to be run once.
struct ToolCall
{
    QString program;
    QStringList arguments;
    QMap<QString, QString> environment =
        {};                              ///< beside a minimal one: PG* variables of ours must not reach it
    QString outputFile = {};             ///< what it says is appended there instead of being given back
    std::optional<ServerUser> user = {}; ///< needed where the program refuses root
    bool diesWithUs = false;             ///< it may not go on when we are killed
    int timeoutMilliseconds = 60'000;
};

struct ToolOutcome
{
    int exitCode = -1; ///< -1 when it crashed
    QString output;
};

/// Runs it in a session of its own, so that a Ctrl-C meant for us does not reach it. Stopping and timing out
/// kill it. Errors: Io (it cannot be started, or did not finish in time), Cancelled.
QFuture<Result<ToolOutcome>> runTool(ToolCall call, std::stop_token stop = {});

} // namespace daybook::warehouse
