#include "models/templating/environment.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace daybook;
using namespace daybook::templating;

TEST_CASE("many threads render one template over shared values", "[templating][threads]")
{
    Environment environment;
    environment.addGlobal(QStringLiteral("return"), Environment::returnFunction());
    const Value shared(Dict{{QStringLiteral("columns"), Value(List{Value(u"a"), Value(u"b"), Value(u"c")})},
                            {QStringLiteral("meta"), Value(Dict{{QStringLiteral("n"), Value(1)}})}});
    environment.addGlobal(QStringLiteral("shared"), shared.freeze());
    environment.setLoader([](const QString &name) {
        return Environment().parse(QStringLiteral("{% macro q(x) %}<{{ x }}>{% endmacro %}"), name);
    });
    const Result<Template> parsed = environment.parse(
        QStringLiteral("{% from 'lib' import q %}{% macro twice(x) %}{{ return(x * 2) }}{% endmacro %}"
                       "{% set ns = namespace(t=0) %}{% for c in shared.columns %}{{ q(c) }}{% set ns.t = "
                       "ns.t + twice(loop.index) %}{% endfor %}"
                       "{{ ns.t }}{{ shared.meta|tojson }}{{ shared.columns|map('upper')|join }}{{ "
                       "dict(shared.meta, z=id)|length }}"),
        QStringLiteral("t"));
    REQUIRE(parsed);
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                const Result<QString> text = parsed->render(Context(Dict{{QStringLiteral("id"), Value(t)}}));
                right += text && *text == QStringLiteral("<a><b><c>12{\"n\": 1}ABC2") ? 1 : 0;
            }
        });
    }
    threads.clear();
    CHECK(right == 6 * 200);
}

TEST_CASE("what threads share cannot be changed by a template", "[templating][threads]")
{
    const Value shared(Dict{{QStringLiteral("xs"), Value(List{Value(1)})}});
    shared.freeze();
    const Context context(Dict{{QStringLiteral("d"), shared}});
    const Environment environment;
    const QString source =
        GENERATE(QStringLiteral("{% do d.update(a=1) %}"), QStringLiteral("{% do d.xs.append(1) %}"),
                 QStringLiteral("{% do d.pop('xs') %}"), QStringLiteral("{% do d.xs.sort() %}"),
                 QStringLiteral("{% do d.setdefault('q', 1) %}"), QStringLiteral("{% do d.clear() %}"));
    const Result<QString> text = environment.parse(source, {})->render(context);
    REQUIRE_FALSE(text);
    CHECK(text.error().message.contains(QStringLiteral("copy it")));
    CHECK(*environment
               .parse(QStringLiteral("{% set e = dict(d) %}{% do e.update(a=1) %}{{ e|length }}{{ (d.xs|list "
                                     "+ [2])|length }}"),
                      {})
               ->render(context) == QStringLiteral("22"));
}
