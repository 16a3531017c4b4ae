// --defer, --favor-state and --fail-fast against a real server.

#include "tests/cli/shop.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// A shop built into the schema "live", whose state lies in "prod".
void buildLive(const Shop &shop)
{
    REQUIRE(shop.run("build --schema live --vars", {QStringLiteral("{amount: 7}")}).status == 0);
    REQUIRE(QDir().rename(shop.path("target"), shop.path("prod")));
}

std::string amount(const Shop &shop, const char *relation)
{
    return shop.database()
        .table(QStringLiteral("select amount from ") + QString::fromUtf8(relation))
        .simplified()
        .toStdString();
}

} // namespace

TEST_CASE("what is not built and not in the target is read where the state has it")
{
    const Shop shop;
    buildLive(shop);
    CHECK(shop.run("run -s b").status == 1); // there is no a
    CHECK(shop.run("run -s b --defer --state prod").status == 0);
    CHECK_THAT(amount(shop, "books.b"), Contains("7"));
    const QJsonObject node = shop.artifact("manifest.json")[u"nodes"][u"model.shop.b"].toObject();
    CHECK_THAT(node[u"compiled_code"].toString().toStdString(), Contains("\"live\".\"a\""));
    CHECK_THAT(shop.database()
                   .table(QStringLiteral(
                       "select arguments->'deferred' from daybook.run order by run_id desc limit 1"))
                   .toStdString(),
               Contains("model.shop.a") && Contains("live"));

    REQUIRE(shop.run("run -s a --vars", {QStringLiteral("{amount: 3}")}).status == 0);
    CHECK(shop.run("run -s b --defer --defer-state prod").status == 0); // a is in the target by now
    CHECK_THAT(amount(shop, "books.b"), Contains("3"));
    CHECK(shop.run("run -s b --defer --favor-state --defer-state prod").status == 0);
    CHECK_THAT(amount(shop, "books.b"), Contains("7"));
    CHECK(shop.run("run -s a b --defer --favor-state --state prod --vars", {QStringLiteral("{amount: 4}")})
              .status == 0); // what is built now is never deferred
    CHECK_THAT(amount(shop, "books.b"), Contains("4"));
}

TEST_CASE("tests and ephemeral models are deferred as well, and a retry defers again")
{
    const Shop shop;
    shop.write("models/b.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('a') }}");
    buildLive(shop);
    CHECK(shop.run("run -s c --defer --state prod").status == 0);
    CHECK_THAT(amount(shop, "books.c"), Contains("7"));
    shop.write("tests/positive.sql", "select * from {{ ref('a') }} where amount < 8");
    CHECK(shop.run("test -s positive").status == 1);
    CHECK(shop.results() == "positive error");
    CHECK(shop.run("test -s positive --defer --state prod").status == 1);
    CHECK(shop.results() == "positive fail");
    shop.write("tests/positive.sql", "select * from {{ ref('a') }} where amount < 6");
    CHECK(shop.run("retry").status == 0);
    CHECK(shop.results() == "positive pass");
}

TEST_CASE("a deferral needs a manifest of this database")
{
    const Shop shop;
    const Ran none = shop.run("run -s b --defer");
    CHECK(none.status == 2);
    CHECK_THAT(none.err.toStdString(), Contains("--defer-state"));
    CHECK(shop.run("run -s b --defer --state nowhere").status == 2);
    shop.write(
        "prod/manifest.json",
        "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\"}, "
        "\"nodes\": {\"model.shop.a\": {\"resource_type\": \"model\", \"name\": \"a\", \"alias\": \"a\", "
        "\"schema\": \"live\", \"database\": \"elsewhere\", \"config\": {\"materialized\": \"table\"}}}}");
    const Ran other = shop.run("run -s b --defer --state prod");
    CHECK(other.status == 2);
    CHECK_THAT(other.err.toStdString(), Contains("elsewhere"));
}

TEST_CASE("--fail-fast begins nothing after the first failure, and cancels what runs")
{
    const Shop shop;
    shop.write("models/slow.sql", "select 1 as id from pg_sleep(600)");
    shop.write("models/waits.sql", "select * from {{ ref('slow') }}");
    shop.write("models/wrong.sql", "select nonsense");
    shop.write("models/early.sql", "select 1 as id");
    const Ran ran = shop.run("run -s early slow waits wrong --fail-fast --threads 2");
    CHECK(ran.status == 1);
    CHECK_THAT(ran.err.toStdString() + ran.out.toStdString(), Contains("nonsense"));
    CHECK(shop.results() == "early skipped, slow skipped, waits skipped, wrong error");
    const auto ask = [&shop](const char *sql) {
        return shop.database().table(QString::fromUtf8(sql)).simplified().toStdString();
    };
    CHECK_THAT(ask("select state, error_message, arguments->>'fail_fast' from daybook.run"),
               Contains("failed") && Contains("nonsense") && Contains("true"));
    CHECK_THAT(ask("select string_agg(name || ' ' || state, ', ' order by name) from daybook.run_node "
                   "where name <> 'early'"),
               Contains("slow cancelled, waits cancelled, wrong error"));
    CHECK_THAT(ask("select message from daybook.run_node where name = 'slow'"),
               Contains("wrong failed (--fail-fast)"));
    CHECK_THAT(
        ask("select count(*) from pg_namespace where nspname like 'daybook_stage%' or nspname = 'books'"),
        Contains("0"));
}

TEST_CASE("--fail-fast ends at a check that fails, and the run says it was the checks")
{
    const Shop shop;
    CHECK(shop.run("run --threads 2").status == 0); // amount is -1: the check fails
    shop.write("tests/slow.sql", "select 1 as id from pg_sleep(600)");
    CHECK(shop.run("test -x --threads 2").status == 1);
    CHECK(shop.results() == "positive fail, slow skipped");
    const Ran ran = shop.run("retry --threads 2"); // with --fail-fast, as before
    CHECK(ran.status == 1);
    CHECK(shop.results() == "positive fail, slow skipped");
}
