#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

void writeModel(const BuildFixture &shop, const QString &config,
                const QString &sql = QStringLiteral("select 1 as id"))
{
    shop.write(QStringLiteral("models/ledger.sql"), QStringLiteral("{{ config(%1) }}\n%2").arg(config, sql));
}

QString log(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select what from log order by n"));
}

void createLog(const BuildFixture &shop)
{
    shop.database.run(
        QStringLiteral("create table public.log (n int generated always as identity, what text)"));
}

QString note(const QString &what)
{
    return QStringLiteral("insert into public.log (what) values ('%1')").arg(what);
}

} // namespace

TEST_CASE("hooks run before and after their model, on what is staged")
{
    const BuildFixture shop;
    createLog(shop);
    shop.write(QStringLiteral("dbt_project.yml"),
               QStringLiteral("name: shop\nmodels:\n  +materialized: table\n  +pre-hook: \"%1\"\n")
                   .arg(note(QStringLiteral("general {{ this.name }} {{ execute }}"))));
    writeModel(
        shop,
        QStringLiteral("pre_hook=[\"%1\", before_begin(\"%2\")], post_hook=[{'sql': \"%3\"}, "
                       "after_commit('vacuum {{ this }}'), 'alter table {{ this }} add column added int']")
            .arg(note(QStringLiteral("own")), note(QStringLiteral("outside")),
                 QStringLiteral("insert into public.log (what) select 'rows ' || count(*) from {{ this }}")));
    CHECK(shop.build().state == RunState::Published);
    CHECK(log(shop) == QStringLiteral("outside\ngeneral ledger True\nown\nrows 1"));
    CHECK(shop.database.table(QStringLiteral("select id, added from close.ledger"))
              .startsWith(QStringLiteral("1 |")));
}

TEST_CASE("what a pre-hook sets holds while the model is built, and no longer")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral("pre_hook=\"set local work_mem = '123MB'\""),
               QStringLiteral("select current_setting('work_mem') as id"));
    shop.write(QStringLiteral("models/other.sql"),
               QStringLiteral(
                   "select current_setting('work_mem') as id, (select count(*) from {{ ref('ledger') }})"));
    build::BuildRequest request;
    request.threads = 1;
    CHECK(shop.build(request).state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("123MB"));
    CHECK(shop.database.table(QStringLiteral("select id from close.other")) != QStringLiteral("123MB"));
}

TEST_CASE("a hook that fails fails its model, and nothing of it stays")
{
    const BuildFixture shop;
    createLog(shop);
    const QString kind =
        GENERATE(QStringLiteral("table"), QStringLiteral("view"), QStringLiteral("incremental"));
    writeModel(shop, QStringLiteral("materialized='%1'").arg(kind));
    shop.build();
    writeModel(shop,
               QStringLiteral("materialized='%1', pre_hook=\"%2\", post_hook='select 1/0 from {{ this }}'")
                   .arg(kind, note(QStringLiteral("begun"))),
               QStringLiteral("select 2 as id"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("hook")));
    CHECK(run.error->detail.contains(QStringLiteral("1/0")) ==
          (kind != QStringLiteral("incremental"))); // that one fails where the server has planned it
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("1"));
    CHECK(log(shop).isEmpty() == (kind != QStringLiteral("incremental")));
}

TEST_CASE("the post-hook of new rows runs on the live table, when they are applied")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral(
                         "materialized='incremental', post_hook='delete from {{ this }} where id < {{ 2 if "
                         "is_incremental() else 0 }}'"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("1"));
    writeModel(
        shop,
        QStringLiteral("materialized='incremental', post_hook='delete from {{ this }} where id < {{ 2 if "
                       "is_incremental() else 0 }}'"),
        QStringLiteral("select 2 as id"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("2"));
}

TEST_CASE("what a hook refers to is built before its model")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/zones.sql"),
               QStringLiteral("select pg_sleep(0.2)::text as x, 7 as id"));
    writeModel(shop,
               QStringLiteral("post_hook=\"insert into {{ this }} select id from {{ ref('zones') }}\""));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger order by 1")) ==
          QStringLiteral("1\n7"));
}

TEST_CASE("a hook that is none, or cannot be undone, is refused before the run begins")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral("post_hook=[{'transaction': true}]"));
    CHECK(shop.refusal().message.contains(QStringLiteral("hook")));
    writeModel(shop,
               QStringLiteral("materialized='incremental', post_hook=after_commit('vacuum {{ this }}')"));
    CHECK(shop.refusal().message.contains(QStringLiteral("transaction")));
}

TEST_CASE("what a run begins and ends with runs around it, the packages' before the project's")
{
    const BuildFixture shop;
    createLog(shop);
    shop.write(QStringLiteral("dbt_packages/tool/dbt_project.yml"),
               QStringLiteral("name: tool\non-run-start: \"%1\"\non-run-end: [\"%2\"]\n")
                   .arg(note(QStringLiteral("tool starts")), note(QStringLiteral("tool ends"))));
    shop.write(
        QStringLiteral("dbt_project.yml"),
        QStringLiteral(
            "name: shop\nmodels: {+materialized: table}\non-run-start: [\"%1\", \"{% if false %}x{% "
            "endif %}\"]\non-run-end:\n  - \"insert into public.log (what) select '{{ results[0].status "
            "}} {{ schemas | join }} ' || count(*) from {{ ref('ledger') }}\"\n")
            .arg(note(QStringLiteral("starts {{ target.schema }}"))));
    writeModel(shop, QString());
    CHECK(shop.build().state == RunState::Published);
    CHECK(log(shop) == QStringLiteral("tool starts\nstarts close\ntool ends\nsuccess close 1"));
}

TEST_CASE("a run that publishes nothing ends with its hooks, too")
{
    const BuildFixture shop;
    createLog(shop);
    shop.write(
        QStringLiteral("dbt_project.yml"),
        QStringLiteral(
            "name: shop\nmodels: {+materialized: table}\non-run-end: \"insert into public.log (what) "
            "values ('{% for r in results %}{{ r.node.name }} {{ r.status }} {{ r.failures }};{% endfor "
            "%}')\"\n"));
    shop.write(QStringLiteral("tests/none.sql"), QStringLiteral("select * from {{ ref('ledger') }}"));
    writeModel(shop, QString());
    CHECK(shop.build().state == RunState::ChecksFailed);
    CHECK(log(shop) == QStringLiteral("ledger success None;none fail 1;"));
}

TEST_CASE("a run whose hook fails publishes nothing")
{
    const BuildFixture shop;
    writeModel(shop, QString());
    shop.build();
    writeModel(shop, QString(), QStringLiteral("select 2 as id"));
    const QString when = GENERATE(QStringLiteral("on-run-start"), QStringLiteral("on-run-end"));
    const QString what = GENERATE(QStringLiteral("select 1/0"), QStringLiteral("{{ no_such_macro() }}"));
    shop.write(QStringLiteral("dbt_project.yml"),
               QStringLiteral("name: shop\nmodels: {+materialized: table}\n%1: \"%2\"\n").arg(when, what));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.startsWith(when));
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("1"));
    CHECK(shop.database.table(
              QStringLiteral("select count(*) from pg_namespace where nspname like 'daybook_stage%'")) ==
          QStringLiteral("0"));
}
