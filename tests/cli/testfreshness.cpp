// `daybookctl source freshness` against a real server.

#include "tests/cli/shop.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

const char *const sources = R"(
sources:
  - name: wallet
    schema: raw
    loaded_at_field: loaded_at
    freshness:
      warn_after: {count: 6, period: hour}
      error_after: {count: 1, period: day}
    tables:
      - name: fresh
      - name: late
      - name: old
      - name: none
      - name: patient
        identifier: old
        freshness: {error_after: {count: 30, period: day}}
      - name: filtered
        identifier: fresh
        freshness: {filter: "kind = 'a'"}
      - name: asked
        identifier: old
        config: {loaded_at_query: "select max(loaded_at) + interval '10 days' from {{ this }} -- at once"}
      - name: naive
        identifier: fresh
        loaded_at_field: "loaded_at at time zone 'utc'"
      - name: quiet
        freshness: null
      - name: missing
)";

void fill(const Shop &shop)
{
    shop.write("models/sources.yml", sources);
    shop.database().table(QStringLiteral(R"(
        do $$ begin
            create schema raw;
            create table raw.fresh as select now() - interval '1 hour' as loaded_at, 'b' as kind
                union all select now() - interval '9 hours', 'a';
            create table raw.late as select now() - interval '7 hours' as loaded_at;
            create table raw.old as select now() - interval '10 days' as loaded_at;
            create table raw.none (loaded_at timestamptz);
        end $$)"));
}

} // namespace

TEST_CASE("sources are held to their thresholds, each in dbt's words")
{
    const Shop shop;
    fill(shop);
    const Ran ran = shop.run("source freshness --exclude source:wallet.missing");
    CHECK(ran.status == 1);
    QMap<QString, QJsonObject> found;
    for (const QJsonValue &result : shop.artifact("sources.json")[u"results"].toArray())
        found.insert(result[u"unique_id"].toString().section(QLatin1Char('.'), 3), result.toObject());
    QStringList statuses;
    for (auto it = found.cbegin(); it != found.cend(); ++it)
        statuses.append(it.key() + QLatin1Char(' ') + it.value()[u"status"].toString());
    CHECK(
        statuses.join(QStringLiteral(", ")).toStdString() ==
        "asked pass, filtered warn, fresh pass, late warn, naive pass, none error, old error, patient warn");
    const QJsonObject late = found[QStringLiteral("late")];
    const double age = late[u"max_loaded_at_time_ago_in_s"].toDouble();
    CHECK(age >= 7 * 3600);
    const auto moment = [&late](QStringView key) {
        return QDateTime::fromString(late[key].toString(), Qt::ISODateWithMs);
    };
    const auto apart = static_cast<double>(moment(u"max_loaded_at").msecsTo(moment(u"snapshotted_at")));
    CHECK(std::abs(apart - age * 1000) < 2);
    CHECK(late[u"criteria"][u"warn_after"][u"count"].toInt() == 6);
    CHECK(late[u"criteria"][u"error_after"][u"period"].toString() == QStringLiteral("day"));
    CHECK(found[QStringLiteral("filtered")][u"criteria"][u"filter"].toString() ==
          QStringLiteral("kind = 'a'"));
    CHECK_THAT(ran.out.toStdString(), Contains("7 hours") && Contains("10 days"));
}

TEST_CASE("a warning is no failure; a source that cannot be asked is")
{
    const Shop shop;
    fill(shop);
    CHECK(shop.run("source freshness -s source:wallet.late").status == 0);
    const Ran missing = shop.run("source freshness -s source:wallet.missing source:wallet.fresh -o age.json");
    CHECK(missing.status == 1);
    CHECK_THAT(missing.err.toStdString(), Contains("raw.missing"));
    CHECK(shop.has("age.json"));
    CHECK(shop.artifact("../age.json")[u"results"].toArray().size() == 2);
    CHECK_THAT(shop.run("source freshness -s source:wallet.missing --format json").out.toStdString(),
               Contains("runtime error"));

    const Ran nothing = shop.run("source freshness -s source:wallet.quiet");
    CHECK(nothing.status == 2);
    CHECK_THAT(nothing.err.toStdString(), Contains("warn_after"));
    CHECK(shop.run("source").status == 2);
    CHECK(shop.run("source ripeness").status == 2);
}

TEST_CASE("what came since the last look is fresher")
{
    const Shop shop;
    fill(shop);
    REQUIRE(shop.run("source freshness -s source:wallet.late source:wallet.fresh").status == 0);
    REQUIRE(QDir().mkpath(shop.path("before")));
    REQUIRE(QFile::rename(shop.path("target/sources.json"), shop.path("before/sources.json")));
    shop.database().table(QStringLiteral("insert into raw.late select now() returning 1"));
    REQUIRE(shop.run("source freshness -s source:wallet.late source:wallet.fresh").status == 0);
    CHECK(shop.run("ls -s source_status:fresher --state before").out.trimmed() ==
          QStringLiteral("source:shop.wallet.late"));
}

TEST_CASE("how to find the newest row is said once")
{
    const Shop shop;
    shop.write("models/sources.yml", "sources: [{name: w, tables: [{name: t, loaded_at_field: a, "
                                     "loaded_at_query: select 1, freshness: {warn_after: {count: 1, period: "
                                     "day}}}]}]");
    const Ran both = shop.run("source freshness");
    CHECK(both.status == 2);
    CHECK_THAT(both.err.toStdString(), Contains("models/sources.yml:1") && Contains("keep one"));
    shop.write("models/sources.yml", "sources: [{name: w, schema: pg_catalog, tables: [{name: pg_class, "
                                     "freshness: {warn_after: {count: 1, period: day}}}]}]");
    const Ran neither = shop.run("source freshness");
    CHECK(neither.status == 1);
    CHECK_THAT(neither.err.toStdString(), Contains("loaded_at_field"));
}
