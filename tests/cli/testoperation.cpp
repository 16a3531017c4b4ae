// `daybookctl run-operation`: macros called with a server at hand.

#include "tests/cli/shop.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

const char *const macros =
    "{% macro mark(name, amount=1) %}{% do run_query('create table ' ~ name ~ ' as select ' ~ amount ~ ' as "
    "amount') %}{% endmacro %}\n"
    "{% macro size() %}{{ return(run_query('select count(*) as n from ' ~ ref('a')).rows[0]['n']) }}{% "
    "endmacro %}\n"
    "{% macro text() %} {{ target.schema }} of {{ project_name }} {% endmacro %}\n"
    "{% macro broken() %}{% do run_query('select nonsense') %}{% endmacro %}\n"
    "{% macro refuses() %}{{ exceptions.raise_compiler_error('not today') }}{% endmacro %}\n"
    "{% macro half() %}{% do run_query('begin; create table never(a int)') %}{% do run_query('rollback') %}"
    "{% endmacro %}\n"
    "{% macro nowhere() %}{{ ref('passing') }}{% endmacro %}\n";

} // namespace

TEST_CASE("run-operation calls a macro, with arguments, and what it does is committed")
{
    const Shop shop;
    shop.write("macros/m.sql", macros);
    CHECK(shop.run("run-operation mark --args", {QStringLiteral("{name: public.one}")}).status == 0);
    CHECK(shop.run("run-operation shop.mark --args",
                   {QStringLiteral("{\"name\": \"public.two\", \"amount\": 5}")})
              .status == 0);
    CHECK(shop.database()
              .table(QStringLiteral("select (select amount from one), (select amount from two)"))
              .contains(QLatin1Char('5')));
    CHECK(shop.run("run-operation text").out.trimmed() == QStringLiteral("books of shop"));
    REQUIRE(shop.run("run -s a").status == 0);
    CHECK(shop.run("run-operation size").out.trimmed() == QStringLiteral("1"));
    CHECK(shop.run("run-operation half").status == 0);
    CHECK(shop.database()
              .table(QStringLiteral("select to_regclass('never') is null as gone"))
              .contains(QLatin1Char('t')));
}

TEST_CASE("run-operation says what is wrong")
{
    const Shop shop;
    shop.write("macros/m.sql", macros);
    shop.write("models/passing.sql", "{{ config(materialized='ephemeral') }} select 1 as id");
    const auto told = [&shop](const char *text, const QStringList &more, int status) {
        const Ran ran = shop.run(text, more);
        CHECK(ran.status == status);
        return ran.err.toStdString();
    };
    CHECK_THAT(told("run-operation sizes", {}, 2), Contains("'size'"));
    CHECK_THAT(told("run-operation other.mark", {}, 2), Contains("other.mark"));
    CHECK_THAT(told("run-operation mark --args", {QStringLiteral("[1]")}, 2), Contains("--args"));
    CHECK_THAT(told("run-operation mark --args", {QStringLiteral("{nmae: x}")}, 2), Contains("nmae"));
    CHECK_THAT(told("run-operation broken", {}, 1), Contains("nonsense"));
    CHECK_THAT(told("run-operation refuses", {}, 2), Contains("not today") && Contains("macros/m.sql:5"));
    CHECK_THAT(told("run-operation nowhere", {}, 2), Contains("ephemeral") && Contains("macros/m.sql:7"));
    CHECK(shop.run("run-operation").status == 2);
}
