#include "models/build/publisher.h"

#include "models/build/publisherrors.h"
#include "models/build/runhooks.h"
#include "models/build/staging.h"
#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Parameter;
using warehouse::RelationName;
using warehouse::ResultSet;
using namespace std::chrono_literals;

constexpr int Attempts = 6;
constexpr auto Pause = 500ms;

RelationName retiredName(const Candidate &candidate, std::size_t index)
{
    return {candidate.live.schema, QStringLiteral("daybook_old_%1").arg(index)};
}

} // namespace

Publisher::Publisher(warehouse::Connection::Pointer connection, const Claim &claim, qint64 runId,
                     QString stagingSchema, QList<Candidate> candidates, QStringList closing)
    : m_connection(std::move(connection))
    , m_claim(claim)
    , m_moving(Moving::on(m_connection->dialect()))
    , m_runId(QString::number(runId))
    , m_stagingSchema(std::move(stagingSchema))
    , m_candidates(std::move(candidates))
    , m_closing(std::move(closing))
{
}

Publisher::~Publisher() = default;

QCoro::Task<Result<void>> Publisher::publish(std::stop_token stop)
{
    Result<void> outcome;
    for (int i = 0; i < Attempts; ++i) {
        if (stop.stop_requested())
            co_return failure(ErrorKind::Cancelled,
                              QStringLiteral("Cancelled before anything was published."));
        outcome = co_await attempt();
        if (outcome || m_committing || !m_connection->isOpen())
            co_return outcome;
        const Result<void> undone = co_await execute(QStringLiteral("rollback"));
        if (!undone || !isWorthAnotherTry(outcome.error()))
            co_return outcome;
        const QString readers = co_await describeReaders();
        outcome.error().message =
            QStringLiteral("The figures are being read and were not let go in time%1. Nothing "
                           "was published; build again when the reader is done.")
                .arg(readers);
        co_await QCoro::sleepFor(Pause);
    }
    co_return outcome;
}

QCoro::Task<Result<void>> Publisher::execute(QString sql)
{
    const QFuture<Result<ResultSet>> running = m_connection->execute(sql);
    const Result<ResultSet> done = co_await running;
    if (!done)
        co_return failure(done.error());
    co_return Result<void>();
}

QCoro::Task<Result<void>> Publisher::carryOut(QString file, QList<Parameter> parameters)
{
    const QFuture<Result<ResultSet>> running = askShipped(m_connection, file, parameters);
    const Result<ResultSet> done = co_await running;
    if (!done)
        co_return failure(done.error());
    co_return Result<void>();
}

/// At once; one by one where they go on to nodes, which take them no other way.
QCoro::Task<Result<void>> Publisher::executeAll(QStringList statements)
{
    if (statements.size() > 1 && !m_connection->dialect().has(warehouse::Dialect::Feature::Distribution))
        statements = {statements.join(QStringLiteral(";\n"))};
    Result<void> step;
    for (qsizetype i = 0; step && i < statements.size(); ++i)
        step = co_await execute(statements[i]);
    co_return step;
}

/// What waits for readers and for nothing else. Where nothing limits the wait for a lock, the limit of a
/// whole statement does.
QCoro::Task<Result<void>> Publisher::executeInTime(QStringList statements)
{
    if (m_connection->dialect().has(warehouse::Dialect::Feature::LockTimeout))
        co_return co_await executeAll(statements);
    Result<void> step = co_await execute(QStringLiteral("set local statement_timeout = 1500"));
    if (step)
        step = co_await executeAll(statements);
    if (step)
        step = co_await execute(QStringLiteral("set local statement_timeout to default"));
    else if (step.error().sqlState == QStringLiteral("57014")) {
        step.error().sqlState = QStringLiteral("55P03"); // as lock_timeout says it
        step.error().kind = ErrorKind::Conflict;
    }
    co_return step;
}

QCoro::Task<Result<void>> Publisher::open()
{
    QString opening = m_connection->dialect().shipped(u"system/publish/begin");
    // One after the other on each node: what moves several tables at a time cannot go on side by side.
    if (m_connection->dialect().has(warehouse::Dialect::Feature::Distribution))
        opening += QStringLiteral("; set local citus.multi_shard_modify_mode = 'sequential'");
    const Result<void> begun = co_await execute(opening);
    if (!begun)
        co_return begun;
    co_return co_await m_claim.confirm();
}

QCoro::Task<Result<void>> Publisher::attempt()
{
    Result<void> step = co_await open();
    if (step)
        step = co_await lockLive();
    if (step)
        step = co_await findDependents();
    for (std::size_t i = 0; step && i < m_live.size(); ++i)
        step = co_await bringIn(i);
    if (step)
        step = co_await grantRights();
    if (step)
        step = co_await pointDependents(m_connection, m_dependents);
    if (step)
        step = co_await retireDependents(m_connection, m_dependents);
    if (step)
        step = co_await dropRetired(m_connection, retired());
    if (step)
        step = co_await close();
    if (step)
        step = co_await record();
    if (!step)
        co_return step;
    m_committing = true;
    step = co_await execute(QStringLiteral("commit"));
    if (step || m_connection->isOpen())
        m_committing = false; // answered: nothing is in doubt
    co_return step;
}

/// What the program has written runs with an empty search path; what the project has written runs with the
/// path it was tried with.
QCoro::Task<Result<void>> Publisher::executeAsUsers(QStringList statements)
{
    if (statements.isEmpty())
        co_return Result<void>();
    Result<void> step = co_await execute(QStringLiteral("set local search_path to default"));
    for (qsizetype i = 0; step && i < statements.size(); ++i)
        step = co_await execute(statements[i]);
    if (step)
        step = co_await execute(QStringLiteral("set local search_path = ''"));
    co_return step;
}

/// Whether something live makes room for the candidate.
bool Publisher::isReplaced(std::size_t index) const
{
    return m_live[index].oid != 0 && !m_candidates[static_cast<qsizetype>(index)].changes;
}

QList<Retired> Publisher::retired() const
{
    QList<Retired> all;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        const Candidate &candidate = m_candidates[static_cast<qsizetype>(i)];
        if (isReplaced(i))
            all.append({m_live[i].oid, candidate.live.toString(),
                        QStringLiteral("drop %1 %2")
                            .arg(keywordOf(m_live[i].kind), retiredName(candidate, i).toSql())});
    }
    return all;
}

QCoro::Task<Result<void>> Publisher::readLive()
{
    QJsonArray wanted;
    for (const Candidate &candidate : std::as_const(m_candidates))
        wanted.append(QJsonObject{{QStringLiteral("position"), static_cast<int>(wanted.size())},
                                  {QStringLiteral("schema"), candidate.live.schema},
                                  {QStringLiteral("name"), candidate.live.name},
                                  {QStringLiteral("staged_schema"), candidate.staged.schema},
                                  {QStringLiteral("staged_name"), candidate.staged.name}});
    const QList<Parameter> parameters{compactJson(wanted)};
    const QFuture<Result<ResultSet>> reading = askShipped(m_connection, u"system/publish/live", parameters);
    const Result<ResultSet> rows = co_await reading;
    if (!rows)
        co_return failure(rows.error());
    if (rows->rowCount() != m_candidates.size())
        co_return failure(ErrorKind::Conflict,
                          QStringLiteral("What was built has been removed by somebody else before "
                                         "it could be published. Build again."));
    m_live.clear();
    for (int row = 0; row < rows->rowCount(); ++row)
        m_live.push_back({rows->integer(row, 1).value_or(0), rows->text(row, 2), rows->text(row, 3),
                          rows->text(row, 4), rows->integer(row, 5).value_or(0)});
    co_return Result<void>();
}

QCoro::Task<Result<void>> Publisher::lockLive()
{
    Result<void> step = co_await readLive();
    if (!step)
        co_return step;
    QStringList locks;
    for (std::size_t i = 0; i < m_live.size(); ++i)
        locks << m_moving->lock(m_candidates[static_cast<qsizetype>(i)], m_live[i]);
    locks.removeAll(QString());
    locks.sort(); // everyone who locks several, locks them in this order
    if (!locks.isEmpty())
        step = co_await executeInTime(locks);
    if (step && !locks.isEmpty()) // who came first may have put another in the place of what we meant to lock
        step = co_await readLive();
    for (std::size_t i = 0; step && i < m_live.size(); ++i) {
        const Candidate &candidate = m_candidates[static_cast<qsizetype>(i)];
        if ((candidate.changes && candidate.changes->liveOid != m_live[i].oid) ||
            (candidate.isFirst && m_live[i].oid != 0))
            step = failure(ErrorKind::Conflict,
                           QStringLiteral("%1 has been replaced by somebody else since its new rows were "
                                          "worked out, and nothing was published. Build again.")
                               .arg(candidate.live.toString()));
    }
    co_return step;
}

QCoro::Task<Result<void>> Publisher::findDependents()
{
    QJsonArray oids;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (isReplaced(i))
            oids.append(m_live[i].oid);
    }
    const QString replaced = compactJson(oids);
    const Result<QList<Dependent>> found = co_await readDependents(m_connection, replaced);
    if (!found)
        co_return failure(found.error());
    m_dependents = *found;
    co_return Result<void>();
}

QCoro::Task<Result<void>> Publisher::bringIn(std::size_t index)
{
    const Candidate candidate = m_candidates[static_cast<qsizetype>(index)];
    if (candidate.changes)
        co_return co_await change(index);
    const QStringList redirection = candidate.redirection;
    const Result<void> redirected = co_await executeAsUsers(redirection);
    if (!redirected)
        co_return redirected;
    co_return co_await replace(index);
}

QCoro::Task<Result<void>> Publisher::change(std::size_t index)
{
    const Candidate &candidate = m_candidates[static_cast<qsizetype>(index)];
    const QStringList statements = candidate.changes->statements;
    const Result<void> changed = co_await executeAsUsers(statements);
    if (!changed)
        co_return failure(notApplied(changed.error(), candidate));
    const QStringList closing = candidate.changes->closing;
    const Result<void> closed = co_await executeAsUsers(closing);
    if (!closed)
        co_return failure(notClosed(closed.error(), candidate.live.toString()));
    co_return closed;
}

QCoro::Task<Result<void>> Publisher::replace(std::size_t index)
{
    const Candidate candidate = m_candidates[static_cast<qsizetype>(index)];
    const QStringList statements =
        m_moving->replacement(candidate, m_live[index], retiredName(candidate, index));
    co_return co_await executeInTime(statements);
}

/// What others may do with what has come to its place. Of a table that only has other rows nothing is changed
/// that the project does not name.
QCoro::Task<Result<void>> Publisher::grantRights()
{
    QJsonArray relations;
    for (qsizetype i = 0; i < m_candidates.size(); ++i) {
        const Candidate &candidate = m_candidates[i];
        const bool areNamed = !candidate.grants.isEmpty();
        if (candidate.changes && !areNamed)
            continue;
        relations.append(
            QJsonObject{{QStringLiteral("position"), i},
                        {QStringLiteral("relation"), candidate.live.toSql()},
                        {QStringLiteral("oid"), m_live[static_cast<std::size_t>(i)].stagedOid},
                        {QStringLiteral("replaced"), m_live[static_cast<std::size_t>(i)].oid},
                        {QStringLiteral("privileges"),
                         areNamed ? QJsonValue(QJsonDocument::fromJson(candidate.grants.toUtf8()).object())
                                  : QJsonValue()}});
    }
    const QList<Parameter> parameters{compactJson(relations)};
    const QFuture<Result<ResultSet>> reading = askShipped(m_connection, u"system/publish/rights", parameters);
    const Result<ResultSet> rights = co_await reading;
    if (!rights)
        co_return failure(rights.error());
    QStringList statements;
    for (int row = 0; row < rights->rowCount(); ++row)
        statements << rights->text(row, 0);
    co_return co_await executeAll(statements);
}

QCoro::Task<Result<void>> Publisher::close()
{
    for (qsizetype i = 0; i < m_closing.size(); ++i) {
        const QStringList one{m_closing[i]};
        const Result<void> done = co_await executeAsUsers(one);
        if (!done)
            co_return failure(inRunHook(done.error(), true, m_closing[i]));
    }
    co_return Result<void>();
}

QCoro::Task<Result<void>> Publisher::record()
{
    QJsonArray published;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        const Candidate &candidate = m_candidates[static_cast<qsizetype>(i)];
        published.append(QJsonObject{
            {QStringLiteral("schema"), candidate.live.schema},
            {QStringLiteral("name"), candidate.live.name},
            {QStringLiteral("oid"), candidate.changes ? m_live[i].oid : m_live[i].stagedOid},
            {QStringLiteral("unique_id"), candidate.uniqueId},
            {QStringLiteral("version_hash"), candidate.versionHash},
            {QStringLiteral("row_count"), candidate.rows ? QJsonValue(*candidate.rows) : QJsonValue()}});
    }
    const QList<Parameter> relations{m_runId, compactJson(published)};
    Result<void> step = co_await carryOut(QStringLiteral("system/publish/record"), relations);
    if (step)
        step = co_await dropStaged(m_connection, m_stagingSchema);
    if (!step)
        co_return step;
    const QList<Parameter> finished{m_runId, QStringLiteral("published"), std::nullopt, std::nullopt,
                                    std::nullopt};
    co_return co_await carryOut(QStringLiteral("system/build/finish_run"), finished);
}

QCoro::Task<QString> Publisher::describeReaders()
{
    QJsonArray oids;
    for (const Live &live : m_live)
        oids.append(live.oid);
    const QList<Parameter> parameters{compactJson(oids)};
    const QFuture<Result<ResultSet>> reading =
        askShipped(m_connection, u"system/publish/readers", parameters);
    const Result<ResultSet> rows = co_await reading;
    QStringList readers;
    for (int row = 0; rows && row < rows->rowCount(); ++row)
        readers << QStringLiteral("%1 (%2, process %3)")
                       .arg(rows->text(row, 1), rows->text(row, 2), rows->text(row, 0));
    co_return readers.isEmpty() ? QString() : QStringLiteral(": ") + readers.join(QStringLiteral(", "));
}

QCoro::Task<Result<bool>> wasPublished(warehouse::Connection::Pointer connection, qint64 runId,
                                       int oldSession)
{
    const QList<Parameter> session{QString::number(oldSession), QString::number(runId)};
    for (int i = 0; i < 100; ++i) {
        const QFuture<Result<ResultSet>> ending =
            askShipped(connection, u"system/publish/end_session", session);
        const Result<ResultSet> left = co_await ending;
        if (!left)
            co_return failure(left.error());
        if (left->integer(0, 0) == 0)
            break;
        co_await QCoro::sleepFor(100ms);
    }
    const QList<Parameter> run{QString::number(runId)};
    const QFuture<Result<ResultSet>> reading = askShipped(connection, u"system/publish/in_doubt", run);
    const Result<ResultSet> state = co_await reading;
    if (!state)
        co_return failure(state.error());
    co_return state->rowCount() == 1 && state->text(0, 0) == QStringLiteral("published");
}

} // namespace daybook::build
