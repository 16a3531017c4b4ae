#include "tests/build/fixture.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;

namespace {

const QString Ledger = QStringLiteral("models/ledger.sql");

build::RunOutcome tested(const BuildFixture &shop, bool fused)
{
    build::BuildRequest request;
    request.command = build::Command::Test;
    request.fuseTests = fused;
    return shop.build(request);
}

/// The ledger stands before its checks are written, so that none of them can stop it.
void publishThenCheck(const BuildFixture &shop, const QString &checks)
{
    build::BuildRequest models;
    models.command = build::Command::Run;
    shop.build(models);
    shop.write(QStringLiteral("models/ledger.yml"), checks);
}

/// Every check: name, state, failures, and what kind of error it met.
QStringList verdicts(const build::RunOutcome &run)
{
    QStringList lines;
    for (const build::NodeOutcome &node : run.nodes)
        lines << QStringLiteral("%1 %2 %3 %4")
                     .arg(node.name, build::toString(node.state),
                          node.failures ? QString::number(*node.failures) : QStringLiteral("-"),
                          node.error ? node.error->message : QString());
    lines.sort();
    return lines;
}

const QString Checks = QStringLiteral(R"(models:
  - name: ledger
    data_tests:
      - dbt_utils.expression_is_true: {name: expression, expression: 'amount + coalesce(fee, 0) > 0'}
      - dbt_utils.expression_is_true:
          {name: guarded, expression: '100 / amount >= 1', config: {where: 'amount <> 0'}}
    columns:
      - name: amount
        data_tests:
          - not_null: {name: known}
          - not_null: {name: known_of_two, config: {where: "kind = 'b'"}}
          - not_null: {name: known_limited, config: {limit: 2}}
          - not_null: {name: known_warn, config: {severity: warn}}
          - not_null: {name: known_over_three, config: {warn_if: '> 3', error_if: '> 4'}}
          - not_null: {name: known_by_sum, config: {fail_calc: 'sum(id)'}}
          - dbt_utils.accepted_range: {name: in_range, min_value: 0, max_value: 50}
          - unique: {name: one_each}
      - name: kind
        data_tests:
          - accepted_values: {name: kinds, values: [a, b]}
          - accepted_values: {name: no_kinds, values: ["it's", "100%1", "%2"]}
          - dbt_utils.expression_is_true: {name: like, expression: "like '%2'"}
)");

const QString Rows = QStringLiteral(R"(
select * from (values
    (1, 10::bigint, null::bigint, 'a'), (2, null, 5, 'b'), (3, null, null, 'c'), (4, 0, 0, null),
    (5, 60, -70, 'c'), (6, null, null, 'd'), (7, 10, 1, 'b')) as rows (id, amount, fee, kind)
)");

} // namespace

TEST_CASE("tests in one scan give what each gives alone")
{
    const BuildFixture shop;
    shop.write(Ledger, Rows);
    publishThenCheck(shop, Checks);
    shop.write(QStringLiteral("tests/no_negative_fee.sql"),
               QStringLiteral("select id, fee from {{ ref('ledger') }} where fee < 0\n"));
    const QString samples =
        QStringLiteral("select n.name, s.failing_row from daybook.check_sample s join daybook.run_node n "
                       "using (run_id, unique_id) where run_id = (select max(run_id) from daybook.run) "
                       "order by 1, s.failing_row->>'id', s.failing_row::text");
    const auto fused = tested(shop, true);
    const QString fusedRows = shop.database.table(samples);
    const auto alone = tested(shop, false);
    CHECK(verdicts(fused) == verdicts(alone));
    CHECK(fusedRows == shop.database.table(samples));
    CHECK(BuildFixture::node(fused, QStringLiteral("known")).failures == 3);
    CHECK(BuildFixture::node(fused, QStringLiteral("known_limited")).failures == 2);
    CHECK(BuildFixture::node(fused, QStringLiteral("known_warn")).state == NodeState::Warn);
    CHECK(BuildFixture::node(fused, QStringLiteral("known_over_three")).state == NodeState::Pass);
    CHECK(BuildFixture::node(fused, QStringLiteral("kinds")).failures == 2); // values, not rows
    CHECK(BuildFixture::node(fused, QStringLiteral("no_negative_fee")).state == NodeState::Fail);
}

TEST_CASE("a test that cannot be evaluated does not take those beside it along")
{
    const BuildFixture shop;
    shop.write(Ledger, Rows);
    publishThenCheck(shop, Checks);
    shop.write(QStringLiteral("tests/divides.sql"),
               QStringLiteral("select id from {{ ref('ledger') }} where 1 / amount > 5\n"));
    shop.write(QStringLiteral("tests/nonsense.sql"),
               QStringLiteral("select id from {{ ref('ledger') }} where nonsense > 5\n"));
    const auto fused = tested(shop, true);
    CHECK(BuildFixture::node(fused, QStringLiteral("divides")).state == NodeState::Error);
    CHECK(BuildFixture::node(fused, QStringLiteral("nonsense")).state == NodeState::Error);
    CHECK(BuildFixture::node(fused, QStringLiteral("known")).state == NodeState::Fail);
    CHECK(verdicts(fused) == verdicts(tested(shop, false)));
}

TEST_CASE("many tests of a relation read it once")
{
    const BuildFixture shop;
    shop.write(Ledger,
               QStringLiteral("select g as id, g::bigint as amount from generate_series(1, 1000) g\n"));
    QString checks = QStringLiteral("models:\n  - name: ledger\n    data_tests:\n");
    for (int i = 0; i < 450; ++i)
        checks +=
            QStringLiteral("      - dbt_utils.expression_is_true: {name: c%1, expression: 'amount > -%1'}\n")
                .arg(i);
    publishThenCheck(shop, checks);
    const auto scans = [&shop] {
        return shop.database
            .table(QStringLiteral("select seq_scan from pg_stat_user_tables where relname = 'ledger'"))
            .toInt();
    };
    const int before = scans();
    const auto fused = tested(shop, true);
    CHECK(fused.state == build::RunState::Passed);
    CHECK(fused.nodes.size() == 450);
    CHECK(eventually([&] { return scans() - before >= 2; })); // servers before 15 tell late
    CHECK(scans() - before == 2);                             // 400 in the first scan, the rest in another
    const auto alone = tested(shop, false);
    CHECK(alone.state == build::RunState::Passed);
    CHECK(eventually([&] { return scans() - before >= 452; }));
    CHECK(scans() - before == 452);
}
