#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

const QString Model = QStringLiteral("models/m.sql");

/// The rows of a model of this text, beside the model `base` (kind, 금액, at).
std::string rows(const QString &sql)
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/base.sql"),
               QStringLiteral("select * from (values ('a', 1::bigint, date '2026-01-31'), ('b', 20, null), "
                              "('b', 300, date '2026-03-01')) as v (kind, \"금액\", at)\n"));
    shop.write(Model, sql);
    const auto run = shop.build();
    CHECK(run.state == RunState::Published);
    return shop.database.table(QStringLiteral("select * from close.m")).toStdString();
}

/// What a `select` of this expression gives.
std::string value(const char *expression)
{
    return rows(QStringLiteral("select %1 as x").arg(QString::fromUtf8(expression)));
}

} // namespace

TEST_CASE("templates ask the server, and read what the run has built so far")
{
    CHECK(rows(QStringLiteral(
              "{% set kinds = run_query('select distinct kind from ' ~ ref('base') ~ ' order by 1') %}"
              "{% if execute %}{% for row in kinds %}select '{{ row.kind }}{{ row[0] }}{{ row['kind'] "
              "}}' as k{{ ' union all ' if not loop.last }}{% endfor %}{% else %}select 1{% endif %}"
              "{# #} order by 1")) == "aaa\nbbb");
    CHECK(rows(QStringLiteral(
              "{% call statement('sums', fetch_result=true) %}select sum(\"금액\"), null, true from {{ "
              "ref('base') }}{% endcall %}{% set found = load_result('sums') %}"
              "select '{{ found.data[0] if found }}' as x")) == "[321, None, True]");
    CHECK(rows(QStringLiteral(
              "{%- set r = adapter.get_relation(target.dbname, ref('base').schema, 'base') -%}"
              "select '{{ r.is_table }} {{ adapter.get_relation(target.dbname, 'no', 'such') }}' as x")) ==
          "True None");
    CHECK(rows(QStringLiteral(
              "select '{% for c in adapter.get_columns_in_relation(ref('base')) %}{{ c.quoted }} {{ "
              "c.data_type }} {{ c.is_number() }}; {% endfor %}' as x")) ==
          "\"kind\" text False; \"금액\" bigint True; \"at\" date False; ");
}

TEST_CASE("what a template asks wrongly is an error of its model, with the statement")
{
    const BuildFixture shop;
    shop.write(Model, QStringLiteral("select 1 as x\n-- {{ run_query('select nonsense') }}\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->where->file == Model);
    CHECK(run.error->where->line == 2);
    CHECK_THAT(run.error->detail.toStdString(), Catch::Contains("select nonsense"));
    shop.write(Model, QStringLiteral("{% do adapter.drop_relation(this) %}select 1 as x"));
    CHECK_THAT(shop.build().error->message.toStdString(), Catch::Contains("before it is proven"));
}

TEST_CASE("a template that waits for the server is let go when the run is cancelled")
{
    const BuildFixture shop;
    shop.write(Model, QStringLiteral("{% do run_query('select pg_sleep(60)') %}select 1 as x"));
    build::BuildService service(shop.spec(), shop.project());
    std::stop_source stop;
    QObject::connect(&service, &build::BuildService::nodeChanged, &service,
                     [&](const build::NodeOutcome &node) {
                         if (node.state == NodeState::Running)
                             QTimer::singleShot(200, &service, [&stop] { stop.request_stop(); });
                     });
    const auto run = await(service.build({}, stop.get_token()));
    REQUIRE(run);
    CHECK(run->state == RunState::Cancelled);
    CHECK(shop.database.table(
              QStringLiteral("select count(*) from pg_stat_activity where query like '%pg_sleep(60)%' "
                             "and state = 'active' and pid <> pg_backend_pid()")) == QStringLiteral("0"));
}

TEST_CASE("dbt's cross-database macros give what PostgreSQL gives")
{
    CHECK(value("{{ dbt.datediff(\"'2025-12-31 23:59:59'\", \"'2026-01-01'\", 'year') }}") == "1");
    CHECK(value("{{ datediff(\"'2026-01-31'\", \"'2026-04-01'\", 'quarter') }}") == "1");
    CHECK(value("{{ datediff(\"'2026-01-31'\", \"'2026-04-01'\", 'month') }}") == "3");
    CHECK(value("{{ datediff(\"'2026-11-21'\", \"'2026-11-22'\", 'week') }}") == "1"); // Saturday to Sunday
    CHECK(value("{{ datediff(\"'2026-11-22'\", \"'2026-11-28'\", 'week') }}") == "0");
    CHECK(value("{{ datediff(\"'2026-11-22 10:59'\", \"'2026-11-22 11:01'\", 'hour') }}") == "1");
    CHECK(value("{{ datediff(\"'2026-11-22 11:00'\", \"'2026-11-22 10:00'\", 'minute') }}") == "-60");
    CHECK(value("{{ dateadd('quarter', 2, \"date '2026-01-31'\") }}") == "2026-07-31 00:00:00");
    CHECK(value("{{ dbt.last_day(\"date '2026-02-03'\", 'quarter') }}") == "2026-03-31");
    CHECK(value("{{ dbt.concat([\"'a'\", \"'b'\"]) }} || {{ dbt.hash(1) }}") ==
          "abc4ca4238a0b923820dcc509a6f75849b");
    CHECK(rows(QStringLiteral(
              "select {{ listagg('kind', \"'-'\", 'order by \"금액\"') }} as x, {{ any_value('1') }} as "
              "y from {{ ref('base') }}")) == "a-b-b | 1");
    CHECK(rows(QStringLiteral("{{ dbt.date_spine('day', \"date '2026-01-30'\", \"date '2026-02-01'\") }}")) ==
          "2026-01-30 00:00:00\n2026-01-31 00:00:00");
}

TEST_CASE("dbt_utils is there without being installed")
{
    CHECK(value("{{ dbt_utils.generate_surrogate_key(['null', '1']) }} = "
                "md5('_dbt_utils_surrogate_key_null_-1')") == "t");
    CHECK(rows(QStringLiteral(
              "select {{ dbt_utils.star(ref('base'), except=['AT']) }} from {{ ref('base') }} where kind "
              "= 'a'")) == "a | 1");
    CHECK(rows(QStringLiteral(
              "select {{ dbt_utils.pivot('kind', dbt_utils.get_column_values(ref('base'), 'kind'), "
              "then_value='\"금액\"') }} from {{ ref('base') }}")) == "320 | 1");
    CHECK(rows(QStringLiteral("select * from ({{ dbt_utils.union_relations([ref('base'), ref('base')], "
                              "source_column_name=none, include=['kind']) }}) u order by 1")) ==
          "a\na\nb\nb\nb\nb");
    CHECK(rows(QStringLiteral("{{ dbt_utils.deduplicate(ref('base'), 'kind', '\"금액\" desc') }}")) ==
          "a | 1 | 2026-01-31\nb | 300 | 2026-03-01");
    CHECK(value("{{ dbt_utils.safe_divide(1, 0) }} is null") == "t");
    CHECK(value("{{ dbt_utils.get_single_value('select 40 + 2', default=0) }}") == "42");
}

TEST_CASE("dbt_utils' checks fail where they should, and only there")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/other.sql"), QStringLiteral("select 1 as id, 'a' as kind\n"));
    shop.write(Model, QStringLiteral(
                          "select * from (values (1, 'a', 5, ''), (2, 'x', 5, null), (4, 'x', 5, null)) as v "
                          "(id, kind, same, empty)\n"));
    shop.write(QStringLiteral("models/m.yml"), QStringLiteral(R"(models:
  - name: m
    data_tests:
      - dbt_utils.equal_rowcount: {name: f_rows, compare_model: ref('other')}
      - dbt_utils.fewer_rows_than: {name: f_fewer, compare_model: ref('other')}
      - dbt_utils.equality: {name: f_equal, compare_model: ref('other'), compare_columns: [id, kind]}
      - dbt_utils.equality: {name: p_equal, compare_model: ref('m')}
      - dbt_utils.recency: {name: f_recent, field: "date '2020-01-01'", datepart: day, interval: 1}
      - dbt_utils.recency: {name: p_recent, field: now(), datepart: day, interval: 1}
    columns:
      - name: id
        data_tests:
          - dbt_utils.not_constant: {name: p_varies}
          - dbt_utils.sequential_values: {name: f_gap}
          - dbt_utils.cardinality_equality: {name: f_keys, field: id, to: ref('other')}
      - name: same
        data_tests:
          - dbt_utils.not_constant: {name: f_varies}
      - name: kind
        data_tests:
          - dbt_utils.not_accepted_values: {name: f_value, values: [x, y]}
          - dbt_utils.not_accepted_values: {name: p_value, values: [y]}
          - dbt_utils.relationships_where: {name: f_parent, to: ref('other'), field: kind}
          - dbt_utils.relationships_where: {name: p_parent, to: ref('other'), field: kind, from_condition: "id = 1"}
      - name: empty
        data_tests:
          - dbt_utils.not_empty_string: {name: f_empty}
          - dbt_utils.at_least_one: {name: p_one}
          - dbt_utils.not_null_proportion: {name: f_share, at_least: 0.5}
          - dbt_utils.not_null_proportion: {name: p_share, at_least: 0.3}
)"));
    const auto run = shop.build();
    int checks = 0;
    for (const build::NodeOutcome &node : run.nodes) {
        if (node.type != project::ResourceType::Test)
            continue;
        ++checks;
        CAPTURE(node.name.toStdString(), node.error ? node.error->toString().toStdString() : "");
        CHECK(node.state == (node.name.startsWith(u"f_") ? NodeState::Fail : NodeState::Pass));
    }
    CHECK(checks == 18);
    CHECK(BuildFixture::node(run, QStringLiteral("f_value")).failures == 1);
    CHECK(BuildFixture::node(run, QStringLiteral("f_parent")).failures == 2);
}
