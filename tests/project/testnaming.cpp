#include "models/project/config.h"
#include "models/project/glob.h"
#include "models/project/problems.h"
#include "models/project/testspec.h"
#include "models/project/yaml.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::project;
using templating::Dict;
using templating::Value;

namespace {

TestSpec spec(const char *yaml)
{
    const auto document = parseYaml(yaml, QStringLiteral("a.yml"));
    REQUIRE(document.has_value());
    Problems problems;
    const auto test = readTest(document->root, problems);
    REQUIRE_FALSE(problems.hasErrors());
    return test.value();
}

std::string refusal(const char *yaml)
{
    const auto document = parseYaml(yaml, QStringLiteral("a.yml"));
    REQUIRE(document.has_value());
    Problems problems;
    readTest(document->root, problems);
    REQUIRE(problems.hasErrors());
    return problems.toError().toString().toStdString();
}

Value yaml(const char *text)
{
    return parseYaml(text, QStringLiteral("a.yml")).value().root.toValue();
}

std::string merged(const char *base, const char *over)
{
    return mergeConfig(yaml(base), yaml(over)).repr().toStdString();
}

} // namespace

TEST_CASE("a test is spelt in three ways, its arguments in two")
{
    const char *spellings[] = {"accepted_values: {values: [a]}",
                               "accepted_values: {arguments: {values: [a]}}",
                               "{test_name: accepted_values, values: [a]}"};
    for (const char *spelling : spellings) {
        const TestSpec test = spec(spelling);
        CHECK(test.qualifiedName() == QStringLiteral("accepted_values"));
        CHECK(test.arguments.repr() == QStringLiteral("{'values': ['a']}"));
    }
    CHECK(spec("not_null").name == QStringLiteral("not_null"));
    CHECK(spec("dbt_utils.expression_is_true: {expression: '> 0'}").package == QStringLiteral("dbt_utils"));
    CHECK(spec("{test_name: unique, name: mine}").customName == QStringLiteral("mine"));
}

TEST_CASE("what configures a test is told from what it is given")
{
    const TestSpec test =
        spec("not_null: {where: 'a > 1', severity: warn, config: {limit: 5}, meta: {x: 1}}");
    CHECK(test.arguments.entries().isEmpty());
    CHECK(test.config.find(u"where") == Value(u"a > 1"));
    CHECK(test.config.find(u"limit") == Value(5));
    CHECK(test.config.find(u"meta").find(u"x") == Value(1));
}

TEST_CASE("a test that cannot be read says where and why")
{
    CHECK_THAT(refusal("unique:\nname: x\n"), Catch::Contains("a.yml:1:1") && Catch::Contains("indentation"));
    CHECK_THAT(refusal("accepted_values: [a, b]"), Catch::Contains("must be a mapping"));
    CHECK_THAT(refusal("not null"), Catch::Contains("not a test's name"));
    CHECK_THAT(refusal("unique: {where: a, config: {where: b}}"),
               Catch::Contains("keep the one under config"));
}

// Expected values are those that dbt-core 1.10 wrote into its manifest for the same properties.
TEST_CASE("tests are named and told apart as dbt does")
{
    const QString model = QStringLiteral("{{ get_where_subquery(ref('orders')) }}");
    const auto check = [&model](const TestSpec &test, const QString &column, const char *name,
                                const char *hash) {
        Dict arguments = test.arguments.entries();
        if (!column.isEmpty())
            arguments.insert(u"column_name", Value(column));
        const TestName made = testName(test.name, QStringLiteral("orders"), arguments);
        CHECK(made.shortName.toStdString() == name);
        CHECK(testHash(made.fullName, test, model, arguments).toStdString() == hash);
    };
    check(spec("unique"), QStringLiteral("id"), "unique_orders_id", "1360ecc70e");
    check(spec("relationships: {to: \"ref('orders')\", field: id}"), QStringLiteral("id"),
          "relationships_orders_id__id__ref_orders_", "3f295c3db3");
    check(spec("accepted_values: {values: [a, b, 1, true, 2.5], quote: false}"), QStringLiteral("kind"),
          "accepted_values_orders_kind__False__a__b__1__True__2_5", "6d540e9f07");
    check(spec("positive: {least: 1}"), QStringLiteral("amount"), "positive_orders_amount__1", "cdc5453af9");
    check(spec("dbt_utils_like: {expression: amount > 0}"), {}, "dbt_utils_like_orders_amount_0",
          "7389646749");
}

TEST_CASE("a long name is short where a relation or file is named after it")
{
    const Dict arguments{
        {QStringLiteral("column_name"), Value(u"\"kind\"")},
        {QStringLiteral("values"), yaml("[charge, transfer, payment, promotion, refund, withdrawal]")}};
    const TestName made = testName(QStringLiteral("accepted_values"), QStringLiteral("report"), arguments);
    CHECK(made.fullName.toStdString() ==
          "accepted_values_report__kind___charge__transfer__payment__promotion__refund__withdrawal");
    CHECK(made.shortName.toStdString() == "accepted_values_report_f20f8923c5aee2c4678ad365bc1dc04f");
}

TEST_CASE("configurations add up as dbt has it")
{
    CHECK(merged("{tags: a, schema: x}", "{tags: [b, a], schema: y}") ==
          "{'tags': ['a', 'b'], 'schema': 'y'}");
    CHECK(merged("{meta: {a: 1, b: {c: 1}}}", "{meta: {b: {d: 2}}}") == "{'meta': {'a': 1, 'b': {'d': 2}}}");
    CHECK(merged("{pre-hook: x}", "{pre_hook: [y]}") == "{'pre_hook': ['x', 'y']}");
    CHECK(merged("{grants: {select: [a]}}", "{grants: {insert: [b]}}") ==
          "{'grants': {'select': ['a'], 'insert': ['b']}}");
}

TEST_CASE("a tree of configuration goes from general to specific")
{
    const Value tree =
        yaml("{+materialized: view, +tags: all, shop: {+schema: s, enabled: true,"
             " marts: {+materialized: table, +tags: deep, report: {+alias: r}}, other: {+schema: no}}}");
    const auto config = [&tree](const QStringList &fqn) {
        return configFromTree(tree, fqn).repr().toStdString();
    };
    CHECK(config({QStringLiteral("shop"), QStringLiteral("marts"), QStringLiteral("report")}) ==
          "{'materialized': 'table', 'tags': ['all', 'deep'], 'schema': 's', 'enabled': True, 'alias': 'r'}");
    CHECK(config({QStringLiteral("elsewhere"), QStringLiteral("x")}) ==
          "{'materialized': 'view', 'tags': ['all']}");
}

TEST_CASE("patterns")
{
    const auto matches = [](const char *pattern, const char *text) {
        return Glob(QString::fromUtf8(pattern)).matches(QString::fromUtf8(text));
    };
    CHECK(matches("*_ledger", "charge_ledger"));
    CHECK_FALSE(matches("*_ledger", "charge_ledger_v2"));
    CHECK(matches("day_?[!0-9]", "day_1a"));
    CHECK_FALSE(matches("day_?[!0-9]", "day_11"));
    CHECK(matches("a.b", "a.b"));
    CHECK_FALSE(matches("a.b*", "axb"));
    const auto inPath = [](const char *pattern, const char *path) {
        return pathMatches(QString::fromUtf8(pattern), QString::fromUtf8(path));
    };
    CHECK(inPath("models", "models/a/b.sql"));
    CHECK(inPath("./models/a/", "models/a/b.sql"));
    CHECK(inPath("models/*/b.sql", "models/a/b.sql"));
    CHECK_FALSE(inPath("models/*.sql", "models/a/b.sql"));
    CHECK(inPath("models/**/b.sql", "models/a/c/b.sql"));
    CHECK_FALSE(inPath("mod", "models/a.sql"));
}
