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

/// The names selected, by the alphabet.
std::string selected(const QStringList &select, const QStringList &exclude = {})
{
    const auto ids = shop().select({.select = select, .exclude = exclude});
    if (!ids)
        FAIL(told(ids.error()));
    QStringList names;
    for (const QString &id : *ids)
        names.append(shop().find(id)->name);
    names.sort();
    return joined(names);
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
    CHECK(selected("r*") == "not_null_report_id raw report unique_raw_id");
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
    CHECK_THAT(refused("state:modified"), Contains("'state'"));
    CHECK_THAT(refused("tag:"), Contains("names nothing"));
    CHECK_THAT(refused("@lone+"), Contains("plus"));
}
