#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

const QString Ledger = QStringLiteral("models/ledger.sql");

void describe(const BuildFixture &shop, const QString &tests)
{
    shop.write(QStringLiteral("models/ledger.yml"),
               QStringLiteral(
                   "models:\n  - name: ledger\n    columns:\n      - name: amount\n        data_tests:\n%1")
                   .arg(tests));
}

} // namespace

TEST_CASE("a failed check publishes nothing, keeps the last good figures and the failing rows")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral("          - not_null:\n              name: amount_is_known\n"));
    shop.write(Ledger, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    CHECK(shop.build().state == RunState::Published);
    shop.write(Ledger, QStringLiteral("select 2 as id, null::bigint as amount\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::ChecksFailed);
    CHECK(run.exitStatus() == 1);
    const auto check = BuildFixture::node(run, QStringLiteral("amount_is_known"));
    CHECK(check.state == NodeState::Fail);
    CHECK(check.failures == 1);
    CHECK(shop.database.table(QStringLiteral("select id, amount from close.ledger")) ==
          QStringLiteral("1 | 100"));
    CHECK(shop.database.table(QStringLiteral("select failing_row->>'id' from daybook.check_sample")) ==
          QStringLiteral("2"));
    CHECK(shop.database.table(QStringLiteral("select state from daybook.run order by 1")) ==
          QStringLiteral("checks_failed\npublished"));
}

TEST_CASE("positive does not imply known: each check catches its own defect and only that")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral(
                       "          - not_null: {name: known}\n"
                       "          - dbt_utils.expression_is_true: {name: positive, expression: '> 0'}\n"));
    shop.write(Ledger, QStringLiteral("select 1 as id, null::bigint as amount\n"));
    const auto unknown = shop.build();
    CHECK(BuildFixture::node(unknown, QStringLiteral("known")).state == NodeState::Fail);
    CHECK(BuildFixture::node(unknown, QStringLiteral("positive")).state == NodeState::Pass);
    shop.write(Ledger, QStringLiteral("select 1 as id, 0::bigint as amount\n"));
    const auto zero = shop.build();
    CHECK(BuildFixture::node(zero, QStringLiteral("known")).state == NodeState::Pass);
    CHECK(BuildFixture::node(zero, QStringLiteral("positive")).state == NodeState::Fail);
}

TEST_CASE("the generic checks fail where they should")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/parent.sql"), QStringLiteral("select 1 as id\n"));
    shop.write(Ledger,
               QStringLiteral("select * from (values (1, 1), (1, 2), (7, 3)) as t(amount, parent)\n"));
    describe(shop,
             QStringLiteral("          - unique: {name: one_each}\n"
                            "          - accepted_values: {name: allowed, values: [1, 2], quote: false}\n"
                            "          - relationships: {name: has_parent, to: ref('parent'), field: id}\n"));
    const auto run = shop.build();
    CHECK(BuildFixture::node(run, QStringLiteral("one_each")).failures == 1);
    CHECK(BuildFixture::node(run, QStringLiteral("allowed")).failures == 1);
    CHECK(BuildFixture::node(run, QStringLiteral("has_parent")).failures == 1);
    CHECK(run.state == RunState::ChecksFailed);
}

TEST_CASE("a check of severity warn warns and lets the rest be published")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral("          - not_null:\n              name: amount_is_known\n              "
                                  "config:\n                severity: warn\n"));
    shop.write(Ledger, QStringLiteral("select 2 as id, null::bigint as amount\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Published);
    CHECK(BuildFixture::node(run, QStringLiteral("amount_is_known")).state == NodeState::Warn);
}

TEST_CASE("thresholds decide between pass, warn and fail as dbt's do")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral("          - not_null:\n              name: amount_is_known\n              "
                                  "config:\n                warn_if: '>1'\n"
                                  "                error_if: '>2'\n"));
    const auto stateWith = [&shop](int nulls) {
        shop.write(Ledger,
                   QStringLiteral("select null::bigint as amount from generate_series(1, %1)\n").arg(nulls));
        return BuildFixture::node(shop.build(), QStringLiteral("amount_is_known")).state;
    };
    CHECK(stateWith(1) == NodeState::Pass);
    CHECK(stateWith(2) == NodeState::Warn);
    CHECK(stateWith(3) == NodeState::Fail);
}

TEST_CASE("a check written in SQL fails on its rows, and reads what the run has built, not what is live")
{
    const BuildFixture shop;
    shop.write(Ledger, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    shop.write(
        QStringLiteral("tests/total_is_100.sql"),
        QStringLiteral("select sum(amount) as total from {{ ref('ledger') }} having sum(amount) <> 100\n"));
    CHECK(shop.build().state == RunState::Published);
    shop.write(Ledger, QStringLiteral("select 1 as id, 101::bigint as amount\n"));
    const auto run = shop.build();
    CHECK(BuildFixture::node(run, QStringLiteral("total_is_100")).state == NodeState::Fail);
    CHECK(shop.database.table(QStringLiteral("select failing_row->>'total' from daybook.check_sample")) ==
          QStringLiteral("101"));
}

TEST_CASE("test runs the checks on what is live and publishes nothing")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral("          - not_null: {name: known}\n"));
    shop.write(Ledger, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    shop.build();
    build::BuildRequest test;
    test.command = build::Command::Test;
    CHECK(shop.build(test).state == RunState::Passed);
    shop.database.run(QStringLiteral("update close.ledger set amount = null"));
    CHECK(shop.build(test).state == RunState::ChecksFailed);
}

TEST_CASE("a check that cannot be evaluated is an error, never a pass")
{
    const BuildFixture shop;
    describe(shop, QStringLiteral(
                       "          - dbt_utils.expression_is_true: {name: odd, expression: '> nonsense'}\n"));
    shop.write(Ledger, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    CHECK(BuildFixture::node(run, QStringLiteral("odd")).state == NodeState::Error);
    CHECK(shop.database.table(QStringLiteral("select to_regclass('close.ledger') is null")) ==
          QStringLiteral("t"));
}

TEST_CASE("failing rows are stored where a test asks for it, though the run publishes nothing")
{
    const BuildFixture shop;
    const bool fused = GENERATE(true, false);
    shop.write(
        QStringLiteral("models/a.sql"),
        QStringLiteral("select n as id, case when n > 3 then n end as known from generate_series(1, 5) n"));
    shop.write(
        QStringLiteral("models/a.yml"),
        QStringLiteral(
            "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n"
            "          - not_null: {name: ids, config: {store_failures: true}}\n"
            "          - dbt_utils.accepted_range: {name: small, max_value: 1, config: {store_failures_as: "
            "view, limit: 2, severity: warn}}\n"
            "          - accepted_values: {name: kinds, values: [1, 2, 3, 4], quote: false, config: "
            "{store_failures: true, schema: kept, alias: Kinds}}\n"
            "      - name: known\n        data_tests:\n"
            "          - not_null: {name: knowns, config: {store_failures: true}}\n"
            "          - not_null: {name: not_kept, config: {store_failures_as: ephemeral}}\n"));
    build::BuildRequest request;
    request.fuseTests = fused;
    for (int i = 0; i < 2; ++i) { // the second time in place of the first
        const build::RunOutcome run = shop.build(request);
        CHECK(run.state == build::RunState::ChecksFailed);
        CHECK(BuildFixture::node(run, QStringLiteral("knowns")).failures == 3);
        CHECK(BuildFixture::node(run, QStringLiteral("small")).failures == 2);
        CHECK(BuildFixture::node(run, QStringLiteral("kinds")).failures == 1);
        CHECK(BuildFixture::node(run, QStringLiteral("ids")).failures == 0);
        CHECK(shop.database.table(
                  QStringLiteral("select id, known from close_dbt_test__audit.knowns order by id")) ==
              QStringLiteral("1 | NULL\n2 | NULL\n3 | NULL"));
        CHECK(shop.database.table(QStringLiteral("select count(*) from close_dbt_test__audit.small")) ==
              QStringLiteral("2"));
        CHECK(shop.database.table(QStringLiteral("select value_field from close_kept.\"Kinds\"")) ==
              QStringLiteral("5"));
        CHECK(shop.database.table(QStringLiteral("select count(*) from close_dbt_test__audit.ids")) ==
              QStringLiteral("0"));
        CHECK(shop.database.table(
                  QStringLiteral("select string_agg(relname, ' ' order by relname) from pg_class where "
                                 "relnamespace = 'close_dbt_test__audit'::regnamespace")) ==
              QStringLiteral("ids knowns small"));
        CHECK(shop.database.table(QStringLiteral("select to_regclass('close.a')")) == QStringLiteral("NULL"));
    }
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id, 1 as known"));
    CHECK(shop.build(request).state == build::RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select count(*) from close_dbt_test__audit.knowns")) ==
          QStringLiteral("0"));
}

TEST_CASE("a query for failing rows that cannot be stored fails its test and says why")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id"));
    shop.write(QStringLiteral("tests/twice.sql"),
               QStringLiteral("{{ config(store_failures=true) }}\nselect id, id from {{ ref('a') }}"));
    const build::NodeOutcome twice = BuildFixture::node(shop.build(), QStringLiteral("twice"));
    REQUIRE(twice.error);
    CHECK(twice.error->message.contains(QStringLiteral("more than once")));
    CHECK(twice.error->where->file == QStringLiteral("tests/twice.sql"));
}
