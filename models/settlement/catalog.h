#pragma once

#include "models/settlement/reportdefinition.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::settlement {

/// A relation as the catalog has it.
struct CatalogRelation
{
    warehouse::RelationName name;
    bool lockable = false; ///< a table or a view; others cannot be locked by name
    bool readable = false; ///< by this role
    QList<CatalogColumn> columns;
};

/// [{"schema": ..., "name": ...}, ...], the shape that the SQL files take lists of relations in.
QString relationsAsJson(const QList<warehouse::RelationName> &relations);

/// Those of the relations that exist. Errors: the server's.
QCoro::Task<Result<QList<CatalogRelation>>> readCatalog(warehouse::Connection::Pointer connection,
                                                        QList<warehouse::RelationName> relations,
                                                        std::stop_token stop);

} // namespace daybook::settlement
