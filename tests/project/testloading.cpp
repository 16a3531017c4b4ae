#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

TEST_CASE("models, seeds, sources and tests become nodes, parents first")
{
    const Project project =
        ProjectFolder()
            .write("models/b/report.sql",
                   "select * from {{ ref('orders') }} join {{ ref('rates') }} using (id)")
            .write("models/orders.sql", "select * from {{ source('wallet', 'transactions') }}")
            .write("seeds/rates.csv", "id,rate\n1,2\n")
            .write("models/s.yml", "sources: [{name: wallet, tables: [{name: transactions}]}]")
            .write("tests/no_negative.sql", "select * from {{ ref('report') }} where amount < 0")
            .load();
    QStringList ids;
    for (const Node &node : project.nodes())
        ids.append(node.uniqueId);
    CHECK(joined(ids) ==
          "source.shop.wallet.transactions seed.shop.rates model.shop.orders model.shop.report "
          "test.shop.no_negative");
    CHECK(joined(nodeOf(project, "model.shop.report").dependsOn) == "model.shop.orders seed.shop.rates");
    CHECK(joined(project.childrenOf(QStringLiteral("model.shop.report"))) == "test.shop.no_negative");
    CHECK(joined(nodeOf(project, "model.shop.report").fqn) == "shop b report");
    CHECK(project.find(QStringLiteral("model.shop.nothing")) == nullptr);
}

TEST_CASE("configuration comes from the project, then the properties, then the file")
{
    const Project project =
        ProjectFolder()
            .write("dbt_project.yml",
                   "name: shop\nmodels:\n  shop:\n    +materialized: view\n    +tags: all\n"
                   "    +meta: {owner: finance, level: 1}\n    marts:\n      +materialized: table\n"
                   "      +schema: marts\n      +tags: [deep]\n")
            .write("models/marts/a.sql",
                   "{{ config(materialized='incremental', tags=['mine'], meta={'level': 3}) }} select 1")
            .write("models/marts/b.sql", "select 1")
            .write("models/c.sql", "select 1")
            .write("models/s.yml",
                   "models:\n  - name: a\n    description: An a\n    meta: {level: 2, extra: yes}\n"
                   "    config: {tags: [yaml], schema: own, alias: first}\n")
            .load();
    const Node &a = nodeOf(project, "model.shop.a");
    CHECK(a.materialization() == QStringLiteral("incremental"));
    CHECK(joined(a.tags) == "all deep yaml mine");
    CHECK(a.meta.repr() == QStringLiteral("{'owner': 'finance', 'level': 3, 'extra': True}"));
    CHECK(a.relation.toString() == QStringLiteral("analytics_own.first"));
    CHECK(a.description == QStringLiteral("An a"));
    CHECK(a.declared == Location{QStringLiteral("models/s.yml"), 2, 5});
    const Node &b = nodeOf(project, "model.shop.b");
    CHECK(b.materialization() == QStringLiteral("table"));
    CHECK(b.relation.toString() == QStringLiteral("analytics_marts.b"));
    const Node &c = nodeOf(project, "model.shop.c");
    CHECK(c.materialization() == QStringLiteral("view"));
    CHECK(c.relation.toString() == QStringLiteral("analytics.c"));
}

TEST_CASE("configuration set by a template that must be rendered counts as well")
{
    const Project project =
        ProjectFolder()
            .write("macros/m.sql", "{% macro as_table() %}{{ config(materialized='table') }}{% endmacro %}")
            .write(
                "models/a.sql",
                "{{ as_table() }}{% if target.name == 'dev' %}{{ config(tags=['dev']) }}{% endif %} select 1")
            .load();
    CHECK(nodeOf(project, "model.shop.a").materialization() == QStringLiteral("table"));
    CHECK(joined(nodeOf(project, "model.shop.a").tags) == "dev");
}

TEST_CASE("a project's own macros may name schemas and relations")
{
    const Project project =
        ProjectFolder()
            .write("macros/names.sql", "{% macro generate_schema_name(custom_schema_name, node) -%}\n"
                                       "{{ custom_schema_name if custom_schema_name is not none else "
                                       "target.schema }}\n{%- endmacro %}\n"
                                       "{% macro generate_alias_name(custom_alias_name=none, node=none) "
                                       "-%}\nv_{{ node.name }}\n{%- endmacro %}")
            .write("models/a.sql", "{{ config(schema='marts') }} select 1")
            .write("models/b.sql", "select 1")
            .load();
    CHECK(nodeOf(project, "model.shop.a").relation.toString() == QStringLiteral("marts.v_a"));
    CHECK(nodeOf(project, "model.shop.b").relation.toString() == QStringLiteral("analytics.v_b"));
}

TEST_CASE("a source says where it lives, its tables inherit")
{
    ProjectFolder folder;
    folder.write("models/s.yml",
                 "sources:\n  - name: wallet\n    schema: \"{{ var('wallet_schema', 'raw') }}\"\n"
                 "    loaded_at_field: loaded_at\n    meta: {team: a}\n    tables:\n"
                 "      - {name: transactions, identifier: 거래내역}\n"
                 "      - name: users\n        config: {loaded_at_field: seen_at, freshness: {warn_after: "
                 "{count: 1, period: hour}}}\n");
    const Project project = folder.load();
    const Node &transactions = nodeOf(project, "source.shop.wallet.transactions");
    CHECK(transactions.relation.toString() == QStringLiteral("raw.거래내역"));
    CHECK(transactions.source->loadedAtField == QStringLiteral("loaded_at"));
    CHECK(transactions.meta.find(u"team") == templating::Value(u"a"));
    const Node &users = nodeOf(project, "source.shop.wallet.users");
    CHECK(users.source->loadedAtField == QStringLiteral("seen_at"));
    CHECK(users.config.find(u"freshness").find(u"warn_after").find(u"count") == templating::Value(1));

    folder.write("models/s.yml", "sources:\n  - name: w\n    tables:\n      - name: t\n        freshness:\n"
                                 "          error_after: {count: 2, period: weeks}\n");
    CHECK_THAT(told(folder.error()), Contains("models/s.yml:6:") && Contains("minute, hour or day"));
}

TEST_CASE("what the hooks of a seed read is built before it")
{
    ProjectFolder folder;
    folder.write("models/marks.sql", "select 1 as id")
        .write("seeds/rates.csv", "a\n1\n")
        .write("seeds/s.yml", "seeds: [{name: rates, config: {post_hook: \"insert into {{ this }} select id "
                              "from {{ ref('marks') }}\"}}]");
    const Project project = folder.load();
    CHECK(nodeOf(project, "seed.shop.rates").dependsOn == QStringList{QStringLiteral("model.shop.marks")});
    folder.write("models/marks.sql", "select a as id from {{ ref('rates') }}");
    CHECK_THAT(told(folder.error()), Contains("circle") && Contains("seeds/rates.csv"));
}

TEST_CASE("what is disabled is not there")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "{{ config(enabled=false) }} select 1 as id")
        .write("models/b.sql", "select 1")
        .write("models/s.yml", "models: [{name: a, columns: [{name: id, tests: [unique]}]}]")
        .write("tests/t.sql", "select * from {{ ref('a') }}");
    const Project project = folder.load();
    CHECK(project.nodes().size() == 1);
    CHECK_THAT(project.warnings().join(QLatin1Char(' ')).toStdString(), Contains("'t' is left out"));
    folder.write("models/b.sql", "select * from {{ ref('a') }}");
    CHECK_THAT(told(folder.error()),
               Contains("models/b.sql:1") && Contains("disabled") && Contains("models/a.sql"));
}

// Names, unique ids and settings as dbt-core 1.10 has them in its manifest for these files.
TEST_CASE("generic tests are nodes with dbt's names")
{
    const Project project =
        ProjectFolder()
            .write("models/orders.sql", "select 1 as id")
            .write("tests/generic/positive.sql",
                   "{% test positive(model, column_name, least=0) %}\nselect * from {{ model }} "
                   "where {{ column_name }} <= {{ least }}\n{% endtest %}")
            .write("models/schema.yml",
                   "sources: [{name: 지갑, tables: [{name: 거래내역, columns: [{name: 금액, quote: true, "
                   "tests: [not_null]}]}]}]\n"
                   "models:\n  - name: orders\n    columns:\n      - name: id\n        tests:\n"
                   "          - not_null: {config: {where: \"kind = 'a'\", severity: WARN, tags: [fast]}}\n"
                   "          - relationships: {arguments: {to: ref('orders'), field: id}}\n"
                   "          - accepted_values: {name: custom_kind, arguments: {values: ['a']}}\n"
                   "      - name: amount\n        tests: [positive: {arguments: {least: 1}}]\n")
            .load();
    const Node &notNull = nodeOf(project, "test.shop.not_null_orders_id.84ef11d8fe");
    CHECK(notNull.test->severity == QStringLiteral("warn"));
    CHECK(notNull.test->where == QStringLiteral("kind = 'a'"));
    CHECK(notNull.test->attachedNode == QStringLiteral("model.shop.orders"));
    CHECK(notNull.test->column == QStringLiteral("id"));
    CHECK(joined(notNull.tags) == "fast");
    CHECK(notNull.declared == Location{QStringLiteral("models/schema.yml"), 7, 13});
    CHECK(
        joined(nodeOf(project, "test.shop.relationships_orders_id__id__ref_orders_.3f295c3db3").dependsOn) ==
        "model.shop.orders");
    CHECK(nodeOf(project, "test.shop.positive_orders_amount__1.cdc5453af9").test->generic ==
          QStringLiteral("positive"));
    const Node &source = nodeOf(project, "test.shop.source_not_null_지갑_거래내역__.85f6df9763");
    CHECK(source.test->column == QStringLiteral("\"금액\""));
    CHECK(joined(source.fqn) == "shop source_not_null_지갑_거래내역__");
    const auto isCustom = [](const Node &node) { return node.name == u"custom_kind"; };
    CHECK(std::count_if(project.nodes().begin(), project.nodes().end(), isCustom) == 1);
}

TEST_CASE("a project-wide severity counts for tests that have none of their own")
{
    const Project project = ProjectFolder()
                                .write("dbt_project.yml", "name: shop\ndata_tests: {+severity: warn}\n")
                                .write("tests/a.sql", "select 1")
                                .write("tests/b.sql", "{{ config(severity='error') }} select 1")
                                .load();
    CHECK(nodeOf(project, "test.shop.a").test->severity == QStringLiteral("warn"));
    CHECK(nodeOf(project, "test.shop.b").test->severity == QStringLiteral("error"));
}

TEST_CASE("the content's hash follows every file, a node's version its own")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "select 1").write("models/b.sql", "select 2").write("seeds/s.csv", "a\n1\n");
    const Project before = folder.load();
    CHECK(before.contentHash() == folder.load().contentHash());
    CHECK(before.contentHash().size() == 64);
    const Project after = folder.write("models/b.sql", "select 3").write("seeds/s.csv", "a\n2\n").load();
    CHECK(before.contentHash() != after.contentHash());
    const auto version = [](const Project &project, const char *id) {
        return nodeOf(project, id).versionHash();
    };
    CHECK(version(before, "model.shop.a") == version(after, "model.shop.a"));
    CHECK(version(before, "model.shop.b") != version(after, "model.shop.b"));
    CHECK(version(before, "seed.shop.s") != version(after, "seed.shop.s"));
}

TEST_CASE("a file outside of the paths does not count")
{
    const Project project = ProjectFolder()
                                .write("dbt_project.yml", "name: shop\nmodel-paths: [sql/]\n")
                                .write("sql/a.sql", "select 1")
                                .write("models/b.sql", "select {{ nonsense(")
                                .load();
    CHECK(project.nodes().size() == 1);
}
