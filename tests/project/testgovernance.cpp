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
        .write("models/secret.sql", "{{ config(materialized='table') }} select 1 as id")
        .write("models/report.sql", "{{ config(group='finance') }} select * from {{ ref('secret') }}")
        .write("models/open.sql", "select * from {{ ref('report') }}")
        .write("models/s.yml",
               "version: 2\n"
               "groups: [{name: finance, owner: {email: f@example.com, chat: '#f'}, description: Closers, "
               "config: {meta: {floor: 3}}}]\n"
               "models:\n"
               "  - name: secret\n"
               "    config: {group: finance, access: private, contract: {enforced: true}}\n"
               "    constraints: [{type: primary_key, columns: [id], name: pk}, {type: check, expression: "
               "\"id > 0 and 'a' = 'a'\", warn_unsupported: false}]\n"
               "    columns: [{name: id, data_type: int, tags: [k], constraints: [{type: not_null}, {type: "
               "foreign_key, to: \"source('wallet', 't')\", to_columns: [id]}], data_tests: [not_null, "
               "{relationships: {arguments: {to: \"ref('secret')\", field: id}}}]}]\n"
               "  - {name: open, access: public}\n"
               "sources: [{name: wallet, tables: [{name: t}]}]\n");
    return folder;
}

std::string refused(const char *file, const QByteArray &text)
{
    ProjectFolder folder = shop();
    folder.write(file, text);
    return told(folder.error());
}

} // namespace

TEST_CASE("a private model is read within its group alone")
{
    const Project project = shop().load();
    CHECK(nodeOf(project, "model.shop.secret").access() == QStringLiteral("private"));
    CHECK(nodeOf(project, "model.shop.open").access() == QStringLiteral("public"));
    CHECK_THAT(refused("models/spy.sql", "select * from {{ ref('secret') }}"),
               Contains("models/spy.sql:1") && Contains("'spy' reads 'secret'") &&
                   Contains("private to the group 'finance'"));
    CHECK_THAT(refused("models/spy.sql", "{{ config(group='ops') }} select * from {{ ref('secret') }}"),
               Contains("private to the group 'finance'"));
    CHECK_THAT(refused("tests/spy.sql", "select * from {{ ref('secret') }}"), Contains("private"));
    ProjectFolder folder = shop();
    folder.write("tests/spy.sql", "{{ config(group='finance') }} select * from {{ ref('secret') }}");
    CHECK(folder.load().find(QStringLiteral("test.shop.spy")) != nullptr);
}

TEST_CASE("what a package does not make public is read by itself alone, where it says so")
{
    ProjectFolder folder = shop();
    folder.write("dbt_packages/money/dbt_project.yml", "name: money\n")
        .write("dbt_packages/money/models/rates.sql", "select 1 as id")
        .write("dbt_packages/money/models/deep.sql", "select * from {{ ref('rates') }}")
        .write("models/abroad.sql", "select * from {{ ref('money', 'rates') }}");
    CHECK(folder.load().find(QStringLiteral("model.shop.abroad")) != nullptr);
    folder.write("dbt_packages/money/dbt_project.yml", "name: money\nrestrict-access: true\n");
    CHECK_THAT(told(folder.error()), Contains("models/abroad.sql:1") && Contains("which is protected"));
    folder.write("dbt_packages/money/models/s.yml", "models: [{name: rates, config: {access: public}}]");
    CHECK(folder.load().find(QStringLiteral("model.shop.abroad")) != nullptr);
}

TEST_CASE("groups and access that there are not are errors")
{
    CHECK_THAT(refused("models/open.sql", "{{ config(group='finanse') }} select 1"),
               Contains("'finanse'") && Contains("did you mean 'finance'"));
    CHECK_THAT(refused("models/open.sql", "{{ config(access='secret') }} select 1"),
               Contains("private, protected or public"));
    CHECK_THAT(refused("models/open.sql", "{{ config(materialized='ephemeral') }} select 1"),
               Contains("cannot be public"));
    CHECK_THAT(refused("models/g.yml", "groups: [{name: ops, owner: {chat: x}}]"), Contains("an owner"));
    CHECK_THAT(refused("models/g.yml", "groups: [{name: finance, owner: {name: x}}]"),
               Contains("'finance' is described in"));
}

TEST_CASE("constraints that cannot be made are told when the project is read")
{
    const auto with = [](const char *constraints) {
        return refused("models/c.yml", QByteArray("models: [{name: report, ") + constraints + "}]");
    };
    CHECK_THAT(with("constraints: [{type: notnull}]"),
               Contains("models/c.yml:1") && Contains("'report' has the type 'notnull'"));
    CHECK_THAT(with("columns: [{name: id, constraints: [{expression: x}]}]"), Contains("has the type ''"));
    CHECK_THAT(with("columns: [{name: id, constraints: [{type: foreign_key, to: open}]}]"),
               Contains("points to \"open\""));
    CHECK_THAT(
        with("columns: [{name: id, constraints: [{type: primary_key}]}, {name: b, constraints: [{type: "
             "primary_key}]}]"),
        Contains("more than one primary key"));
}

TEST_CASE("groups, access and constraints are in the manifest as dbt has them")
{
    const ProjectFolder folder = shop();
    const QJsonObject ours = ourManifest(folder);
    CHECK(entryOf(ours, "model.shop.secret")[QStringLiteral("constraints")].toArray().size() == 2);
    CHECK(ours[QStringLiteral("group_map")].toObject()[QStringLiteral("finance")].toArray().size() == 2);
    if (!hasDbt())
        return;
    const QJsonObject theirs = dbtManifest(folder);
    QStringList fields;
    for (const char *field : {"access", "group", "constraints", "columns", "contract", "config", "tags",
                              "refs", "sources", "depends_on", "unrendered_config"})
        fields.append(QString::fromUtf8(field));
    QJsonObject models = ours;
    CHECK(differences(ours, theirs, "groups",
                      {QStringLiteral("name"), QStringLiteral("owner"), QStringLiteral("path"),
                       QStringLiteral("original_file_path"), QStringLiteral("description"),
                       QStringLiteral("config"), QStringLiteral("package_name"),
                       QStringLiteral("resource_type")}) == "");
    const auto onlyModels = [](QJsonObject manifest) {
        QJsonObject nodes = manifest[QStringLiteral("nodes")].toObject();
        for (const QString &id : nodes.keys()) {
            if (!id.startsWith(u"model."))
                nodes.remove(id);
        }
        manifest[QStringLiteral("nodes")] = nodes;
        return manifest;
    };
    CHECK(differences(onlyModels(ours), onlyModels(theirs), "nodes", fields) == "");
}
