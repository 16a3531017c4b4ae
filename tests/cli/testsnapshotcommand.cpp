#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// A model, a seed, and a snapshot of the model; and a server for them.
class Shop
{
public:
    Shop()
    {
        write("dbt_project.yml", "name: shop\nmodels:\n  +materialized: table\n");
        write("models/a.sql", "select 1 as id, 'x' as name");
        write("snapshots/kept/a_log.sql",
              "{% snapshot a_log %}\n{{ config(strategy='check', unique_key='id', check_cols='all') }}\n"
              "select * from {{ ref('a') }}\n{% endsnapshot %}\n");
        write("profiles.yml", "shop:\n  target: qa\n  outputs:\n    qa:\n      type: postgres\n      host: " +
                                  TemporaryServer::shared().directory().toUtf8() +
                                  "\n      user: daybook\n      dbname: " + m_database.name().toUtf8() +
                                  "\n      schema: books\n");
    }

    void write(const char *name, const QByteArray &text) const
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        REQUIRE(QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/')))));
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }

    Ran run(const char *text) const
    {
        RunOptions options;
        options.workingDirectory = m_folder.path();
        Ran ran = runCli(QString::fromUtf8(text).split(QLatin1Char(' ')), options);
        UNSCOPED_INFO(text << ": " << ran.out.toStdString() << ran.err.toStdString());
        return ran;
    }

    QString file(const char *name) const
    {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return QString::fromUtf8(file.readAll());
    }

    QString rows() const
    {
        return m_database.table(QStringLiteral(
            "select name, dbt_valid_to is null from books.a_log order by dbt_valid_from, dbt_valid_to"));
    }

private:
    TemporaryDatabase m_database;
    QTemporaryDir m_folder;
};

} // namespace

TEST_CASE("snapshots have a command of their own, belong to build and not to run")
{
    const Shop shop;
    CHECK(shop.run("snapshot").status == 1); // of a model that is nowhere
    CHECK(shop.run("run").status == 0);
    CHECK(shop.run("snapshot").status == 0);
    CHECK_THAT(shop.file("target/run_results.json").toStdString(),
               Contains("snapshot.shop.a_log") && !Contains("model.shop.a\""));
    CHECK(shop.rows() == QStringLiteral("x | t"));
    shop.write("models/a.sql", "select 1 as id, 'y' as name");
    CHECK(shop.run("run").status == 0);
    CHECK(shop.rows() == QStringLiteral("x | t"));
    CHECK(shop.run("build").status == 0);
    CHECK(shop.rows() == QStringLiteral("x | f\ny | t"));
    CHECK(shop.run("snapshot --full-refresh").status == 2);
}

TEST_CASE("ls and compile know snapshots")
{
    const Shop shop;
    CHECK(shop.run("ls --resource-type snapshot").out.trimmed() == QStringLiteral("shop.kept.a_log.a_log"));
    CHECK(shop.run("ls --select resource_type:snapshot").out.trimmed() ==
          QStringLiteral("shop.kept.a_log.a_log"));
    CHECK_THAT(shop.run("compile --select a_log").out.toStdString(), Contains("select * from"));
    CHECK_THAT(shop.file("target/compiled/shop/snapshots/kept/a_log.sql/a_log.sql").toStdString(),
               Contains("select * from"));
}
