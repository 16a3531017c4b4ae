#include "models/project/artifacts.h"
#include "tests/project/dbt.h"

#include <QBuffer>
#include <QJsonObject>

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

const QByteArray ByTime = "{{ config(strategy='timestamp', unique_key='id', updated_at='changed') }}\n";

ProjectFolder shop()
{
    ProjectFolder folder;
    folder
        .write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n"
                                  "snapshots:\n  +hard_deletes: invalidate\n  shop:\n    deep:\n"
                                  "      +tags: [deep]\n      both:\n        +schema: '{{ 1 + 1 }}_years'\n")
        .write("profiles.yml", dbtProfile)
        .write("models/raw.sql", "select 1 as id, now() as changed\n")
        .write("models/above.sql", "select * from {{ ref('prices') }} join {{ ref('names') }} using (id)\n")
        .write("snapshots/deep/both.sql",
               "-- two of them\n{% snapshot prices %}\n" + ByTime +
                   "select * from {{ ref('raw') }}\n{% endsnapshot %}\n\n"
                   "{% snapshot rates %}\n{{ config(strategy='check', unique_key=['id', 'day'], "
                   "check_cols='all', target_schema='history', alias='rate_log', tags=['own']) }}\n"
                   "select * from {{ source('wallet', 't') }}\n{% endsnapshot %}\n")
        .write("models/s.yml",
               "sources: [{name: wallet, tables: [{name: t}]}]\n"
               "snapshots:\n"
               "  - name: names\n    relation: ref('raw')\n    description: Names\n"
               "    config: {strategy: check, unique_key: id, check_cols: all, schema: kept}\n"
               "    columns: [{name: id, tests: [not_null]}]\n"
               "  - name: prices\n    description: Prices\n    columns: [{name: id, tests: [unique]}]\n");
    return folder;
}

/// The error of a project whose one snapshot is configured so.
std::string wrongBlock(const QByteArray &config)
{
    ProjectFolder folder;
    folder.write("snapshots/s.sql", "\n{% snapshot s %}\n{{ config(" + config +
                                        ") }}\nselect 1 as id\n"
                                        "{% endsnapshot %}\n");
    return told(folder.error());
}

} // namespace

TEST_CASE("snapshots are read from blocks of SQL files and from properties")
{
    const Project project = shop().load();
    const Node &prices = nodeOf(project, "snapshot.shop.prices");
    CHECK(prices.type == ResourceType::Snapshot);
    CHECK(prices.materialization() == QStringLiteral("snapshot"));
    CHECK(joined(prices.fqn) == "shop deep both prices");
    CHECK(prices.path == QStringLiteral("snapshots/deep/both.sql"));
    CHECK(prices.description == QStringLiteral("Prices"));
    CHECK(joined(prices.dependsOn) == "model.shop.raw");
    CHECK(prices.config.find(u"hard_deletes").toString() == QStringLiteral("invalidate"));
    CHECK(prices.relation.toString() == QStringLiteral("analytics_2_years.prices"));
    CHECK(compiled(project, "snapshot.shop.prices").find("\n\n\nselect * from \"analytics\"") == 0);

    const Node &rates = nodeOf(project, "snapshot.shop.rates");
    CHECK(rates.relation.toString() == QStringLiteral("history.rate_log"));
    CHECK(joined(rates.tags) == "deep own");
    CHECK(joined(rates.dependsOn) == "source.shop.wallet.t");

    const Node &names = nodeOf(project, "snapshot.shop.names");
    CHECK(joined(names.fqn) == "shop names");
    CHECK(names.path == QStringLiteral("models/s.yml"));
    CHECK(names.relation.toString() == QStringLiteral("analytics_kept.names"));
    CHECK(compiled(project, "snapshot.shop.names") == "select * from \"analytics\".\"raw\"");
    CHECK(joined(nodeOf(project, "model.shop.above").dependsOn) ==
          "snapshot.shop.prices snapshot.shop.names");
    CHECK(namesOf(project,
                  {.select = {QStringLiteral("test_name:unique"), QStringLiteral("test_name:not_null")},
                   .exclude = {}}) == "not_null_names_id unique_prices_id");
}

TEST_CASE("a snapshot's version does not change with the lines above it, and its errors have their lines")
{
    const auto version = [](const QByteArray &above, const QByteArray &query) {
        ProjectFolder folder;
        folder.write("snapshots/s.sql", above + "{% snapshot s %}" + ByTime + query + "{% endsnapshot %}");
        return nodeOf(folder.load(), "snapshot.shop.s").versionHash();
    };
    CHECK(version("", "select 1") == version("-- more\n\n", "select 1"));
    CHECK(version("", "select 1") != version("", "select 2"));
    ProjectFolder folder;
    folder.write("snapshots/s.sql", "\n\n{% snapshot s %}\n" + ByTime +
                                        "select * from {{ ref('nowhere') }}\n{% endsnapshot %}\n");
    CHECK_THAT(told(folder.error()), Contains("snapshots/s.sql:5:") && Contains("nowhere"));
}

TEST_CASE("snapshots can be selected by their type, name and place")
{
    const Project project = shop().load();
    const auto selected = [&](const char *word) {
        return namesOf(project, {.select = {QString::fromUtf8(word)},
                                 .exclude = {QStringLiteral("resource_type:test")}});
    };
    CHECK(selected("resource_type:snapshot") == "names prices rates");
    CHECK(selected("deep.both") == "prices rates");
    CHECK(selected("path:snapshots") == "prices rates");
    CHECK(selected("prices+") == "above prices");
    CHECK(selected("config.strategy:check") == "names rates");
    Selection only;
    only.resourceTypes = QStringList{QStringLiteral("snapshot")};
    CHECK(namesOf(project, only) == "names prices rates");
}

TEST_CASE("what a snapshot lacks is told with its place and what to write")
{
    CHECK_THAT(wrongBlock("unique_key='id'"),
               Contains("snapshots/s.sql:2:") && Contains("has no strategy") && Contains("timestamp"));
    CHECK_THAT(wrongBlock("strategy='timestmp', unique_key='id', updated_at='t'"),
               Contains("'timestmp'") && Contains("did you mean 'timestamp'"));
    CHECK_THAT(wrongBlock("strategy='timestamp', updated_at='t'"), Contains("has no unique_key"));
    CHECK_THAT(wrongBlock("strategy='timestamp', unique_key=[], updated_at='t'"),
               Contains("has no unique_key"));
    CHECK_THAT(wrongBlock("strategy='timestamp', unique_key='id'"), Contains("has no updated_at"));
    CHECK_THAT(wrongBlock("strategy='timestamp', unique_key='id', updated_at='t', check_cols='all'"),
               Contains("has check_cols"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id'"), Contains("has no check_cols"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id', check_cols=[]"), Contains("has no check_cols"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id', check_cols='id'"), Contains("write all"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id', check_cols='all', hard_deletes='drop'"),
               Contains("ignore, invalidate or new_record"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id', check_cols='all', hard_deletes='ignore', "
                          "invalidate_hard_deletes=true"),
               Contains("take invalidate_hard_deletes away"));
    CHECK_THAT(wrongBlock("strategy='check', unique_key='id', check_cols='all', materialized='table'"),
               Contains("take materialized away"));
}

TEST_CASE("blocks that do not end, names that stand twice and properties of nothing are errors")
{
    const auto told2 = [](const QByteArray &sql, const QByteArray &properties) {
        ProjectFolder folder;
        if (!sql.isEmpty())
            folder.write("snapshots/s.sql", sql);
        return told(folder.write("models/s.yml", properties).error());
    };
    const QByteArray block = "{% snapshot s %}" + ByTime + "select 1{% endsnapshot %}\n";
    CHECK_THAT(told2("\n{% snapshot s %}" + ByTime + "select 1", ""),
               Contains("snapshots/s.sql:2:") && Contains("endsnapshot"));
    CHECK_THAT(told2(block + block, ""), Contains("snapshots/s.sql:3:") && Contains("snapshots/s.sql:1:"));
    const QByteArray named =
        "snapshots:\n  - name: s\n    config: {strategy: check, unique_key: id, check_cols: all}\n";
    CHECK_THAT(told2("", named), Contains("models/s.yml:2:") && Contains("give it a relation"));
    CHECK_THAT(told2(block, named + "    relation: ref('a')\n"), Contains("stands in snapshots/s.sql:1"));
    CHECK_THAT(told2("", named + "    relation: a.b\n"),
               Contains("models/s.yml:2:") && Contains("source('source', 'table')"));
    ProjectFolder folder;
    folder.write("snapshots/s.sql", block).write("models/s.sql", "select 1");
    CHECK_THAT(told(folder.error()), Contains("'s' is the name of"));
}

TEST_CASE("a file without a snapshot is told, and a disabled snapshot is not there")
{
    ProjectFolder folder;
    folder.write("snapshots/none.sql", "select 1\n")
        .write("snapshots/off.sql", "{% snapshot off %}{{ config(enabled=false) }}select 1{% endsnapshot %}");
    const Project project = folder.load();
    CHECK(project.nodes().empty());
    REQUIRE(project.warnings().size() == 1);
    CHECK_THAT(project.warnings().front().toStdString(), Contains("snapshots/none.sql"));
}

TEST_CASE("dbt sees the same snapshots, selects the same, and reads the manifest")
{
    if (!hasDbt())
        return;
    ProjectFolder folder = shop();
    const Project project = folder.load();
    QBuffer manifest;
    manifest.open(QIODevice::WriteOnly);
    REQUIRE(writeManifest(project, {}, manifest));
    folder.write("before/manifest.json", manifest.data());
    const QJsonArray question{QJsonArray{QStringLiteral("state:modified"), QStringLiteral("--resource-type"),
                                         QStringLiteral("snapshot")}};
    const QJsonObject read =
        askDbt("tests/project/dbtread.py", folder.path(), question, {QStringLiteral("before")}).object();
    // The manifest has configurations as they became, and the schema of these two is written as a template.
    QJsonArray templated{QStringLiteral("snapshot.shop.prices"), QStringLiteral("snapshot.shop.rates")};
    CHECK(read[QStringLiteral("selected")].toArray()[0].toArray() == templated);
    QFile theirs(folder.path() + QStringLiteral("/dbt_target/manifest.json"));
    REQUIRE(theirs.open(QIODevice::ReadOnly));
    const QJsonObject nodes =
        QJsonDocument::fromJson(theirs.readAll()).object()[QStringLiteral("nodes")].toObject();
    const QJsonObject ours =
        QJsonDocument::fromJson(manifest.data()).object()[QStringLiteral("nodes")].toObject();
    REQUIRE(ours.keys() == nodes.keys());
    for (const char *name : {"prices", "rates", "names"}) {
        const QString id = QStringLiteral("snapshot.shop.") + QString::fromUtf8(name);
        for (const char *key : {"fqn", "alias", "path", "original_file_path", "depends_on", "tags",
                                "description", "refs", "sources", "raw_code"}) {
            INFO(name << " " << key);
            CHECK(ours[id].toObject()[QString::fromUtf8(key)] ==
                  nodes[id].toObject()[QString::fromUtf8(key)]);
        }
    }
    const QStringList words{QStringLiteral("resource_type:snapshot"),
                            QStringLiteral("deep.both"),
                            QStringLiteral("snapshots"),
                            QStringLiteral("prices+"),
                            QStringLiteral("config.strategy:check"),
                            QStringLiteral("path:models"),
                            QStringLiteral("tag:own"),
                            QStringLiteral("both"),
                            QStringLiteral("file:both.sql")};
    QJsonArray asked;
    for (const QString &word : words)
        asked.append(QJsonArray{QStringLiteral("--select"), word});
    const QJsonArray answers = askDbt("tests/project/dbtls.py", folder.path(), asked).array();
    for (qsizetype i = 0; i < words.size(); ++i) {
        INFO(words[i].toStdString());
        auto selected = project.select({.select = {words[i]}, .exclude = {}});
        REQUIRE(selected);
        selected->sort();
        CHECK(answers[i].toArray() == QJsonArray::fromStringList(*selected));
    }
}
