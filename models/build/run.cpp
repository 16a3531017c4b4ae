#include "models/build/run.h"

#include "models/build/publisher.h"
#include "models/build/runhooks.h"
#include "models/build/staging.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>
#include <QUuid>

namespace daybook::build {
namespace {

using project::ResourceType;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;
using namespace std::chrono_literals;

/// How long we look for the server again when it went away while we were publishing.
constexpr int ReconnectAttempts = 60;
constexpr auto ReconnectPause = 1000ms;

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
    co_await m_claim->release();
    m_outcome.finishedAt = QDateTime::currentDateTimeUtc();
    co_return m_outcome;
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
    Publisher publisher(m_control, *m_claim, m_identity.runId, m_plan->stagingSchema(),
                        m_execution->candidates(), *closing);
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
        const Result<void> dropped = co_await dropStaged(connection, m_plan->stagingSchema());
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
        warehouse::askShipped(connection, u"system/build/finish_run", finished);
    co_await finishing;
}

} // namespace daybook::build
