#include "models/build/staging.h"

#include "models/warehouse/identifier.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Connection;
using warehouse::Dialect;
using warehouse::Parameter;
using warehouse::quoteIdentifier;
using warehouse::ResultSet;

} // namespace

QCoro::Task<Result<void>> dropStaged(Connection::Pointer connection, QString stagingSchema)
{
    QStringList drops;
    if (!connection->dialect().has(Dialect::Feature::MovesBetweenSchemas)) {
        const QList<Parameter> beginning{stagingSchema + QLatin1Char('_')};
        const QFuture<Result<ResultSet>> listing = askShipped(connection, u"system/build/staged", beginning);
        const Result<ResultSet> staged = co_await listing;
        if (!staged)
            co_return failure(staged.error());
        for (int row = 0; row < staged->rowCount(); ++row)
            drops << staged->text(row, 0);
    }
    drops << QStringLiteral("drop schema if exists %1 cascade").arg(quoteIdentifier(stagingSchema));
    for (qsizetype i = 0; i < drops.size(); ++i) {
        const QFuture<Result<ResultSet>> dropping = connection->execute(drops[i]);
        const Result<ResultSet> dropped = co_await dropping;
        if (!dropped)
            co_return failure(dropped.error());
    }
    co_return Result<void>();
}

Error needsRight(Error error, const QString &right)
{
    if (error.kind == ErrorKind::Permission) {
        error.detail = error.message + QLatin1Char('\n') + error.detail;
        error.message =
            QStringLiteral("Your role may not %1. Ask the database's owner: GRANT CREATE ON DATABASE ... TO "
                           "your role. Nothing was changed.")
                .arg(right);
    }
    return error;
}

QCoro::Task<Result<void>> ensureSchemas(Connection::Pointer connection, QStringList schemas, QString purpose)
{
    for (qsizetype i = 0; i < schemas.size(); ++i) {
        const QList<Parameter> name{schemas[i]};
        const QFuture<Result<ResultSet>> looking = askShipped(connection, u"system/build/has_schema", name);
        const Result<ResultSet> found = co_await looking;
        if (!found)
            co_return failure(found.error());
        if (found->boolean(0, 0) == true)
            continue;
        const QString create = QStringLiteral("create schema %1").arg(quoteIdentifier(schemas[i]));
        const QFuture<Result<ResultSet>> creating = connection->execute(create);
        const Result<ResultSet> created = co_await creating;
        if (!created)
            co_return failure(needsRight(
                created.error(), QStringLiteral("create the schema %1, %2").arg(schemas[i], purpose)));
    }
    co_return Result<void>();
}

} // namespace daybook::build
