#include "models/build/run.h"

#include "models/build/publisher.h"
#include "models/build/runhooks.h"
#include "models/build/runrecord.h"
#include "models/build/sourcedrift.h"
#include "models/build/versionarchive.h"
#include "models/warehouse/shippedsql.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>
#include <QSet>
#include <QUuid>

namespace daybook::build {
namespace {

using project::ResourceType;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::quoteIdentifier;
using warehouse::ResultSet;
using warehouse::shippedSql;
using namespace std::chrono_literals;

/// How long we look for the server again when it went away while we were publishing.
constexpr int ReconnectAttempts = 60;
constexpr auto ReconnectPause = 1000ms;

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

/// Asked before anything is written.
Error notBuiltOn(const warehouse::Dialect &dialect)
{
    return {.kind = ErrorKind::Usage,
            .message =
                QStringLiteral("Daybook does not build on %1: it cannot move a relation into another "
                               "schema, on which publishing all or nothing stands. Nothing was written. "
                               "What only reads works (compile, ls, debug, source freshness); build there "
                               "with dbt.")
                    .arg(dialect.name())};
}

Error drifted(const QStringList &drifts)
{
    const QString advice = QStringLiteral(
        "Nothing was built. Have the source mended; or, once the models are right for it as it is, "
        "build with --accept-source-drift.");
    if (drifts.size() == 1)
        return {.kind = ErrorKind::Source, .message = drifts.first() + QLatin1Char(' ') + advice};
    return {.kind = ErrorKind::Source,
            .message = QStringLiteral("Sources are not as they were, in %1 ways. %2")
                           .arg(QString::number(drifts.size()), advice),
            .detail = drifts.join(QLatin1Char('\n'))};
}

} // namespace

Run::Run(warehouse::ConnectionSpec spec, project::Project project, BuildRequest request)
    : m_spec(std::move(spec)), m_project(std::move(project)), m_request(std::move(request))
{
    m_identity.invocationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_identity.fullRefresh = m_request.fullRefresh;
    m_identity.rebuildsChanged = m_request.republishes != 0;
    m_identity.failFast = m_request.failFast;
    m_identity.eventTimes = {m_request.eventTimeStart, m_request.eventTimeEnd};
}

QCoro::Task<Result<RunOutcome>> Run::carryOut(std::stop_token stop)
{
    const Result<void> begun = co_await begin(stop);
    if (!begun)
        co_return failure(begun.error());
    connectExecution();
    Q_EMIT started(m_outcome);
    const Result<void> prepared = co_await prepare(stop);
    if (!prepared)
        m_execution->abort(prepared.error());
    co_await m_execution->run(m_request.threads, stop);
    m_outcome.nodes = m_execution->outcomes();
    judge();
    co_await conclude(stop);
    co_await release();
    m_outcome.finishedAt = QDateTime::currentDateTimeUtc();
    co_return m_outcome;
}

QCoro::Task<Result<void>> Run::begin(std::stop_token stop)
{
    const QString staging = QStringLiteral("daybook_stage_") + m_identity.invocationId.left(8);
    Result<Plan> plan = Plan::make(m_project, m_request, staging);
    if (!plan)
        co_return failure(plan.error());
    m_plan = std::make_shared<const Plan>(std::move(*plan));

    const QFuture<Result<Connection::Pointer>> opening = Connection::open(m_spec, stop);
    const Result<Connection::Pointer> opened = co_await opening;
    if (!opened)
        co_return failure(opened.error());
    m_control = *opened;
    if (!m_control->dialect().has(warehouse::Dialect::Feature::MovesBetweenSchemas))
        co_return failure(notBuiltOn(m_control->dialect()));
    const Result<int> schema = co_await warehouse::ensureSystemSchema(m_control, stop);
    if (!schema)
        co_return failure(schema.error());
    Result<void> step = co_await claim();
    if (!step)
        co_return step;
    step = co_await defer(stop);
    if (step)
        step = co_await sweep();
    if (step)
        step = co_await registerRun();
    if (!step)
        co_await release();
    co_return step;
}

QCoro::Task<Result<void>> Run::defer(std::stop_token stop)
{
    if (!m_request.deferral.state)
        co_return Result<void>();
    const Result<Relations> relations =
        co_await deferredRelations(m_project, m_plan, m_request.deferral, m_control, stop);
    if (!relations)
        co_return failure(relations.error());
    auto plan = std::make_shared<Plan>(*m_plan);
    plan->defer(*relations);
    m_plan = std::move(plan);
    m_outcome.deferred = *relations;
    co_return Result<void>();
}

QString Run::lockName() const
{
    return QStringLiteral("daybook.build:%1:%2").arg(m_project.name(), m_project.options().targetSchema);
}

QCoro::Task<Result<void>> Run::claim()
{
    const QList<Parameter> key{lockName()};
    const QFuture<Result<ResultSet>> claiming = m_control->execute(shippedSql(u"system/build/claim"), key);
    const Result<ResultSet> answer = co_await claiming;
    if (!answer)
        co_return failure(answer.error());
    if (answer->boolean(0, 0) == true)
        co_return Result<void>();
    co_return failure(co_await whoRuns());
}

/// The server takes a moment to notice that a session has ended, and the next build may be there before.
QCoro::Task<void> Run::release()
{
    if (!m_control->isOpen())
        co_return;
    const QList<Parameter> key{lockName()};
    const QFuture<Result<ResultSet>> releasing = m_control->execute(shippedSql(u"system/build/release"), key);
    co_await releasing;
}

QCoro::Task<Error> Run::whoRuns()
{
    const QList<Parameter> key{m_project.name(), m_project.options().targetSchema};
    const QFuture<Result<ResultSet>> asking = m_control->execute(shippedSql(u"system/build/holder"), key);
    const Result<ResultSet> holder = co_await asking;
    QString who = QStringLiteral("another program");
    if (holder && holder->rowCount() == 1)
        who = QStringLiteral("run %1 of %2 on %3 (%4), since %5")
                  .arg(holder->text(0, 0), holder->text(0, 1), holder->text(0, 2), holder->text(0, 3),
                       holder->text(0, 4));
    co_return Error{.kind = ErrorKind::Conflict,
                    .message =
                        QStringLiteral("%1 is being built already by %2. Wait for it, or cancel it there.")
                            .arg(m_project.name(), who)};
}

/// In a transaction: whoever dies in between leaves those dead runs to be found by the next.
QCoro::Task<Result<void>> Run::sweep()
{
    const QFuture<Result<ResultSet>> beginning = m_control->execute(QStringLiteral("begin"));
    co_await beginning;
    const Result<void> swept = co_await sweepDead();
    const QFuture<Result<ResultSet>> ending =
        m_control->execute(swept ? QStringLiteral("commit") : QStringLiteral("rollback"));
    const Result<ResultSet> ended = co_await ending;
    if (swept && !ended)
        co_return failure(ended.error());
    co_return swept;
}

QCoro::Task<Result<void>> Run::sweepDead()
{
    const QList<Parameter> key{m_project.name(), m_project.options().targetSchema};
    const QFuture<Result<ResultSet>> sweeping = m_control->execute(shippedSql(u"system/build/sweep"), key);
    const Result<ResultSet> dead = co_await sweeping;
    if (!dead)
        co_return failure(dead.error());
    for (int row = 0; row < dead->rowCount(); ++row) {
        const QString drop =
            QStringLiteral("drop schema if exists %1 cascade").arg(quoteIdentifier(dead->text(row, 1)));
        const QFuture<Result<ResultSet>> dropping = m_control->execute(drop);
        const Result<ResultSet> dropped = co_await dropping;
        if (!dropped)
            co_return failure(dropped.error());
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> Run::registerRun()
{
    // The staging schema and the record that names it come into being together: whoever dies in between
    // leaves nothing that the next run's sweep would not find.
    const QFuture<Result<ResultSet>> beginning = m_control->execute(QStringLiteral("begin"));
    co_await beginning;
    const Result<void> written = co_await writeRun();
    const QFuture<Result<ResultSet>> ending =
        m_control->execute(written ? QStringLiteral("commit") : QStringLiteral("rollback"));
    const Result<ResultSet> ended = co_await ending;
    if (!written)
        co_return written;
    if (!ended)
        co_return failure(ended.error());
    m_execution = std::make_unique<Execution>(m_spec, m_project, m_plan, m_identity);
    m_outcome.runId = m_identity.runId;
    m_outcome.startedAt = QDateTime::currentDateTimeUtc();
    m_outcome.nodes = m_execution->outcomes();
    co_return Result<void>();
}

QCoro::Task<Result<void>> Run::writeRun()
{
    if (m_plan->publishes()) {
        const QString create =
            QStringLiteral("create schema %1").arg(quoteIdentifier(m_plan->stagingSchema()));
        const QFuture<Result<ResultSet>> creating = m_control->execute(create);
        const Result<ResultSet> created = co_await creating;
        if (!created)
            co_return failure(needsRight(created.error(), QStringLiteral("create a schema to build in")));
        const Result<void> kept = co_await keepVersion(m_control, m_project);
        if (!kept)
            co_return kept;
    }
    const QList<Parameter> record = runRecord(m_project, m_request, m_identity, *m_plan);
    const QFuture<Result<ResultSet>> inserting =
        m_control->execute(shippedSql(u"system/build/insert_run"), record);
    const Result<ResultSet> inserted = co_await inserting;
    if (!inserted)
        co_return failure(inserted.error());
    m_identity.runId = inserted->integer(0, 0).value_or(0);
    m_identity.watermark = inserted->instant(0, 1).value_or(QDateTime());
    m_identity.watermarkText = inserted->text(0, 1);
    m_recorder = std::make_unique<Recorder>(m_control, m_identity.runId,
                                            inserted->instant(0, 2).value_or(QDateTime()));

    const QList<Parameter> nodes{QString::number(m_identity.runId), nodeRecords(*m_plan)};
    const QFuture<Result<ResultSet>> listing =
        m_control->execute(shippedSql(u"system/build/insert_nodes"), nodes);
    const Result<ResultSet> listed = co_await listing;
    if (!listed)
        co_return failure(listed.error());
    co_return Result<void>();
}

void Run::connectExecution()
{
    connect(m_execution.get(), &Execution::nodeChanged, this,
            [this](const NodeOutcome &node, const QString &compiled) {
                m_recorder->noteNode(node, compiled);
                Q_EMIT nodeChanged(node);
            });
    connect(m_execution.get(), &Execution::sampled, m_recorder.get(), &Recorder::noteSample);
    connect(m_execution.get(), &Execution::sourceMeasured, m_recorder.get(), &Recorder::noteSource);
    connect(m_control.get(), &Connection::lost, m_execution.get(), &Execution::abort);
}

void Run::fail(const Error &error)
{
    m_outcome.state = error.kind == ErrorKind::Cancelled ? RunState::Cancelled : RunState::Failed;
    m_outcome.error = error;
}

void Run::judge()
{
    if (m_execution->error()) {
        fail(*m_execution->error());
        return;
    }
    const NodeOutcome *broken = nullptr;
    int failedChecks = 0;
    for (const NodeOutcome &node : std::as_const(m_outcome.nodes)) {
        if (node.state == NodeState::Error && !broken)
            broken = &node;
        failedChecks += node.state == NodeState::Fail ? 1 : 0;
    }
    if (broken) {
        fail(broken->error.value_or(Error{.message = broken->name}));
    } else if (failedChecks > 0) {
        m_outcome.state = RunState::ChecksFailed;
    } else {
        m_outcome.state = m_plan->publishes() ? RunState::Published : RunState::Passed;
    }
}

QCoro::Task<void> Run::conclude(std::stop_token stop)
{
    if (m_control->isOpen()) {
        const Result<void> recorded = co_await m_recorder->flush();
        // A run whose record is not whole must not be called proven.
        if (!recorded && m_outcome.error == std::nullopt)
            fail(recorded.error());
    }
    if (m_outcome.state == RunState::Published) {
        const Result<void> published = co_await publish(stop);
        if (published)
            co_return;
        fail(published.error());
    }
    co_await leaveUnpublished(stop);
}

QCoro::Task<Result<void>> Run::publish(std::stop_token stop)
{
    const int session = m_control->backendPid();
    m_hasPublished = true;
    const Result<QStringList> closing =
        co_await renderRunHooks(m_project, m_plan, m_identity, m_outcome, m_control);
    if (!closing)
        co_return failure(closing.error());
    Publisher publisher(m_control, m_identity.runId, m_plan->stagingSchema(), m_execution->candidates(),
                        *closing);
    const Result<void> published = co_await publisher.publish(stop);
    if (published || !publisher.wasCommitting())
        co_return published;
    const Result<bool> committed = co_await settleDoubt(session);
    if (committed && *committed)
        co_return Result<void>();
    m_outcome.isInDoubt = !committed;
    Error error = published.error();
    error.message =
        committed
            ? QStringLiteral("The connection was lost while publishing. Daybook has looked: nothing was "
                             "published. Build again.")
            : QStringLiteral("The connection was lost while publishing, and the server cannot be "
                             "reached to see whether it was published. Either all of it was or "
                             "nothing; the Runs page will say once the server is back.");
    co_return failure(error);
}

QCoro::Task<Result<void>> Run::prepare(std::stop_token stop)
{
    Result<void> step = co_await startHooks();
    if (step)
        step = co_await createAuditSchemas();
    if (step && m_plan->publishes())
        step = co_await checkSources(stop);
    co_return step;
}

/// Where tests store their failing rows: once, as many tests at a time would be in each other's way.
QCoro::Task<Result<void>> Run::createAuditSchemas()
{
    QSet<QString> schemas;
    for (const PlannedNode &step : m_plan->steps()) {
        if (step.node.test && step.node.test->storeFailures)
            schemas.insert(step.node.relation.schema);
    }
    for (const QString &schema : std::as_const(schemas)) {
        const QList<Parameter> name{schema};
        const QFuture<Result<ResultSet>> looking =
            m_control->execute(shippedSql(u"system/build/has_schema"), name);
        const Result<ResultSet> found = co_await looking;
        if (!found)
            co_return failure(found.error());
        if (found->boolean(0, 0) == true)
            continue;
        const QString create = QStringLiteral("create schema %1").arg(quoteIdentifier(schema));
        const QFuture<Result<ResultSet>> creating = m_control->execute(create);
        const Result<ResultSet> created = co_await creating;
        if (!created)
            co_return failure(
                needsRight(created.error(),
                           QStringLiteral("create the schema %1, where tests store failures").arg(schema)));
    }
    co_return Result<void>();
}

/// Before anything is built: what is built of sources that have changed under it may be wrong without a
/// sound.
QCoro::Task<Result<void>> Run::checkSources(std::stop_token stop)
{
    const Result<SourceReview> review = co_await reviewSources(m_control, m_project, m_plan, m_identity.runId,
                                                               m_identity.watermarkText, stop);
    if (!review)
        co_return failure(review.error());
    m_outcome.notes << review->notes;
    if (m_request.acceptsDrift)
        m_outcome.notes << review->drifts;
    else if (!review->drifts.isEmpty())
        co_return failure(drifted(review->drifts));
    co_return Result<void>();
}

QCoro::Task<Result<void>> Run::startHooks()
{
    const Result<QStringList> hooks =
        co_await renderRunHooks(m_project, m_plan, m_identity, std::nullopt, m_control);
    if (!hooks)
        co_return failure(hooks.error());
    for (qsizetype i = 0; i < hooks->size(); ++i) {
        const QFuture<Result<ResultSet>> running = m_control->execute((*hooks)[i]);
        const Result<ResultSet> done = co_await running;
        if (!done)
            co_return failure(inRunHook(done.error(), false, (*hooks)[i]));
    }
    co_return Result<void>();
}

/// Of a run that does not publish.
QCoro::Task<void> Run::endHooks(Connection::Pointer connection)
{
    const Result<QStringList> hooks =
        co_await renderRunHooks(m_project, m_plan, m_identity, m_outcome, connection);
    std::optional<Error> error;
    if (!hooks)
        error = hooks.error();
    for (qsizetype i = 0; hooks && !error && i < hooks->size(); ++i) {
        const QFuture<Result<ResultSet>> running = connection->execute((*hooks)[i]);
        const Result<ResultSet> done = co_await running;
        if (!done)
            error = inRunHook(done.error(), true, (*hooks)[i]);
    }
    if (error && !m_outcome.error) // what went wrong first is what is told
        fail(*error);
}

QCoro::Task<Result<bool>> Run::settleDoubt(int oldSession)
{
    Result<bool> answer = failure(ErrorKind::Connection, QString());
    for (int i = 0; i < ReconnectAttempts && !answer; ++i) {
        const QFuture<Result<Connection::Pointer>> opening = Connection::open(m_spec);
        const Result<Connection::Pointer> opened = co_await opening;
        if (opened)
            answer = co_await wasPublished(*opened, m_identity.runId, oldSession);
        if (!answer)
            co_await QCoro::sleepFor(ReconnectPause);
    }
    co_return answer;
}

QCoro::Task<void> Run::leaveUnpublished(std::stop_token)
{
    // Deliberately not stoppable: this is the tidying up after a stop. If the server is gone, the next run of
    // this project tidies up instead.
    Connection::Pointer connection = m_control;
    if (!connection->isOpen()) {
        const QFuture<Result<Connection::Pointer>> opening = Connection::open(m_spec);
        const Result<Connection::Pointer> opened = co_await opening;
        if (!opened)
            co_return;
        connection = *opened;
    }
    if (!m_hasPublished && m_outcome.state != RunState::Cancelled)
        co_await endHooks(connection);
    if (m_plan->publishes()) {
        const QString drop =
            QStringLiteral("drop schema if exists %1 cascade").arg(quoteIdentifier(m_plan->stagingSchema()));
        const QFuture<Result<ResultSet>> dropping = connection->execute(drop);
        const Result<ResultSet> dropped = co_await dropping;
        if (!dropped)
            co_return;
    }
    QList<Parameter> finished{QString::number(m_identity.runId), toString(m_outcome.state)};
    if (m_outcome.error)
        finished << daybook::toString(m_outcome.error->kind) << m_outcome.error->toString()
                 << m_outcome.error->detail;
    else
        finished << std::nullopt << std::nullopt << std::nullopt;
    const QFuture<Result<ResultSet>> finishing =
        connection->execute(shippedSql(u"system/build/finish_run"), finished);
    co_await finishing;
}

} // namespace daybook::build
