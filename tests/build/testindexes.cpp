#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

void writeModel(const BuildFixture &shop, const QString &config, const QString &rows)
{
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(%1) }}\nselect * from (values %2) as "
                              "rows (id, day, \"거래ID\")\n")
                   .arg(config, rows));
}

QString indexes(const BuildFixture &shop)
{
    return shop.database.table(
        QStringLiteral("select regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') from pg_indexes where "
                       "schemaname = 'close' order by 1"));
}

const QString Both =
    QStringLiteral("indexes=[{'columns': ['id'], 'unique': true}, {'columns': ['day', '거래ID'], "
                   "'type': 'btree'}]");
const QString Expected = QStringLiteral("CREATE INDEX ON close.ledger USING btree (day, \"거래ID\")\n"
                                        "CREATE UNIQUE INDEX ON close.ledger USING btree (id)");

} // namespace

TEST_CASE("a table has the indexes of its config, and so has the one that replaces it")
{
    const BuildFixture shop;
    for (int i = 0; i < 2; ++i) {
        writeModel(shop, Both, QStringLiteral("(1, 1, 'a'), (2, 1, 'b')"));
        CHECK(shop.build().state == RunState::Published);
        CHECK(indexes(shop) == Expected);
    }
    writeModel(shop, Both, QStringLiteral("(1, 1, 'a'), (1, 1, 'b')"));
    CHECK(shop.build().state == RunState::Failed);
    CHECK(indexes(shop) == Expected);
}

TEST_CASE("an incremental model keeps its indexes while rows are applied, and holds them")
{
    const BuildFixture shop;
    const QString config = Both + QStringLiteral(", materialized='incremental'");
    writeModel(shop, config, QStringLiteral("(1, 1, 'a')"));
    shop.build();
    writeModel(shop, config, QStringLiteral("(2, 1, 'a')"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(indexes(shop) == Expected);
    // Nothing but the unique index forbids it: found at the last moment, and then nothing is published.
    CHECK(shop.build().state == RunState::Failed);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger order by 1")) ==
          QStringLiteral("1\n2"));
}

TEST_CASE("an index that cannot be is named")
{
    const BuildFixture shop;
    writeModel(shop,
               GENERATE(QStringLiteral("indexes=[{'column': 'id'}]"),
                        QStringLiteral("indexes=[{'columns': ['id'], 'type': 'tree'}]")),
               QStringLiteral("(1, 1, 'a')"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("columns: [id]")));
}

TEST_CASE("a seed has the indexes of its config")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("seeds/rates.csv"), QStringLiteral("code,fee\na,1\n"));
    shop.write(QStringLiteral("seeds/rates.yml"),
               QStringLiteral("seeds:\n  - name: rates\n    config:\n      indexes:\n        - columns: "
                              "[code]\n          type: hash\n"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(indexes(shop) == QStringLiteral("CREATE INDEX ON close.rates USING hash (code)"));
}
