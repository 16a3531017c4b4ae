#include "tests/templating/oracle.h"

#include <catch2/catch.hpp>

TEST_CASE("the corpus renders as it does with Jinja2", "[templating][oracle]")
{
    const std::vector<TemplateCase> cases = readCorpus(QStringLiteral(TEMPLATING_TESTS "/corpus"));
    REQUIRE(cases.size() > 300);
    if (hasOracle())
        compareWithOracle(cases);
}

TEST_CASE("the comparison sees a difference", "[templating][oracle]")
{
    if (!hasOracle())
        return;
    const std::vector<OracleAnswer> answers =
        askOracle({{QStringLiteral("text"), QStringLiteral("{{ 1 + 1 }}")},
                   {QStringLiteral("failure"), QStringLiteral("{{ 1 + }}")}});
    CHECK(answers[0].output == QStringLiteral("2"));
    CHECK(!answers[1].output);
    CHECK(answers[1].error.startsWith(QStringLiteral("TemplateSyntaxError")));
}
