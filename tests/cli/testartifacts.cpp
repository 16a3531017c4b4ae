#include "tests/cli/shop.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;
using Catch::EndsWith;

TEST_CASE("ls takes dbt's words, and leaves the manifest")
{
    const Shop shop;
    const auto listed = [&shop](const char *text) { return shop.run(text).out.simplified().toStdString(); };
    CHECK(listed("ls --selector upper") == "shop.c shop.lone");
    CHECK(listed("ls --select +b --resource-type model") == "shop.a shop.b");
    CHECK(listed("ls -s b --exclude-resource-type test") == "shop.b");
    CHECK(listed("ls -s lone b --indirect-selection empty") == "shop.b shop.lone");
    CHECK(shop.artifact("manifest.json")[u"nodes"].toObject().size() == 5);
    const Ran nothing = shop.run("ls -s nobody");
    CHECK(nothing.status == 0);
    CHECK_THAT(nothing.err.toStdString(), Contains("'nobody' selects nothing"));
    for (const char *wrong :
         {"ls -s tagg:x", "ls --selector uper", "ls --resource-type modle", "ls --indirect-selection some",
          "ls -s state:modified", "ls --state nowhere -s c"}) {
        const Ran refused = shop.run(wrong);
        CHECK(refused.status == 2);
        CHECK(refused.out.isEmpty());
    }
}

TEST_CASE("compile leaves the SQL below target, whatever a test is called")
{
    const Shop shop;
    shop.write("models/s.yml", "models: [{name: lone, columns: [{name: id, tests: [not_null: {name: "
                               "../../../../escaped}]}]}]");
    const Ran ran = shop.run("compile");
    CHECK(ran.status == 0);
    CHECK(shop.has("target/compiled/shop/models/b.sql"));
    CHECK(shop.has("target/compiled/shop/models/s.yml/.._.._.._.._escaped.sql"));
    const QJsonObject node = shop.artifact("manifest.json")[u"nodes"][u"model.shop.b"].toObject();
    CHECK(node[u"compiled_path"].toString() == QStringLiteral("target/compiled/shop/models/b.sql"));
    CHECK_THAT(node[u"compiled_code"].toString().toStdString(), Contains("\"books\".\"a\""));
}

TEST_CASE("a build leaves what each node came to, and the statements it was made with")
{
    const Shop shop;
    shop.write("models/asks.sql",
               "select {{ run_query('select 40 + 2 as n').columns[0].values()[0] }} as n, amount "
               "from {{ ref('a') }}");
    shop.write("models/grows.sql",
               "{{ config(materialized='incremental', unique_key='n') }} select n, amount from "
               "{{ ref('asks') }} {% if is_incremental() %} where amount is not null {% endif %}");
    const QStringList vars{QStringLiteral("--vars"), QStringLiteral("{amount: 5}")};
    REQUIRE(shop.run("build", vars).status == 0);
    const auto compiled = [&](const char *name) {
        return shop.file(QByteArray("target/compiled/shop/models/") + name).toStdString();
    };
    const auto ran = [&](const char *name) {
        return shop.file(QByteArray("target/run/shop/models/") + name).toStdString();
    };
    CHECK_THAT(compiled("asks.sql"),
               Contains("select 42 as n") && Contains("\"books\".\"a\"") && !Contains("stage"));
    CHECK_THAT(ran("asks.sql"), Contains("daybook_stage") && Contains("select 42 as n") && EndsWith(";\n"));
    CHECK_THAT(compiled("grows.sql"), !Contains("is not null")); // it was not there
    CHECK_THAT(shop.artifact("manifest.json")[u"nodes"][u"model.shop.asks"][u"compiled_code"]
                   .toString()
                   .toStdString(),
               Contains("select 42 as n"));
    REQUIRE(shop.run("build", vars).status == 0);
    CHECK_THAT(compiled("grows.sql"), Contains("where amount is not null"));
    CHECK_THAT(ran("grows.sql"), Contains("create table") && Contains("delete from \"books\".\"grows\""));

    // What failed shows what failed.
    shop.write("models/asks.sql", "select nonsense from {{ ref('a') }}");
    CHECK(shop.run("build", vars).status == 1);
    CHECK_THAT(compiled("asks.sql"), Contains("nonsense") && Contains("\"books\".\"a\""));
    CHECK_THAT(ran("asks.sql"), Contains("nonsense"));
}

TEST_CASE("a check that failed is retried with all that it kept from being published")
{
    const Shop shop;
    CHECK(shop.run("build --threads 2").status == 1);
    CHECK(shop.results() == "a skipped, b skipped, c skipped, lone skipped, positive fail");
    const QJsonObject args = shop.artifact("run_results.json")[u"args"].toObject();
    CHECK(args[u"which"].toString() == QStringLiteral("build"));
    CHECK(shop.run("ls -s result:fail --state target").out.simplified() == QStringLiteral("shop.positive"));

    CHECK(shop.run("retry").status == 1); // nothing has changed
    const Ran ran = shop.run("retry --vars", {QStringLiteral("{amount: 5}")});
    CHECK(ran.status == 0);
    CHECK(shop.results() == "a success, b success, c success, lone success, positive pass");
    CHECK(shop.database().table(QStringLiteral("select amount from books.c")).contains(QLatin1Char('5')));
    const Ran none = shop.run("retry");
    CHECK(none.status == 0);
    CHECK_THAT(none.err.toStdString(), Contains("Nothing to retry"));
}

TEST_CASE("a retry keeps the command, its choice and its variables")
{
    const Shop shop;
    const QStringList vars{QStringLiteral("--vars"), QStringLiteral("{wrong: ', nonsense'}")};
    CHECK(shop.run("run --select +b", vars).status == 1);
    CHECK(shop.results() == "a error, b skipped");
    CHECK(shop.run("retry").status == 1); // the variable is still wrong
    CHECK(shop.results() == "a error, b skipped");
    CHECK(shop.run("retry --vars", {QStringLiteral("{wrong: ''}")}).status == 0);
    CHECK(shop.results() == "a success, b success");
}

TEST_CASE("a retry needs results to read")
{
    const Shop shop;
    const Ran none = shop.run("retry");
    CHECK(none.status == 2);
    CHECK_THAT(none.err.toStdString(), Contains("run_results.json") && Contains("not there"));
    shop.write("target/run_results.json", "{\"metadata\": 5");
    CHECK(shop.run("retry").status != 0);
    shop.write(
        "target/run_results.json",
        "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v6.json\"}, "
        "\"args\": {\"which\": \"docs\"}, \"results\": [{\"unique_id\": \"model.shop.a\", \"status\": "
        "\"error\"}]}");
    const Ran other = shop.run("retry");
    CHECK(other.status == 2);
    CHECK_THAT(other.err.toStdString(), Contains("'docs'"));
}
