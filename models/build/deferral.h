#pragma once

#include "models/build/outcome.h"
#include "models/project/previousstate.h"
#include "models/project/project.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::build {

class Plan;

/// Where a run may read what it does not build: in the environment that an earlier manifest tells of.
struct Deferral
{
    std::shared_ptr<const project::PreviousState> state = {}; ///< null: nothing is deferred
    bool favorState = false; ///< read there even what the target has; else only what it lacks
};

/// The nodes that steps of the plan read and do not build, and that are to be read elsewhere. Errors: Usage,
/// for a manifest of another database, which PostgreSQL cannot read from this one; those of the server.
QCoro::Task<Result<Relations>> deferredRelations(project::Project project, std::shared_ptr<const Plan> plan,
                                                 Deferral deferral, warehouse::Connection::Pointer connection,
                                                 std::stop_token stop);

} // namespace daybook::build
