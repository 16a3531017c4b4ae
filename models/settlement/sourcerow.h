#pragma once

#include "models/settlement/reportdefinition.h"
#include "models/warehouse/pool.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::settlement {

/// The row of a source that a ledger row came from. A field without a value is NULL.
struct SourceRow
{
    struct Field
    {
        QString name;
        std::optional<QString> value;
    };
    QString source; ///< "wallet.transactions"
    QList<Field> fields;
    bool isUnique = true; ///< false: the source holds more rows under that key
};

/// Errors: Data (there is no such row: the source has changed since), the server's, Cancelled.
QCoro::Task<Result<SourceRow>> readSourceRow(warehouse::Pool *pool, SourceLink link, QString key,
                                             std::stop_token stop);

} // namespace daybook::settlement
