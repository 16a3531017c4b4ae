#include "models/settlement/sourcerow.h"

#include "models/settlement/sqltemplate.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>

namespace daybook::settlement {

QCoro::Task<Result<SourceRow>> readSourceRow(warehouse::Pool *pool, SourceLink link, QString key,
                                             std::stop_token stop)
{
    const auto lease = co_await pool->acquire(stop);
    if (!lease)
        co_return failure(lease.error());
    SqlValues values;
    values.insert(QStringLiteral("relation"), link.relation.toSql());
    values.insert(QStringLiteral("key"), warehouse::quoteIdentifier(link.key));
    const QString sql = fillSql(warehouse::shippedSql(u"system/report/source_row"), values);
    const QList<warehouse::Parameter> parameters{key};
    const warehouse::Connection::Pointer connection = (*lease)->connection();
    const auto rows = co_await connection->execute(sql, parameters, stop);
    if (!rows)
        co_return failure(rows.error());
    if (rows->rowCount() == 0)
        co_return failure(
            ErrorKind::Data,
            QStringLiteral("%1 has no row any more whose %2 is %3: the source has changed since the "
                           "ledger was built.")
                .arg(link.name, link.key, key));
    SourceRow row;
    row.source = link.name;
    row.isUnique = rows->rowCount() == 1;
    for (int column = 0; column < rows->columnCount(); ++column) {
        SourceRow::Field field;
        field.name = rows->columnName(column);
        if (!rows->isNull(0, column))
            field.value = rows->text(0, column);
        row.fields << field;
    }
    co_return row;
}

} // namespace daybook::settlement
