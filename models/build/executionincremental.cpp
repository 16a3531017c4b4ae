// Incremental models: their new rows wait beside the live table, a view shows what it will be.
#include "models/build/distribution.h"
#include "models/build/execution.h"
#include "models/build/grants.h"
#include "models/build/sqlplace.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>

namespace daybook::build {
namespace {

using project::EventTimes;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::RelationName;
using warehouse::ResultSet;

Error atModel(Error error, const project::Node &node, const QString &what)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    error.message = QStringLiteral("%1: %2: %3").arg(node.name, what, error.message);
    error.where = Location{node.path, 0, 0};
    return error;
}

} // namespace

QCoro::Task<Result<ResultSet>> Execution::ask(QString sql, Connection::Pointer connection)
{
    const QFuture<Result<ResultSet>> asking = connection->execute(sql, {}, m_stop.get_token());
    co_return co_await asking;
}

QCoro::Task<Result<Table>> Execution::look(RelationName relation, Connection::Pointer connection)
{
    const QList<Parameter> parameters{relation.schema, relation.name};
    const QFuture<Result<ResultSet>> looking =
        warehouse::askShipped(connection, u"system/build/table", parameters, m_stop.get_token());
    const Result<ResultSet> rows = co_await looking;
    if (!rows)
        co_return failure(rows.error());
    co_return readTable(relation, *rows);
}

/// Applies an incremental model to its live table; builds it whole where there is none, or where that is
/// wanted.
QCoro::Task<Result<void>> Execution::build(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const Result<bool> other = co_await isOfAnotherVersion(index, connection);
    if (!other)
        co_return failure(other.error());
    if (!step.node.config.find(u"full_refresh").boolOr(m_identity.fullRefresh || *other)) {
        const Result<Table> live = co_await look(step.node.relation, connection);
        if (!live)
            co_return failure(live.error());
        if (live->isTable())
            co_return co_await applyTo(*live, index, connection);
    }
    const Result<QList<EventTimes>> wanted = batchesOf(index, true);
    if (!wanted)
        co_return failure(wanted.error());
    const Result<void> filled = co_await fill(step.staged, *wanted, index, connection, Reading::Staged);
    if (!filled)
        co_return filled;
    co_return co_await finish(index, connection);
}

/// Whether what is live was last published from a text that this run takes back.
QCoro::Task<Result<bool>> Execution::isOfAnotherVersion(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    if (!m_identity.rebuildsChanged)
        co_return false;
    const QList<Parameter> parameters{node.relation.schema, node.relation.name};
    const QFuture<Result<ResultSet>> asking =
        warehouse::askShipped(connection, u"system/build/live_version", parameters, m_stop.get_token());
    const Result<ResultSet> live = co_await asking;
    if (!live)
        co_return failure(live.error());
    co_return live->rowCount() == 0 || live->text(0, 0) != node.versionHash();
}

/// The batches of a microbatch model; of any other none.
Result<QList<EventTimes>> Execution::batchesOf(std::size_t index, bool whole) const
{
    const project::Node &node = m_plan->steps()[index].node;
    if (!isMicrobatch(node))
        return QList<EventTimes>();
    const Result<MicrobatchOptions> options = MicrobatchOptions::read(node);
    if (!options)
        return failure(options.error());
    return batches(*options, node, m_identity.watermark, whole, m_identity.eventTimes);
}

/// Creates `table` from the model's query; from one for each of the batches where there are any.
QCoro::Task<Result<void>> Execution::fill(RelationName table, QList<EventTimes> times, std::size_t index,
                                          Connection::Pointer connection, Reading reading)
{
    const qsizetype count = std::max(times.size(), qsizetype(1));
    qint64 rows = 0;
    for (qsizetype i = 0; i < count; ++i) {
        const std::optional<EventTimes> batch =
            times.isEmpty() ? std::nullopt : std::optional<EventTimes>(times[i]);
        const QFuture<Result<QString>> compiling = startCompiling(index, connection, reading, batch);
        const Result<QString> compiled = co_await compiling;
        if (!compiled)
            co_return failure(compiled.error());
        m_compiled[static_cast<qsizetype>(index)] = *compiled; // the last batch's is what is remembered
        const Result<qint64> filled = co_await fillTable(table, *compiled, i == 0, index, connection);
        if (!filled)
            co_return failure(filled.error());
        rows += *filled;
    }
    outcomeOf(index).rows = rows;
    co_return Result<void>();
}

QCoro::Task<Result<void>> Execution::applyTo(Table live, std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    Result<IncrementalOptions> options = IncrementalOptions::read(step.node);
    if (!options)
        co_return failure(options.error());
    const Result<QList<EventTimes>> times = batchesOf(index, false);
    if (!times)
        co_return failure(times.error());
    if (!times->isEmpty())
        options->replaced = EventTimes{times->first().start, times->last().end};
    const Result<Table> delta = co_await stageDelta(live, *options, *times, index, connection);
    if (!delta)
        co_return failure(delta.error());
    const Result<Application> applied = application(*options, step.node, live, *delta, connection->dialect());
    if (!applied)
        co_return failure(applied.error());
    co_return co_await show(*applied, index, connection);
}

/// Creates the table of new rows, with the types that the live table can store.
QCoro::Task<Result<Table>> Execution::stageDelta(Table live, IncrementalOptions options,
                                                 QList<EventTimes> times, std::size_t index,
                                                 Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const Result<void> filled = co_await fill(step.delta, times, index, connection, Reading::Incremental);
    if (!filled)
        co_return failure(filled.error());
    const Result<Table> delta = co_await look(step.delta, connection);
    if (!delta)
        co_return delta;
    Result<QStringList> changes = fitting(options, step.node, live, *delta);
    if (!changes)
        co_return failure(changes.error());
    if (!m_dialect.has(warehouse::Dialect::Feature::TypeChanges))
        changes->clear(); // rows are fitted as they are inserted into the live table
    *changes << QStringLiteral("analyze ") + step.delta.toSql();
    for (qsizetype i = 0; i < changes->size(); ++i) {
        const Result<ResultSet> fitted = co_await ask((*changes)[i], connection);
        if (!fitted)
            co_return failure(
                atModel(fitted.error(), step.node,
                        QStringLiteral("a column does not fit the live table any more (build it whole "
                                       "with --full-refresh, or cast it)")));
    }
    co_return co_await look(step.delta, connection);
}

/// Lets the rest of the run see what the live table will be.
QCoro::Task<Result<void>> Execution::show(Application applied, std::size_t index,
                                          Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    for (qsizetype i = 0; i < applied.objections.size(); ++i) {
        const Result<void> fine = co_await refuse(applied.objections[i], index, connection);
        if (!fine)
            co_return fine;
    }
    const QString create =
        QStringLiteral("create %1 %2 as\n%3")
            .arg(applied.rewrites || applied.retypes ? QStringLiteral("table") : QStringLiteral("view"),
                 step.staged.toSql(), applied.prospective);
    noteStatement(index, create);
    const Result<ResultSet> shown = co_await ask(create, connection);
    if (!shown)
        co_return failure(
            atModel(shown.error(), step.node,
                    QStringLiteral("the new rows cannot be matched with the live ones (see unique_key and "
                                   "incremental_predicates)")));
    if (!applied.rewrites) {
        m_applied[index] = applied;
        for (const QString &change : applied.changes) // while publishing
            noteStatement(index, change);
        co_return co_await finish(index, connection);
    }
    outcomeOf(index).rows = shown->affectedRows();
    co_return co_await finish(index, connection);
}

QCoro::Task<Result<void>> Execution::refuse(Objection objection, std::size_t index,
                                            Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<ResultSet> rows = co_await ask(objection.query, connection);
    if (!rows)
        co_return failure(atModel(rows.error(), node,
                                  QStringLiteral("its unique_key, updated_at or event_time cannot be read")));
    if (rows->rowCount() == 0)
        co_return Result<void>();
    QStringList values;
    for (int i = 0; i < rows->columnCount(); ++i)
        values << QStringLiteral("%1 = %2").arg(
            rows->columnName(i), rows->isNull(0, i) ? QStringLiteral("null") : rows->text(0, i));
    co_return failure({.kind = ErrorKind::Project,
                       .message = QStringLiteral("%1: ").arg(node.name) +
                                  objection.what.arg(values.join(QStringLiteral(", "))),
                       .where = Location{node.path, 0, 0}});
}

bool Execution::readsWhatIsOnlyShown(std::size_t index) const
{
    const std::vector<std::size_t> &parents = m_plan->steps()[index].parents;
    return std::any_of(parents.begin(), parents.end(),
                       [this](std::size_t parent) { return m_applied[parent] || m_remade[parent]; });
}

/// What makes a staged view read what is live. A materialized one has to be made anew: the one before goes
/// with the staging schema, as views may read it until they, too, are redirected.
QStringList Execution::redirection(std::size_t index) const
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString query = m_liveNames.in(m_compiled[static_cast<qsizetype>(index)]);
    if (m_remade[index])
        return QStringList{
                   QStringLiteral("alter materialized view %1 rename to daybook_shown_%2")
                       .arg(step.staged.toSql(), QString::number(index)),
                   QStringLiteral("create materialized view %1 as\n%2").arg(step.staged.toSql(), query)} +
               *m_remade[index];
    if (step.node.materialization() == QStringLiteral("view"))
        return {Distribution::read(step.node)->createView(QStringLiteral("or replace view"), step.staged,
                                                          query, m_dialect)};
    return {};
}

/// Whether it is a view that knows what it reads by name, and so would look for what was staged.
bool Execution::bindsLate(std::size_t index) const
{
    const project::Node &node = m_plan->steps()[index].node;
    return m_plan->steps()[index].isBuilt() && node.materialization() == QStringLiteral("view") &&
           m_dialect.has(warehouse::Dialect::Feature::LateBinding) && !Distribution::read(node)->isBound;
}

QList<Candidate> Execution::candidates() const
{
    QList<Candidate> all;
    for (std::size_t i = 0; i < m_plan->steps().size(); ++i) {
        const PlannedNode &step = m_plan->steps()[i];
        const auto position = static_cast<qsizetype>(i);
        if (!step.isBuilt())
            continue;
        Candidate candidate{step.node.uniqueId, step.node.versionHash(), m_outcomes[position].rows,
                            step.staged, step.node.relation};
        candidate.grants = wantedGrants(step.node).value_or(QString());
        if (const std::optional<Application> &applied = m_applied[i]) {
            candidate.rows.reset(); // those written are not those it has
            candidate.changes =
                Changes{applied->liveOid, applied->changes, applied->altersTable, applied->closing};
        } else if (step.node.type == project::ResourceType::Snapshot) {
            candidate.isFirst = true;
        } else if (readsWhatIsOnlyShown(i) || bindsLate(i)) {
            candidate.redirection = redirection(i);
        }
        all << candidate;
    }
    return all;
}

} // namespace daybook::build
