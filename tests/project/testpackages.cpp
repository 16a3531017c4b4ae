#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// A project with one package, `money`, installed.
ProjectFolder withPackage()
{
    ProjectFolder folder;
    folder
        .write("dbt_packages/money/dbt_project.yml",
               "name: money\nvars: {unit: won, scale: 2}\nmodels: {money: {+materialized: table}}\n")
        .write("dbt_packages/money/macros/m.sql",
               "{% macro outer() %}{{ inner() }} {{ var('unit') }}{% endmacro %}"
               "{% macro inner() %}of the package{% endmacro %}"
               "{% macro rounded(x) %}{{ return(adapter.dispatch('rounded', 'money')(x)) }}"
               "{% endmacro %}{% macro default__rounded(x) %}round({{ x }}){% endmacro %}"
               "{% test small(model, column_name) %}select * from {{ model }} where {{ "
               "column_name }} > {{ var('scale') }}{% endtest %}")
        .write("dbt_packages/money/models/rates.sql",
               "select 1 as id, '{{ inner() }}' as who, {{ var('scale') }} as s")
        .write("dbt_packages/money/models/rates.yml",
               "models: [{name: rates, columns: [{name: id, data_tests: [small, not_null]}]}]");
    return folder;
}

} // namespace

TEST_CASE("a package's macros see their own package first, and the project's by name", "[packages]")
{
    const auto sql =
        compiled(withPackage()
                     .write("dbt_project.yml",
                            "name: shop\nvars: {unit: won}\n") // as dbt: those of the node's package
                     .write("macros/own.sql", "{% macro inner() %}of the project{% endmacro %}")
                     .write("models/m.sql", "{{ money.outer() }}, {{ inner() }}, {{ money.inner() }}")
                     .load(),
                 "model.shop.m");
    CHECK(sql == "of the package won, of the project, of the package");
}

TEST_CASE("a package's models, tests and configuration are part of the project", "[packages]")
{
    const Project project =
        withPackage()
            .write("dbt_project.yml",
                   "name: shop\nvars: {money: {scale: 3}}\nmodels: {money: {+schema: rates}}\n")
            .write("models/m.sql",
                   "select * from {{ ref('rates') }} union all select * from {{ ref('money', 'rates') }}")
            .load();
    const Node &rates = nodeOf(project, "model.money.rates");
    CHECK(rates.materialization() == QStringLiteral("table"));
    CHECK(rates.relation.toString() == QStringLiteral("analytics_rates.rates"));
    CHECK(compiled(project, "model.money.rates") == "select 1 as id, 'of the package' as who, 3 as s");
    CHECK(nodeOf(project, "model.shop.m").dependsOn == QStringList{QStringLiteral("model.money.rates")});
    int tests = 0;
    for (const Node &node : project.nodes()) {
        if (node.type != ResourceType::Test)
            continue;
        ++tests;
        CHECK(node.package == QStringLiteral("money"));
        if (node.name.startsWith(u"small"))
            CHECK(flat(compiled(project, node.uniqueId.toUtf8().constData())) ==
                  R"(select * from "analytics_rates"."rates" where id > 3)");
    }
    CHECK(tests == 2);
    const auto selected = project.select({.select = {QStringLiteral("package:money")}, .exclude = {}});
    REQUIRE(selected);
    CHECK(selected->size() == 3);
}

TEST_CASE("dispatch looks where dbt_project.yml says", "[packages]")
{
    const auto rounded = [](const QByteArray &settings, const QByteArray &own) {
        return compiled(withPackage()
                            .write("dbt_project.yml", "name: shop\n" + settings)
                            .write("macros/own.sql", own)
                            .write("models/m.sql", "{{ money.rounded('x') }}")
                            .load(),
                        "model.shop.m");
    };
    const QByteArray own = "{% macro default__rounded(x) %}own({{ x }}){% endmacro %}";
    CHECK(rounded("", "") == "round(x)");
    CHECK(rounded("", own) == "own(x)");
    CHECK(rounded("dispatch: [{macro_namespace: money, search_order: [money, shop]}]\n", own) == "round(x)");
    CHECK(rounded("", "{% macro postgres__rounded(x) %}pg({{ x }}){% endmacro %}") == "pg(x)");
}

TEST_CASE("an installed dbt_utils takes the place of the one that comes with Daybook", "[packages]")
{
    const auto sql = compiled(
        ProjectFolder()
            .write("dbt_packages/dbt_utils/dbt_project.yml", "name: dbt_utils\n")
            .write("dbt_packages/dbt_utils/macros/m.sql", "{% macro safe_divide(a, b) %}theirs{% endmacro %}")
            .write("models/m.sql", "{{ dbt_utils.safe_divide(1, 2) }} {{ dbt_utils.group_by(2) }}")
            .load(),
        "model.shop.m");
    CHECK(sql == "theirs group by 1,2");
}

TEST_CASE("what is wrong with a package names its file", "[packages]")
{
    CHECK_THAT(told(ProjectFolder().write("dbt_packages/x/README.md", "").error()),
               Contains("dbt_packages/x/dbt_project.yml") && Contains("daybookctl deps"));
    CHECK_THAT(told(ProjectFolder().write("dbt_packages/x/dbt_project.yml", "name: shop\n").error()),
               Contains("dbt_packages/x/dbt_project.yml") && Contains("twice"));
    CHECK_THAT(told(withPackage().write("dbt_packages/money/models/bad.sql", "{{ ref('nope') }}").error()),
               Contains("dbt_packages/money/models/bad.sql"));
    CHECK_THAT(told(ProjectFolder().write("models/m.sql", "{{ ref('no', 'm') }}").error()),
               Contains("not installed"));
    CHECK_THAT(told(ProjectFolder()
                        .write("dbt_project.yml", "name: shop\ndispatch: [{macro_namespace: x}]\n")
                        .error()),
               Contains("search_order"));
}

TEST_CASE("a package that redefines ref does so for itself alone", "[packages]")
{
    const Project project =
        withPackage()
            .write("dbt_packages/money/macros/ref.sql", "{% macro ref(x) %}mine{% endmacro %}")
            .write("dbt_packages/money/models/two.sql", "select '{{ ref('rates') }}'")
            .write("models/m.sql", "select * from {{ ref('rates') }}")
            .load();
    CHECK(compiled(project, "model.shop.m") == R"(select * from "analytics"."rates")");
    CHECK(compiled(project, "model.money.two") == "select 'mine'");
}
