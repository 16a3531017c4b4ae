#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// a -> b -> c, with a test each on a and b; c is tagged nightly.
ProjectFolder chain(const QByteArray &selectors)
{
    ProjectFolder folder;
    folder.write("models/a.sql", "select 1 as id")
        .write("models/b.sql", "select * from {{ ref('a') }}")
        .write("models/c.sql", "{{ config(tags=['nightly']) }} select * from {{ ref('b') }}")
        .write("models/s.yml", "models:\n  - {name: a, columns: [{name: id, tests: [unique]}]}\n"
                               "  - {name: b, columns: [{name: id, tests: [not_null]}]}\n")
        .write("selectors.yml", selectors);
    return folder;
}

std::string chosen(const QByteArray &selectors, const char *name = "s")
{
    Selection selection;
    selection.selector = QString::fromUtf8(name);
    return namesOf(chain(selectors).load(), selection);
}

std::string refused(const QByteArray &selectors)
{
    const Error error = chain(selectors).error();
    CHECK(error.kind == ErrorKind::Project);
    return told(error);
}

} // namespace

TEST_CASE("selectors.yml: a word, a criterion, sets of them")
{
    CHECK(chosen("selectors: [{name: s, definition: 'b+'}]") == "b c not_null_b_id");
    CHECK(chosen("selectors: [{name: s, definition: {tag: nightly}}]") == "c");
    CHECK(chosen("selectors: [{name: s, definition: {method: fqn, value: b, parents: true}}]") ==
          "a b not_null_b_id unique_a_id");
    CHECK(chosen("selectors: [{name: s, definition: {method: fqn, value: c, parents: true, "
                 "parents_depth: 1}}]") == "b c not_null_b_id");
    CHECK(chosen("selectors: [{name: s, definition: {method: fqn, value: a, children: true, "
                 "children_depth: 1, indirect_selection: empty}}]") == "a b unique_a_id");
    CHECK(chosen("selectors: [{name: s, definition: {method: fqn, value: c, childrens_parents: true}}]") ==
          "a b c not_null_b_id unique_a_id");
    CHECK(chosen("selectors: [{name: s, definition: {union: [a, {tag: nightly}]}}]") == "a c unique_a_id");
    CHECK(chosen("selectors: [{name: s, definition: {intersection: ['a+', {tag: nightly}]}}]") == "c");
    CHECK(chosen("selectors: [{name: s, definition: {union: ['a+', {exclude: [b, {tag: nightly}]}]}}]") ==
          "a unique_a_id");
    CHECK(chosen("selectors: [{name: s, definition: {method: fqn, value: '*', exclude: ['a+']}}]") == "");
    CHECK(chosen("selectors: [{name: s, definition: {union: [{intersection: [{union: [a, b]}, b]}, c]}}]") ==
          "b c not_null_b_id");
}

TEST_CASE("selectors.yml: a default, and selectors within selectors")
{
    const QByteArray text = "selectors:\n"
                            "  - {name: s, definition: {union: [{method: selector, value: base}, c]}}\n"
                            "  - {name: base, default: true, definition: {union: [a, {exclude: "
                            "['test_name:unique']}]}}\n";
    CHECK(chosen(text) == "a c");
    const Project project = chain(text).load();
    CHECK(namesOf(project, {}) == "a");
    CHECK(namesOf(project, {.select = {QStringLiteral("c")}, .exclude = {}}) == "c");
    CHECK(namesOf(project, {.select = {}, .exclude = {QStringLiteral("a+")}}) == "");
    CHECK(namesOf(project, {.select = {QStringLiteral("selector:base+1")}, .exclude = {}}) ==
          "a b unique_a_id");
    CHECK(namesOf(project, {.select = {QStringLiteral("selector:*")}, .exclude = {}}) == "a c");
    CHECK(chosen("selectors: [{name: s, definition: \"tag:{{ 'night' ~ 'ly' }}\"}]") == "c");
}

TEST_CASE("selectors.yml: circles are refused, of one and of many")
{
    const auto circle = [](const QByteArray &text) {
        Selection selection;
        selection.selector = QStringLiteral("s");
        const auto ids = chain(text).load().select(selection);
        REQUIRE_FALSE(ids);
        CHECK(ids.error().kind == ErrorKind::Project);
        return told(ids.error());
    };
    CHECK_THAT(circle("selectors: [{name: s, definition: 'selector:s'}]"), Contains("s names s"));
    CHECK_THAT(circle("selectors:\n  - {name: s, definition: 'selector:t'}\n"
                      "  - {name: t, definition: {union: [a, {selector: s}]}}\n"),
               Contains("s names t names s") && Contains("selectors.yml:2"));
    CHECK_THAT(circle("selectors: [{name: s, definition: 'selector:*'}]"), Contains("circle"));
}

TEST_CASE("selectors.yml: what is wrong is told with its place")
{
    CHECK_THAT(refused("selectors: [{name: s}]"), Contains("definition"));
    CHECK_THAT(refused("selectors: [{definition: a}]"), Contains("name"));
    CHECK_THAT(refused("selectors:\n  - {name: s, definition: {tagg: x}}"),
               Contains("selectors.yml:2") && Contains("did you mean 'tag'"));
    CHECK_THAT(refused("selectors: [{name: s, definition: {method: tag, parents: true}}]"),
               Contains("value"));
    CHECK_THAT(refused("selectors: [{name: s, definition: [a, b]}]"), Contains("union"));
    CHECK_THAT(refused("selectors: [{name: s, definition: {union: [a], intersection: [b]}}]"),
               Contains("alone"));
    CHECK_THAT(refused("selectors: [{name: s, definition: {union: [{exclude: [a]}, {exclude: [b]}]}}]"),
               Contains("make them one"));
    CHECK_THAT(refused("selectors: [{name: s, definition: {method: tag, value: x, indirect_selection: "
                       "eagre}}]"),
               Contains("'eagre'"));
    CHECK_THAT(refused("selectors: [{name: s, definition: {method: fqn, value: a, parents: true, "
                       "parents_depth: two}}]"),
               Contains("parents_depth"));
    CHECK_THAT(refused("selectors: [{name: s, definition: a}, {name: s, definition: b}]"),
               Contains("rename"));
    CHECK_THAT(refused("selectors:\n  - {name: s, default: true, definition: a}\n"
                       "  - {name: t, default: true, definition: b}\n"),
               Contains("both the default"));
    CHECK_THAT(refused("- a"), Contains("mapping"));
    CHECK_THAT(refused("selectors: ["), Contains("selectors.yml"));
}

TEST_CASE("a selector that is not there, or stands beside other words")
{
    const Project project = chain("selectors: [{name: nightly, definition: a}]").load();
    Selection unknown;
    unknown.selector = QStringLiteral("nigthly");
    const auto none = project.select(unknown);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::Usage);
    CHECK_THAT(told(none.error()), Contains("did you mean 'nightly'"));
    Selection both{.select = {QStringLiteral("a")}, .exclude = {}};
    both.selector = QStringLiteral("nightly");
    const auto mixed = project.select(both);
    REQUIRE_FALSE(mixed);
    CHECK_THAT(told(mixed.error()), Contains("--select selector:nightly"));
}
