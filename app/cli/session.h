#pragma once

#include "app/cli/command.h"
#include "models/project/project.h"
#include "models/workspace/connectionresolution.h"

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

/// Finds the server only; starts the local warehouse when that is the one and it does not run.
QCoro::Task<Result<Session>> openServer(CommandContext context);

/// The project's target folder, from its dbt_project.yml alone. Errors: Project.
Result<QString> targetFolder(const CommandContext &context);

/// Reads the project without a server: for ls and the like.
QCoro::Task<Result<Session>> openProject(CommandContext context);

/// The folder named by --project-dir, else the nearest with a project in it; empty when there is none.
QString projectFolder(const CommandContext &context);

// The steps of those, for a command that tells about each.

/// Which server is meant; nothing is started. Errors: Usage, Project, Io.
Result<workspace::ResolvedConnection> resolveConnection(const CommandContext &context);

/// How to reach it; the local warehouse is started first.
QCoro::Task<Result<warehouse::ConnectionSpec>> reach(workspace::ResolvedConnection connection,
                                                     CommandContext context);

/// Reads the project for this connection.
QCoro::Task<Result<project::Project>> loadProject(workspace::ResolvedConnection connection,
                                                  CommandContext context);

} // namespace daybook::cli
