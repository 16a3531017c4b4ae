#include "models/project/artifacts.h"
#include "tests/project/manifestpair.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

const char *const versions =
    "version: 2\n"
    "models:\n"
    "  - name: orders\n"
    "    latest_version: 2\n"
    "    description: Orders\n"
    "    config: {tags: [core], meta: {a: 1}}\n"
    "    columns:\n"
    "      - {name: id, data_type: int, data_tests: [not_null, unique]}\n"
    "      - {name: old, data_type: text}\n"
    "    data_tests: [{dbt_utils_like: {arguments: {n: 1}}}]\n"
    "    versions:\n"
    "      - {v: 1, deprecation_date: 2020-01-31}\n"
    "      - v: 2\n"
    "        description: Orders, second\n"
    "        columns: [{include: all, exclude: [old]}, {name: fresh, data_type: int}]\n"
    "      - v: 3\n"
    "        defined_in: orders_next\n"
    "        config: {materialized: table, meta: {b: 2}}\n"
    "        data_tests: []\n";

ProjectFolder shop()
{
    ProjectFolder folder;
    folder
        .write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\nmodels: {shop: {orders: {v1: "
                                  "{+schema: past}}}}\n")
        .write("profiles.yml", dbtProfile)
        .write("macros/t.sql", "{% test dbt_utils_like(model, n) %}select * from {{ model }} where {{ n }} = "
                               "0{% endtest %}")
        .write("models/orders_v1.sql", "select 1 as id, 'x' as old")
        .write("models/orders_v2.sql", "select 1 as id, 2 as fresh")
        .write("models/orders_next.sql", "select 1 as id, 'x' as old")
        .write("models/pinned.sql", "select * from {{ ref('orders', v=1) }}")
        .write("models/named.sql", "select * from {{ ref('shop', 'orders', version='3') }}")
        .write("models/latest.sql", "select * from {{ ref('orders') }}")
        .write("models/s.yml", versions);
    return folder;
}

std::string refused(const char *file, const QByteArray &text)
{
    ProjectFolder folder = shop();
    folder.write(file, text);
    return told(folder.error());
}

std::string selected(const Project &project, const char *word)
{
    Selection selection{.select = {QString::fromUtf8(word)}, .exclude = {}};
    selection.indirect = IndirectSelection::Empty;
    const auto ids = project.select(selection);
    if (!ids)
        FAIL(told(ids.error()));
    return ids->join(QLatin1Char(' ')).toStdString();
}

} // namespace

TEST_CASE("each version of a model is a model, and ref() without one means the latest")
{
    const Project project = shop().load();
    const Node &first = nodeOf(project, "model.shop.orders.v1");
    CHECK(first.relation.toString() == QStringLiteral("analytics_past.orders_v1"));
    CHECK(first.fqn.join(QLatin1Char('.')) == QStringLiteral("shop.orders.v1"));
    CHECK(first.path == QStringLiteral("models/orders_v1.sql"));
    const Node &next = nodeOf(project, "model.shop.orders.v3");
    CHECK(next.relation.name == QStringLiteral("orders_v3"));
    CHECK(next.path == QStringLiteral("models/orders_next.sql"));
    CHECK(next.materialization() == QStringLiteral("table"));
    CHECK(nodeOf(project, "model.shop.orders.v2").description == QStringLiteral("Orders, second"));
    CHECK(compiled(project, "model.shop.pinned") == "select * from \"analytics_past\".\"orders_v1\"");
    CHECK(compiled(project, "model.shop.named") == "select * from \"analytics\".\"orders_v3\"");
    CHECK(compiled(project, "model.shop.latest") == "select * from \"analytics\".\"orders_v2\"");
    CHECK(sqlFileOf(project, first, QStringLiteral("compiled")) ==
          QStringLiteral("compiled/shop/models/orders_v1.sql"));
    CHECK(nodeOf(project, "model.shop.latest").dependsOn ==
          QStringList{QStringLiteral("model.shop.orders.v2")});
}

TEST_CASE("the latest version may stand in a file without a number, and has the highest unless it is said")
{
    ProjectFolder folder = shop();
    folder.write("models/s.yml", "models: [{name: orders, versions: [{v: 1}, {v: 10}, {v: 9}]}]")
        .write("models/orders.sql", "select 10 as id")
        .write("models/orders_v9.sql", "select 9 as id")
        .write("models/named.sql", "select * from {{ ref('orders', v=9) }}");
    // orders_v2 and orders_next are models of their own now
    const Project project = folder.load();
    CHECK(nodeOf(project, "model.shop.orders.v10").path == QStringLiteral("models/orders.sql"));
    CHECK(compiled(project, "model.shop.latest") == "select * from \"analytics\".\"orders_v10\"");
    CHECK(nodeOf(project, "model.shop.orders_v2").version == std::nullopt);
}

TEST_CASE("a project's own macro may call versions as it likes")
{
    ProjectFolder folder = shop();
    folder.write("macros/alias.sql", "{% macro generate_alias_name(custom_alias_name=none, node=none) %}"
                                     "{{ node.name }}{% if node.version %}__{{ node.version }}{% endif %}"
                                     "{% endmacro %}");
    CHECK(nodeOf(folder.load(), "model.shop.orders.v2").relation.name == QStringLiteral("orders__2"));
}

TEST_CASE("versions are selected by their age, and by name with or without number")
{
    const Project project = shop().load();
    CHECK(selected(project, "version:latest") == "model.shop.orders.v2");
    CHECK(selected(project, "version:old") == "model.shop.orders.v1");
    CHECK(selected(project, "version:prerelease") == "model.shop.orders.v3");
    CHECK(selected(project, "version:none") == "model.shop.latest model.shop.named model.shop.pinned");
    CHECK(selected(project, "orders.v2") == "model.shop.orders.v2");
    CHECK(selected(project, "orders_v2") == "model.shop.orders.v2");
    CHECK(selected(project, "orders") == "model.shop.orders.v1 model.shop.orders.v2 model.shop.orders.v3");
    CHECK_THAT(selected(project, "orders.v1+"), Contains("model.shop.pinned") &&
                                                    Contains("test.shop.unique_orders_v1_id") &&
                                                    !Contains("orders_v2"));
}

TEST_CASE("what is wrong with versions is told")
{
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, versions: [{v: 1}, {v: '1'}]}]"),
               Contains("models/s.yml:1") && Contains("'1' of the model 'orders' is there twice"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, latest_version: 7, versions: [{v: 1}]}]"),
               Contains("latest_version 7 is none of the versions of the model 'orders'"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, versions: [{defined_in: orders_v1}]}]"),
               Contains("needs a number or a name"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, versions: [{v: 1, columns: [{include: [id], "
                                       "exclude: [old]}]}]}]"),
               Contains("exclude goes with include: all"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, versions: [{v: 1, columns: [{include: all}, "
                                       "{include: all}]}]}]"),
               Contains("one include or exclude"));
    CHECK_THAT(refused("models/pinned.sql", "select * from {{ ref('orders', v=4) }}"),
               Contains("models/pinned.sql:1") && Contains("ref('orders', v=4)") && Contains("has 1, 2, 3"));
    CHECK_THAT(refused("models/pinned.sql", "select * from {{ ref('latest', v=1) }}"),
               Contains("'latest' has none"));
    CHECK_THAT(refused("models/orders.sql", "select 1"),
               Contains("models/orders.sql") && Contains("versions"));
    CHECK_THAT(refused("models/orders_v1.sql", "select * from {{ ref('pinned') }}"), Contains("circle"));
    CHECK_THAT(refused("models/s.yml", QByteArray(versions).replace("deprecation_date: 2020-01-31",
                                                                    "deprecation_date: soon")),
               Contains("'soon' of 'orders' is no date"));
}

TEST_CASE("a version without its file is told, and only what refers to it fails")
{
    ProjectFolder folder = shop();
    folder.write("models/s.yml",
                 QByteArray(versions).replace("defined_in: orders_next", "defined_in: orders_gone"));
    CHECK_THAT(told(folder.error()), Contains("ref('shop', 'orders', v=3)") && Contains("has 1, 2"));
    folder.write("models/named.sql", "select 1");
    const QString warnings = folder.load().warnings().join(QLatin1Char('\n'));
    CHECK_THAT(warnings.toStdString(), Contains("There is no model 'orders_gone'"));
}

TEST_CASE("what is deprecated is told to those who read it")
{
    const QString warnings = shop().load().warnings().join(QLatin1Char('\n'));
    CHECK_THAT(warnings.toStdString(), Contains("'pinned' reads version 1 of 'orders'") &&
                                           Contains("since 2020-01-31") && Contains("latest version is 2"));
}

TEST_CASE("a pointer to the latest version is not built, which is said once")
{
    ProjectFolder folder = shop();
    CHECK_FALSE(folder.load().warnings().join(QLatin1Char('\n')).contains(u"latest_version_pointer"));
    folder.write("dbt_project.yml",
                 "name: shop\nmodels: {shop: {+latest_version_pointer: {enabled: true}}}\n");
    const QString warnings = folder.load().warnings().join(QLatin1Char('\n'));
    CHECK(warnings.count(u"No latest_version_pointer is built for 'orders'") == 1);
    CHECK(warnings.count(u"latest_version_pointer") == 1);
}

TEST_CASE("versions, their columns and their tests are in the manifest as dbt has them")
{
    const ProjectFolder folder = shop();
    const QJsonObject ours = ourManifest(folder);
    CHECK(entryOf(ours, "model.shop.orders.v1")[QStringLiteral("version")] == 1);
    CHECK(entryOf(ours, "model.shop.orders.v1")[QStringLiteral("latest_version")] == 2);
    if (!hasDbt())
        return;
    const QJsonObject theirs = dbtManifest(folder);
    QStringList fields;
    for (const char *field : {"name",
                              "fqn",
                              "alias",
                              "schema",
                              "path",
                              "original_file_path",
                              "patch_path",
                              "version",
                              "latest_version",
                              "description",
                              "columns",
                              "tags",
                              "meta",
                              "access",
                              "checksum",
                              "relation_name",
                              "test_metadata",
                              "attached_node",
                              "deprecation_date",
                              "unrendered_config",
                              "column_name",
                              "file_key_name"})
        fields.append(QString::fromUtf8(field));
    CHECK(differences(ours, theirs, "nodes", fields) == "");
}
