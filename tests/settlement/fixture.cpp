#include "tests/settlement/fixture.h"

#include "models/warehouse/shippedsql.h"

#include <QFile>

namespace daybook::test {
namespace {

using warehouse::quoteLiteral;

QString closeSql()
{
    QFile file(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/settlement/close.sql"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tests/settlement/close.sql is missing");
    return QString::fromUtf8(file.readAll());
}

QString newRun(const QString &state, const QString &command)
{
    return QStringLiteral(
               "insert into daybook.run (project, target_schema, command, state, invocation_id, "
               "finished_at, data_through, started_by, host, program, staging_schema, project_hash) "
               "values ('close', '정산', %1, %2, 'i', clock_timestamp(), '2026-11-19 15:05+00', 'u', "
               "'h', 'daybookctl 0.1.0', 's', 'p') returning run_id")
        .arg(quoteLiteral(command), quoteLiteral(state));
}

} // namespace

SettlementDatabase::SettlementDatabase()
{
    run(QStringLiteral("create schema if not exists daybook"));
    run(warehouse::shippedSql(u"system/migrations/0001_runs"));
    run(closeSql());
}

settlement::ReportDefinition SettlementDatabase::definition() const
{
    settlement::ReportDefinition definition;
    definition.project = QStringLiteral("close");
    definition.targetSchema = QStringLiteral("정산");
    definition.name = QStringLiteral("daily_report");
    definition.relation = {QStringLiteral("정산"), QStringLiteral("일별 \"보고서\"")};
    definition.date = QStringLiteral("영업일");
    definition.type = QStringLiteral("거래\"유형");
    definition.count = QStringLiteral("건수");
    definition.amount = QStringLiteral("총금액");
    const auto type = [](const QString &name, const QString &korean) {
        settlement::TypeDefinition known;
        known.name = name;
        known.label.ko = korean;
        return known;
    };
    definition.types = {type(QStringLiteral("payment"), QStringLiteral("결제")),
                        type(QStringLiteral("charge"), QStringLiteral("충전"))};
    settlement::LedgerDefinition ledger;
    ledger.name = QStringLiteral("payment_ledger");
    ledger.relation = {QStringLiteral("정산"), QStringLiteral("결제 원장")};
    ledger.types = {QStringLiteral("payment")};
    ledger.key = QStringLiteral("거래ID");
    ledger.amount = QStringLiteral("금액");
    ledger.date = QStringLiteral("영업일");
    ledger.occurredAt = QStringLiteral("발생일시");
    ledger.source = {QStringLiteral("wallet.거래내역"),
                     {QStringLiteral("정산"), QStringLiteral("거래내역")},
                     QStringLiteral("거래ID")};
    definition.ledgers = {ledger};
    return definition;
}

qint64 SettlementDatabase::publish(const QString &checkState, const QString &runState) const
{
    const QString state = runState.isEmpty() ? QStringLiteral("published") : runState;
    const qint64 id = run(newRun(state, QStringLiteral("build"))).integer(0, 0).value();
    for (const QString &check : {QStringLiteral("not_null"), QStringLiteral("positive")})
        addCheck(id, check, checkState, QStringLiteral("error"));
    run(QStringLiteral(
            "insert into daybook.publication (relation_schema, relation_name, relation_oid, run_id, "
            "unique_id, version_hash) select n.nspname, c.relname, c.oid, %1, 'model.close.' || "
            "c.relname, 'abc123' from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = '정산' and c.relname in ('일별 \"보고서\"', '결제 원장') on conflict "
            "(relation_schema, relation_name) do update set run_id = excluded.run_id, "
            "relation_oid = excluded.relation_oid")
            .arg(id));
    return id;
}

qint64 SettlementDatabase::laterRun(const QString &state, const QString &command) const
{
    return run(newRun(state, command)).integer(0, 0).value();
}

void SettlementDatabase::addCheck(qint64 runId, const QString &name, const QString &state,
                                  const QString &severity) const
{
    run(QStringLiteral(
            "insert into daybook.run_node (run_id, unique_id, resource_type, name, label, severity, "
            "state, failures) values (%1, 'test.close.%2', 'test', %3, '{\"ko\": \"검사\"}', %4, %5, "
            "2)")
            .arg(QString::number(runId), name, quoteLiteral(name), quoteLiteral(severity),
                 quoteLiteral(state)));
    if (state == QStringLiteral("pass"))
        return;
    run(QStringLiteral("insert into daybook.check_sample values (%1, 'test.close.%2', 0, "
                       "'{\"거래ID\": 7, \"금액\": null}')")
            .arg(QString::number(runId), name));
}

QList<settlement::ReasonKind> kindsOf(const settlement::Proof &proof)
{
    QList<settlement::ReasonKind> kinds;
    for (const settlement::Reason &reason : proof.reasons)
        kinds << reason.kind;
    return kinds;
}

} // namespace daybook::test
