// daybookctl rollback, on a real server: the version before the live one, and what stands in its way.
#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// A ledger of today's rows and a report over it.
class Books
{
public:
    Books()
    {
        m_database.run(QStringLiteral("create schema raw; create table raw.rows (id int, amount bigint); "
                                      "insert into raw.rows values (1, 100)"));
        write("dbt_project.yml", "name: books\nmodels: {+materialized: table}\nvars: {factor: 1}\n");
        write("macros/m.sql", "{% macro money(x) %}{{ x }} * {{ var('factor') }}{% endmacro %}");
        write("models/ledger.sql", "{{ config(materialized='incremental', unique_key='id') }} select id, {{ "
                                   "money('amount') }} as amount from {{ source('raw', 'rows') }}");
        write("models/report.sql",
              "select sum(amount) as total from {{ ref('ledger') }} join {{ ref('코드') }} "
              "on true");
        write("models/s.yml", "sources: [{name: raw, tables: [{name: rows}]}]\nmodels: [{name: report, "
                              "columns: [{name: total, data_tests: [not_null]}]}]\n");
        write("seeds/코드.csv", "code\n1\n");
        write("dbt_packages/other/dbt_project.yml", "name: other\n");
        write("dbt_packages/other/models/theirs.sql", "select 1 as id");
    }

    void write(const char *name, const QByteArray &text) const
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        REQUIRE(QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/')))));
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }

    Ran run(const QStringList &words) const
    {
        RunOptions options;
        options.workingDirectory = m_folder.path();
        const Ran ran =
            runCli(words + QStringList{QStringLiteral("--dsn"), m_database.spec().toPublicString(),
                                       QStringLiteral("--schema"), QStringLiteral("close")},
                   options);
        UNSCOPED_INFO(words.join(u' ').toStdString()
                      << ": " << ran.out.toStdString() << ran.err.toStdString());
        return ran;
    }
    int build() const { return run({QStringLiteral("build")}).status; }
    Ran rollback(const QStringList &more = {}) const
    {
        return run(QStringList{QStringLiteral("rollback")} + more);
    }

    QString table(const char *sql) const { return m_database.table(QString::fromUtf8(sql)); }
    QString total() const { return table("select total from close.report"); }

private:
    TemporaryDatabase m_database;
    QTemporaryDir m_folder;
};

} // namespace

TEST_CASE("a rollback publishes the version before, from its own files, on today's data")
{
    const Books books;
    REQUIRE(books.build() == 0);
    CHECK(books.total() == QStringLiteral("100"));
    REQUIRE(books.build() == 0); // the same version: not one to go back to
    books.write("macros/m.sql", "{% macro money(x) %}{{ x }} * 1000{% endmacro %}");
    books.write("models/extra.sql", "select 1 as id");
    books.write("seeds/코드.csv", "code\n1\n2\n");
    REQUIRE(books.run({QStringLiteral("build"), QStringLiteral("--full-refresh")}).status == 0);
    CHECK(books.total() == QStringLiteral("200000"));
    books.table("insert into raw.rows values (2, 11) returning id");
    books.write("models/report.sql", "{{ this is no longer a template");

    const Ran back = books.rollback();
    CHECK(back.status == 0);
    CHECK_THAT(back.err.toStdString(), Contains("version that run 2 published"));
    CHECK_THAT(back.err.toStdString(), Contains("close.extra stays as it is"));
    CHECK(books.total() == QStringLiteral("111"));
    CHECK(books.table("select count(*) from close.\"코드\"") == QStringLiteral("1"));
    CHECK(books.table("select republishes, state from daybook.run order by run_id desc limit 1") ==
          QStringLiteral("2 | published"));
    CHECK(books.table("select count(*), count(distinct project_hash) from daybook.run") ==
          QStringLiteral("4 | 2"));
    const Ran told = books.run({QStringLiteral("runs"), QStringLiteral("4")});
    CHECK_THAT(told.out.toStdString(), Contains("Goes back to the version of run 2"));

    // Back again: the version that had been live before the rollback.
    CHECK(books.rollback().status == 0);
    CHECK(books.total() == QStringLiteral("222000"));
    CHECK(books.rollback({QStringLiteral("--to"), QStringLiteral("1")}).status == 0);
    CHECK(books.total() == QStringLiteral("111"));
}

TEST_CASE("variables of the run come back with its version")
{
    const Books books;
    REQUIRE(books.run({QStringLiteral("build"), QStringLiteral("--vars"), QStringLiteral("{factor: 3}")})
                .status == 0);
    books.write("models/report.sql", "select 5 as total");
    REQUIRE(books.build() == 0);
    CHECK(books.rollback().status == 0);
    CHECK(books.total() == QStringLiteral("300"));
}

TEST_CASE("a rollback that does not prove publishes nothing")
{
    const Books books;
    REQUIRE(books.build() == 0);
    books.write("models/report.sql", "select 5 as total");
    REQUIRE(books.build() == 0);
    books.table("update raw.rows set amount = null returning id");
    CHECK(books.rollback().status == 1);
    CHECK(books.total() == QStringLiteral("5"));
    CHECK(books.table("select republishes, state from daybook.run order by run_id desc limit 1") ==
          QStringLiteral("1 | checks_failed"));
}

TEST_CASE("where there is nothing to go back to, a rollback says so and changes nothing")
{
    const Books books;
    const Ran never = books.rollback();
    CHECK(never.status == 2);
    REQUIRE(books.build() == 0);
    const Ran once = books.rollback();
    CHECK(once.status == 2);
    CHECK_THAT(once.err.toStdString(), Contains("there is none to go back to"));
    const Ran unknown = books.rollback({QStringLiteral("--to"), QStringLiteral("77")});
    CHECK(unknown.status == 2);
    CHECK_THAT(unknown.err.toStdString(), Contains("Run 77 has not published"));
    books.table("delete from daybook.project_version returning project_hash");
    books.write("models/report.sql", "select 5 as total");
    REQUIRE(books.build() == 0);
    const Ran lost = books.rollback();
    CHECK(lost.status == 2);
    CHECK_THAT(lost.err.toStdString(), Contains("files of run 1 were not kept"));
    CHECK(books.total() == QStringLiteral("5"));
}

TEST_CASE("the texts of a project are kept once, however many versions share them")
{
    const Books books;
    REQUIRE(books.build() == 0);
    const QString before = books.table("select count(*) from daybook.file_text");
    books.write("models/report.sql", "select 5 as total");
    REQUIRE(books.build() == 0);
    CHECK(books.table("select count(*) from daybook.file_text").toInt() == before.toInt() + 1);
    CHECK(books.table(
              "select count(*) from daybook.file_text where sha256 <> encode(sha256(content), 'hex')") ==
          QStringLiteral("0"));
    CHECK(books.table("select count(*) from daybook.project_version") == QStringLiteral("2"));
}
