#include "tests/project/manifestpair.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

ProjectFolder described()
{
    ProjectFolder folder;
    folder.write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\nvars: {unit: won}\n")
        .write("profiles.yml", dbtProfile)
        .write("models/orders.sql", "select 1 as id, 2 as amount")
        .write("models/about.md", "# Orders\n\nProse with {# {% docs not_me %} #} and an open { brace.\n\n"
                                  "{% docs orders %}\nOne row for each order.\n\n* exact\n{% enddocs %}\n"
                                  "{%- docs amount -%} Whole won. {%- enddocs -%}\n"
                                  "{% raw %}{% docs neither_me %}{% endraw %}\n")
        .write("seeds/rates.csv", "a\n1\n")
        .write("seeds/rates.md", "{% docs rates %}Rates, 환율{% enddocs %}")
        .write("macros/m.sql", "{% macro one(n) %}{{ n }}{% endmacro %}")
        .write("macros/m.yml", "macros: [{name: one, description: \"{{ doc('amount') }}\", meta: {a: 1}, "
                               "arguments: [{name: n, type: integer, description: \"{{ doc('rates') }}\"}]}]")
        .write("tests/across.sql", "select * from {{ ref('orders') }} where false")
        .write("tests/across.yml", "data_tests: [{name: across, description: \"{{ doc('orders') }}\"}]")
        .write("models/s.yml",
               "version: 2\n"
               "sources: [{name: wallet, description: \"{{ doc('rates') }}\", loader: sync, tables: [{name: "
               "t, description: \"Table: {{ doc('shop', 'orders') }} in {{ var('unit') }}\"}]}]\n"
               "seeds: [{name: rates, description: \"{{ doc('rates') }}\"}]\n"
               "models:\n"
               "  - name: orders\n"
               "    description: \"{{ doc('orders') }} - {{ doc('amount') }}\"\n"
               "    columns:\n"
               "      - {name: id, description: plain}\n"
               "      - name: amount\n"
               "        description: '{{ doc(\"amount\") }}'\n"
               "        data_tests: [{not_null: {description: \"Nothing but {{ doc('amount') }}\"}}]\n");
    return folder;
}

std::string refused(const char *file, const QByteArray &text)
{
    ProjectFolder folder = described();
    folder.write(file, text);
    const Error error = folder.error();
    CHECK(error.kind == ErrorKind::Project);
    return told(error);
}

} // namespace

TEST_CASE("descriptions take in docs blocks")
{
    const Project project = described().load();
    const Node &orders = nodeOf(project, "model.shop.orders");
    CHECK(orders.description == QStringLiteral("One row for each order.\n\n* exact - Whole won."));
    CHECK(orders.docBlocks ==
          QStringList{QStringLiteral("doc.shop.orders"), QStringLiteral("doc.shop.amount")});
    CHECK(orders.columns[0].description == QStringLiteral("plain"));
    CHECK(orders.columns[1].description == QStringLiteral("Whole won."));
    CHECK(nodeOf(project, "seed.shop.rates").description == QStringLiteral("Rates, 환율"));
    CHECK(nodeOf(project, "source.shop.wallet.t").description.endsWith(QStringLiteral("in won")));
    CHECK(nodeOf(project, "test.shop.across").description.startsWith(QStringLiteral("One row")));
    const bool isIn =
        std::any_of(project.files().begin(), project.files().end(),
                    [](const ProjectFile &file) { return file.path == QStringLiteral("models/about.md"); });
    CHECK(isIn); // what a description says is part of the project's version
}

TEST_CASE("docs-paths says where docs blocks are, and no other .md file is read")
{
    ProjectFolder folder = described();
    folder.write("dbt_project.yml", "name: shop\ndocs-paths: [docs]\nvars: {unit: won}\n");
    CHECK_THAT(told(folder.error()), Contains("doc('"));
    folder.write("docs/all.md", "{% docs orders %}o{% enddocs %}{% docs amount %}a{% enddocs %}"
                                "{% docs rates %}r{% enddocs %}");
    CHECK(nodeOf(folder.load(), "model.shop.orders").description == QStringLiteral("o - a"));
    folder.write("docs/not.yml", "this: [is, not, read");
    CHECK(nodeOf(folder.load(), "model.shop.orders").description == QStringLiteral("o - a"));
}

TEST_CASE("a package has docs blocks of its own, and the project's come before them")
{
    ProjectFolder folder = described();
    folder.write("dbt_packages/money/dbt_project.yml", "name: money\n")
        .write("dbt_packages/money/models/m.sql", "select 1 as id")
        .write("dbt_packages/money/models/n.sql", "select 1 as id")
        .write("dbt_packages/money/models/d.md",
               "{% docs amount %}theirs{% enddocs %}{% docs own %}own{% enddocs %}")
        .write("dbt_packages/money/models/s.yml",
               "models: [{name: m, description: \"{{ doc('amount') }} {{ doc('own') }}\"}, "
               "{name: n, description: \"{{ doc('money', 'amount') }}\"}]");
    const Project project = folder.load();
    CHECK(nodeOf(project, "model.money.m").description == QStringLiteral("Whole won. own"));
    CHECK(nodeOf(project, "model.money.n").description == QStringLiteral("theirs"));
}

TEST_CASE("docs blocks that are not there or not right are told with file and name")
{
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, description: \"{{ doc('ordres') }}\"}]"),
               Contains("models/s.yml:1") && Contains("'orders'") && Contains("doc('ordres')") &&
                   Contains("did you mean 'orders'"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, columns: [{name: id, description: \"{{ "
                                       "doc('money', 'orders') }}\"}]}]"),
               Contains("the column 'id' of 'orders'") && Contains("of the package 'money'"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, description: \"{{ doc() }}\"}]"),
               Contains("write doc('name')"));
    CHECK_THAT(refused("models/s.yml", "models: [{name: orders, description: \"{{ doc('orders' }}\"}]"),
               Contains("models/s.yml:1"));
    CHECK_THAT(refused("models/twice.md", "\n\n{% docs orders %}again{% enddocs %}"),
               Contains("models/twice.md:3") && Contains("models/about.md:5"));
    CHECK_THAT(refused("models/open.md", "{% docs open %} for ever"),
               Contains("models/open.md:1") && Contains("not closed"));
    CHECK_THAT(refused("models/bad.md", "{% docs 1st %}{% enddocs %}"), Contains("'1st' is no name"));
    CHECK_THAT(refused("models/bad.md", "{% docs broken %}{{ 1 + }}{% enddocs %}"),
               Contains("models/bad.md:1"));
}

TEST_CASE("docs blocks are in the manifest as dbt has them")
{
    const ProjectFolder folder = described();
    const QJsonObject ours = ourManifest(folder);
    CHECK(entryOf(ours, "doc.shop.amount")[QStringLiteral("block_contents")].toString() ==
          QStringLiteral("Whole won."));
    CHECK(entryOf(ours, "macro.shop.one")[QStringLiteral("description")].toString() ==
          QStringLiteral("Whole won."));
    if (!hasDbt())
        return;
    const QJsonObject theirs = dbtManifest(folder);
    const QString description = QStringLiteral("description");
    const QString blocks = QStringLiteral("doc_blocks");
    const QString columns = QStringLiteral("columns");
    CHECK(differences(ours, theirs, "docs",
                      {QStringLiteral("name"), QStringLiteral("path"), QStringLiteral("original_file_path"),
                       QStringLiteral("package_name"), QStringLiteral("resource_type"),
                       QStringLiteral("block_contents")}) == "");
    CHECK(differences(ours, theirs, "nodes", {description, blocks, columns}) == "");
    CHECK(differences(ours, theirs, "sources",
                      {description, blocks, columns, QStringLiteral("source_description"),
                       QStringLiteral("loader")}) == "");
    CHECK(differences(ours, theirs, "macros",
                      {description, QStringLiteral("meta"), QStringLiteral("arguments"),
                       QStringLiteral("patch_path"), QStringLiteral("docs")}) == "");
}
