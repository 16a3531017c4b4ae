#include "models/templating/environment.h"

#include <QElapsedTimer>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::templating;

namespace {

Analysis analysed(const QString &source)
{
    const Result<Template> parsed = Environment().parse(source, QStringLiteral("m.sql"));
    REQUIRE(parsed);
    return parsed->analyse();
}

} // namespace

TEST_CASE("calls are found with their literal arguments", "[templating]")
{
    const Analysis analysis = analysed(QStringLiteral(
        "{{ config(materialized='table', tags=['a', 'b'], meta={'n': -1}) }}\nselect * from {{ ref('x') }}\n"
        "  join {{ source('s', 't') }} on {{ adapter.quote(name) }}"));
    REQUIRE(analysis.calls.size() == 4);
    const CallSite &config = analysis.calls[0];
    CHECK(config.function == QStringLiteral("config"));
    REQUIRE(config.keyword.size() == 3);
    CHECK(config.keyword[0] == std::pair(QStringLiteral("materialized"), std::optional(Value(u"table"))));
    CHECK(config.keyword[1].second == Value(List{Value(u"a"), Value(u"b")}));
    CHECK(config.keyword[2].second->find(u"n") == Value(-1));
    CHECK(config.isLiteral());
    CHECK(analysis.calls[1].positional[0] == Value(u"x"));
    CHECK(analysis.calls[1].line == 2);
    CHECK(analysis.calls[1].column == 18);
    CHECK(analysis.calls[1].unconditional);
    CHECK(analysis.calls[3].function == QStringLiteral("adapter.quote"));
    CHECK_FALSE(analysis.calls[3].isLiteral());
    CHECK(analysis.calls[3].column == 37);
    CHECK(analysis.isDynamic);
    CHECK(analysis.names == std::vector<QString>{QStringLiteral("config"), QStringLiteral("ref"),
                                                 QStringLiteral("source"), QStringLiteral("adapter"),
                                                 QStringLiteral("name")});
}

TEST_CASE("conditional calls are told apart", "[templating]")
{
    const auto [source, unconditional] = GENERATE(table<const char16_t *, bool>({
        {u"{{ ref('a') }}", true},
        {u"{% set x = ref('a') %}", true},
        {u"{% if ref('a') %}{% endif %}", true},
        {u"{% if x %}{{ ref('a') }}{% endif %}", false},
        {u"{% if x %}{% else %}{{ ref('a') }}{% endif %}", false},
        {u"{% if x %}{% elif ref('a') %}{% endif %}", false},
        {u"{% for x in ref('a') %}{% endfor %}", true},
        {u"{% for x in y %}{{ ref('a') }}{% endfor %}", false},
        {u"{{ x and ref('a') }}", false},
        {u"{{ ref('a') or x }}", true},
        {u"{{ ref('a') if x else 1 }}", false},
        {u"{{ 1 if ref('a') else 1 }}", true},
        {u"{% macro m() %}{{ ref('a') }}{% endmacro %}", false},
        {u"{% set x %}{{ ref('a') }}{% endset %}", true},
        {u"{% filter upper %}{{ ref('a') }}{% endfilter %}", true},
        {u"{{ (ref('a') ~ 'x')|upper }}", true},
        {u"{% with x = ref('a') %}{% endwith %}", true},
        {u"{{ [1, {'k': ref('a')}] }}", true},
        {u"{% do ref('a') %}", true},
    }));
    INFO(QStringView(source).toString().toStdString());
    const Analysis analysis = analysed(QStringView(source).toString());
    REQUIRE(analysis.calls.size() == 1);
    CHECK(analysis.calls[0].function == QStringLiteral("ref"));
    CHECK(analysis.calls[0].unconditional == unconditional);
}

TEST_CASE("what is dynamic is told apart", "[templating]")
{
    const auto [source, dynamic] = GENERATE(table<const char16_t *, bool>({
        {u"select 1", false},
        {u"{{ config(a=1) }} select {# c #} * from {{ ref('a') }}", false},
        {u"{% macro m() %}{% if x %}{% endif %}{% endmacro %}", false},
        {u"{{ ref(x) }}", true},
        {u"{{ x }}", true},
        {u"{{ ref('a')|upper }}", true},
        {u"{% set x = 1 %}", true},
        {u"{% if x %}{% endif %}", true},
        {u"{{ ref(*['a']) }}", true},
        {u"{{ ref(other('a')) }}", true},
    }));
    INFO(QStringView(source).toString().toStdString());
    CHECK(analysed(QStringView(source).toString()).isDynamic == dynamic);
}

TEST_CASE("calls know the macro they stand in", "[templating]")
{
    const Analysis analysis =
        analysed(QStringLiteral("{% macro m(a) %}{{ ref(a) }}{{ varargs }}{% endmacro %}{{ m(1) }}{{ a }}"));
    REQUIRE(analysis.calls.size() == 2);
    CHECK(analysis.calls[0].definition == QStringLiteral("m"));
    CHECK(analysis.calls[1].definition.isEmpty());
    CHECK(analysis.names == std::vector<QString>{QStringLiteral("ref"), QStringLiteral("a")});
}

TEST_CASE("text without tags is known to be plain", "[templating]")
{
    const Environment environment;
    CHECK(environment.parse(QStringLiteral("select '{' || '}'"), {})->isPlainText());
    CHECK_FALSE(environment.parse(QStringLiteral("select {{ 1 }}"), {})->isPlainText());
    CHECK_FALSE(environment.parse(QStringLiteral("select {# 1 #}"), {})->isPlainText());
    CHECK(*environment.parse(QStringLiteral("select 1\r\nfrom t\n"), {})->render({}) ==
          QStringLiteral("select 1\nfrom t"));
}

TEST_CASE("ten thousand models are read quickly", "[.][templating][bench]")
{
    QString model =
        QStringLiteral("{{ config(materialized='incremental', unique_key='id', tags=['a', 'b']) }}\n\nwith a "
                       "as (select * from {{ ref('stg_orders') }}),\n"
                       "b as (select * from {{ source('raw', 'payments') }} {% if is_incremental() %}where t "
                       "> (select max(t) from {{ this }}){% endif %})\n");
    while (model.size() < 2000)
        model += QStringLiteral(
            "  , sum(case when a.kind = 'x' then b.amount else 0 end) as {{ quote('x_amount') }}\n");
    const Environment environment;
    QElapsedTimer timer;
    timer.start();
    size_t calls = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Result<Template> parsed = environment.parse(model, QStringLiteral("m.sql"));
        calls += parsed->analyse().calls.size();
    }
    WARN("10,000 models of " << model.size() << " characters: " << timer.elapsed() << " ms, " << calls
                             << " calls");
    const QString plain = QString(2000, u'x');
    timer.restart();
    for (int i = 0; i < 10'000; ++i)
        calls += environment.parse(plain, QStringLiteral("m.sql"))->analyse().calls.size();
    WARN("10,000 plain files of 2000 characters: " << timer.elapsed() << " ms");
    CHECK(calls > 0);
}
