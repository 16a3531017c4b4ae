// Tests of an incremental model that look at its new rows only must say what they would say of all rows.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

const QString Checks = QStringLiteral(R"(models:
  - name: ledger
    data_tests:
      - dbt_utils.expression_is_true: {name: expression, expression: 'amount + coalesce(fee, 0) > 0'}
      - dbt_utils.expression_is_true: {name: by_now, expression: 'day <= current_date'}
      - unique: {name: unique_pair, column_name: "id || '/' || kind"}
    columns:
      - name: id
        data_tests:
          - unique: {name: unique_id}
          - unique: {name: unique_a, config: {where: "kind = 'a'"}}
          - unique: {name: unique_limited, config: {limit: 1}}
      - name: amount
        data_tests:
          - not_null: {name: known}
          - not_null: {name: known_b, config: {where: "kind = 'b'", severity: warn}}
          - dbt_utils.accepted_range: {name: in_range, min_value: 0, max_value: 50, config: {warn_if: '> 1'}}
      - name: kind
        data_tests:
          - accepted_values: {name: kinds, values: [a, b]}
)");

void writeLedger(const BuildFixture &shop, const QString &config, const QString &rows)
{
    shop.write(
        QStringLiteral("models/ledger.sql"),
        QStringLiteral("{{ config(materialized='incremental', unique_key='id'%1) }}\n"
                       "select id, amount::bigint, fee::bigint, kind::text, day::date from (values %2) as "
                       "rows (id, amount, fee, kind, day)\n")
            .arg(config, rows));
}

build::RunOutcome built(const BuildFixture &shop, bool fused)
{
    build::BuildRequest request;
    request.fuseTests = fused;
    return shop.build(request);
}

QStringList verdicts(const build::RunOutcome &run)
{
    QStringList lines;
    for (const build::NodeOutcome &node : run.nodes)
        lines << QStringLiteral("%1 %2 %3")
                     .arg(node.name, build::toString(node.state),
                          node.failures ? QString::number(*node.failures) : QStringLiteral("-"));
    lines.sort();
    return lines;
}

QString kept(const BuildFixture &shop)
{
    return shop.database.table(
        QStringLiteral("select n.name, s.failing_row from daybook.check_sample s join daybook.run_node n "
                       "using (run_id, unique_id) where run_id = (select max(run_id) from daybook.run) "
                       "order by 1, s.failing_row::text"));
}

const QString Good = QStringLiteral("(1, 10, 0, 'a', '2026-01-01'), (2, 20, null, 'b', '2026-01-01'), "
                                    "(3, 30, 1, 'a', '2026-01-02'), (null, 5, 1, 'b', '2026-01-02')");

} // namespace

TEST_CASE("checks of new rows give the verdicts, the counts and the rows that checks of all rows give")
{
    const QString config =
        GENERATE(QStringLiteral(", incremental_strategy='append'"), QString(),
                 QStringLiteral(", incremental_predicates=[\"DBT_INTERNAL_DEST.kind = 'a'\"]"),
                 QStringLiteral(", incremental_strategy='merge'"),
                 QStringLiteral(", incremental_strategy='merge', merge_update_columns=['amount']"));
    const QString rows = GENERATE(
        // Good ones; of known keys and of new ones.
        QStringLiteral("(2, 25, 1, 'a', '2026-01-03'), (4, 40, 1, 'b', '2026-01-03')"),
        // Every kind of wrong, in rows that replace and in rows that come.
        QStringLiteral("(1, null, null, 'a', '2026-01-03'), (2, -5, 1, 'c', '2026-01-03'), (5, 99, 1, 'd', "
                       "'2026-01-03'), (6, 99, 1, 'd', '2999-01-03'), (null, null, 1, null, null)"),
        // One that cures nothing and takes a key's other half along.
        QStringLiteral("(3, 0, 0, 'b', '2026-01-03')"),
        // A key that stands twice among those to come, unless the strategy refuses it.
        QStringLiteral(
            "(7, 1, 1, 'a', '2026-01-03'), (7, 1, 1, 'b', '2026-01-03'), (1, 1, 1, 'a', '2026-01-03')"));
    CAPTURE(config.toStdString(), rows.toStdString());
    const BuildFixture shop;
    writeLedger(shop, config, Good);
    shop.write(QStringLiteral("models/ledger.yml"), Checks);
    REQUIRE(built(shop, true).state == RunState::Published);
    // So that nothing is published, and every run meets the same live rows.
    shop.write(QStringLiteral("tests/stop.sql"), QStringLiteral("select 1 as stop\n"));
    writeLedger(shop, config, rows);
    const auto fused = built(shop, true);
    const QString fusedRows = kept(shop);
    const auto alone = built(shop, false);
    CHECK(verdicts(fused) == verdicts(alone));
    CHECK(fusedRows == kept(shop));
}

TEST_CASE("only what was proven is looked at in the new rows alone")
{
    const BuildFixture shop;
    writeLedger(shop, QString(), Good);
    shop.write(QStringLiteral("models/ledger.yml"), Checks);
    REQUIRE(built(shop, true).state == RunState::Published);
    // Nobody should; it shows which checks look at it.
    shop.database.run(
        QStringLiteral("insert into close.ledger values (8, null, 0, 'z', '2999-01-01'), (8, 70, 0, 'a', "
                       "'2026-01-01')"));
    writeLedger(shop, QString(), QStringLiteral("(4, 40, 1, 'b', '2026-01-03')"));
    const auto state = [](const build::RunOutcome &run, const char *name) {
        return BuildFixture::node(run, QString::fromUtf8(name)).state;
    };
    shop.write(QStringLiteral("tests/stop.sql"), QStringLiteral("select 1 as stop\n"));
    const auto fused = built(shop, true);
    for (const auto *name :
         {"known", "known_b", "in_range", "kinds", "expression", "unique_id", "unique_a"}) {
        CAPTURE(name);
        CHECK(state(fused, name) == NodeState::Pass);
    }
    // What is true today may be false tomorrow: such a check looks at all rows, as do those run one by one.
    CHECK(state(fused, "by_now") == NodeState::Fail);
    const auto alone = built(shop, false);
    CHECK(state(alone, "known") == NodeState::Fail);
    CHECK(state(alone, "unique_id") == NodeState::Fail);
    // A check that has changed, or was not run by the run that published, has proven nothing yet.
    QString changed = Checks;
    shop.write(QStringLiteral("models/ledger.yml"),
               changed.replace(QStringLiteral("values: [a, b]"), QStringLiteral("values: [a, b, c]")));
    CHECK(state(built(shop, true), "kinds") == NodeState::Fail);
    shop.write(QStringLiteral("models/ledger.yml"), Checks);
    build::BuildRequest models;
    models.command = build::Command::Run;
    CHECK(shop.build(models).state == RunState::Published);
    CHECK(state(built(shop, true), "known") == NodeState::Fail);
}

TEST_CASE("a check that failed last time looks at all rows again")
{
    const BuildFixture shop;
    writeLedger(shop, QString(), QStringLiteral("(1, null, 0, 'b', '2026-01-01')"));
    shop.write(
        QStringLiteral("models/ledger.yml"),
        QStringLiteral("models:\n  - name: ledger\n    columns:\n      - name: amount\n        data_tests:\n"
                       "          - not_null: {name: known, config: {severity: warn}}\n"));
    CHECK(BuildFixture::node(built(shop, true), QStringLiteral("known")).failures == 1);
    writeLedger(shop, QString(), QStringLiteral("(2, null, 0, 'b', '2026-01-01')"));
    CHECK(BuildFixture::node(built(shop, true), QStringLiteral("known")).failures == 2);
    writeLedger(shop, QString(),
                QStringLiteral("(1, 1, 0, 'b', '2026-01-01'), (2, 1, 0, 'b', '2026-01-01')"));
    CHECK(BuildFixture::node(built(shop, true), QStringLiteral("known")).failures == 0);
}

TEST_CASE("with indexes on what it goes by, a day is applied and checked without reading the whole table")
{
    const BuildFixture shop;
    const QString strategy =
        GENERATE(QStringLiteral("unique_key='day'"), QStringLiteral("unique_key='id'"),
                 QStringLiteral("unique_key='id', incremental_strategy='merge'"),
                 QStringLiteral("incremental_strategy='microbatch', event_time='day', begin='2026-10-01', "
                                "batch_size='day'"));
    CAPTURE(strategy.toStdString());
    shop.database.run(QStringLiteral(
        "create schema raw; create table raw.payments as select n as id, date '2026-10-01' + "
        "n / 1000 as day from generate_series(0, 91999) n; delete from raw.payments where day = "
        "'2026-10-28' and id % 20 > 0"));
    shop.write(QStringLiteral("models/sources.yml"),
               QStringLiteral("sources:\n  - name: raw\n    tables:\n      - name: payments\n        "
                              "config: {event_time: day}\n"));
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(materialized='incremental', %1, indexes=[{'columns': ['id']}, "
                              "{'columns': ['day']}]) }}\nselect id, day from {{ source('raw', 'payments') "
                              "}}\n{% if is_incremental() %}where day = '2026-10-28'{% endif %}\n")
                   .arg(strategy));
    shop.write(QStringLiteral("models/ledger.yml"),
               QStringLiteral("models:\n  - name: ledger\n    columns:\n      - name: id\n        "
                              "data_tests: [unique, not_null]\n"));
    build::BuildRequest request;
    request.eventTimeEnd = QStringLiteral("2027-01-01");
    REQUIRE(shop.build(request).state == RunState::Published);
    shop.database.run(QStringLiteral("analyze close.ledger"));
    const auto rowsRead = [&] { // sessions count when they end
        const QString sessions =
            QStringLiteral("select count(*) from pg_stat_activity where pid <> pg_backend_pid() "
                           "and datname = current_database()");
        REQUIRE(eventually([&] { return shop.database.table(sessions) == QStringLiteral("0"); }, 20'000));
        return shop.database
            .table(QStringLiteral(
                "select seq_tup_read + (select sum(idx_tup_read) from pg_stat_all_indexes i where "
                "i.relid = t.relid) from pg_stat_all_tables t where relid = 'close.ledger'::regclass"))
            .toLongLong();
    };
    const qint64 before = rowsRead();
    request.eventTimeStart = QStringLiteral("2026-10-28");
    request.eventTimeEnd = QStringLiteral("2026-10-29");
    const auto run = shop.build(request);
    REQUIRE(run.state == RunState::Published);
    CHECK(BuildFixture::node(run, QStringLiteral("ledger")).rows == 50);
    if (shop.database.connect()->serverVersion() < 150000)
        return; // its statistics come when they come
    const qint64 read = rowsRead() - before;
    CHECK(read >= 50);
    CHECK(read < 1000);
    CHECK(shop.database.table(QStringLiteral("select count(*), count(distinct id) from close.ledger")) ==
          QStringLiteral("91050 | 91050"));
}
