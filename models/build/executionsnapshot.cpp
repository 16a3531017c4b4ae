// Snapshots: what has changed waits beside the live table, a view shows what it will be.
#include "models/build/execution.h"
#include "models/build/sqlplace.h"

#include <QCoro/QCoroFuture>

namespace daybook::build {
namespace {

using warehouse::Connection;
using warehouse::quoteLiteral;
using warehouse::ResultSet;

Error atSnapshot(Error error, const project::Node &node, const QString &what)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    error.message = QStringLiteral("%1: %2: %3").arg(node.name, what, error.message);
    error.where = Location{node.path, 0, 0};
    return error;
}

} // namespace

QCoro::Task<Result<void>> Execution::buildSnapshot(std::size_t index, Connection::Pointer connection)
{
    const QFuture<Result<QString>> compiling = startCompiling(index, connection, Reading::Incremental);
    const Result<QString> compiled = co_await compiling;
    if (!compiled)
        co_return failure(compiled.error());
    m_compiled[static_cast<qsizetype>(index)] = *compiled;
    const Result<Snapshot> snapshot = co_await readSnapshot(index, connection);
    if (!snapshot)
        co_return failure(snapshot.error());
    const Result<Table> live = co_await look(m_plan->steps()[index].node.relation, connection);
    if (!live)
        co_return failure(live.error());
    if (live->oid == 0)
        co_return co_await beginSnapshot(*snapshot, index, connection);
    const Result<void> fits = snapshot->checkLive(*live);
    if (!fits)
        co_return fits;
    co_return co_await continueSnapshot(*snapshot, *live, index, connection);
}

/// Asks the server what columns the query has, and reads the options by them.
QCoro::Task<Result<Snapshot>> Execution::readSnapshot(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    const QString none = QStringLiteral("select * from (\n%1\n) daybook_rows limit 0").arg(compiled);
    const Result<ResultSet> empty = co_await ask(none, connection);
    if (!empty)
        co_return failure(inModel(empty.error(), node, compiled, 1));
    QStringList columns;
    for (int i = 0; i < empty->columnCount(); ++i)
        columns << empty->columnName(i);
    // As dbt's: the moment of the run, on the clock of the session's zone.
    const QString now =
        quoteLiteral(m_identity.watermarkText) + QStringLiteral("::timestamptz::timestamp without time zone");
    co_return Snapshot::make(node, columns, now);
}

/// The first run: all rows are current.
QCoro::Task<Result<void>> Execution::beginSnapshot(Snapshot snapshot, std::size_t index,
                                                   Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    const QString statement = snapshot.creation(step.staged, compiled);
    noteStatement(index, statement);
    const Result<ResultSet> created = co_await ask(statement, connection);
    if (!created)
        co_return failure(inModel(created.error(), step.node, compiled, linesBefore(statement, compiled)));
    outcomeOf(index).rows = created->affectedRows();
    const Result<void> fine = co_await checkRows(snapshot, index, connection);
    if (!fine)
        co_return fine;
    const Result<void> laid = co_await spread(step.staged, true, index, connection);
    if (!laid)
        co_return laid;
    co_return co_await finish(index, connection);
}

/// Whether the rows of the query, which wait where the relation will be staged, can be followed at all.
QCoro::Task<Result<void>> Execution::checkRows(Snapshot snapshot, std::size_t index,
                                               Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString typing = snapshot.timeType(step.staged, m_dialect);
    if (!typing.isEmpty()) {
        const Result<ResultSet> type = co_await ask(typing, connection);
        if (!type)
            co_return failure(
                atSnapshot(type.error(), step.node, QStringLiteral("its updated_at cannot be read")));
        if (type->boolean(0, 1) != true)
            co_return failure(
                {.kind = ErrorKind::Project,
                 .message = QStringLiteral("%1: its updated_at is of type %2, which is no time: "
                                           "name a column of type timestamp, timestamptz or "
                                           "date, or cast it, or use the strategy check.")
                                .arg(step.node.name, type->text(0, 0)),
                 .where = Location{step.node.path, 0, 0}});
    }
    const QList<Objection> objections = snapshot.objectionsTo(step.staged);
    for (qsizetype i = 0; i < objections.size(); ++i) {
        const Result<void> fine = co_await refuse(objections[i], index, connection);
        if (!fine)
            co_return fine;
    }
    co_return Result<void>();
}

/// Works out what has changed, and lets the rest of the run see what the live table will be.
QCoro::Task<Result<void>> Execution::continueSnapshot(Snapshot snapshot, Table live, std::size_t index,
                                                      Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    // The query's rows stand where the view will, for as long as they are compared.
    const QString taking = QStringLiteral("create table %1 as (\n%2\n)").arg(step.staged.toSql(), compiled);
    noteStatement(index, taking);
    const Result<ResultSet> taken = co_await ask(taking, connection);
    if (!taken)
        co_return failure(inModel(taken.error(), step.node, compiled, 1));
    Result<void> fine = co_await checkRows(snapshot, index, connection);
    const QList<Objection> objections = snapshot.objectionsToLive(live);
    for (qsizetype i = 0; fine && i < objections.size(); ++i)
        fine = co_await refuse(objections[i], index, connection);
    if (!fine)
        co_return fine;
    const QString analyze = QStringLiteral("analyze ") + step.staged.toSql();
    co_await ask(analyze, connection);
    const Result<Table> rows = co_await look(step.staged, connection);
    if (!rows)
        co_return failure(rows.error());
    SnapshotChanges changes = snapshot.changes(live, *rows, step.delta);
    if (!m_dialect.has(warehouse::Dialect::Feature::TargetNames)) {
        for (QString &statement : changes.application.changes)
            statement = underOwnName(statement, live.name.toSql(), QStringLiteral("daybook_live"));
    }
    fine = co_await noteChanges(changes.staging, index, connection);
    if (!fine)
        co_return fine;
    co_return co_await show(changes.application, index, connection);
}

/// Fills the table of changes, and clears its place for the view.
QCoro::Task<Result<void>> Execution::noteChanges(QStringList statements, std::size_t index,
                                                 Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    for (qsizetype i = 0; i < statements.size(); ++i) {
        noteStatement(index, statements[i]);
        const Result<ResultSet> done = co_await ask(statements[i], connection);
        if (!done)
            co_return failure(
                atSnapshot(done.error(), step.node,
                           QStringLiteral("its rows cannot be compared with those of its table, or "
                                          "not be kept in it (see the types of its columns)")));
        if (i > 0) // the first makes the table
            continue;
        const Result<void> laid = co_await spread(step.delta, false, index, connection);
        if (!laid)
            co_return laid;
    }
    const QString counting =
        QStringLiteral("select count(*) from %1 where dbt_change_type = 'insert'").arg(step.delta.toSql());
    const Result<ResultSet> counted = co_await ask(counting, connection);
    if (!counted)
        co_return failure(counted.error());
    outcomeOf(index).rows = counted->integer(0, 0);
    const QString drop = QStringLiteral("drop table ") + step.staged.toSql();
    const Result<ResultSet> dropped = co_await ask(drop, connection);
    if (!dropped)
        co_return failure(dropped.error());
    co_return Result<void>();
}

} // namespace daybook::build
