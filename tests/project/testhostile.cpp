// Projects made to break their reader. Each must end soon, in little memory, with a message that names the
// place.

#include "tests/project/projectfolder.h"

#include <sys/resource.h>
#include <unistd.h>

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

void link(const ProjectFolder &folder, const char *target, const char *name)
{
    REQUIRE(
        QFile::link(QString::fromUtf8(target), folder.path() + QLatin1Char('/') + QString::fromUtf8(name)));
}

/// The most memory this process ever had, in megabytes.
long peak()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

std::string compileError(const Project &project, const char *uniqueId)
{
    const auto sql = project.compile(nodeOf(project, uniqueId), liveContext());
    REQUIRE_FALSE(sql);
    CHECK(sql.error().kind == ErrorKind::Project);
    return told(sql.error());
}

} // namespace

TEST_CASE("hostile: YAML whose aliases multiply")
{
    QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 12; ++level) {
        const QByteArray below = "*a" + QByteArray::number(level - 1);
        bomb += "a" + QByteArray::number(level) + ": &a" + QByteArray::number(level) + " [" + below;
        for (int i = 0; i < 9; ++i)
            bomb += ", " + below;
        bomb += "]\n";
    }
    const long before = peak();
    for (const char *path : {"models/schema.yml", "selectors.yml", "dbt_project.yml"}) {
        ProjectFolder folder;
        folder.write(path, (path[0] == 'd' ? "name: shop\n" : "") + bomb);
        CHECK_THAT(told(folder.error()), Contains(path) && Contains("aliases"));
    }
    CHECK(peak() - before < 200);
}

TEST_CASE("hostile: YAML that is very deep")
{
    for (const QByteArray &text : {QByteArray("models: " + QByteArray(200'000, '[')),
                                   QByteArray("models: " + QByteArray(200'000, '{')),
                                   QByteArray("models:\n  " + QByteArray("- ").repeated(100'000) + "x")}) {
        ProjectFolder folder;
        folder.write("models/schema.yml", text);
        CHECK_THAT(told(folder.error()), Contains("models/schema.yml") && Contains("deep"));
    }
}

TEST_CASE("hostile: models of ten megabytes")
{
    const QByteArray comment = "-- " + QByteArray(10'000'000, 'x') + "\n";
    QByteArray columns = "select 1";
    while (columns.size() < 10'000'000)
        columns += ", {{ 1 + 1 }} as amount";
    ProjectFolder folder;
    folder.write("models/plain.sql", comment + "select 1")
        .write("models/reads.sql", comment + "select * from {{ ref('plain') }}")
        .write("models/rendered.sql", columns);
    const Project project = folder.load();
    CHECK(compiled(project, "model.shop.reads").size() > 10'000'000);
    CHECK_THAT(compiled(project, "model.shop.rendered").substr(0, 40),
               Contains("select 1, 2 as amount, 2 as amount"));
}

TEST_CASE("hostile: a file of many megabytes more is not even read")
{
    ProjectFolder folder;
    folder.write("models/huge.sql", "select 1");
    QFile file(folder.path() + QStringLiteral("/models/huge.sql"));
    REQUIRE(file.resize(qint64(20) << 30)); // sparse
    const long before = peak();
    CHECK_THAT(told(folder.error()), Contains("models/huge.sql") && Contains("split it"));
    CHECK(peak() - before < 100);
}

TEST_CASE("hostile: templates nested without end")
{
    for (const QByteArray &text :
         {QByteArray("{{ " + QByteArray(500'000, '(')), QByteArray("{{ " + QByteArray(500'000, '[')),
          QByteArray("{% if 1 %}").repeated(100'000),
          QByteArray("{{ " + QByteArray("not ").repeated(300'000) + "1 }}")}) {
        ProjectFolder folder;
        folder.write("models/a.sql", text);
        CHECK_THAT(told(folder.error()), Contains("models/a.sql:1"));
    }
}

TEST_CASE("hostile: macros that call each other in a circle, and loops without end")
{
    ProjectFolder folder;
    folder
        .write("macros/m.sql",
               "{% macro a() %}{{ b() }}{% endmacro %}\n{% macro b() %}{{ a() }}{% endmacro %}\n")
        .write("models/circle.sql", "{% if execute %}{{ a() }}{% endif %}")
        .write("models/loop.sql", "{% if execute %}{% for i in range(100000) %}{% for j in range(100000) %}"
                                  "{% set x = 'x' * 1000000 %}{% endfor %}{% endfor %}{% endif %}")
        .write("models/text.sql", "{% if execute %}{{ ('x' * 1000000) * 1000000 }}{% endif %}");
    const long before = peak();
    const Project project = folder.load();
    CHECK_THAT(compileError(project, "model.shop.circle"), Contains("macros/m.sql"));
    CHECK_THAT(compileError(project, "model.shop.loop"), Contains("models/loop.sql:1"));
    CHECK_THAT(compileError(project, "model.shop.text"), Contains("models/text.sql:1"));
    CHECK(peak() - before < 500);
    folder.write("models/circle.sql", "{{ a() }}"); // and while the project is read
    CHECK_THAT(told(folder.error()), Contains("macros/m.sql"));
}

TEST_CASE("hostile: names with quotes stay names")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "{{ config(alias='x\"; drop table t; --', schema='s\"s') }} select 1 as id")
        .write("models/b.sql", "select * from {{ ref('a') }}")
        .write("models/it's.sql", "select 1")
        .write("models/c.sql", "select * from {{ ref(\"it's\") }}")
        .write("models/s.yml",
               "models:\n  - name: a\n    columns:\n      - name: 'i\"d'\n        quote: true\n"
               "        tests: [not_null]\n");
    const Project project = folder.load();
    CHECK(compiled(project, "model.shop.b") ==
          "select * from \"analytics_s\"\"s\".\"x\"\"; drop table t; --\"");
    CHECK_THAT(compiled(project, "model.shop.c"), Contains("\"it's\""));
    for (const Node &node : project.nodes()) {
        if (node.test)
            CHECK_THAT(compiled(project, node.uniqueId.toUtf8().constData()), Contains("\"i\"\"d\""));
    }
}

TEST_CASE("hostile: a macro by the name of ref")
{
    ProjectFolder own;
    own.write("models/a.sql", "select 1")
        .write("models/b.sql", "select * from {{ ref('a') }}")
        .write("macros/ref.sql", "{% macro ref(name) %}{{ ref(name) }}{% endmacro %}");
    CHECK_THAT(told(own.error()), Contains("macros/ref.sql"));

    ProjectFolder package; // what is installed does not speak for the project
    package.write("models/a.sql", "select 1")
        .write("models/b.sql", "select * from {{ ref('a') }}")
        .write("dbt_packages/evil/dbt_project.yml", "name: evil\n")
        .write("dbt_packages/evil/macros/ref.sql", "{% macro ref(name) %}stolen{% endmacro %}");
    const Project project = package.load();
    CHECK(compiled(project, "model.shop.b") == "select * from \"analytics\".\"a\"");
    CHECK(joined(project.find(QStringLiteral("model.shop.b"))->dependsOn) == "model.shop.a");
}

TEST_CASE("hostile: bytes that are no text")
{
    const QByteArray noise("\xff\xfe\x00\x80\xc3(", 6);
    for (const char *path : {"models/a.sql", "models/s.yml", "macros/m.sql", "tests/t.sql", "dbt_project.yml",
                             "selectors.yml"}) {
        ProjectFolder folder;
        folder.write(path, "name: x # " + noise);
        CHECK_THAT(told(folder.error()), Contains(path));
    }
}

TEST_CASE("hostile: links in circles are followed once, links to folders as dbt does")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "select 1").write("elsewhere/linked.sql", "select * from {{ ref('a') }}");
    link(folder, "..", "models/up");
    link(folder, ".", "models/here");
    link(folder, "models", "models/none");
    const Project circle = folder.load();
    CHECK(circle.nodes().size() == 2); // the second through models/up
    CHECK(compiled(circle, "model.shop.linked") == "select * from \"analytics\".\"a\"");

    ProjectFolder good;
    good.write("models/a.sql", "select 1").write("elsewhere/linked.sql", "select * from {{ ref('a') }}");
    link(good, "../elsewhere", "models/more");
    link(good, "nowhere.sql", "models/dangling.sql");
    CHECK(compiled(good.load(), "model.shop.linked") == "select * from \"analytics\".\"a\"");
}

TEST_CASE("hostile: files that cannot be read are told")
{
    ProjectFolder folder;
    folder.write("models/a.sql", "select 1");
    link(folder, "/proc/self/mem", "models/memory.sql"); // opens, and cannot be read
    const Error error = folder.error();
    CHECK(error.kind == ErrorKind::Io);
    CHECK_THAT(told(error), Contains("models/memory.sql"));
}
