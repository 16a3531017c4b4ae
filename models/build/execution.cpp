#include "models/build/execution.h"

#include "models/build/grants.h"
#include "models/build/indexes.h"
#include "models/build/seed.h"
#include "models/build/sqlplace.h"
#include "models/build/templatequery.h"
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

Error cancelled()
{
    return {.kind = ErrorKind::Cancelled, .message = QStringLiteral("Cancelled.")};
}

using RelationOf = std::function<warehouse::RelationName(const project::Node &)>;

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
    project::CompileContext context;
    context.relationOf = request.relationOf;
    context.incremental = request.incremental;
    context.batch = request.batch;
    context.runStartedAt = identity.watermark;
    context.invocationId = identity.invocationId;
    context.fullRefresh = identity.fullRefresh;
    context.query = std::move(query);
    return project.compile(*project.find(request.uniqueId), context);
}

} // namespace

Execution::Execution(warehouse::ConnectionSpec spec, project::Project project,
                     std::shared_ptr<const Plan> plan, RunIdentity identity)
    : m_spec(std::move(spec))
    , m_project(std::move(project))
    , m_plan(std::move(plan))
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
        m_outcomes << outcome;
        m_compiled << QString();
        m_applied.emplace_back();
        m_parentsLeft.push_back(step.parents.size());
        m_gathered.push_back(step.companions.empty());
    }
}

QCoro::Task<void> Execution::run(int threads, std::stop_token stop)
{
    m_stepsLeft = m_plan->steps().size();
    const std::stop_callback onStop(stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { abort(cancelled()); }, Qt::QueuedConnection);
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
            changed(i);
        }
    }
}

void Execution::abort(const Error &reason)
{
    if (!m_error)
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
        connection->execute(shippedSql(u"system/build/worker_session"));
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
    const Result<void> done = co_await perform(index, connection);
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
    const Result<void> known = co_await checkRoles(index, connection);
    if (!known)
        co_return known;
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
        co_return co_await createIndexes(index, connection);
    }
    if (step.isIncremental())
        co_return co_await build(index, connection);
    const Result<QString> compiled = co_await compile(index, connection);
    if (!compiled)
        co_return failure(compiled.error());
    if (step.node.type == ResourceType::Test)
        co_return co_await check(index, connection);
    co_return co_await materialize(index, connection);
}

QFuture<Result<QString>> Execution::startCompiling(std::size_t index, const Connection::Pointer &connection,
                                                   Reading reading,
                                                   std::optional<project::EventTimes> batch) const
{
    const QString self = m_plan->steps()[index].node.uniqueId;
    const bool incremental = reading == Reading::Incremental;
    const RelationOf relationOf = [plan = m_plan, self, incremental](const project::Node &node) {
        return incremental && node.uniqueId == self ? node.relation : plan->relationOf(node);
    };
    return QtConcurrent::run(compileStep, m_project, CompileRequest{self, relationOf, incremental, batch},
                             m_identity, templateQuery(connection, m_stop.get_token()));
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

QCoro::Task<Result<void>> Execution::materialize(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const QString kind = step.node.materialization() == QStringLiteral("view") ? QStringLiteral("view")
                                                                               : QStringLiteral("table");
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    // A table's query stands in parentheses, on lines of its own, so that a comment at its end does no harm;
    // a view's stands bare, as a view may end in WITH CHECK OPTION or start with WITH.
    const bool isView = kind == QStringLiteral("view");
    const QString statement = QStringLiteral("create %1 %2 as %3\n%4\n%5")
                                  .arg(kind, step.staged.toSql(), isView ? QString() : QStringLiteral("("),
                                       compiled, isView ? QString() : QStringLiteral(")"));
    const QFuture<Result<ResultSet>> creating = connection->execute(statement, {}, m_stop.get_token());
    const Result<ResultSet> created = co_await creating;
    if (!created)
        co_return failure(inModel(created.error(), step.node, compiled, 1));
    if (isView)
        co_return Result<void>();
    outcomeOf(index).rows = created->affectedRows();
    co_return co_await createIndexes(index, connection);
}

/// A role that a relation's grants name must be there before it is worth building.
QCoro::Task<Result<void>> Execution::checkRoles(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const Result<QString> grants = wantedGrants(node);
    if (!grants || grants->isEmpty())
        co_return Result<void>();
    const QList<Parameter> parameters{*grants};
    const QFuture<Result<ResultSet>> asking =
        connection->execute(shippedSql(u"system/build/missing_roles"), parameters, m_stop.get_token());
    const Result<ResultSet> missing = co_await asking;
    if (!missing)
        co_return failure(missing.error());
    if (missing->rowCount() == 0)
        co_return Result<void>();
    co_return failure({.kind = ErrorKind::Project,
                       .message = QStringLiteral("%1: its grants name the role %2, which does not exist on "
                                                 "this server. Create it, or correct the name.")
                                      .arg(node.name, missing->text(0, 0)),
                       .where = Location{node.path, 0, 0}});
}

/// Of a staged table.
QCoro::Task<Result<void>> Execution::createIndexes(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    const Result<QStringList> statements = indexStatements(step.node, step.staged, m_plan->stagingSchema());
    if (!statements)
        co_return failure(statements.error());
    for (qsizetype i = 0; i < statements->size(); ++i) {
        const QString statement = (*statements)[i];
        const QFuture<Result<ResultSet>> creating = connection->execute(statement, {}, m_stop.get_token());
        const Result<ResultSet> created = co_await creating;
        if (!created)
            co_return failure(inModel(created.error(), step.node, statement, 0));
    }
    co_return Result<void>();
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
    if (!done) {
        outcome.error = done.error();
        outcome.state = done.error().kind == ErrorKind::Cancelled ? NodeState::Cancelled : NodeState::Error;
    } else if (outcome.state == NodeState::Running) {
        outcome.state = NodeState::Success;
    }
    changed(index);
    if (!done && (done.error().kind == ErrorKind::Connection || done.error().kind == ErrorKind::Cancelled)) {
        abort(done.error());
        return;
    }
    release(index);
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

void Execution::changed(std::size_t index)
{
    Q_EMIT nodeChanged(outcomeOf(index), m_compiled[static_cast<qsizetype>(index)]);
}

} // namespace daybook::build
