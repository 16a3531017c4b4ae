#include "models/build/catalog.h"

#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonObject>

namespace daybook::build {
namespace {

using project::CatalogRelation;
using warehouse::ResultSet;

QString typeOf(const QString &kind)
{
    return kind == QStringLiteral("v")   ? QStringLiteral("VIEW")
           : kind == QStringLiteral("m") ? QStringLiteral("MATERIALIZED VIEW")
                                         : QStringLiteral("BASE TABLE");
}

/// Those that live somewhere, as the statement wants them.
QString asked(const project::Project &project, const QStringList &uniqueIds)
{
    QJsonArray relations;
    for (qsizetype i = 0; i < uniqueIds.size(); ++i) {
        const project::Node *node = project.find(uniqueIds[i]);
        if (node == nullptr || node->relation.name.isEmpty())
            continue;
        relations.append(QJsonObject{{QStringLiteral("position"), i},
                                     {QStringLiteral("schema"), node->relation.schema},
                                     {QStringLiteral("name"), node->relation.name}});
    }
    return compactJson(relations);
}

std::vector<CatalogRelation> gathered(const ResultSet &rows, const project::Project &project,
                                      const QStringList &uniqueIds)
{
    std::vector<CatalogRelation> relations;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const QString &id = uniqueIds[rows.text(row, 0).toLongLong()];
        if (relations.empty() || relations.back().uniqueId != id)
            relations.push_back({.uniqueId = id,
                                 .relation = project.find(id)->relation,
                                 .type = typeOf(rows.text(row, 1)),
                                 .owner = rows.text(row, 2),
                                 .comment = rows.text(row, 3),
                                 .columns = {}});
        relations.back().columns.push_back({.name = rows.text(row, 4),
                                            .type = rows.text(row, 6),
                                            .comment = rows.text(row, 7),
                                            .index = rows.text(row, 5).toInt()});
    }
    return relations;
}

} // namespace

QCoro::Task<Result<std::vector<CatalogRelation>>> readCatalog(warehouse::Connection::Pointer connection,
                                                              project::Project project, QStringList uniqueIds,
                                                              std::stop_token stop)
{
    const QList<warehouse::Parameter> parameters{asked(project, uniqueIds)};
    const QFuture<Result<ResultSet>> asking =
        warehouse::askShipped(connection, u"system/docs/catalog", parameters, stop);
    const Result<ResultSet> rows = co_await asking;
    if (!rows)
        co_return failure(rows.error());
    co_return gathered(*rows, project, uniqueIds);
}

} // namespace daybook::build
