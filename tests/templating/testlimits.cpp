#include "models/templating/environment.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace daybook;
using namespace daybook::templating;

namespace {

Result<QString> rendered(const QString &source, Options options = {}, const Context &context = {})
{
    const Result<Template> parsed =
        Environment(std::move(options)).parse(source, QStringLiteral("hostile.sql"));
    return parsed ? parsed->render(context) : failure(parsed.error());
}

} // namespace

TEST_CASE("nesting in the source is bounded", "[templating][limits]")
{
    const QString open = GENERATE(
        QStringLiteral("("), QStringLiteral("["), QStringLiteral("{'a':"), QStringLiteral("-"),
        QStringLiteral("not "), QStringLiteral("f("), QStringLiteral("a["), QStringLiteral("1 if 1 else "),
        QStringLiteral("x is in "), QStringLiteral("1 + "), QStringLiteral("1 ~ "), QStringLiteral("a."),
        QStringLiteral("a|join "), QStringLiteral("1 < "), QStringLiteral("a and "));
    const QString source = QStringLiteral("{{ ") + open.repeated(10'000'000 / open.size());
    CAPTURE(open.toStdString());
    CHECK_FALSE(rendered(source));
    const bool wide = open == u"1 ~ " || open == u"1 < "; // one node with many operands, closed it may pass
    CHECK(wide == rendered(QStringLiteral("{{ ") + open.repeated(5000) + QStringLiteral("1 }}")).has_value());
}

TEST_CASE("long chains in the source are refused, not overflown", "[templating][limits]")
{
    const QString link = GENERATE(QStringLiteral(" + 1"), QStringLiteral(".a"), QStringLiteral("[0]"),
                                  QStringLiteral("|string"), QStringLiteral("()"), QStringLiteral(" and 1"),
                                  QStringLiteral(" if 1"));
    const Result<QString> result =
        rendered(QStringLiteral("{{ 1") + link.repeated(1'000'000) + QStringLiteral(" }}"));
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains(QStringLiteral("split")));
}

TEST_CASE("nested statements are bounded", "[templating][limits]")
{
    const QString tag = GENERATE(QStringLiteral("{% if 1 %}"), QStringLiteral("{% for x in y %}"),
                                 QStringLiteral("{% macro m() %}"), QStringLiteral("{% filter upper %}"),
                                 QStringLiteral("{% set x %}"), QStringLiteral("{% call f() %}"));
    CHECK_FALSE(rendered(tag.repeated(100'000)));
}

TEST_CASE("wide is not deep", "[templating][limits]")
{
    const Result<QString> list = rendered(QStringLiteral("{{ [") + QStringLiteral("1, ").repeated(100'000) +
                                          QStringLiteral("]|length }}"));
    REQUIRE(list);
    CHECK(*list == QStringLiteral("100000"));
    const Result<QString> concat = rendered(
        QStringLiteral("{{ (1") + QStringLiteral(" ~ 1").repeated(50'000) + QStringLiteral(")|length }}"));
    REQUIRE(concat);
    CHECK(*concat == QStringLiteral("50001"));
}

TEST_CASE("recursion without end is an error", "[templating][limits]")
{
    const QString source =
        GENERATE(QStringLiteral("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
                 QStringLiteral(
                     "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}"),
                 QStringLiteral("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
                 QStringLiteral("{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{{ caller() }}{% "
                                "endmacro %}{% call m() %}x{% endcall %}"));
    const Result<QString> result = rendered(source);
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains(QStringLiteral("without end")));
}

TEST_CASE("recursion through C++ functions is the same recursion", "[templating][limits]")
{
    const Environment environment;
    const Result<Template> library = environment.parse(
        QStringLiteral("{% macro m() %}{{ m() }}{% endmacro %}"), QStringLiteral("lib.sql"));
    REQUIRE(library);
    Context context;
    context.variables.insert(u"m", Value::fromFunction(QStringLiteral("m"), [&](const Arguments &arguments) {
                                 return library->callMacro(u"m", arguments, context);
                             }));
    const Result<QString> result = rendered(QStringLiteral("{{ m() }}"), {}, context);
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains(QStringLiteral("without end")));
    CHECK_FALSE(library->callMacro(u"m", Arguments(), context));
}

TEST_CASE("a macro that multiplies its calls ends", "[templating][limits]")
{
    Options options;
    options.limits.steps = 200'000;
    const Result<QString> result = rendered(
        QStringLiteral(
            "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"),
        options);
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains(QStringLiteral("steps")));
}

TEST_CASE("loops and texts without end are stopped", "[templating][limits]")
{
    const QString source = GENERATE(
        QStringLiteral("{% for x in range(1000000000000) %}{% endfor %}"),
        QStringLiteral("{{ range(1000000000000)|list }}"), QStringLiteral("{{ range(1000000000000)|sum }}"),
        QStringLiteral("{{ -1 in range(1000000000000) }}"),
        QStringLiteral("{% set xs = [1] %}{% for x in xs %}{% do xs.append(1) %}{% endfor %}"),
        QStringLiteral("{{ 'x' * 1000000000000 }}"), QStringLiteral("{{ [1] * 1000000000000 }}"),
        QStringLiteral("{{ 'x'|center(1000000000000) }}"), QStringLiteral("{{ '%1000000000000d' % 1 }}"),
        QStringLiteral("{{ '{:1000000000000}'.format(1) }}"),
        QStringLiteral("{{ 'a\nb'|indent(1000000000000) }}"),
        QStringLiteral("{{ 'x'.zfill(1000000000000) }}"), QStringLiteral("{{ 'x'.ljust(1000000000000) }}"),
        QStringLiteral("{{ '%.1000000000d' % 1 }}"), QStringLiteral("{{ '%.1000000000f' % 1.5 }}"),
        QStringLiteral("{{ [1]|batch(1000000000000, 1)|list }}"),
        QStringLiteral("{{ [1]|slice(1000000000000)|list }}"),
        QStringLiteral("{{ ('a' * 1000000).replace('', 'b' * 1000000) }}"),
        QStringLiteral("{{ ('a' * 1000000)|join('b' * 1000000) }}"),
        QStringLiteral("{{ ('a' * 1000000).join('b' * 1000000) }}"),
        QStringLiteral("{{ '\t'.expandtabs(1000000000000) }}"),
        QStringLiteral("{% set ns = namespace(x='ab') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x "
                       "%}{% endfor %}"),
        QStringLiteral("{% set ns = namespace(x=['a']) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x "
                       "%}{% endfor %}"),
        QStringLiteral("{% set ns = namespace(x=['a']) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] "
                       "%}{% endfor %}{{ ns.x }}"),
        QStringLiteral("{% set ns = namespace(x=['a']) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] "
                       "%}{% endfor %}{{ ns.x|tojson }}"),
        QStringLiteral("{% set a = namespace(x=[1]) %}{% set b = namespace(x=[1]) %}{% for i in range(100) "
                       "%}{% set a.x = [a.x, a.x] %}"
                       "{% set b.x = [b.x, b.x] %}{% endfor %}{{ a.x == b.x }}"),
        QStringLiteral(
            "{% for i in range(100000000) %}0123456789012345678901234567890123456789{% endfor %}"));
    Options options;
    options.limits.steps = 300'000;
    options.limits.textSize = 1 << 20;
    options.limits.work = 8 << 20;
    INFO(source.toStdString());
    CHECK_FALSE(rendered(source, options)); // without limits it would be forever
}

TEST_CASE("values nested beyond any stack are printed, compared and released without one",
          "[templating][limits]")
{
    const auto shape = GENERATE(0, 1, 2);
    Value nested(List{});
    for (int i = 0; i < 200'000; ++i) {
        if (shape == 2) {
            Dict dict;
            dict.insert(Value(QStringLiteral("a")), nested);
            nested = Value(std::move(dict));
        } else {
            nested = shape == 1 ? Value::fromTuple({nested}) : Value(List{nested});
        }
    }
    Context context;
    context.variables.insert(u"x", nested);
    nested = Value::none();
    CHECK(rendered(QStringLiteral("{% set y = [x] %}"), {}, context).has_value());
    CHECK_FALSE(rendered(QStringLiteral("{{ [x]|tojson }}"), {}, context));
    rendered(QStringLiteral("{{ x == [x] }}{{ x }}"), {}, context); // whatever it says, it must not crash
}

TEST_CASE("what a template nests is printed, compared and released", "[templating][limits]")
{
    const QString nest =
        QStringLiteral("{% set x = [] %}") +
        (QStringLiteral("{% set x = ") +
         GENERATE(QStringLiteral("[x]"), QStringLiteral("namespace(y=x)"), QStringLiteral("[x]|map('list')"),
                  QStringLiteral("{'a': x}.items()"), QStringLiteral("[x].append")) +
         QStringLiteral(" %}"))
            .repeated(50'000);
    CHECK(rendered(nest).value_or(QStringLiteral("failed")).isEmpty());
    rendered(nest + QStringLiteral("{{ x == [x] }}{{ x }}")); // it must not crash
}

TEST_CASE("nothing contains itself", "[templating][limits]")
{
    const QString source = GENERATE(QStringLiteral("{% set a = [] %}{% do a.append(a) %}"),
                                    QStringLiteral("{% set a = [] %}{% do a.append([[a]]) %}"),
                                    QStringLiteral("{% set a = {} %}{% do a.update({'a': [a]}) %}"),
                                    QStringLiteral("{% set a = [] %}{% do a.extend([a]) %}"),
                                    QStringLiteral("{% set a = [] %}{% do a.insert(0, (a,)) %}"),
                                    QStringLiteral("{% set a = {} %}{% do a.setdefault('x', a) %}"),
                                    QStringLiteral("{% set a = namespace() %}{% set a.x = a %}"),
                                    QStringLiteral("{% set a = namespace() %}{% set a.x = [a] %}"),
                                    QStringLiteral("{% set a = [] %}{% do a.append(a.append) %}"),
                                    QStringLiteral("{% set a = {} %}{% do a.update(x=a.items()) %}"));
    const Result<QString> result = rendered(source);
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains(QStringLiteral("itself")));
}

TEST_CASE("rendering can be cancelled", "[templating][limits]")
{
    std::stop_source source;
    Context context;
    context.stop = source.get_token();
    Options options;
    options.limits.steps = std::numeric_limits<qint64>::max();
    options.limits.work = std::numeric_limits<qint64>::max();
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        source.request_stop();
    });
    const Result<QString> result =
        rendered(QStringLiteral("{% for i in range(1000000000000) %}{% endfor %}"), options, context);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == ErrorKind::Cancelled);
}

TEST_CASE("a template that is too long is refused", "[templating][limits]")
{
    Options options;
    options.limits.sourceSize = 1000;
    CHECK(rendered(QString(1000, u'x'), options));
    CHECK_FALSE(rendered(QString(1001, u'x'), options));
}
