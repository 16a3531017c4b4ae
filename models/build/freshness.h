#pragma once

#include "models/project/freshness.h"
#include "models/project/project.h"
#include "models/warehouse/connectionspec.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::build {

/// Asks the server for the newest rows of these sources, on several connections; those that say no threshold
/// are left out. In the order given. What is wrong with one source is its result; errors are only those that
/// end all: Connection, Cancelled.
QCoro::Task<Result<std::vector<project::SourceFreshness>>> measureFreshness(warehouse::ConnectionSpec spec,
                                                                            project::Project project,
                                                                            QStringList sources,
                                                                            std::stop_token stop);

} // namespace daybook::build
