#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

TEST_CASE("a folder without a project says what to do")
{
    QTemporaryDir folder;
    ProjectOptions options;
    options.directory = folder.path();
    const auto loaded = Project::load(options);
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Project);
    CHECK_THAT(told(loaded.error()), Contains("dbt_project.yml") && Contains("--project-dir"));
}

TEST_CASE("a mistake in dbt_project.yml is told with its place")
{
    ProjectFolder folder;
    const auto error = [&folder](const char *text) {
        return told(folder.write("dbt_project.yml", text).error());
    };
    CHECK_THAT(error("name: shop\nmodel-paths: {a: b}\n"),
               Contains("dbt_project.yml:2:") && Contains("list of texts"));
    CHECK_THAT(error("version: 1\n"), Contains("has no name"));
    CHECK_THAT(error("name: my-shop\n"), Contains("my-shop") && Contains("underscores"));
    CHECK_THAT(error("name: shop\nmodels: 5\n"), Contains("dbt_project.yml:2:9") && Contains("mapping"));
    CHECK_THAT(error("name: shop\nmodel-paths: [../other]\n"), Contains("outside"));
    CHECK_THAT(error("name: shop\nconfig-version: 1\n"),
               Contains("dbt_project.yml:2:") && Contains("write 2"));
    CHECK_THAT(error("name: shop\n  models: x\n"),
               Contains("dbt_project.yml:2") && Contains("not valid YAML"));
    CHECK_THAT(error("- name\n"), Contains("must be a mapping"));
}

TEST_CASE("a key that nobody knows is a warning")
{
    ProjectFolder folder;
    folder.write("dbt_project.yml", "name: shop\nmodel-path: [models]\n");
    const auto warnings = folder.load().warnings();
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0].toStdString(),
               Contains("dbt_project.yml:2:1") && Contains("did you mean 'model-paths'"));
}

TEST_CASE("a YAML mistake in properties is told with file, line and remedy")
{
    const auto error =
        ProjectFolder()
            .write("models/a.sql", "select 1 as id")
            .write("models/schema.yml", "version: 2\nmodels:\n  - name: a\n   description: x\n")
            .error();
    CHECK(error.kind == ErrorKind::Project);
    CHECK(error.where->file == QStringLiteral("models/schema.yml"));
    CHECK(error.where->line >= 3);
    CHECK_THAT(told(error), Contains("indentation"));
}

TEST_CASE("a missing ref names its place and what was meant")
{
    ProjectFolder folder;
    folder.write("models/orders.sql", "select 1 as id")
        .write("models/report.sql", "-- a report\nselect *\nfrom {{ ref('order') }}\n");
    const Error error = folder.error();
    CHECK(error.where == Location{QStringLiteral("models/report.sql"), 3, 9});
    CHECK_THAT(told(error), Contains("ref('order')") && Contains("did you mean 'orders'"));
}

TEST_CASE("a ref found only by rendering is told with its place, too")
{
    const Error error = ProjectFolder()
                            .write("models/report.sql",
                                   "{% for n in ['x'] %}\nselect * from {{ ref(n ~ '_y') }}\n{% endfor %}")
                            .error();
    CHECK(error.where->file == QStringLiteral("models/report.sql"));
    CHECK(error.where->line == 2);
    CHECK_THAT(told(error), Contains("ref('x_y')"));
}

TEST_CASE("a missing source names its place and what was meant")
{
    ProjectFolder folder;
    folder.write("models/s.yml", "sources: [{name: wallet, tables: [{name: transactions}]}]");
    CHECK_THAT(
        told(folder.write("models/a.sql", "select * from {{ source('walet', 'transactions') }}").error()),
        Contains("models/a.sql:1:") && Contains("did you mean 'wallet'"));
    CHECK_THAT(
        told(folder.write("models/a.sql", "select * from {{ source('wallet', 'transaction') }}").error()),
        Contains("did you mean 'transactions'"));
}

TEST_CASE("a circle of refs is shown whole")
{
    const Error error = ProjectFolder()
                            .write("models/a.sql", "select * from {{ ref('c') }}")
                            .write("models/b.sql", "select * from {{ ref('a') }}")
                            .write("models/sub/c.sql", "select * from {{ ref('b') }}")
                            .write("models/d.sql", "select * from {{ ref('c') }}")
                            .error();
    CHECK_THAT(told(error), Contains("a (models/a.sql)") && Contains("b (models/b.sql)") &&
                                Contains("c (models/sub/c.sql)") && !Contains("d (models/d.sql)"));
    CHECK(error.where->line == 1);
}

TEST_CASE("a model that reads itself is a circle")
{
    CHECK_THAT(told(ProjectFolder().write("models/a.sql", "select * from {{ ref('a') }}").error()),
               Contains("a (models/a.sql) reads a (models/a.sql)"));
}

TEST_CASE("an unknown variable is named, with its place and remedy")
{
    ProjectFolder folder;
    folder.write("dbt_project.yml", "name: shop\nvars: {time_zone: Asia/Seoul}\n");
    for (const char *sql :
         {"select 1\nwhere '{{ var('time_zon') }}'", "select 1\nwhere '{{ var('time_zon') | upper }}'"}) {
        const Error error = folder.write("models/a.sql", sql).error();
        CHECK(error.where->file == QStringLiteral("models/a.sql"));
        CHECK(error.where->line == 2);
        CHECK_THAT(told(error),
                   Contains("'time_zon'") && Contains("did you mean 'time_zone'") && Contains("--vars"));
    }
}

TEST_CASE("an environment variable that is not set is named")
{
    CHECK_THAT(told(ProjectFolder().write("models/a.sql", "{{ env_var('DAYBOOK_SURELY_UNSET') }}").error()),
               Contains("models/a.sql:1") && Contains("DAYBOOK_SURELY_UNSET"));
}

TEST_CASE("a template that cannot be read is told with its place")
{
    const Error error = ProjectFolder().write("models/a.sql", "select 1\n{% if x %}\n").error();
    CHECK(error.where->file == QStringLiteral("models/a.sql"));
    CHECK(error.where->line >= 2);
}

TEST_CASE("two files of one name are told, both")
{
    CHECK_THAT(
        told(ProjectFolder().write("models/x/a.sql", "select 1").write("models/y/a.sql", "select 2").error()),
        Contains("models/x/a.sql") && Contains("models/y/a.sql"));
}

TEST_CASE("a model described twice is told, with both places")
{
    CHECK_THAT(told(ProjectFolder()
                        .write("models/a.sql", "select 1")
                        .write("models/one.yml", "models:\n  - name: a\n")
                        .write("models/two.yml", "models:\n\n  - name: a\n")
                        .error()),
               Contains("models/two.yml:3:5") && Contains("models/one.yml:2:5"));
}

TEST_CASE("two models that would be one relation are told, both")
{
    CHECK_THAT(told(ProjectFolder()
                        .write("models/a.sql", "select 1")
                        .write("models/b.sql", "{{ config(alias='a') }} select 2")
                        .error()),
               Contains("models/a.sql") && Contains("models/b.sql") && Contains("analytics.a"));
}

TEST_CASE("what the properties describe in vain is a warning")
{
    const auto warnings =
        ProjectFolder()
            .write("models/orders.sql", "select 1")
            .write("models/s.yml",
                   "models:\n  - {name: order, tests: [unique]}\n  - {name: orders, colums: []}\n")
            .load()
            .warnings();
    REQUIRE(warnings.size() == 2);
    CHECK_THAT(warnings.join(QLatin1Char('\n')).toStdString(),
               Contains("models/s.yml:2:5: There is no model 'order'") && Contains("did you mean 'columns'"));
}

TEST_CASE("both spellings of tests on one thing are an error")
{
    CHECK_THAT(told(ProjectFolder()
                        .write("models/a.sql", "select 1")
                        .write("models/s.yml", "models:\n  - name: a\n    tests: [x]\n    data_tests: [y]\n")
                        .error()),
               Contains("models/s.yml:3:12") && Contains("keep only data_tests"));
}

TEST_CASE("a test nobody knows is told with its place and what was meant")
{
    CHECK_THAT(
        told(ProjectFolder()
                 .write("models/a.sql", "select 1 as id")
                 .write("models/s.yml",
                        "models:\n  - name: a\n    columns:\n      - name: id\n        tests: [not_nul]\n")
                 .error()),
        Contains("models/s.yml:5:17") && Contains("'not_nul'") && Contains("did you mean 'not_null'"));
}

TEST_CASE("the same test twice is told, with both places")
{
    CHECK_THAT(told(ProjectFolder()
                        .write("models/a.sql", "select 1 as id")
                        .write("models/s.yml",
                               "models:\n  - name: a\n    columns:\n      - name: id\n        tests:\n"
                               "          - unique\n          - unique: {where: id > 1}\n")
                        .error()),
               Contains("models/s.yml:7:13") && Contains("models/s.yml:6:13") && Contains("name:"));
}

TEST_CASE("names PostgreSQL would cut are refused")
{
    const QByteArray name = "models/" + QByteArray("거래내역일별정산보고서원장집계확인결과표") + "_x_y.sql";
    CHECK_THAT(told(ProjectFolder().write(name.constData(), "select 1").error()),
               Contains("63") && Contains("alias"));
}

TEST_CASE("a materialization nobody knows is refused")
{
    CHECK_THAT(
        told(ProjectFolder().write("models/a.sql", "{{ config(materialized='tabel') }} select 1").error()),
        Contains("models/a.sql") && Contains("did you mean 'table'"));
}

TEST_CASE("wrong test settings are refused")
{
    const auto error = [](const char *settings) {
        return told(
            ProjectFolder()
                .write("models/a.sql", "select 1 as id")
                .write("models/s.yml", QByteArray("models:\n  - name: a\n    columns:\n      - name: id\n"
                                                  "        tests: [unique: {") +
                                           settings + "}]\n")
                .error());
    };
    CHECK_THAT(error("severity: fatal"), Contains("models/s.yml:5") && Contains("error or warn"));
    CHECK_THAT(error("limit: many"), Contains("limit"));
}

TEST_CASE("a file in another encoding is told with its line")
{
    const Error error = ProjectFolder().write("models/a.sql", "select 1\n-- \xB0\xC5\xB7\xA1").error();
    CHECK(error.where == Location{QStringLiteral("models/a.sql"), 2});
    CHECK_THAT(told(error), Contains("UTF-8"));
}

TEST_CASE("all mistakes are told at once")
{
    const Error error = ProjectFolder()
                            .write("models/a.sql", "select * from {{ ref('x') }}")
                            .write("models/b.sql", "select * from {{ ref('y') }}")
                            .error();
    CHECK_THAT(told(error), Contains("ref('x')"));
    CHECK_THAT(error.detail.toStdString(), Contains("models/b.sql:1") && Contains("ref('y')"));
}

TEST_CASE("reading can be cancelled")
{
    ProjectFolder folder;
    std::stop_source stop;
    stop.request_stop();
    const auto loaded = Project::load(folder.options(), stop.get_token());
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Cancelled);
}
