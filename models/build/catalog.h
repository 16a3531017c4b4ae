#pragma once

#include "models/project/catalog.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::build {

/// What the server knows of the relations of these nodes; of those that are not there, nothing. In the order
/// given. Errors: those of the connection.
QCoro::Task<Result<std::vector<project::CatalogRelation>>>
readCatalog(warehouse::Connection::Pointer connection, project::Project project, QStringList uniqueIds,
            std::stop_token stop);

} // namespace daybook::build
