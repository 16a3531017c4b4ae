#include "models/evidence/exportsnapshot.h"

#include "models/warehouse/identifier.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

/// The query stands on lines of its own, so that a comment at its end does no harm and the server's line
/// numbers are one off.
QString asTable(const QString &query)
{
    return u"(\n%1\n) as daybook_export"_s.arg(query);
}

Error placedInQuery(Error error)
{
    if (error.where && error.where->file.isEmpty())
        --error.where->line;
    if (error.where && error.where->line < 1)
        error.where.reset();
    return error;
}

Parameter typeArray(const ResultSet &rows)
{
    QStringList oids;
    for (int i = 0; i < rows.columnCount(); ++i)
        oids << QString::number(rows.columnType(i));
    return u"{%1}"_s.arg(oids.join(u','));
}

ExportColumn columnOf(const ResultSet &types, const QString &name, unsigned oid)
{
    ExportColumn column{.described = {.name = name, .type = u"unknown"_s}};
    for (int row = 0; row < types.rowCount(); ++row) {
        if (types.text(row, 0) != QString::number(oid))
            continue;
        column.described.type = types.text(row, 1);
        column.isText = types.boolean(row, 2).value_or(true);
        column.isExact = types.boolean(row, 3).value_or(false);
        column.isPlainText = types.boolean(row, 4).value_or(false);
        column.hasOneText = types.boolean(row, 5).value_or(false);
    }
    return column;
}

/// Groups by what is written, not by what compares equal: 1.0 and 1.00, or "a" and "A" under some collations,
/// are two types to whoever reads the file.
QString typeExpression(const ExportColumn &column)
{
    const QString name = warehouse::quoteIdentifier(column.described.name);
    if (column.hasOneText)
        return name;
    if (column.isPlainText)
        return name + u" collate \"C\""_s;
    return u"case when %1 is not null then format('%s', %1) end collate \"C\""_s.arg(name);
}

QString sumExpression(const QList<ExportColumn> &columns, int place)
{
    return place < 0 ? u"null"_s
                     : u"sum(%1)"_s.arg(warehouse::quoteIdentifier(columns[place].described.name));
}

Result<std::optional<Decimal>> readSum(const ResultSet &rows, int row, int column)
{
    if (rows.isNull(row, column))
        return std::nullopt;
    return Decimal::parse(rows.text(row, column))
        .map([](const Decimal &sum) { return std::optional(sum); })
        .map_error([](Error error) {
            error.message = u"A control total cannot be held exactly: %1"_s.arg(error.message);
            return error;
        });
}

Result<ControlTotals> readTotals(const ResultSet &rows, bool byType)
{
    ControlTotals totals;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const auto amount = readSum(rows, row, 2);
        const auto count = readSum(rows, row, 3);
        if (!amount || !count)
            return failure(amount ? count.error() : amount.error());
        const Totals one{.rows = rows.integer(row, 1).value_or(0), .amount = *amount, .count = *count};
        const auto overall = combined(totals.overall, one);
        if (!overall)
            return failure(overall.error());
        totals.overall = *overall;
        if (byType)
            totals.byType.emplace(
                rows.isNull(row, 0) ? std::nullopt : std::optional(rows.bytes(row, 0).toByteArray()), one);
    }
    return totals;
}

} // namespace

QString unorderedQuery(const ExportRequest &request)
{
    QString sql = request.sql;
    while (!sql.isEmpty() && (sql.back().isSpace() || sql.back() == u';'))
        sql.chop(1);
    return sql;
}

QString orderedQuery(const ExportRequest &request)
{
    const QString query = unorderedQuery(request);
    if (request.orderBy.isEmpty())
        return query;
    return u"select * from %1\norder by %2"_s.arg(asTable(query), request.orderBy.join(u", "_s));
}

QCoro::Task<Result<Snapshot>> openSnapshot(Connection::Pointer connection, QString timeZone,
                                           std::stop_token stop)
{
    if (!connection->dialect().has(warehouse::Dialect::Feature::ClientCopy))
        co_return failure(ErrorKind::Usage,
                          u"Daybook does not export from %1 yet, which gives a client no COPY."_s.arg(
                              connection->dialect().name()));
    Snapshot snapshot{.server = {}, .sharedId = {}, .timeZone = timeZone};
    snapshot.server.connection = connection->spec().displayName();
    // Asked for outside of the transaction: a server that refuses would spoil it.
    const QString askSystem = warehouse::shippedSql(u"system/evidence/system_identifier");
    const Result<ResultSet> system = co_await connection->execute(askSystem, QList<Parameter>(), stop);
    if (system && system->rowCount() == 1)
        snapshot.server.systemIdentifier = system->text(0, 0);

    const QString begin = warehouse::shippedSql(u"system/evidence/begin");
    const Result<ResultSet> begun = co_await connection->execute(begin, QList<Parameter>(), stop);
    if (!begun)
        co_return failure(begun.error());
    const QString askSnapshot = warehouse::shippedSql(u"system/evidence/snapshot");
    QList<Parameter> parameters;
    parameters << timeZone;
    const Result<ResultSet> taken = co_await connection->execute(askSnapshot, parameters, stop);
    if (!taken)
        co_return failure(taken.error());
    snapshot.server.snapshotTime = taken->text(0, 1);
    snapshot.server.snapshot = taken->text(0, 2);
    snapshot.server.version = taken->text(0, 3);
    snapshot.server.database = taken->text(0, 4);
    snapshot.server.user = taken->text(0, 5);
    snapshot.sharedId = taken->text(0, 6);
    co_return snapshot;
}

QCoro::Task<Result<Connection::Pointer>> joinSnapshot(Connection::Pointer connection, Snapshot snapshot,
                                                      std::stop_token stop)
{
    const Result<Connection::Pointer> opened = co_await Connection::open(connection->spec(), stop);
    if (!opened)
        co_return failure(opened.error());
    // The first statement of its transaction that is no setting; it takes no parameters.
    const QString join = warehouse::shippedSql(u"system/evidence/begin") +
                         u"set transaction snapshot %1;"_s.arg(warehouse::quoteLiteral(snapshot.sharedId)) +
                         u"set local timezone = %1;"_s.arg(warehouse::quoteLiteral(snapshot.timeZone)) +
                         // The copy takes longer than one process needs for this; the rest is others'.
                         u"set local max_parallel_workers_per_gather = 0"_s;
    const Result<ResultSet> joined = co_await (*opened)->execute(join, QList<Parameter>(), stop);
    if (!joined)
        co_return failure(joined.error());
    co_return *opened;
}

QCoro::Task<Result<QList<ExportColumn>>> describeColumns(Connection::Pointer connection, QString query,
                                                         std::stop_token stop)
{
    const QString nothing = u"select * from %1 limit 0"_s.arg(asTable(query));
    const Result<ResultSet> empty = co_await connection->execute(nothing, QList<Parameter>(), stop);
    if (!empty)
        co_return failure(placedInQuery(empty.error()));
    if (empty->columnCount() == 0)
        co_return failure(ErrorKind::Usage, u"The query has no columns, so there is nothing to export."_s);
    const QString askTypes = warehouse::shippedSql(u"system/evidence/column_types");
    QList<Parameter> parameters;
    parameters << typeArray(*empty);
    const Result<ResultSet> types = co_await connection->execute(askTypes, parameters, stop);
    if (!types)
        co_return failure(types.error());
    QList<ExportColumn> columns;
    for (int i = 0; i < empty->columnCount(); ++i)
        columns << columnOf(*types, empty->columnName(i), empty->columnType(i));
    co_return columns;
}

Result<void> checkExact(const QList<ExportColumn> &columns, RoleColumns roles)
{
    for (const int place : {roles.amount, roles.count}) {
        if (place >= 0 && !columns[place].isExact)
            return failure(ErrorKind::Usage,
                           u"Column \"%1\" is of type %2, which is not exact. Cast it to numeric or an "
                           "integer in the query, and control totals can be taken."_s.arg(
                               columns[place].described.name, columns[place].described.type));
    }
    return {};
}

QCoro::Task<Result<ControlTotals>> totalsOnServer(Connection::Pointer connection, QString query,
                                                  QList<ExportColumn> columns, RoleColumns roles,
                                                  std::stop_token stop)
{
    const QString type = roles.type < 0 ? u"null"_s : typeExpression(columns[roles.type]);
    const QString group = roles.type < 0 ? QString() : u"\ngroup by 1 limit %1"_s.arg(MaximumTypes + 2);
    const QString sql = u"select %1, count(*), %2, %3 from %4%5"_s.arg(
        type, sumExpression(columns, roles.amount), sumExpression(columns, roles.count), asTable(query),
        group);
    const Result<ResultSet> rows = co_await connection->execute(sql, QList<Parameter>(), stop);
    if (!rows)
        co_return failure(placedInQuery(rows.error()));
    if (rows->rowCount() > static_cast<int>(MaximumTypes) + 1)
        co_return failure(ErrorKind::Usage, u"Column \"%1\" has more than %2 values: it cannot be the type."_s
                                                .arg(columns[roles.type].described.name)
                                                .arg(MaximumTypes));
    co_return readTotals(*rows, roles.type >= 0);
}

} // namespace daybook::evidence
