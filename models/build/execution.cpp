#include "models/build/execution.h"

#include "models/build/contract.h"
#include "models/build/distribution.h"
#include "models/build/seed.h"
#include "models/build/sqlplace.h"
#include "models/build/templatequery.h"
#include "models/warehouse/servererror.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QtConcurrentRun>

namespace daybook::build {
namespace {

using project::ResourceType;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;
using warehouse::shippedSql;

/// What a compile is of, and for which batch.
struct CompileRequest
{
    QString uniqueId;
    RelationOf relationOf;
    bool incremental = false;
    std::optional<project::EventTimes> batch;
};

Result<QString> compileStep(project::Project project, CompileRequest request, RunIdentity identity,
                            TemplateQuery query)
{
    project::CompileContext context = contextOf(identity, request.relationOf, std::move(query));
    context.incremental = request.incremental;
    context.batch = request.batch;
    return project.compile(*project.find(request.uniqueId), context);
}

/// Of nothing that the project makes.
bool testsSources(const project::Node &node)
{
    return node.type == ResourceType::Test && !node.dependsOn.isEmpty() &&
           std::all_of(node.dependsOn.begin(), node.dependsOn.end(),
                       [](const QString &id) { return id.startsWith(u"source."); });
}

} // namespace

Execution::Execution(warehouse::ConnectionSpec spec, warehouse::Dialect dialect, project::Project project,
                     std::shared_ptr<const Plan> plan, RunIdentity identity)
    : m_spec(std::move(spec))
    , m_dialect(dialect)
    , m_project(std::move(project))
    , m_plan(std::move(plan))
    , m_liveNames(*m_plan)
    , m_identity(std::move(identity))
{
    m_spec.set(QStringLiteral("application_name"), QStringLiteral("daybook ") + m_plan->stagingSchema());
    for (const PlannedNode &step : m_plan->steps()) {
        NodeOutcome outcome;
        outcome.uniqueId = step.node.uniqueId;
        outcome.name = step.node.name;
        outcome.type = step.node.type;
        outcome.materialization =
            step.node.type == ResourceType::Test || step.node.type == ResourceType::Source
                ? QString()
                : step.node.materialization();
        outcome.testsSources = testsSources(step.node);
        m_outcomes << outcome;
        m_compiled << QString();
        m_applied.emplace_back();
        m_remade.emplace_back();
        m_parentsLeft.push_back(step.parents.size());
        m_gathered.push_back(step.companions.empty());
    }
}

QCoro::Task<void> Execution::run(int threads, std::stop_token stop)
{
    m_stepsLeft = m_plan->steps().size();
    const std::stop_callback onStop(stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { abort(warehouse::cancelled()); }, Qt::QueuedConnection);
    });
    for (std::size_t i = 0; i < m_plan->steps().size(); ++i) {
        if (m_parentsLeft[i] == 0)
            makeReady(i);
    }
    const auto workers = std::min(static_cast<std::size_t>(std::max(threads, 1)), m_plan->steps().size());
    std::vector<QCoro::Task<void>> working;
    for (std::size_t i = 0; i < workers; ++i)
        working.push_back(work(static_cast<int>(i)));
    for (QCoro::Task<void> &task : working)
        co_await task;
    for (std::size_t i = 0; i < m_plan->steps().size(); ++i) {
        if (outcomeOf(i).state == NodeState::Pending) {
            outcomeOf(i).state = NodeState::Cancelled;
            outcomeOf(i).error = m_endedEarly;
            changed(i);
        }
    }
}

void Execution::abort(const Error &reason)
{
    if (!m_error && !m_endedEarly)
        m_error = reason;
    m_queue.close();
    m_stop.request_stop();
}

QCoro::Task<void> Execution::work(int worker)
{
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(m_spec, m_stop.get_token());
    const Result<Connection::Pointer> opened = co_await opening;
    if (!opened) {
        abort(opened.error());
        co_return;
    }
    const Connection::Pointer connection = *opened;
    const QFuture<Result<ResultSet>> preparing =
        connection->execute(m_dialect.shipped(u"system/build/worker_session"));
    const Result<ResultSet> prepared = co_await preparing;
    if (!prepared) {
        abort(prepared.error());
        co_return;
    }
    while (true) {
        const QFuture<std::optional<std::size_t>> waiting = m_queue.pop();
        const std::optional<std::size_t> next = co_await waiting;
        if (!next)
            co_return;
        co_await runStep(*next, connection, worker);
    }
}

QCoro::Task<void> Execution::runStep(std::size_t index, Connection::Pointer connection, int worker)
{
    if (!m_gathered[index]) {
        m_gathered[index] = true;
        co_await runCompanions(index, connection, worker);
        co_return;
    }
    begin(index, worker);
    const Result<void> done = co_await performPatiently(index, connection);
    settle(index, done);
}

void Execution::begin(std::size_t index, int worker)
{
    NodeOutcome &outcome = outcomeOf(index);
    outcome.state = NodeState::Running;
    outcome.worker = worker;
    outcome.startedAt = QDateTime::currentDateTimeUtc();
    changed(index);
}

QCoro::Task<Result<void>> Execution::perform(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    if (step.node.type == ResourceType::Source)
        co_return co_await measure(index, connection);
    if (step.node.type != ResourceType::Test)
        co_return co_await buildBetweenHooks(index, connection);
    const Result<QString> compiled = co_await compile(index, connection);
    if (!compiled)
        co_return failure(compiled.error());
    co_return co_await check(index, connection);
}

/// A model, seed or snapshot, without its hooks.
QCoro::Task<Result<void>> Execution::produce(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const Result<void> known = co_await checkRoles(index, connection);
    if (!known)
        co_return known;
    const Result<void> lies = checkDistribution(index, connection);
    if (!lies)
        co_return lies;
    if (step.node.type == ResourceType::Seed) {
        const QFuture<Result<SeedFile>> reading =
            QtConcurrent::run(readSeed, m_project.options().directory, step.node);
        const Result<SeedFile> seed = co_await reading;
        if (!seed)
            co_return failure(seed.error());
        const Result<qint64> rows = co_await loadSeed(connection, step.staged, *seed, m_stop.get_token());
        if (!rows)
            co_return failure(rows.error());
        outcomeOf(index).rows = *rows;
        const Result<void> laid = co_await spread(step.staged, true, index, connection);
        if (!laid)
            co_return laid;
        co_return co_await finish(index, connection);
    }
    if (step.node.type == ResourceType::Snapshot)
        co_return co_await buildSnapshot(index, connection);
    if (step.isIncremental())
        co_return co_await build(index, connection);
    const Result<QString> compiled = co_await compile(index, connection);
    if (!compiled)
        co_return failure(compiled.error());
    co_return co_await materialize(index, connection);
}

QFuture<Result<QString>> Execution::startCompiling(std::size_t index, const Connection::Pointer &connection,
                                                   Reading reading,
                                                   std::optional<project::EventTimes> batch) const
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString self = node.uniqueId;
    const bool incremental = reading == Reading::Incremental;
    const RelationOf relationOf = [plan = m_plan, self, incremental](const project::Node &each) {
        return incremental && each.uniqueId == self ? each.relation : plan->relationOf(each);
    };
    const bool isModel = node.type == ResourceType::Model; // a snapshot is never is_incremental()
    return QtConcurrent::run(compileStep, m_project,
                             CompileRequest{self, relationOf, incremental && isModel, batch}, m_identity,
                             templateQuery(connection, m_stop.get_token()));
}

QCoro::Task<Result<QString>> Execution::compile(std::size_t index, Connection::Pointer connection)
{
    const QString known = m_compiled[static_cast<qsizetype>(index)];
    if (!known.isEmpty())
        co_return known;
    const QFuture<Result<QString>> compiling = startCompiling(index, connection);
    const Result<QString> compiled = co_await compiling;
    if (compiled)
        m_compiled[static_cast<qsizetype>(index)] = *compiled;
    co_return compiled;
}

/// A view of the compiled query, materialized or not, or a table of its rows.
QCoro::Task<Result<void>> Execution::materialize(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    const QString kind = step.node.materialization();
    if (kind == QStringLiteral("table")) {
        const Result<qint64> rows = co_await fillTable(step.staged, compiled, true, index, connection);
        if (!rows)
            co_return failure(rows.error());
        outcomeOf(index).rows = *rows;
        co_return co_await finish(index, connection);
    }
    const Result<void> kept = co_await checkContract(compiled, index, connection);
    if (!kept)
        co_return kept;
    const bool materialized = step.isMaterializedView();
    const QString statement =
        Distribution::read(step.node)->createView(materialized ? QStringLiteral("materialized view") : kind,
                                                  step.staged, compiled, connection->dialect());
    noteStatement(index, statement);
    const Result<ResultSet> created = co_await ask(statement, connection);
    if (!created)
        co_return failure(inModel(created.error(), step.node, compiled, 1));
    if (materialized)
        outcomeOf(index).rows = created->affectedRows();
    co_return co_await finish(index, connection);
}

/// Creates `table` of the compiled query's rows, or adds them to it; gives their number.
QCoro::Task<Result<qint64>> Execution::fillTable(warehouse::RelationName table, QString compiled, bool create,
                                                 std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<std::optional<Contract>> contract = Contract::read(node);
    if (!contract)
        co_return failure(contract.error());
    QString statement = QStringLiteral("insert into %1\n%2").arg(table.toSql(), compiled);
    Result<void> made;
    if (*contract) {
        made = co_await checkContract(compiled, index, connection);
        if (made && create)
            made = co_await createPromised(table, index, connection);
        if (made && create)
            made = co_await spread(table, false, index, connection);
        statement = (*contract)->insertion(table.toSql(), compiled);
    } else if (create && isSpread(index, connection)) {
        made = co_await createSpread(table, compiled, index, connection);
    } else if (create) {
        statement = Distribution::read(node)->createTable(table, compiled, connection->dialect());
    }
    if (!made)
        co_return failure(made.error());
    noteStatement(index, statement);
    const Result<ResultSet> filled = co_await ask(statement, connection);
    if (!filled)
        co_return failure(inModel(filled.error(), node, compiled, 1));
    co_return filled->affectedRows();
}

QCoro::Task<Result<void>> Execution::measure(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString statement =
        shippedSql(u"system/build/newest_row").arg(node.relation.toSql(), node.source->loadedAtField);
    const QList<Parameter> parameters{m_identity.watermarkText};
    const QFuture<Result<ResultSet>> measuring =
        connection->execute(statement, parameters, m_stop.get_token());
    const Result<ResultSet> newest = co_await measuring;
    if (!newest)
        co_return failure(inSource(newest.error(), node));
    const std::optional<QString> text =
        newest->isNull(0, 0) ? std::nullopt : std::optional<QString>(newest->text(0, 0));
    Q_EMIT sourceMeasured(node.uniqueId, node.name, text);
    co_return Result<void>();
}

void Execution::settle(std::size_t index, const Result<void> &done)
{
    NodeOutcome &outcome = outcomeOf(index);
    outcome.finishedAt = QDateTime::currentDateTimeUtc();
    outcome.compiledSql = m_liveNames.in(m_compiled[static_cast<qsizetype>(index)]);
    if (!done) {
        const bool stopped = done.error().kind == ErrorKind::Cancelled;
        outcome.error = stopped && m_endedEarly ? m_endedEarly : done.error();
        outcome.state = stopped ? NodeState::Cancelled : NodeState::Error;
    } else if (outcome.state == NodeState::Running) {
        outcome.state = NodeState::Success;
    }
    changed(index);
    if (!done && (done.error().kind == ErrorKind::Connection || done.error().kind == ErrorKind::Cancelled)) {
        abort(done.error());
        return;
    }
    const bool failed = outcome.state == NodeState::Error || outcome.state == NodeState::Fail;
    if (m_identity.failFast && failed)
        endEarly(outcome.name);
    release(index);
}

/// --fail-fast: nothing more is begun, and what runs is cancelled.
void Execution::endEarly(const QString &because)
{
    if (!m_endedEarly)
        m_endedEarly =
            Error{.kind = ErrorKind::Cancelled,
                  .message = QStringLiteral("Not done, because %1 failed (--fail-fast).").arg(because)};
    m_queue.close();
    m_stop.request_stop();
}

void Execution::release(std::size_t index)
{
    const NodeState state = outcomeOf(index).state;
    const bool failed = state == NodeState::Error || state == NodeState::Skipped;
    for (const std::size_t child : m_plan->steps()[index].children) {
        if (failed && outcomeOf(child).state == NodeState::Pending)
            skip(child, m_plan->steps()[index].node.name);
        else if (--m_parentsLeft[child] == 0 && outcomeOf(child).state == NodeState::Pending)
            makeReady(child);
    }
    if (--m_stepsLeft == 0)
        m_queue.close();
}

/// Of tests that may share a scan only the first is queued: it sees to the others.
void Execution::makeReady(std::size_t index)
{
    const PlannedNode &step = m_plan->steps()[index];
    if (!step.isLedBy(index))
        m_queue.push(index, step.urgency);
}

void Execution::skip(std::size_t index, const QString &because)
{
    NodeOutcome &outcome = outcomeOf(index);
    outcome.state = NodeState::Skipped;
    outcome.error =
        Error{.kind = ErrorKind::Sql,
              .message = QStringLiteral("Skipped, because %1 failed or was skipped.").arg(because)};
    changed(index);
    release(index);
}

void Execution::noteStatement(std::size_t index, const QString &statement)
{
    outcomeOf(index).statements << statement;
}

void Execution::changed(std::size_t index)
{
    Q_EMIT nodeChanged(outcomeOf(index), m_compiled[static_cast<qsizetype>(index)]);
}

} // namespace daybook::build
