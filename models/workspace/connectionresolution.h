#pragma once

#include "models/project/project.h"
#include "models/warehouse/connectionspec.h"

#include <QProcessEnvironment>

namespace daybook::workspace {

/// What a person said, in one way or another, of the server to use. Folders are absolute; what is empty was
/// not said.
struct ConnectionRequest
{
    QString dsn;
    QString profilesDirectory;
    QString projectDirectory; ///< the folder of dbt_project.yml; empty where there is no project
    QString profile;
    QString target;
    QString schema;
    std::optional<int> threads;
    QProcessEnvironment environment;
};

/// The server to use and what is to be done there.
struct ResolvedConnection
{
    warehouse::ConnectionSpec spec; ///< of the local warehouse: empty, whoever starts it knows
    QString origin;                 ///< where it was found, for people
    QString targetName = project::ProjectOptions().targetName;
    QString targetSchema = project::ProjectOptions().targetSchema;
    int threads = project::ProjectOptions().threads;
    bool isLocal = false; ///< it is the local warehouse, to be started if it does not run
};

/// The server that the program and the desktop agree on: --dsn, else DAYBOOK_DSN, else the project's profile
/// in profiles.yml if there is one, else the local warehouse. A profile or target asked for by name must be
/// there. What nobody says of target, schema and threads is as ProjectOptions has it. Errors: Usage, Project,
/// Io.
Result<ResolvedConnection> resolve(const ConnectionRequest &request);

/// How a project in `directory` is to be read for this connection. Without secrets: templates may print it.
project::ProjectOptions projectOptions(const ResolvedConnection &connection, const QString &directory);

} // namespace daybook::workspace
