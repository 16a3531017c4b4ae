#pragma once

#include "models/core/result.h"
#include "models/warehouse/connection.h"
#include "models/warehouse/identifier.h"

#include <QCoro/QCoroTask>
#include <QList>

namespace daybook::build {

/// A view of others that reads what is to be replaced, and what lets it follow.
struct Dependent
{
    warehouse::RelationName name;
    QString statements; ///< once the new has moved in
    QString
        retirement; ///< of a materialized view: drops the one that its successor has replaced. Else empty.
};

/// Those of the relations whose oids `replaced`, an array in JSON, lists; each after what it reads. To be
/// asked in the publishing transaction, before anything is renamed. Errors: Conflict for a view of a
/// stranger.
QCoro::Task<Result<QList<Dependent>>> readDependents(warehouse::Connection::Pointer connection,
                                                     QString replaced);

/// Lets them read the new. Errors: Conflict where one cannot, as its columns are gone.
QCoro::Task<Result<void>> pointDependents(warehouse::Connection::Pointer connection,
                                          QList<Dependent> dependents);

/// Drops what their successors have replaced.
QCoro::Task<Result<void>> retireDependents(warehouse::Connection::Pointer connection,
                                           QList<Dependent> dependents);

} // namespace daybook::build
