// The same words, given to Daybook and to dbt itself, must take the same nodes. Needs dbt-core and
// dbt-postgres in the Python that DAYBOOK_DBT_PYTHON names, or in python3.

#include "tests/project/dbt.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;

namespace {

ProjectFolder shop()
{
    ProjectFolder folder;
    folder
        .write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n"
                                  "models: {shop: {marts: {+tags: [mart], +group: finance}}}\n")
        .write("profiles.yml", dbtProfile)
        .write("models/staging/raw.sql",
               "{{ config(tags=['nightly']) }} select * from {{ source('wallet', 't') }}")
        .write("models/staging/clean.sql",
               "{{ config(materialized='table') }} select * from {{ ref('raw') }}")
        .write("models/marts/report.sql",
               "{{ config(tags=['nightly', 'money'], meta={'owner': 'finance', 'flags': ['a', 'b']}) }} "
               "select * from {{ ref('clean') }}, {{ ref('side') }}")
        .write("models/marts/side.sql", "{{ config(access='private') }} select * from {{ ref('rates') }}")
        .write("models/lone.sql", "{{ config(materialized='ephemeral') }} select 1")
        .write("seeds/rates.csv", "a,b\n1,2\n")
        .write("tests/across.sql", "select * from {{ ref('clean') }}, {{ ref('lone') }}")
        .write("models/s.yml",
               "version: 2\n"
               "groups: [{name: finance, owner: {name: us}}]\n"
               "sources: [{name: wallet, tables: [{name: t, tests: [{unique: {column_name: id}}]}, {name: "
               "u}]}]\n"
               "models:\n  - {name: raw, columns: [{name: id, tests: [unique, {relationships: {to: "
               "\"ref('lone')\", "
               "field: id}}]}]}\n"
               "  - {name: report, columns: [{name: id, tests: [not_null: {config: {tags: [slow], severity: "
               "warn}}]}]}\n")
        .write("selectors.yml",
               "selectors:\n"
               "  - {name: base, definition: {union: [{method: tag, value: nightly, children: true}, "
               "{exclude: ['test_name:unique']}]}}\n"
               "  - {name: careful, definition: {method: fqn, value: clean, parents: true, "
               "indirect_selection: cautious}}\n"
               "  - {name: two, definition: {intersection: [{selector: base}, 'path:models/marts']}}\n");
    return folder;
}

/// Words of --select that both must understand alike.
const char *const words[] = {"raw",
                             "shop",
                             "shop.*",
                             "r*",
                             "*.r*",
                             "*a*",
                             "marts.*",
                             "marts.report",
                             "shop.staging",
                             "staging.[rc]*",
                             "fqn:lone",
                             "+report",
                             "raw+",
                             "1+report",
                             "raw+1",
                             "2+report+1",
                             "@side",
                             "@raw",
                             "0+report",
                             "path:models/marts",
                             "models/marts/side.sql",
                             "models/s.yml",
                             "path:models/*/r*.sql",
                             "path:models/**/*.sql",
                             "file:raw.sql",
                             "raw.sql",
                             "file:s*",
                             "file:s.yml",
                             "rates.csv",
                             "tag:nightly",
                             "tag:m*",
                             "tag:slow",
                             "source:wallet",
                             "source:wallet.t+",
                             "source:shop.*.u",
                             "source:*",
                             "config.materialized:table",
                             "config.materialized:view",
                             "config.materialized:test",
                             "config.materialized:seed",
                             "config.meta.owner:finance",
                             "config.meta.flags:b",
                             "config.tags:money",
                             "config.severity:WARN",
                             "config.severity:error",
                             "config.enabled:true",
                             "config.full_refresh:true",
                             "config.on_schema_change:ignore",
                             "resource_type:model",
                             "resource_type:test",
                             "resource_type:source",
                             "resource_type:seed",
                             "resource_type:nothing",
                             "test_type:generic",
                             "test_type:singular",
                             "test_type:data",
                             "test_type:unit",
                             "test_name:unique",
                             "test_name:*u*",
                             "package:shop",
                             "package:this",
                             "package:other",
                             "group:finance",
                             "access:private",
                             "access:protected",
                             "tag:nightly,marts",
                             "raw,test_name:unique",
                             "tag:nightly side",
                             "nothing_at_all",
                             "selector:base",
                             "selector:careful",
                             "selector:two+",
                             "selector:none",
                             "a+b+c",
                             "@lone+"};

struct Ask
{
    QStringList words; ///< as dbt ls takes them
    Selection selection;
};

std::vector<Ask> questions()
{
    std::vector<Ask> all;
    for (const char *word : words) {
        const QString text = QString::fromUtf8(word);
        all.push_back({{QStringLiteral("--select"), text}, {.select = {text}, .exclude = {}}});
        all.push_back({{QStringLiteral("--exclude"), text}, {.select = {}, .exclude = {text}}});
    }
    for (const char *mode : {"eager", "cautious", "buildable", "empty"}) {
        for (const char *word : {"raw", "clean", "clean lone", "raw lone", "+report", "tag:nightly,raw",
                                 "@side", "selector:base"}) {
            const QString text = QString::fromUtf8(word);
            const QString name = QString::fromUtf8(mode);
            Selection selection{.select = {text}, .exclude = {QStringLiteral("report")}};
            selection.indirect = indirectSelectionOf(name).value();
            all.push_back({{QStringLiteral("--select"), text, QStringLiteral("--exclude"),
                            QStringLiteral("report"), QStringLiteral("--indirect-selection"), name},
                           selection});
        }
    }
    for (const char *name : {"base", "careful", "two"}) {
        Selection selection;
        selection.selector = QString::fromUtf8(name);
        all.push_back({{QStringLiteral("--selector"), selection.selector}, selection});
    }
    return all;
}

} // namespace

TEST_CASE("Daybook and dbt select the same nodes")
{
    if (!hasDbt())
        return;
    const ProjectFolder folder = shop();
    const Project project = folder.load();
    const std::vector<Ask> asked = questions();
    QJsonArray given;
    for (const Ask &ask : asked)
        given.append(QJsonArray::fromStringList(ask.words));
    const QJsonArray answers = askDbt("tests/project/dbtls.py", folder.path(), given).array();
    REQUIRE(answers.size() == given.size());
    for (size_t i = 0; i < asked.size(); ++i) {
        const QJsonValue theirs = answers[static_cast<qsizetype>(i)];
        auto ours = project.select(asked[i].selection);
        INFO(joined(asked[i].words));
        if (!ours) { // a refusal is better than dbt's empty answer to a word it does not know
            INFO(told(ours.error()));
            CHECK(theirs.toArray().isEmpty());
            continue;
        }
        ours->sort();
        QStringList expected;
        for (const QJsonValue &id : theirs.toArray())
            expected.append(id.toString());
        CHECK(joined(*ours) == joined(expected));
    }
}
