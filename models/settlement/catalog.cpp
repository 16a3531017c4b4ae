#include "models/settlement/catalog.h"

#include "models/core/json.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::settlement {
namespace {

QList<CatalogColumn> columnsFrom(const QString &json)
{
    QList<CatalogColumn> columns;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array()) {
        const QJsonObject column = value.toObject();
        columns << CatalogColumn{column.value(QStringLiteral("name")).toString(),
                                 column.value(QStringLiteral("category")).toString(),
                                 column.value(QStringLiteral("type")).toString()};
    }
    return columns;
}

} // namespace

QString relationsAsJson(const QList<warehouse::RelationName> &relations)
{
    QJsonArray list;
    for (const warehouse::RelationName &relation : relations)
        list << QJsonObject{{QStringLiteral("schema"), relation.schema},
                            {QStringLiteral("name"), relation.name}};
    return compactJson(list);
}

QCoro::Task<Result<QList<CatalogRelation>>> readCatalog(warehouse::Connection::Pointer connection,
                                                        QList<warehouse::RelationName> relations,
                                                        std::stop_token stop)
{
    if (!connection->dialect().has(warehouse::Dialect::Feature::Json))
        co_return failure(
            ErrorKind::Usage,
            QStringLiteral(
                "Daybook does not read reports and ledgers from %1 yet: it builds and checks there. "
                "Query the tables it has published with your own tools.")
                .arg(connection->dialect().name()));
    const QList<warehouse::Parameter> parameters{relationsAsJson(relations)};
    const auto rows =
        co_await connection->execute(warehouse::shippedSql(u"system/report/relations"), parameters, stop);
    if (!rows)
        co_return failure(rows.error());
    QList<CatalogRelation> found;
    for (int row = 0; row < rows->rowCount(); ++row) {
        CatalogRelation relation;
        relation.name = {rows->text(row, 0), rows->text(row, 1)};
        relation.lockable = QStringLiteral("rpv").contains(rows->text(row, 3));
        relation.readable = rows->boolean(row, 4).value_or(false);
        relation.columns = columnsFrom(rows->text(row, 5));
        found << relation;
    }
    co_return found;
}

} // namespace daybook::settlement
