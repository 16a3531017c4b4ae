#pragma once

#include "app/cli/command.h"
#include "models/project/project.h"
#include "models/warehouse/connectionspec.h"

namespace daybook::cli {

/// What most commands need: a server and, for some, a project read for it.
struct Session
{
    warehouse::ConnectionSpec spec;
    QString origin; ///< where the connection was found, for people
    std::optional<project::Project> project;
};

/// Finds the server (--dsn, DAYBOOK_DSN, profiles.yml, the local warehouse) and reads the project. Errors:
/// those of both.
QCoro::Task<Result<Session>> openSession(CommandContext context);

/// Finds the server only.
QCoro::Task<Result<Session>> openServer(CommandContext context);

/// Reads the project without a server: for ls and the like.
QCoro::Task<Result<Session>> openProject(CommandContext context);

} // namespace daybook::cli
