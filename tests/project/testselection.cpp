#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// source wallet.t -> raw -> clean -> report; side -> report; lone. Each of raw and report has a test; the
/// test across reads clean and lone.
const Project &shop()
{
    static const Project project =
        ProjectFolder()
            .write("models/staging/raw.sql",
                   "{{ config(tags=['nightly']) }} select * from {{ source('wallet', 't') }}")
            .write("models/staging/clean.sql",
                   "{{ config(materialized='table') }} select * from {{ ref('raw') }}")
            .write("models/marts/report.sql",
                   "{{ config(tags=['nightly', 'money'], meta={'owner': 'finance'}) }} "
                   "select * from {{ ref('clean') }}, {{ ref('side') }}")
            .write("models/marts/side.sql", "select 1")
            .write("models/lone.sql", "select 1")
            .write("tests/across.sql", "select * from {{ ref('clean') }}, {{ ref('lone') }}")
            .write("models/s.yml",
                   "sources: [{name: wallet, tables: [{name: t}]}]\n"
                   "models:\n  - {name: raw, columns: [{name: id, tests: [unique]}]}\n"
                   "  - {name: report, columns: [{name: id, tests: [not_null: {tags: [slow]}]}]}\n")
            .load();
    return project;
}

std::string selected(const Selection &selection)
{
    return namesOf(shop(), selection);
}

std::string selected(const QStringList &select, const QStringList &exclude = {})
{
    return selected(Selection{.select = select, .exclude = exclude});
}

std::string selected(const char *word)
{
    return selected(QStringList{QString::fromUtf8(word)});
}

std::string refused(const char *word)
{
    const auto ids = shop().select({.select = {QString::fromUtf8(word)}, .exclude = {}});
    REQUIRE_FALSE(ids.has_value());
    CHECK(ids.error().kind == ErrorKind::Usage);
    return told(ids.error());
}

} // namespace

TEST_CASE("nothing asked for is everything")
{
    const auto ids = shop().select({});
    REQUIRE(ids.has_value());
    CHECK(ids->size() == static_cast<qsizetype>(shop().nodes().size()));
}

TEST_CASE("names, folders, files and patterns")
{
    CHECK(selected("lone") == "across lone");
    CHECK(selected("shop.marts") == "not_null_report_id report side");
    CHECK(selected("marts.report") == "not_null_report_id report");
    CHECK(selected("marts.*") == "not_null_report_id report side");
    CHECK(selected("*.r*") == "not_null_report_id raw report unique_raw_id");
    CHECK(selected("r*") == ""); // a pattern is for the whole path, as in dbt
    CHECK(selected("name:r*") == "not_null_report_id raw report unique_raw_id");
    CHECK(selected("models/s.yml") == "not_null_report_id raw report t unique_raw_id");
    CHECK(selected("models/marts") == "not_null_report_id report side");
    CHECK(selected("path:models/marts/side.sql") == "side");
    CHECK(selected("models/*/side.sql") == "side");
    CHECK(selected("side.sql") == "side");
    CHECK(selected("name:si?e") == "side");
    CHECK(selected("fqn:shop.marts.side") == "side");
    CHECK(selected("unique_raw_id") == "unique_raw_id");
}

TEST_CASE("methods")
{
    CHECK(selected("tag:money") == "not_null_report_id report");
    CHECK(selected("tag:slow") == "not_null_report_id");
    CHECK(selected("config.materialized:table") == "across clean");
    CHECK(selected("config.meta.owner:finance") == "not_null_report_id report");
    CHECK(selected("config.tags:money") == "not_null_report_id report");
    CHECK(selected("source:wallet") == "t");
    CHECK(selected("source:wallet.t+1") == "raw t unique_raw_id");
    CHECK(selected("resource_type:source") == "t");
    CHECK(selected("test_type:singular") == "across");
    CHECK(selected("test_type:generic") == "not_null_report_id unique_raw_id");
    CHECK(selected("test_name:unique") == "unique_raw_id");
    CHECK(selected("package:shop,lone") == "across lone");
    CHECK(selected("package:this,lone") == "across lone");
    CHECK(selected("config.materialized:seed") == "");
    CHECK(selected("config.severity:ERROR,test_type:data") == "across not_null_report_id unique_raw_id");
    CHECK(selected("config.enabled:true,lone") == "across lone");
    CHECK(selected("test_type:unit") == "");
    CHECK(selected("access:protected,resource_type:model,lone") == "across lone");
    CHECK(selected("exposure:*") == "");
}

TEST_CASE("operators walk the graph")
{
    CHECK(selected("+clean") == "across clean raw t unique_raw_id");
    CHECK(selected("1+report") == "across clean not_null_report_id report side");
    CHECK(selected("raw+") == "across clean not_null_report_id raw report unique_raw_id");
    CHECK(selected("raw+1") == "across clean raw unique_raw_id");
    CHECK(selected("1+clean+1") == "across clean not_null_report_id raw report unique_raw_id");
    CHECK(selected("@side") == "across clean not_null_report_id raw report side t unique_raw_id");
}

TEST_CASE("spaces unite, commas intersect, exclusions take away")
{
    CHECK(selected({QStringLiteral("side"), QStringLiteral("lone")}) == "across lone side");
    CHECK(selected("side lone") == "across lone side");
    CHECK(selected("tag:nightly,marts") == "not_null_report_id report");
    CHECK(selected({QStringLiteral("tag:nightly")}, {QStringLiteral("report")}) == "raw unique_raw_id");
    CHECK(selected({QStringLiteral("lone")}, {QStringLiteral("resource_type:test")}) == "lone");
    CHECK(selected({}, {QStringLiteral("raw+"), QStringLiteral("source:*")}) == "lone side");
}

TEST_CASE("a word that selects nothing is told, and is no error")
{
    QStringList warnings;
    const auto ids = shop().select(
        {.select = {QStringLiteral("reprot"), QStringLiteral("lone")}, .exclude = {}}, &warnings);
    REQUIRE(ids.has_value());
    CHECK(ids->size() == 2);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0].toStdString(), Contains("'reprot'"));
}

TEST_CASE("a word that cannot be read is an error")
{
    CHECK_THAT(refused("tagg:x"), Contains("'tagg'") && Contains("did you mean 'tag'"));
    CHECK_THAT(refused("test_type:generc"), Contains("did you mean 'generic'"));
    CHECK_THAT(refused("resource_type:modle"), Contains("did you mean 'model'"));
    CHECK_THAT(refused("source:a.b.c.d"), Contains("source:name.table"));
    CHECK_THAT(refused("config:table"), Contains("config.materialized"));
    CHECK_THAT(refused(","), Contains("comma"));
    CHECK_THAT(refused("selector:nightly"), Contains("no selectors.yml"));
    CHECK_THAT(refused("tag:"), Contains("names nothing"));
    CHECK_THAT(refused("@lone+"), Contains("plus"));
}

TEST_CASE("tests come with what they read, as far as asked for")
{
    const auto with = [](IndirectSelection mode, const char *words) {
        return selected({.select = {QString::fromUtf8(words)}, .exclude = {}, .indirect = mode});
    };
    CHECK(with(IndirectSelection::Eager, "clean") == "across clean");
    CHECK(with(IndirectSelection::Cautious, "clean") == "clean");
    CHECK(with(IndirectSelection::Cautious, "clean lone") == "across clean lone");
    CHECK(with(IndirectSelection::Cautious, "raw") == "raw unique_raw_id");
    CHECK(with(IndirectSelection::Buildable, "clean") == "clean");
    CHECK(with(IndirectSelection::Buildable, "clean lone") == "across clean lone");
    CHECK(with(IndirectSelection::Empty, "raw") == "raw");
    CHECK(with(IndirectSelection::Empty, "raw,test_type:data") == "");
}

TEST_CASE("types of resources are kept or left out at the end")
{
    Selection models{.select = {QStringLiteral("raw+")}, .exclude = {}};
    models.resourceTypes = {QStringLiteral("model")};
    CHECK(selected(models) == "clean raw report");
    Selection noTests{.select = {QStringLiteral("raw+")}, .exclude = {}};
    noTests.excludedResourceTypes = {QStringLiteral("test")};
    CHECK(selected(noTests) == "clean raw report");
    Selection wrong;
    wrong.resourceTypes = {QStringLiteral("modle")};
    const auto ids = shop().select(wrong);
    REQUIRE_FALSE(ids);
    CHECK(ids.error().kind == ErrorKind::Usage);
    CHECK_THAT(told(ids.error()), Contains("did you mean 'model'"));
}
