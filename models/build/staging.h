#pragma once

#include "models/core/result.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::build {

/// Drops what a run has staged: its schema with all that is in it, and what stands beside the live relations
/// under names that begin with the schema's, on servers where it cannot move between schemas.
QCoro::Task<Result<void>> dropStaged(warehouse::Connection::Pointer connection, QString stagingSchema);

/// A refusal to create, with what the owner of the database can do about it.
Error needsRight(Error error, const QString &right);

/// Creates those of the schemas that are not there. `purpose` is the end of a sentence about them.
QCoro::Task<Result<void>> ensureSchemas(warehouse::Connection::Pointer connection, QStringList schemas,
                                        QString purpose);

} // namespace daybook::build
