#include "models/build/dependents.h"

#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

Error belongsToAnother(const QString &view, const QString &owner)
{
    return {.kind = ErrorKind::Conflict,
            .message =
                QStringLiteral("The view %1 reads what would be published, and it belongs to %2. Ask its "
                               "owner to grant you that role. Nothing was published.")
                    .arg(view, owner)};
}

} // namespace

QCoro::Task<Result<QList<Dependent>>> readDependents(Connection::Pointer connection, QString replaced)
{
    const QList<Parameter> parameters{replaced};
    const QFuture<Result<ResultSet>> reading =
        askShipped(connection, u"system/publish/dependents", parameters);
    const Result<ResultSet> views = co_await reading;
    if (!views)
        co_return failure(views.error());
    QList<Dependent> all;
    for (int row = 0; row < views->rowCount(); ++row) {
        const Dependent view{
            {views->text(row, 1), views->text(row, 2)}, views->text(row, 5), views->text(row, 6)};
        if (views->boolean(row, 4) != true)
            co_return failure(belongsToAnother(view.name.toString(), views->text(row, 3)));
        all << view;
    }
    co_return all;
}

QCoro::Task<Result<void>> pointDependents(Connection::Pointer connection, QList<Dependent> dependents)
{
    for (const Dependent &view : dependents) {
        const QFuture<Result<ResultSet>> pointing = connection->execute(view.statements);
        const Result<ResultSet> pointed = co_await pointing;
        if (pointed)
            continue;
        Error error = pointed.error();
        error.detail = QStringLiteral("%1\n%2\n%3").arg(error.message, error.detail, view.statements);
        error.message =
            QStringLiteral("The view %1, outside of this run, reads a relation that has changed, and "
                           "would no longer work; nothing was published. Change or drop it as the "
                           "detail says, and build again.")
                .arg(view.name.toString());
        if (error.kind == ErrorKind::Sql)
            error.kind = ErrorKind::Conflict;
        co_return failure(error);
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> retireDependents(Connection::Pointer connection, QList<Dependent> dependents)
{
    // Those that read others go before these.
    for (qsizetype i = dependents.size(); i-- > 0;) {
        if (dependents[i].retirement.isEmpty())
            continue;
        const QFuture<Result<ResultSet>> dropping = connection->execute(dependents[i].retirement);
        const Result<ResultSet> dropped = co_await dropping;
        if (!dropped)
            co_return failure(dropped.error());
    }
    co_return Result<void>();
}

} // namespace daybook::build
