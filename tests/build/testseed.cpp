#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

TEST_CASE("a seed is loaded with the types its values have, exactly")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("seeds/rates.csv"),
               QStringLiteral("code,n,fee,since,at,on_sale,note,big\r\n007,1,0.10,2026-01-01,2026-01-01 "
                              "10:00:00,true,\"a, \"\"b\"\"\r\nc\",1\r\n"
                              "008,,12,2026-01-02,2026-01-02,false,,3000000000\r\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral(
              "select string_agg(format_type(atttypid, atttypmod), ' ' order by attnum) from pg_attribute "
              "where attrelid = 'close.rates'::regclass and attnum > 0")) ==
          QStringLiteral("text integer numeric date timestamp without time zone boolean text bigint"));
    CHECK(shop.database.table(
              QStringLiteral("select code, n, fee, note is null from close.rates order by code")) ==
          QStringLiteral("007 | 1 | 0.10 | f\n008 | NULL | 12 | t"));
    CHECK(shop.database.table(
              QStringLiteral("select note = E'a, \"b\"\\r\\nc' from close.rates where code = '007'")) ==
          QStringLiteral("t"));
}

TEST_CASE("column_types wins over what was inferred")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("dbt_project.yml"),
               QStringLiteral("name: shop\nversion: '1.0'\nseeds:\n  shop:\n    rates:\n      +column_types: "
                              "{n: varchar(10)}\n"));
    shop.write(QStringLiteral("seeds/rates.csv"), QStringLiteral("n\n1\n"));
    shop.build();
    CHECK(shop.database.table(QStringLiteral("select pg_typeof(n) from close.rates")) ==
          QStringLiteral("character varying"));
}

TEST_CASE("a seed that cannot be read names its file and line")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("seeds/rates.csv"), QStringLiteral("a,b\n1,2\n1,2,3\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->where->toString() == QStringLiteral("seeds/rates.csv:3"));
}
