#include "models/settlement/sourcerow.h"

#include "models/core/format.h"
#include "models/settlement/sqltemplate.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QRegularExpression>

namespace daybook::settlement {

namespace {

constexpr unsigned TimestampTz = 1184; // pg_type.oid, fixed

/// A moment in the zone, with every digit of its seconds; all else as it came.
QString shown(const warehouse::ResultSet &rows, int column, const QTimeZone &zone)
{
    const QString text = rows.isNull(0, column) ? QStringLiteral("NULL") : rows.text(0, column);
    const std::optional<QDateTime> instant =
        rows.columnType(column) == TimestampTz ? rows.instant(0, column) : std::nullopt;
    if (!instant)
        return text;
    static const QRegularExpression fraction(QStringLiteral("\\.\\d+"));
    return formatInstant(*instant, zone) + fraction.match(text).captured();
}

} // namespace

QCoro::Task<Result<SourceRow>> readSourceRow(warehouse::Pool *pool, SourceLink link, QString key,
                                             QTimeZone zone, std::stop_token stop)
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
        field.shown = shown(*rows, column, zone);
        row.fields << field;
    }
    co_return row;
}

} // namespace daybook::settlement
