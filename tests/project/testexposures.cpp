#include "models/project/previousstate.h"
#include "tests/project/manifestpair.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

const char *const exposures =
    "version: 2\n"
    "sources: [{name: wallet, tables: [{name: t}]}]\n"
    "exposures:\n"
    "  - name: close\n"
    "    type: dashboard\n"
    "    label: The close\n"
    "    maturity: high\n"
    "    url: https://example.com/close\n"
    "    description: \"{{ doc('close') }}\"\n"
    "    owner: {name: Finance, email: f@example.com}\n"
    "    meta: {a: 1}\n"
    "    tags: [daily]\n"
    "    depends_on: [ref('orders'), \"source('wallet', 't')\"]\n"
    "  - {name: shut, type: ml, owner: {name: x}, config: {enabled: false}, depends_on: [ref('gone')]}\n";

ProjectFolder shop()
{
    ProjectFolder folder;
    folder.write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n")
        .write("profiles.yml", dbtProfile)
        .write("models/d.md", "{% docs close %}Signed daily{% enddocs %}")
        .write("models/raw.sql", "select 1 as id")
        .write("models/orders.sql", "select * from {{ ref('raw') }}")
        .write("models/use/e.yml", exposures);
    return folder;
}

std::string refused(const QByteArray &exposure)
{
    ProjectFolder folder = shop();
    folder.write("models/use/e.yml", "exposures: [{" + exposure + "}]");
    return told(folder.error());
}

std::string selected(const Project &project, const char *word)
{
    return namesOf(project, {.select = {QString::fromUtf8(word)}, .exclude = {}});
}

} // namespace

TEST_CASE("exposures are selected as dbt does, with what they stand on")
{
    const Project project = shop().load();
    CHECK(nodeOf(project, "exposure.shop.close").description == QStringLiteral("Signed daily"));
    CHECK(selected(project, "exposure:close") == "close");
    CHECK(selected(project, "exposure:*") == "close");
    CHECK(selected(project, "exposure:shop.close") == "close");
    CHECK(selected(project, "+exposure:close") == "close orders raw t");
    CHECK(selected(project, "raw+") == "close orders raw");
    CHECK(selected(project, "tag:daily") == "close");
    CHECK(selected(project, "resource_type:exposure") == "close");
    CHECK(selected(project, "exposure:shut") == "");
}

TEST_CASE("what is wrong with an exposure is told")
{
    CHECK_THAT(refused("name: e, type: board, owner: {name: x}"),
               Contains("models/use/e.yml:1") && Contains("'e' needs a type") && Contains("'board'"));
    CHECK_THAT(refused("name: e, type: ml, owner: {chat: x}"), Contains("needs an owner"));
    CHECK_THAT(refused("name: e, type: ml, owner: {name: x}, maturity: old"), Contains("low, medium, high"));
    CHECK_THAT(refused("name: a b, type: ml, owner: {name: x}"), Contains("'a b'"));
    CHECK_THAT(refused("name: e, type: ml, owner: {name: x}, depends_on: [\"ref('nothing')\"]"),
               Contains("ref('nothing')"));
    CHECK_THAT(refused("name: e, type: ml, owner: {name: x}, depends_on: [orders]"),
               Contains("write ref('model')"));
    CHECK_THAT(refused("name: e, type: ml, owner: {name: x}}, {name: e, type: ml, owner: {name: x}"),
               Contains("described in"));
}

TEST_CASE("metrics and semantic models are passed over, with a word")
{
    ProjectFolder folder = shop();
    folder.write("models/m.yml",
                 "metrics: [{name: m, label: M, type: simple, type_params: {measure: x}}]\n"
                 "semantic_models: [{name: s, model: ref('orders')}]\n"
                 "saved_queries: [{name: q}]\n"
                 "exposures: [{name: metric_use, type: ml, owner: {name: x}, depends_on: [metric('m')]}]\n"
                 "something_else: {a: 1}\n");
    const Project project = folder.load();
    const std::string warnings = project.warnings().join(QLatin1Char('\n')).toStdString();
    CHECK_THAT(warnings, Contains("models/m.yml:1") && Contains("'metrics' are passed over") &&
                             Contains("'semantic_models'") && Contains("'saved_queries'") &&
                             Contains("something_else"));
    CHECK(nodeOf(project, "exposure.shop.metric_use").dependsOn.isEmpty());
}

TEST_CASE("exposures are in the manifest as dbt has them, and compared with an earlier one")
{
    ProjectFolder folder = shop();
    const QJsonObject ours = ourManifest(folder);
    CHECK(entryOf(ours, "exposure.shop.close")[QStringLiteral("label")].toString() ==
          QStringLiteral("The close"));
    folder.write("before/manifest.json", manifestOf(folder.load()));
    const auto state = PreviousState::load(folder.path() + QStringLiteral("/before"), folder.path());
    REQUIRE(state);
    Selection modified{.select = {QStringLiteral("state:modified,resource_type:exposure")}, .exclude = {}};
    modified.state = *state;
    CHECK(namesOf(folder.load(), modified) == "");
    if (hasDbt()) {
        QStringList fields;
        for (const char *field :
             {"name", "fqn", "type", "owner", "description", "label", "maturity", "meta", "tags", "url",
              "config", "unrendered_config", "refs", "sources", "path", "original_file_path"})
            fields.append(QString::fromUtf8(field));
        CHECK(differences(ours, dbtManifest(folder), "exposures", fields) == "");
    }
    folder.write("models/use/e.yml", QByteArray(exposures).replace("maturity: high", "maturity: low"));
    CHECK(namesOf(folder.load(), modified) == "close");
}
