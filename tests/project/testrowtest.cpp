#include "models/project/rowtest.h"

#include <QStringList>

#include <catch2/catch.hpp>

using daybook::project::asRowTest;

namespace {

/// relation | narrowed | failing | grouped by; "no" when it is not recognized.
std::string read(const char *sql)
{
    const auto test = asRowTest(QString::fromUtf8(sql));
    if (!test)
        return "no";
    return QStringList{test->relation, test->narrowed, test->failing, test->groupedBy}
        .join(QStringLiteral(" | "))
        .toStdString();
}

} // namespace

TEST_CASE("a query that looks at each row of one relation is recognized", "[rowtest]")
{
    CHECK(read("select *\nfrom \"stage\".\"ledger\"\nwhere amount is null\n") ==
          "\"stage\".\"ledger\" |  | amount is null | ");
    CHECK(read("select \"거래ID\", 1 from \"장부\" where not(\"거래금액\" > 0)") ==
          "\"장부\" |  | not(\"거래금액\" > 0) | ");
    CHECK(read("select * from (select * from \"a\".\"b\" where day > '2026-01-01') dbt_subquery where x is "
               "null") == "\"a\".\"b\" | day > '2026-01-01' | x is null | ");
    CHECK(read("select c as value_field, count(*) as n from b where c not in ('x') group by c") ==
          "b |  | c not in ('x') | c");
    CHECK(read("select * from b") == "b |  |  | ");
    CHECK(read("/* from y where */ select * -- where\nfrom b -- group by\nwhere 'from where' <> c") ==
          "b |  | 'from where' <> c | ");
    CHECK(read("select a from b where a is distinct from c") == "b |  | a is distinct from c | ");
    CHECK(read("select a from b as t where extract(year from a) = 1") ==
          "b |  | extract(year from a) = 1 | ");
}

TEST_CASE("what might count otherwise is left alone", "[rowtest]")
{
    const char *sql = GENERATE(
        "select count(*) from b where a", "select distinct a from b", "select generate_series(1, 2) from b",
        "select a from b group by a having count(*) > 1", "select a from b order by a",
        "select a from b limit 1", "select a from b union all select a from c", "select a from b, c",
        "select a from b join c on true", "select a from b where a in (select a from c)",
        "with b as (select 1) select * from b", "select t.a from b as t where t.a is null",
        "select * from (select * from b where x) s where s.a", "select * from (select a from b) s where a",
        "select * from (select * from b limit 1) s where a", "select a from b group by 1",
        "select a as x from b group by x", "select a from b group by a, c",
        "select a from b group by rollup (a)", "select a, unnest(c) from b group by a",
        "select a from f(1) where a", "select a from b tablesample system (1)", "select a from only b",
        "select a from b for update", "", "select", "select a from b where", "select a from b where (a",
        "select a from b where a)", "delete from b", "select a from b where 'unclosed",
        "select 1; select * from b");
    CAPTURE(sql);
    CHECK(read(sql) == "no");
}

TEST_CASE("a null byte is no SQL", "[rowtest]")
{
    CHECK_FALSE(asRowTest(QStringLiteral("select a from b where ") + QChar(0)));
}
