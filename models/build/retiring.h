#pragma once

#include "models/core/result.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QList>

namespace daybook::build {

/// A relation that has made room for another.
struct Retired
{
    qint64 oid = 0;
    QString live; ///< the name that it had, for people
    QString drop; ///< the statement
};

/// Drops them, each before what it reads (what their successors read may be another thing). Errors: Conflict,
/// where something else depends on one; those of the server.
QCoro::Task<Result<void>> dropRetired(warehouse::Connection::Pointer connection, QList<Retired> retired);

} // namespace daybook::build
