#include "models/project/artifacts.h"
#include "models/project/previousstate.h"
#include "tests/project/manifestpair.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

ProjectFolder shop()
{
    ProjectFolder folder;
    folder.write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n")
        .write("profiles.yml", dbtProfile)
        .write("models/raw.sql", "{{ config(tags=['nightly']) }} select * from {{ source('wallet', 't') }}\n")
        .write(
            "models/deep/clean.sql",
            "{{ config(materialized='table', alias='cleaned') }} select {{ one() }} from {{ ref('raw') }}\n")
        .write("models/off.sql", "{{ config(enabled=false) }} select 1")
        .write("models/lone.sql", "{{ config(materialized='ephemeral') }} select '따옴표\"' as \"이름\"\n")
        .write("macros/m.sql",
               "{% macro one() %}{{ two() }}{% endmacro %}\n{% macro two() %}1{% endmacro %}\n")
        .write("seeds/rates.csv", "a,b\n1,2\n")
        .write("tests/across.sql", "select * from {{ ref('clean') }}, {{ ref('lone') }}\n")
        .write(
            "models/s.yml",
            "version: 2\n"
            "sources: [{name: wallet, tables: [{name: t, tests: [{unique: {column_name: id}}]}]}]\n"
            "models:\n"
            "  - {name: raw, description: Raw, columns: [{name: id, description: Key, tests: [not_null]}]}\n"
            "  - {name: clean, config: {contract: {enforced: true}}, columns: [{name: id, data_type: int, "
            "tests: [{relationships: {to: \"ref('raw')\", field: id}}]}]}\n");
    return folder;
}

void keepState(const ProjectFolder &folder, const char *file = "before/manifest.json")
{
    ProjectFolder &writable = const_cast<ProjectFolder &>(folder);
    writable.write(file, manifestOf(folder.load()));
}

std::string selected(const ProjectFolder &folder, const char *word)
{
    const QString before = folder.path() + QStringLiteral("/before");
    const auto state = PreviousState::load(before, folder.path() + QStringLiteral("/target"));
    if (!state)
        FAIL(told(state.error()));
    Selection selection{.select = {QString::fromUtf8(word)}, .exclude = {}};
    selection.indirect = IndirectSelection::Empty;
    selection.state = *state;
    return namesOf(folder.load(), selection);
}

std::string refused(const QByteArray &manifest)
{
    ProjectFolder folder;
    folder.write("before/manifest.json", manifest);
    const auto state = PreviousState::load(folder.path() + QStringLiteral("/before"), folder.path());
    REQUIRE_FALSE(state);
    CHECK(state.error().kind == ErrorKind::Data);
    return told(state.error());
}

} // namespace

TEST_CASE("the manifest says what the project is")
{
    const ProjectFolder folder = shop();
    const auto document = templating::Value::fromJson(manifestOf(folder.load()));
    REQUIRE(document);
    const auto nodes = document->find(u"nodes");
    const auto clean = nodes.find(u"model.shop.clean");
    CHECK(clean.find(u"relation_name").toString() ==
          QStringLiteral("\"warehouse\".\"analytics\".\"cleaned\""));
    CHECK(clean.find(u"path").toString() == QStringLiteral("deep/clean.sql"));
    CHECK(clean.find(u"config").find(u"on_schema_change").toString() == QStringLiteral("ignore"));
    CHECK(clean.find(u"depends_on").repr() ==
          QStringLiteral("{'macros': ['macro.shop.one'], 'nodes': ['model.shop.raw']}"));
    CHECK(clean.find(u"contract").find(u"enforced").boolOr(false));
    CHECK(nodes.find(u"model.shop.lone").find(u"relation_name").isNone());
    CHECK(nodes.find(u"seed.shop.rates").find(u"checksum").find(u"name").toString() ==
          QStringLiteral("sha256"));
    CHECK(document->find(u"disabled").find(u"model.shop.off").items().size() == 1);
    CHECK(document->find(u"macros").find(u"macro.shop.one").find(u"macro_sql").toString() ==
          QStringLiteral("{% macro one() %}{{ two() }}{% endmacro %}"));
    CHECK(document->find(u"macros").find(u"macro.shop.one").find(u"depends_on").repr() ==
          QStringLiteral("{'macros': ['macro.shop.two']}"));
    CHECK(document->find(u"parent_map").find(u"test.shop.across").repr() ==
          QStringLiteral("['model.shop.clean', 'model.shop.lone']"));
    CHECK(document->find(u"child_map").find(u"model.shop.lone").repr() ==
          QStringLiteral("['test.shop.across']"));
}

TEST_CASE("the manifest gives what is installed the paths it has in its package")
{
    ProjectFolder folder = shop();
    folder.write("dbt_packages/money/dbt_project.yml", "name: money\n")
        .write("dbt_packages/money/macros/m.sql", "{% macro won() %}1{% endmacro %}")
        .write("dbt_packages/money/models/deep/rates.sql", "{{ config(alias='r') }} select {{ won() }} as id")
        .write("dbt_packages/money/models/s.yml",
               "models: [{name: rates, columns: [{name: id, tests: [not_null]}]}]");
    const Project project = folder.load();
    const auto document = templating::Value::fromJson(manifestOf(project));
    REQUIRE(document);
    const auto rates = document->find(u"nodes").find(u"model.money.rates");
    CHECK(rates.find(u"original_file_path").toString() == QStringLiteral("models/deep/rates.sql"));
    CHECK(rates.find(u"path").toString() == QStringLiteral("deep/rates.sql"));
    CHECK(rates.find(u"patch_path").toString() == QStringLiteral("money://models/s.yml"));
    CHECK(rates.find(u"depends_on").find(u"macros").repr() == QStringLiteral("['macro.money.won']"));
    CHECK(document->find(u"macros").find(u"macro.money.won").find(u"original_file_path").toString() ==
          QStringLiteral("macros/m.sql"));
    CHECK(sqlFileOf(project, nodeOf(project, "model.money.rates"), QStringLiteral("compiled")) ==
          QStringLiteral("compiled/money/models/deep/rates.sql"));
    keepState(folder);
    CHECK(selected(folder, "state:modified") == "");
    CHECK(selected(folder, "package:money,resource_type:model") == "rates");
    CHECK(selected(folder, "package:this,resource_type:model") == "clean lone raw");
}

TEST_CASE("nothing is modified until something is")
{
    ProjectFolder folder = shop();
    keepState(folder);
    CHECK(selected(folder, "state:modified") == "");
    CHECK(selected(folder, "state:new") == "");
    CHECK(selected(folder, "state:old,resource_type:model") == "clean lone raw");
    CHECK(selected(folder, "state:unmodified,resource_type:model") == "clean lone raw");

    folder.write("models/raw.sql",
                 "{{ config(tags=['weekly']) }} select * from {{ source('wallet', 't') }}\n\n");
    CHECK(selected(folder, "state:modified.body") == "raw");
    CHECK(selected(folder, "state:modified.configs") == ""); // tags are no change of what is built
    folder.write("macros/m.sql",
                 "{% macro one() %}{{ two() }}{% endmacro %}\n{% macro two() %}2{% endmacro %}\n");
    CHECK(selected(folder, "state:modified.macros") == "clean");
    CHECK(selected(folder, "state:modified") == "clean raw");
    folder.write("models/fresh.sql", "select 1").write("seeds/rates.csv", "a,b\n1,3\n");
    CHECK(selected(folder, "state:new") == "fresh");
    CHECK(selected(folder, "state:modified,resource_type:seed") == "rates");
}

TEST_CASE("a change of configuration, relation, contract or description is told apart")
{
    ProjectFolder folder = shop();
    keepState(folder);
    folder.write("models/deep/clean.sql",
                 "{{ config(materialized='view', alias='other') }} select {{ one() }} "
                 "from {{ ref('raw') }}\n");
    folder.write("models/s.yml",
                 "version: 2\n"
                 "sources: [{name: wallet, schema: elsewhere, tables: [{name: t}]}]\n"
                 "models:\n"
                 "  - {name: raw, description: Other, columns: [{name: id, tests: [not_null: {config: "
                 "{severity: warn}}]}]}\n"
                 "  - {name: clean, config: {contract: {enforced: true}, persist_docs: {relation: "
                 "true}}, description: New, columns: [{name: id, data_type: bigint}]}\n");
    CHECK(selected(folder, "state:modified.configs") == "clean not_null_raw_id");
    CHECK(selected(folder, "state:modified.relation") == "clean t");
    CHECK(selected(folder, "state:modified.contract") == "clean");
    CHECK(selected(folder, "state:modified.persisted_descriptions") == "clean");
    CHECK(selected(folder, "state:modified,resource_type:source") == "t");
}

TEST_CASE("what is no manifest is refused, and said to be none")
{
    CHECK_THAT(refused(""), Contains("before/manifest.json") && Contains("JSON"));
    CHECK_THAT(refused("{\"metadata\": {"), Contains("JSON"));
    CHECK_THAT(refused("[1]"), Contains("no manifest"));
    CHECK_THAT(refused("{}"), Contains("no manifest"));
    CHECK_THAT(refused("{\"metadata\": {\"dbt_schema_version\": "
                       "\"https://schemas.getdbt.com/dbt/run-results/v6.json\"}}"),
               Contains("no manifest"));
    CHECK_THAT(refused("{\"metadata\": {\"dbt_schema_version\": "
                       "\"https://schemas.getdbt.com/dbt/manifest/v3.json\"}}"),
               Contains("version 3"));
    CHECK_THAT(refused(QByteArray(200'000, '[')), Contains("JSON"));
    CHECK_THAT(refused(QByteArray("\xff\xfe{}", 4)), Contains("JSON"));
    const auto none = PreviousState::load(QStringLiteral("/nowhere"), QStringLiteral("/nowhere"));
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::Usage);

    ProjectFolder odd;
    odd.write("before/manifest.json",
              "{\"metadata\": {\"dbt_schema_version\": "
              "\"https://schemas.getdbt.com/dbt/manifest/v12.json\"}, "
              "\"nodes\": [], \"sources\": 7, \"macros\": {\"macro.shop.one\": null}}");
    odd.write("models/a.sql", "select 1");
    CHECK(selected(odd, "state:modified") == "a");
}

TEST_CASE("state and result say that they need a folder")
{
    ProjectFolder folder = shop();
    const Project project = folder.load();
    for (const char *word : {"state:modified", "result:error", "source_status:fresher"}) {
        const auto ids = project.select({.select = {QString::fromUtf8(word)}, .exclude = {}});
        REQUIRE_FALSE(ids);
        CHECK(ids.error().kind == ErrorKind::Usage);
        CHECK_THAT(told(ids.error()), Contains("--state DIR"));
    }
    const auto wrong = project.select({.select = {QStringLiteral("state:modfied")}, .exclude = {}});
    REQUIRE_FALSE(wrong);
    CHECK_THAT(told(wrong.error()), Contains("did you mean 'modified'"));
}

TEST_CASE("results of an earlier command, and sources with newer rows")
{
    ProjectFolder folder = shop();
    RunResults results{.invocationId = QStringLiteral("x")};
    results.results.push_back(
        {.uniqueId = QStringLiteral("model.shop.raw"), .status = QStringLiteral("error")});
    results.results.push_back(
        {.uniqueId = QStringLiteral("model.shop.clean"), .status = QStringLiteral("skipped")});
    const auto sources = [](const char *time) {
        return QByteArray(
                   "{\"metadata\": {\"dbt_schema_version\": "
                   "\"https://schemas.getdbt.com/dbt/sources/v3.json\"}, \"results\": [{\"unique_id\": "
                   "\"source.shop.wallet.t\", \"max_loaded_at\": \"") +
               time + "\"}]}";
    };
    folder.write("before/run_results.json", results.toJson())
        .write("before/sources.json", sources("2026-03-01T00:00:00+00:00"))
        .write("target/sources.json", sources("2026-03-01T09:00:01+09:00"));
    CHECK(selected(folder, "result:error") == "raw");
    CHECK(selected(folder, "result:skipped") == "clean");
    CHECK(selected(folder, "source_status:fresher+") == "across clean not_null_raw_id raw "
                                                        "relationships_clean_id__id__ref_raw_ "
                                                        "source_unique_wallet_t_id t");
    folder.write("target/sources.json", sources("2026-03-01T09:00:00+09:00"));
    CHECK(selected(folder, "source_status:fresher") == "");
}

TEST_CASE("dbt reads the manifest, and finds the same of it modified")
{
    if (!hasDbt())
        return;
    ProjectFolder folder = shop();
    keepState(folder);
    RunResults results{.invocationId = QStringLiteral("x")};
    results.results.push_back({.uniqueId = QStringLiteral("model.shop.raw"),
                               .status = QStringLiteral("success"),
                               .startedAt = QDateTime::currentDateTimeUtc(),
                               .finishedAt = QDateTime::currentDateTimeUtc()});
    folder.write("before/run_results.json", results.toJson());
    const auto words = [](const char *word) { return QJsonArray{QString::fromUtf8(word)}; };
    // Not tests: those depend on macros of dbt's own, and those that come with Daybook are others.
    const QJsonArray question{QJsonArray{QStringLiteral("state:modified"),
                                         QStringLiteral("--exclude-resource-type"), QStringLiteral("test")},
                              words("state:modified,resource_type:seed"), words("result:success"),
                              words("state:modified.body")};
    const QJsonObject same =
        askDbt("tests/project/dbtread.py", folder.path(), question, {QStringLiteral("before")}).object();
    QStringList ids;
    const Project before = folder.load();
    for (const Node &node : before.nodes()) {
        if (!node.source)
            ids.append(node.uniqueId);
    }
    ids.sort();
    CHECK(same[QStringLiteral("nodes")].toArray() == QJsonArray::fromStringList(ids));
    CHECK(same[QStringLiteral("disabled")].toArray() == QJsonArray{QStringLiteral("model.shop.off")});
    CHECK(same[QStringLiteral("macros")].toArray().size() == 2);
    const QJsonArray selections = same[QStringLiteral("selected")].toArray();
    CHECK(selections[0].toArray().isEmpty());
    CHECK(selections[1].toArray().isEmpty());
    CHECK(selections[2].toArray().contains(QStringLiteral("model.shop.raw")));
    CHECK(selections[3].toArray() == QJsonArray());

    folder.write("models/raw.sql", "select 2 from {{ source('wallet', 't') }}")
        .write("seeds/rates.csv", "a\n1\n");
    const QJsonArray changed =
        askDbt("tests/project/dbtread.py", folder.path(), question, {QStringLiteral("before")})
            .object()[QStringLiteral("selected")]
            .toArray();
    CHECK(changed[0].toArray() ==
          QJsonArray{QStringLiteral("model.shop.raw"), QStringLiteral("seed.shop.rates")});
    CHECK(changed[1].toArray() == QJsonArray{QStringLiteral("seed.shop.rates")});

    // And the other way round: dbt's manifest, of the project as it is now, is ours unmodified.
    QFile theirs(folder.path() + QStringLiteral("/dbt_target/manifest.json"));
    REQUIRE(theirs.open(QIODevice::ReadOnly));
    folder.write("before/manifest.json", theirs.readAll());
    CHECK(selected(folder, "state:modified") == "");
    folder.write("models/lone.sql", "{{ config(materialized='ephemeral') }} select 3");
    CHECK(selected(folder, "state:modified") == "lone");
}
