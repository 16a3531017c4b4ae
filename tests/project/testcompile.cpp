#include "models/project/ctes.h"
#include "models/project/locate.h"
#include "tests/project/projectfolder.h"

#include <atomic>
#include <thread>

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// What a model of this text compiles to, beside the models a and b and the source wallet.transactions.
std::string compiledModel(const QByteArray &sql)
{
    return compiled(
        ProjectFolder()
            .write("dbt_project.yml", "name: shop\nvars: {zone: Asia/Seoul, n: 3, shop: {n: 4}}\n")
            .write("models/a.sql", "select 1")
            .write("models/s.yml", "sources: [{name: wallet, tables: [{name: transactions}]}]")
            .write("models/m.sql", sql)
            .load(),
        "model.shop.m");
}

/// What a test of model `a` compiles to; `yaml` is an item of its column id, or with `column` false of
/// itself.
std::string compiledTest(const QByteArray &yaml, bool column = true)
{
    const Project project =
        ProjectFolder()
            .write("models/a.sql", "select 1 as id")
            .write("models/b.sql", "select 1 as id")
            .write("models/s.yml", column
                                       ? "models: [{name: a, columns: [{name: id, tests: [" + yaml + "]}]}]"
                                       : "models: [{name: a, tests: [" + yaml + "]}]")
            .load();
    const Node &test = project.nodes().back();
    REQUIRE(test.test.has_value());
    return flat(compiled(project, test.uniqueId.toUtf8().constData()));
}

} // namespace

TEST_CASE("refs, sources and variables become what they stand for")
{
    CHECK(compiledModel("select * from {{ ref('a') }}") == R"(select * from "analytics"."a")");
    CHECK(compiledModel("select * from {{ ref('shop', 'a') }}") == R"(select * from "analytics"."a")");
    CHECK(compiledModel("{{ source('wallet', 'transactions') }}") == R"("wallet"."transactions")");
    CHECK(compiledModel("{{ this }} {{ this.schema }} {{ this.identifier }} {{ this.name }}") ==
          R"("analytics"."m" analytics m m)");
    CHECK(compiledModel("{{ var('zone') }} {{ var('n') + 1 }} {{ var('x', 'y') }} {{ var.has_var('x') }}") ==
          "Asia/Seoul 5 y False");
    CHECK(compiledModel("{{ target.name }} {{ target.schema }} {{ target.dbname }} {{ target.type }}") ==
          "dev analytics warehouse postgres");
    CHECK(compiledModel("{{ project_name }} {{ execute }} {{ invocation_id }} {{ model.name }}") ==
          "shop True 4f1c m");
}

TEST_CASE("the run's start prints and formats as Python's datetime")
{
    CHECK(compiledModel("{{ run_started_at }}") == "2026-03-02 09:05:07+00:00");
    CHECK(compiledModel("{{ run_started_at.isoformat() }}") == "2026-03-02T09:05:07+00:00");
    CHECK(compiledModel("{{ run_started_at.strftime('%Y%m%d %H:%M:%S %j %a %b %p %z %%') }}") ==
          "20260302 09:05:07 061 Mon Mar AM +0000 %");
    CHECK(compiledModel("{{ run_started_at.astimezone(modules.pytz.timezone('Asia/Seoul')) }}") ==
          "2026-03-02 18:05:07+09:00");
    CHECK(compiledModel("{{ run_started_at.date() }}") == "2026-03-02");
}

TEST_CASE("config is read back, and prints nothing")
{
    CHECK(compiledModel(
              "{{ config(schema='x', tags=['t']) }}{{ config.get('schema') }} {{ config.get('no', 7) }} "
              "{{ config.require('tags') }}") == "x 7 ['t']");
}

TEST_CASE("a loop over refs needs no literals")
{
    CHECK(compiledModel("{% for n in ['a'] %}{{ ref(n) }}{% endfor %}") == R"("analytics"."a")");
}

TEST_CASE("macros call each other, across files and packages")
{
    const Project project =
        ProjectFolder()
            .write("macros/one.sql", "{% macro cents(x) %}({{ x }} * {{ hundred() }}){% endmacro %}")
            .write("macros/two.sql", "{% macro hundred() %}{{ return(100) }}{% endmacro %}"
                                     "{% macro default__pick() %}default{% endmacro %}"
                                     "{% macro postgres__pick() %}postgres{% endmacro %}"
                                     "{% macro pick() %}{{ adapter.dispatch('pick')() }}{% endmacro %}"
                                     "{% macro a_table() %}{{ ref('a') }}{% endmacro %}")
            .write("models/a.sql", "select 1")
            .write("models/m.sql",
                   "{{ cents('amount') }} {{ shop.hundred() + 1 }} {{ pick() }} {{ a_table() }}")
            .load();
    CHECK(compiled(project, "model.shop.m") == R"((amount * 100) 101 postgres "analytics"."a")");
    CHECK(joined(nodeOf(project, "model.shop.m").dependsOn) == "model.shop.a");
}

TEST_CASE("a project may redefine ref and still reach dbt's own")
{
    const Project project =
        ProjectFolder()
            .write("macros/ref.sql", "{% macro ref(name) %}{{ builtins.ref('my_' ~ name) }}{% endmacro %}")
            .write("models/my_a.sql", "select 1")
            .write("models/m.sql", "select * from {{ ref('a') }}")
            .load();
    CHECK(compiled(project, "model.shop.m") == R"(select * from "analytics"."my_a")");
    CHECK(joined(nodeOf(project, "model.shop.m").dependsOn) == "model.shop.my_a");
}

TEST_CASE("is_incremental is what the run says")
{
    const Project project = ProjectFolder()
                                .write("models/m.sql", "{{ config(materialized='incremental') }}{% if "
                                                       "is_incremental() %}new{% else %}all{% endif %}")
                                .load();
    CompileContext context = liveContext();
    CHECK(project.compile(nodeOf(project, "model.shop.m"), context).value() == QStringLiteral("all"));
    context.incremental = true;
    CHECK(project.compile(nodeOf(project, "model.shop.m"), context).value() == QStringLiteral("new"));
}

TEST_CASE("relations are where the run has them")
{
    const Project project = ProjectFolder()
                                .write("models/a.sql", "select 1")
                                .write("models/m.sql", "{{ ref('a') }} {{ this }}")
                                .load();
    CompileContext context = liveContext();
    context.relationOf = [](const Node &node) {
        return warehouse::RelationName{QStringLiteral("beside"), node.name + QStringLiteral("_17")};
    };
    CHECK(project.compile(nodeOf(project, "model.shop.m"), context).value().toStdString() ==
          R"("beside"."a_17" "beside"."m_17")");
}

TEST_CASE("a ref that only a run can see is refused with its remedy")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "select 1")
        .write("models/m.sql", "{% if execute %}{{ ref('a') }}{% endif %}");
    const Project project = folder.load();
    const auto sql = project.compile(nodeOf(project, "model.shop.m"), liveContext());
    REQUIRE_FALSE(sql.has_value());
    CHECK_THAT(told(sql.error()), Contains("models/m.sql:1") && Contains("-- depends_on: {{ ref('a') }}"));
    folder.write("models/m.sql", "-- depends_on: {{ ref('a') }}\n{% if execute %}{{ ref('a') }}{% endif %}");
    CHECK_THAT(compiled(folder.load(), "model.shop.m"), Contains(R"("analytics"."a")"));
}

TEST_CASE("an error in a macro names the macro's file")
{
    const Project project = ProjectFolder()
                                .write("macros/m.sql", "{% macro broken() %}\n{{ 1 + none }}\n{% endmacro %}")
                                .write("models/m.sql", "{% if execute %}{{ broken() }}{% endif %}")
                                .load();
    const auto sql = project.compile(nodeOf(project, "model.shop.m"), liveContext());
    REQUIRE_FALSE(sql.has_value());
    CHECK(sql.error().kind == ErrorKind::Project);
    CHECK_THAT(told(sql.error()), Contains("macros/m.sql:2"));
}

TEST_CASE("ephemeral models become CTEs of those that read them")
{
    ProjectFolder folder;
    folder.write("models/base.sql", "select 1 as id")
        .write("models/one.sql",
               "{{ config(materialized='ephemeral') }}select * from {{ ref('base') }} -- end")
        .write("models/two.sql", "{{ config(materialized='ephemeral') }}select * from {{ ref('one') }}")
        .write("models/m.sql", "-- first\nwith mine as (select 1)\nselect * from {{ ref('two') }}, mine")
        .write("models/plain.sql", "select * from {{ ref('two') }}")
        .write("models/s.yml", "models: [{name: two, columns: [{name: id, tests: [not_null]}]}]");
    const Project project = folder.load();
    CHECK(compiled(project, "model.shop.m") ==
          "-- first\nwith __dbt__cte__one as (\nselect * from \"analytics\".\"base\" -- end\n), "
          "__dbt__cte__two as (\nselect * from __dbt__cte__one\n), mine as (select 1)\n"
          "select * from __dbt__cte__two, mine");
    CHECK_THAT(compiled(project, "model.shop.plain"), Catch::StartsWith("with __dbt__cte__one as ("));
    CHECK(nodeOf(project, "model.shop.two").relation.name.isEmpty());
    const Node &test = project.nodes().back();
    CHECK_THAT(flat(compiled(project, test.uniqueId.toUtf8().constData())),
               Contains("select * from __dbt__cte__two where id is null"));
}

TEST_CASE("CTEs go after comments and with, and keep recursive")
{
    const auto with = [](const char *sql) {
        return withCtes(QString::fromUtf8(sql), {QStringLiteral("x as (1)")}).toStdString();
    };
    CHECK(with("/* a /* b */ */ WITH recursive t as (2) select") ==
          "/* a /* b */ */ WITH recursive x as (1), t as (2) select");
    CHECK(with("withdrawal") == "with x as (1)\nwithdrawal");
    CHECK(with("select 1") == "with x as (1)\nselect 1");
}

TEST_CASE("the generic tests ask for the rows that fail")
{
    CHECK(compiledTest("not_null") == R"(select * from "analytics"."a" where id is null)");
    CHECK(
        compiledTest("unique") ==
        R"(select id as unique_field, count(*) as n_records from "analytics"."a" where id is not null group by id having count(*) > 1)");
    CHECK_THAT(compiledTest("accepted_values: {values: [a, \"it's\", 3]}"),
               Contains(R"(from "analytics"."a" where id not in ('a', 'it''s', '3') group by id)"));
    CHECK_THAT(compiledTest("accepted_values: {values: [1, 2], quote: false}"), Contains("not in (1, 2)"));
    CHECK_THAT(compiledTest("relationships: {to: \"ref('b')\", field: id}"),
               Contains(R"(from "analytics"."a" where id is not null)") &&
                   Contains(R"(from "analytics"."b")") && Contains("where parent.to_field is null"));
}

TEST_CASE("the tests of dbt_utils are there without the package")
{
    CHECK(compiledTest("dbt_utils.expression_is_true: {expression: '> 0'}") ==
          R"(select * from "analytics"."a" where not(id > 0))");
    CHECK(compiledTest("dbt_utils.expression_is_true: {expression: 'a = b'}", false) ==
          R"(select * from "analytics"."a" where not(a = b))");
    CHECK_THAT(
        compiledTest("dbt_utils.unique_combination_of_columns: {combination_of_columns: [a, b]}", false),
        Contains("group by a, b having count(*) > 1"));
    CHECK_THAT(compiledTest("dbt_utils.accepted_range: {min_value: 0, max_value: 9, inclusive: false}"),
               Contains("where false or not(id > 0) or not(id < 9)"));
}

TEST_CASE("a test's where narrows the relation")
{
    CHECK(
        compiledTest("not_null: {where: \"day > '2026-01-01'\"}") ==
        R"(select * from (select * from "analytics"."a" where day > '2026-01-01') dbt_subquery where id is null)");
}

TEST_CASE("a test of the project's own may have its own where, arguments and refs")
{
    const Project project =
        ProjectFolder()
            .write("macros/tests.sql",
                   "{% test in_b(model, column_name, other) %}{{ config(severity='warn') }}select * from {{ "
                   "model }} "
                   "where {{ column_name }} not in (select id from {{ ref('b') }}) {{ other }}{% endtest %}"
                   "{% macro get_where_subquery(relation) %}({{ relation }} only {{ config.get('where') "
                   "}}){% endmacro %}")
            .write("models/a.sql", "select 1 as id")
            .write("models/b.sql", "select 1 as id")
            .write("models/s.yml", "models: [{name: a, columns: [{name: id, tests: [in_b: {other: \"{{ 1 + 1 "
                                   "}}\", where: x}]}]}]")
            .load();
    const Node &test = project.nodes().back();
    CHECK(joined(test.dependsOn) == "model.shop.a model.shop.b");
    CHECK(test.test->severity == QStringLiteral("warn"));
    CHECK(flat(compiled(project, test.uniqueId.toUtf8().constData())) ==
          R"(select * from ("analytics"."a" only x) where id not in (select id from "analytics"."b") 2)");
}

TEST_CASE("compiled lines are found in the model's file")
{
    Node node;
    node.path = QStringLiteral("models/m.sql");
    node.rawSql = QStringLiteral("select\n  a,\n  {{ x }}\nfrom t\n");
    CHECK(locate(node, QStringLiteral("select\n  a,\n  b\nfrom t"), 3) == Location{node.path, 3});
    const QString grown = QStringLiteral("select\n  a,\n  b,\n  c\nfrom t");
    CHECK(locate(node, grown, 5) == Location{node.path, 4});
    CHECK(locate(node, grown, 4) == Location{node.path});
    CHECK(locate(node, grown, 99) == Location{node.path});
}

TEST_CASE("threads may compile one project at once")
{
    ProjectFolder folder;
    folder.write("macros/m.sql",
                 "{% macro f(x) %}{% set l = [] %}{% do l.append(x) %}{{ l[0] }}{% endmacro %}");
    for (int i = 0; i < 20; ++i)
        folder.write(("models/m" + std::to_string(i) + ".sql").c_str(),
                     "{{ config(meta={'a': [1]}) }}{% for i in range(5) %}{{ f(i) }}{{ model.config.meta.a "
                     "}}{% endfor %}");
    const Project project = folder.load();
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&project, &wrong] {
            for (const Node &node : project.nodes()) {
                const auto sql = project.compile(node, liveContext());
                if (!sql || *sql != u"0[1]1[1]2[1]3[1]4[1]")
                    ++wrong;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(wrong == 0);
}
