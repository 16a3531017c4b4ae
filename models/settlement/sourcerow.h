#pragma once

#include "models/settlement/reportdefinition.h"
#include "models/warehouse/pool.h"

#include <QCoro/QCoroTask>
#include <QTimeZone>

#include <stop_token>

namespace daybook::settlement {

/// The row of a source that a ledger row came from. A field without a value is NULL.
struct SourceRow
{
    struct Field
    {
        QString name;
        std::optional<QString> value; ///< as the server wrote it
        QString shown;                ///< for people: moments in the zone asked for
    };
    QString source; ///< "wallet.transactions"
    QList<Field> fields;
    bool isUnique = true; ///< false: the source holds more rows under that key
};

/// Errors: Data (there is no such row: the source has changed since), the server's, Cancelled.
QCoro::Task<Result<SourceRow>> readSourceRow(warehouse::Pool *pool, SourceLink link, QString key,
                                             QTimeZone zone, std::stop_token stop);

} // namespace daybook::settlement
