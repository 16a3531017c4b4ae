// How a run begins: its plan, its claim, what dead runs left, its record, and a look at what it will read.
#include "models/build/limits.h"
#include "models/build/run.h"
#include "models/build/runhooks.h"
#include "models/build/runrecord.h"
#include "models/build/sourcedrift.h"
#include "models/build/staging.h"
#include "models/build/versionarchive.h"
#include "models/warehouse/statement.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QSet>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::quoteIdentifier;
using warehouse::ResultSet;

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
    Result<void> step = fitPlan();
    if (!step)
        co_return step;
    const Result<int> schema = co_await warehouse::ensureSystemSchema(m_control, stop);
    if (!schema)
        co_return failure(schema.error());
    step = co_await claim();
    if (!step)
        co_return step;
    step = co_await defer(stop);
    if (step)
        step = co_await sweep();
    if (step)
        step = co_await registerRun();
    if (!step)
        co_await m_claim->release();
    co_return step;
}

/// To what the server can do. Before anything is written: what cannot be built there is refused.
Result<void> Run::fitPlan()
{
    const warehouse::Dialect dialect = m_control->dialect();
    const Result<void> possible = checkLimits(*m_plan, dialect);
    if (!possible || dialect.has(warehouse::Dialect::Feature::MovesBetweenSchemas))
        return possible;
    auto plan = std::make_shared<Plan>(*m_plan);
    plan->stageBesideLive();
    m_plan = std::move(plan);
    return {};
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

QCoro::Task<Result<void>> Run::claim()
{
    m_claim = std::make_unique<Claim>(m_control, m_project.name(), m_project.options().targetSchema,
                                      m_identity.invocationId);
    const Result<bool> taken = co_await m_claim->take();
    if (!taken)
        co_return failure(taken.error());
    if (*taken)
        co_return Result<void>();
    co_return failure(co_await whoRuns());
}

QCoro::Task<Error> Run::whoRuns()
{
    const QList<Parameter> key{m_project.name(), m_project.options().targetSchema};
    const QFuture<Result<ResultSet>> asking = askShipped(m_control, u"system/build/holder", key);
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
    const QFuture<Result<ResultSet>> sweeping = askShipped(m_control, u"system/build/sweep", key);
    const Result<ResultSet> dead = co_await sweeping;
    if (!dead)
        co_return failure(dead.error());
    for (int row = 0; row < dead->rowCount(); ++row) {
        const Result<void> dropped = co_await dropStaged(m_control, dead->text(row, 1));
        if (!dropped)
            co_return dropped;
    }
    const QFuture<Result<ResultSet>> noting = askShipped(m_control, u"system/build/swept", key);
    const Result<ResultSet> noted = co_await noting;
    if (!noted)
        co_return failure(noted.error());
    co_return Result<void>();
}

QCoro::Task<Result<void>> Run::registerRun()
{
    // The staging schema and the record that names it come into being together: whoever dies in between
    // leaves nothing that the next run's sweep would not find.
    const QFuture<Result<ResultSet>> beginning = askShipped(m_control, u"system/build/begin_record");
    co_await beginning;
    const Result<void> written = co_await writeRun();
    const QFuture<Result<ResultSet>> ending =
        m_control->execute(written ? QStringLiteral("commit") : QStringLiteral("rollback"));
    const Result<ResultSet> ended = co_await ending;
    if (!written)
        co_return written;
    if (!ended)
        co_return failure(ended.error());
    m_execution = std::make_unique<Execution>(m_spec, m_control->dialect(), m_project, m_plan, m_identity);
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
        const QStringList schemas = m_plan->schemasStagedInto();
        Result<void> kept = co_await ensureSchemas(m_control, schemas, QStringLiteral("where it builds"));
        if (kept)
            kept = co_await keepVersion(m_control, m_project);
        if (!kept)
            co_return kept;
    }
    QList<Parameter> record = runRecord(m_project, m_request, m_identity, *m_plan);
    if (!m_control->dialect().has(warehouse::Dialect::Feature::Json)) // whose texts hold what they need
        record << QString::number(m_control->backendPid());
    const QFuture<Result<ResultSet>> inserting = askShipped(m_control, u"system/build/insert_run", record);
    const Result<ResultSet> inserted = co_await inserting;
    if (!inserted)
        co_return failure(inserted.error());
    m_identity.runId = inserted->integer(0, 0).value_or(0);
    m_identity.watermark = inserted->instant(0, 1).value_or(QDateTime());
    m_identity.watermarkText = inserted->text(0, 1);
    m_recorder = std::make_unique<Recorder>(m_control, m_identity.runId,
                                            inserted->instant(0, 2).value_or(QDateTime()));

    const QList<Parameter> nodes{QString::number(m_identity.runId), nodeRecords(*m_plan)};
    const QFuture<Result<ResultSet>> listing = askShipped(m_control, u"system/build/insert_nodes", nodes);
    const Result<ResultSet> listed = co_await listing;
    if (!listed)
        co_return failure(listed.error());
    co_return Result<void>();
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
    const QStringList wanted(schemas.cbegin(), schemas.cend());
    co_return co_await ensureSchemas(m_control, wanted, QStringLiteral("where tests store failures"));
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

} // namespace daybook::build
