// Tables that lie spread over the nodes of a server that does so.
#include "models/build/distribution.h"
#include "models/build/execution.h"
#include "models/build/sqlplace.h"

#include <QCoro/QCoroFuture>

#include <algorithm>

namespace daybook::build {
namespace {

using warehouse::Connection;
using warehouse::Dialect;
using warehouse::RelationName;
using warehouse::ResultSet;

} // namespace

/// Whether a step's options can be read. What a server has no use for is left out with a word, so that one
/// project is built on a plain server and on one that spreads its tables.
Result<void> Execution::checkDistribution(std::size_t index, const Connection::Pointer &connection)
{
    const Result<Distribution> wanted = Distribution::read(m_plan->steps()[index].node);
    if (!wanted)
        return failure(wanted.error());
    if (wanted->isSpread() && !connection->dialect().has(Dialect::Feature::Distribution))
        outcomeOf(index).note =
            QStringLiteral("%1 is not used: the server is %2, without Citus.")
                .arg(wanted->isReference ? QStringLiteral("reference") : QStringLiteral("distributed_by"),
                     connection->dialect().name());
    return {};
}

bool Execution::isSpread(std::size_t index, const Connection::Pointer &connection) const
{
    const Result<Distribution> wanted = Distribution::read(m_plan->steps()[index].node);
    return wanted && wanted->isSpread() && connection->dialect().has(Dialect::Feature::Distribution);
}

/// The table that a step's table is to lie beside: as this run builds it, else as it is live.
QCoro::Task<Result<RelationName>> Execution::tableBeside(QString name, std::size_t index,
                                                         Connection::Pointer connection)
{
    const project::Node &self = m_plan->steps()[index].node;
    QString reason = QStringLiteral("is no model, seed or snapshot");
    for (const project::Node &node : m_project.nodes()) {
        if (node.name != name || node.relation.name.isEmpty() || node.source)
            continue;
        const QList<RelationName> places{m_plan->relationOf(node), node.relation};
        for (qsizetype i = 0; i < places.size(); ++i) {
            const Result<Table> found = co_await look(places[i], connection);
            if (!found)
                co_return failure(found.error());
            if (found->isTable())
                co_return places[i];
        }
        reason = QStringLiteral("has no table yet: build it before, or read it in this model");
    }
    co_return failure(
        {.kind = ErrorKind::Project,
         .message = QStringLiteral("%1: colocate_with is \"%2\", which %3.").arg(self.name, name, reason),
         .where = Location{self.path, 0, 0}});
}

/// An empty table of the query's columns, spread before its rows come: each then goes to its node at once.
QCoro::Task<Result<void>> Execution::createSpread(RelationName table, QString compiled, std::size_t index,
                                                  Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString create = Distribution::read(node)->createTable(table, compiled, connection->dialect());
    const Result<ResultSet> created = co_await ask(create, connection);
    if (!created)
        co_return failure(inModel(created.error(), node, compiled, 1));
    co_return co_await spread(table, false, index, connection);
}

/// Spreads a table that has just been made, if its step wants it. New rows that wait to be applied go to
/// every node, so that they meet the table's rows wherever these are.
QCoro::Task<Result<void>> Execution::spread(RelationName table, bool isFilled, std::size_t index,
                                            Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    if (!isSpread(index, connection))
        co_return Result<void>();
    const Result<Distribution> wanted = Distribution::read(step.node);
    std::optional<RelationName> beside;
    if (wanted->isBesideModel()) {
        const Result<RelationName> found = co_await tableBeside(wanted->colocateWith, index, connection);
        if (!found)
            co_return failure(found.error());
        beside = *found;
    }
    const bool waits = table == step.delta;
    QStringList statements{waits ? referenceStatement(table) : wanted->spreading(table, beside)};
    if (isFilled) // what was in it before lies on the nodes now, and still here
        statements << QStringLiteral("select truncate_local_data_after_distributing_table(%1)")
                          .arg(warehouse::quoteLiteral(table.toSql()));
    for (qsizetype i = 0; i < statements.size(); ++i) {
        const Result<ResultSet> done = co_await ask(statements[i], connection);
        if (done)
            continue;
        Error error = done.error();
        error.message =
            QStringLiteral("%1: its table cannot be distributed: %2").arg(step.node.name, error.message);
        error.where = Location{step.node.path, 0, 0};
        co_return failure(error);
    }
    co_return Result<void>();
}

} // namespace daybook::build
