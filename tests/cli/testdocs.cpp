// `daybookctl docs generate` against a real server.

#include "tests/cli/shop.h"
#include "tests/project/dbt.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

void describe(const Shop &shop)
{
    shop.write("models/a.sql", "{{ config(persist_docs={'relation': true, 'columns': true}) }}\n"
                               "select 1::bigint as \"거래ID\", 2.50::numeric(12,2) as amount");
    shop.write("models/b.sql", "{{ config(materialized='view') }} select * from {{ ref('a') }}");
    shop.write("models/c.sql", "{{ config(materialized='materialized_view') }} select * from {{ ref('b') }}");
    shop.write("models/lone.sql", "{{ config(materialized='ephemeral') }} select 1 as id");
    shop.write("tests/positive.sql", "select * from {{ ref('b') }} where amount < 0");
    shop.write("seeds/rates.csv", "code,rate\nKRW,1\n");
    shop.write("models/d.md", "{% docs money %}Whole won, 정확{% enddocs %}");
    shop.write("models/s.yml",
               "sources: [{name: wallet, schema: raw, tables: [{name: t}, {name: gone}]}]\n"
               "models: [{name: a, description: \"{{ doc('money') }}!\", columns: [{name: amount, "
               "description: \"{{ doc('money') }}\"}]}]\n");
    shop.database().table(QStringLiteral("do $$ begin create schema raw; create table raw.t (id int, "
                                         "dropped text, at timestamptz(3)); alter table raw.t drop dropped; "
                                         "end $$"));
}

QJsonObject relation(const Shop &shop, const char *part, const char *id)
{
    return shop.artifact("catalog.json")[QString::fromUtf8(part)]
        .toObject()[QString::fromUtf8(id)]
        .toObject();
}

} // namespace

TEST_CASE("the catalog says what the server knows of models, seeds and sources")
{
    const Shop shop;
    describe(shop);
    REQUIRE(shop.run("build").status == 0);
    const Ran ran = shop.run("docs generate");
    CHECK(ran.status == 0);
    CHECK_THAT(ran.err.toStdString(),
               Contains("5 relations") && Contains("one relation is not there") && Contains("raw.gone"));
    const QJsonObject a = relation(shop, "nodes", "model.shop.a");
    CHECK(a[u"metadata"][u"type"].toString() == QStringLiteral("BASE TABLE"));
    CHECK(a[u"metadata"][u"comment"].toString() == QStringLiteral("Whole won, 정확!"));
    CHECK(a[u"metadata"][u"owner"].toString() == QStringLiteral("daybook"));
    CHECK(a[u"columns"][u"거래ID"][u"type"].toString() == QStringLiteral("bigint"));
    CHECK(a[u"columns"][u"amount"][u"type"].toString() == QStringLiteral("numeric(12,2)"));
    CHECK(a[u"columns"][u"amount"][u"index"].toInt() == 2);
    CHECK(a[u"columns"][u"amount"][u"comment"].toString() == QStringLiteral("Whole won, 정확"));
    CHECK(relation(shop, "nodes", "model.shop.b")[u"metadata"][u"type"].toString() == QStringLiteral("VIEW"));
    CHECK(relation(shop, "nodes", "model.shop.c")[u"metadata"][u"type"].toString() ==
          QStringLiteral("MATERIALIZED VIEW"));
    const QJsonObject t = relation(shop, "sources", "source.shop.wallet.t");
    CHECK(t[u"columns"].toObject().keys() == QStringList{QStringLiteral("at"), QStringLiteral("id")});
    CHECK(t[u"columns"][u"at"][u"type"].toString() == QStringLiteral("timestamp(3) with time zone"));
    CHECK(relation(shop, "nodes", "model.shop.lone").isEmpty());
    CHECK(shop.artifact("manifest.json")[u"nodes"][u"model.shop.b"][u"compiled_code"].isString());

    if (!hasDbt())
        return;
    const QJsonObject read =
        askDbt("tests/cli/dbtcatalog.py", shop.path(""), {}, {shop.path("target/catalog.json")}).object();
    CHECK(read.size() == 5);
    CHECK(read[u"model.shop.a"][u"columns"].toArray().size() == 2);
    CHECK(read[u"seed.shop.rates"][u"type"].toString() == QStringLiteral("BASE TABLE"));
    CHECK_FALSE(read[u"seed.shop.rates"][u"has_stats"].toBool(true));
}

TEST_CASE("docs generate compiles what asks the server, unless told not to compile")
{
    const Shop shop;
    shop.write("models/a.sql",
               "{% set n = run_query('select 40 + 2').columns[0].values()[0] if execute else 0 %}"
               "select {{ n }} as amount");
    CHECK(shop.run("docs generate --no-compile").status == 0);
    CHECK_FALSE(shop.has("target/manifest.json"));
    CHECK(shop.artifact("catalog.json")[u"nodes"].toObject().isEmpty());
    CHECK(shop.run("docs generate").status == 0);
    CHECK_THAT(
        shop.artifact("manifest.json")[u"nodes"][u"model.shop.a"][u"compiled_code"].toString().toStdString(),
        Contains("select 42 as amount"));
    CHECK(shop.run("docs generate --select lone").status == 0);
}

TEST_CASE("docs generate says what is wrong, and writes no catalog then")
{
    const Shop shop;
    const auto told = [&shop](const char *words, int status) {
        const Ran ran = shop.run(words);
        CHECK(ran.status == status);
        CHECK_FALSE(shop.has("target/catalog.json"));
        return ran.err.toStdString();
    };
    CHECK_THAT(told("docs", 2), Contains("ACTION"));
    CHECK_THAT(told("docs serve", 2), Contains("generate"));
    CHECK_THAT(told("docs generate --select tagg:x", 2), Contains("tagg"));
    shop.write("models/a.sql", "{{ exceptions.raise_compiler_error('not today') if execute }}");
    CHECK_THAT(told("docs generate", 2), Contains("not today"));
    shop.write("profiles.yml",
               "shop: {target: qa, outputs: {qa: {type: postgres, host: 127.0.0.1, port: 1, user: "
               "nobody, dbname: none, schema: books}}}");
    told("docs generate", 2);
}
