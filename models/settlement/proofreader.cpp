#include "models/settlement/proofreader.h"

#include "models/settlement/catalog.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::settlement {
namespace {

using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;
using warehouse::shippedSql;

/// Newer runs that failed their checks and are told of in full.
constexpr int NewerRunsShown = 3;

QString field(const ResultSet &rows, int row, const QString &column)
{
    return rows.text(row, rows.columnIndex(column));
}

RunSummary runFrom(const ResultSet &rows, int row)
{
    RunSummary run;
    run.id = rows.integer(row, rows.columnIndex(QStringLiteral("run_id"))).value_or(0);
    run.state = field(rows, row, QStringLiteral("state"));
    run.command = field(rows, row, QStringLiteral("command"));
    run.startedAt = rows.instant(row, rows.columnIndex(QStringLiteral("started_at"))).value_or(QDateTime());
    run.finishedAt = rows.instant(row, rows.columnIndex(QStringLiteral("finished_at"))).value_or(QDateTime());
    run.dataThrough = rows.instant(row, rows.columnIndex(QStringLiteral("data_through")));
    run.program = field(rows, row, QStringLiteral("program"));
    run.gitCommit = field(rows, row, QStringLiteral("git_commit"));
    run.gitDirty = rows.boolean(row, rows.columnIndex(QStringLiteral("git_dirty"))).value_or(false);
    if (const int column = rows.columnIndex(QStringLiteral("error_message")); column >= 0)
        run.errorMessage = rows.text(row, column);
    return run;
}

CheckOutcome checkFrom(const ResultSet &rows, int row)
{
    CheckOutcome check;
    check.uniqueId = field(rows, row, QStringLiteral("unique_id"));
    check.name = field(rows, row, QStringLiteral("name"));
    const QByteArray label = field(rows, row, QStringLiteral("label")).toUtf8();
    const QJsonObject labels = QJsonDocument::fromJson(label).object();
    check.label = {labels.value(QStringLiteral("en")).toString(),
                   labels.value(QStringLiteral("ko")).toString()};
    check.description = field(rows, row, QStringLiteral("description"));
    check.severity = field(rows, row, QStringLiteral("severity"));
    check.state = field(rows, row, QStringLiteral("state"));
    check.failures = rows.integer(row, rows.columnIndex(QStringLiteral("failures")));
    check.message = field(rows, row, QStringLiteral("message"));
    check.attachedNode = field(rows, row, QStringLiteral("attached_node"));
    check.column = field(rows, row, QStringLiteral("column_name"));
    check.path = field(rows, row, QStringLiteral("path"));
    return check;
}

/// How the checks of one run stand.
struct Checks
{
    qint64 passed = 0;
    QList<CheckOutcome> failed;
    QList<CheckOutcome> warned;
    QList<CheckOutcome> notRun;
};

Checks sorted(const ResultSet &rows, const ResultSet &samples)
{
    QHash<QString, QStringList> kept;
    for (int row = 0; row < samples.rowCount(); ++row)
        kept[samples.text(row, 0)] << samples.text(row, 1);
    Checks checks;
    for (int row = 0; row < rows.rowCount(); ++row) {
        CheckOutcome check = checkFrom(rows, row);
        check.rows = kept.value(check.uniqueId);
        const bool spoke = check.state == QStringLiteral("fail") || check.state == QStringLiteral("warn");
        if (check.state == QStringLiteral("pass"))
            checks.passed = check.failures.value_or(0);
        else if (!spoke)
            checks.notRun << check;
        else if (check.state == QStringLiteral("fail") && check.severity != QStringLiteral("warn"))
            checks.failed << check;
        else
            checks.warned << check;
    }
    return checks;
}

QCoro::Task<Result<Checks>> readChecks(Connection::Pointer connection, qint64 run, std::stop_token stop)
{
    const QList<Parameter> parameters{QString::number(run)};
    const auto rows = co_await connection->execute(shippedSql(u"system/report/checks"), parameters, stop);
    if (!rows)
        co_return failure(rows.error());
    const auto samples = co_await connection->execute(shippedSql(u"system/report/samples"), parameters, stop);
    if (!samples)
        co_return failure(samples.error());
    co_return sorted(*rows, *samples);
}

void judgeChecks(Proof &proof, const Checks &checks)
{
    proof.checksPassed = checks.passed;
    if (!checks.failed.isEmpty())
        proof.add({.kind = ReasonKind::ChecksFailed, .checks = checks.failed, .run = proof.run});
    if (!checks.notRun.isEmpty())
        proof.add({.kind = ReasonKind::ChecksNotRun, .checks = checks.notRun, .run = proof.run});
    if (checks.passed == 0)
        proof.add({.kind = ReasonKind::NothingChecked, .run = proof.run});
    if (!checks.warned.isEmpty())
        proof.add({.kind = ReasonKind::WarnedChecks, .checks = checks.warned, .run = proof.run});
}

QCoro::Task<Result<Proof>> judgeNewerRuns(Connection::Pointer connection, Proof proof, QString project,
                                          QString schema, std::stop_token stop)
{
    const QList<Parameter> parameters{project, schema, QString::number(proof.run ? proof.run->id : 0)};
    const auto runs = co_await connection->execute(shippedSql(u"system/report/newer_runs"), parameters, stop);
    if (!runs)
        co_return failure(runs.error());
    int shown = 0;
    for (int row = 0; row < runs->rowCount(); ++row) {
        const RunSummary run = runFrom(*runs, row);
        Reason reason;
        reason.kind = ReasonKind::NewerRunBroke;
        reason.run = run;
        if (run.state == QStringLiteral("checks_failed")) {
            reason.kind = ReasonKind::NewerChecksFailed;
            if (shown++ < NewerRunsShown) {
                const Result<Checks> checks = co_await readChecks(connection, run.id, stop);
                if (!checks)
                    co_return failure(checks.error());
                reason.checks = checks->failed + checks->notRun;
            }
        }
        proof.add(reason);
    }
    co_return proof;
}

QCoro::Task<Result<Proof>> judgeLedgers(Connection::Pointer connection, Proof proof,
                                        QList<LedgerDefinition> ledgers, std::stop_token stop)
{
    QList<warehouse::RelationName> names;
    for (const LedgerDefinition &ledger : ledgers)
        if (!ledger.types.isEmpty())
            names << ledger.relation;
    const QList<Parameter> parameters{relationsAsJson(names), QString::number(proof.run->id)};
    const auto rows =
        co_await connection->execute(shippedSql(u"system/report/ledger_publication"), parameters, stop);
    if (!rows)
        co_return failure(rows.error());
    Reason reason;
    reason.kind = ReasonKind::LedgerOfOtherRun;
    for (int row = 0; row < rows->rowCount(); ++row)
        reason.names << rows->text(row, 0) + QLatin1Char('.') + rows->text(row, 1);
    if (!reason.names.isEmpty())
        proof.add(reason);
    co_return proof;
}

/// What the publication's own row says; proven so far if nothing in it speaks against that.
Proof publishedProof(const ResultSet &row)
{
    Proof proof;
    proof.state = ProofState::Proven;
    proof.run = runFrom(row, 0);
    proof.publishedAt = row.instant(0, row.columnIndex(QStringLiteral("published_at"))).value_or(QDateTime());
    proof.modelVersion = field(row, 0, QStringLiteral("version_hash"));
    proof.dataThrough = proof.run->dataThrough;
    if (!row.boolean(0, row.columnIndex(QStringLiteral("same_relation"))).value_or(false))
        proof.add({.kind = ReasonKind::ReplacedOutside, .run = proof.run});
    if (proof.run->state != QStringLiteral("published"))
        proof.add({.kind = ReasonKind::RunNotPublished, .run = proof.run});
    return proof;
}

Proof unpublishedProof()
{
    Proof proof;
    proof.state = ProofState::NotProven;
    proof.add({.kind = ReasonKind::NoPublication});
    return proof;
}

QCoro::Task<Result<Proof>> readHistory(Connection::Pointer connection, ReportDefinition definition,
                                       std::stop_token stop)
{
    const QList<Parameter> place{definition.relation.schema, definition.relation.name,
                                 definition.relation.toSql()};
    const auto row = co_await connection->execute(shippedSql(u"system/report/publication"), place, stop);
    if (!row)
        co_return failure(row.error());
    if (row->rowCount() == 0)
        co_return co_await judgeNewerRuns(connection, unpublishedProof(), definition.project,
                                          definition.targetSchema, stop);
    Proof proof = publishedProof(*row);
    const Result<Checks> checks = co_await readChecks(connection, proof.run->id, stop);
    if (!checks)
        co_return failure(checks.error());
    judgeChecks(proof, *checks);
    const QString project = field(*row, 0, QStringLiteral("project"));
    const QString schema = field(*row, 0, QStringLiteral("target_schema"));
    const Result<Proof> after = co_await judgeNewerRuns(connection, proof, project, schema, stop);
    if (!after)
        co_return failure(after.error());
    co_return co_await judgeLedgers(connection, *after, definition.ledgers, stop);
}

Proof unavailable(const Error &why)
{
    Proof proof;
    proof.add({.kind = ReasonKind::NotReadable, .error = why});
    return proof;
}

Error noRight()
{
    return {.kind = ErrorKind::Permission,
            .message =
                QStringLiteral("This role may not read the run history in the schema \"daybook\". "
                               "Ask its owner to grant usage on the schema and select on its tables.")};
}

} // namespace

QCoro::Task<Result<Proof>> readProof(Connection::Pointer connection, ReportDefinition definition,
                                     std::stop_token stop)
{
    // In a savepoint, so that a history that cannot be read does not take the figures with it.
    const auto opened = co_await connection->execute(
        QStringLiteral("savepoint proof;\n") + shippedSql(u"system/report/history_known"), {}, stop);
    if (opened && !opened->boolean(0, 0).value_or(false))
        co_return unpublishedProof();
    if (opened && !opened->boolean(0, 1).value_or(false))
        co_return unavailable(noRight());
    Result<Proof> proof = failure(opened ? Error() : opened.error());
    if (opened)
        proof = co_await readHistory(connection, definition, stop);
    if (proof)
        co_return proof;
    const ErrorKind kind = proof.error().kind;
    if (kind == ErrorKind::Cancelled || kind == ErrorKind::Connection)
        co_return proof;
    const auto undone = co_await connection->execute(QStringLiteral("rollback to savepoint proof"));
    if (!undone)
        co_return failure(undone.error());
    co_return unavailable(proof.error());
}

} // namespace daybook::settlement
