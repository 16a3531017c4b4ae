#include "app/cli/session.h"
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

/// A small project, and daybookctl run in its models' folder.
class Shop
{
public:
    Shop()
    {
        write("dbt_project.yml", "name: shop\nmodels:\n  +materialized: table\n");
        write("models/a.sql", "select {{ var('amount') }} as amount, '{{ target.name }}' as target, "
                              "{{ target.threads }} as threads, current_user::text as role, "
                              "current_setting('search_path') as path");
    }

    void write(const QString &name, const QByteArray &text) const
    {
        const QString path = m_folder.filePath(name);
        REQUIRE(QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/')))));
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }

    void write(const char *name, const QByteArray &text) const { write(QString::fromUtf8(name), text); }

    /// In a folder below the project's: it is found from there.
    Ran run(const QStringList &words) const
    {
        RunOptions options;
        options.workingDirectory = m_folder.filePath(QStringLiteral("models"));
        return runCli(words, options);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

TEST_CASE("a build goes where profiles.yml and the command line say")
{
    const TemporaryDatabase database;
    const Shop shop;
    database.run(
        QStringLiteral("create role session_builder; grant create on database %1 to session_builder; "
                       "grant session_builder to daybook")
            .arg(database.name()));
    shop.write("profiles.yml",
               "shop:\n  target: qa\n  outputs:\n    qa:\n      type: postgres\n      host: " +
                   TemporaryServer::shared().directory().toUtf8() +
                   "\n      user: daybook\n      dbname: " + database.name().toUtf8() +
                   "\n      schema: books\n      threads: 3\n      role: session_builder\n"
                   "      search_path: pg_catalog, books\n");
    const Ran ran =
        shop.run({QStringLiteral("build"), QStringLiteral("--vars"), QStringLiteral("{amount: 7}")});
    INFO(ran.out.toStdString() << ran.err.toStdString());
    CHECK(ran.status == 0);
    CHECK_THAT(database.table(QStringLiteral("select * from books.a")).toStdString(),
               Contains("7 | qa | 3 | session_builder | pg_catalog, books"));
    const Ran other = shop.run({QStringLiteral("build"), QStringLiteral("--vars={\"amount\": 8}"),
                                QStringLiteral("--schema"), QStringLiteral("mine"),
                                QStringLiteral("--threads"), QStringLiteral("2")});
    CHECK(other.status == 0);
    CHECK_THAT(database.table(QStringLiteral("select * from mine.a")).toStdString(), Contains("8 | qa | 2"));
    database.run(QStringLiteral("drop owned by session_builder cascade; drop role session_builder"));
}

TEST_CASE("words that cannot be meant are refused before anything is looked for")
{
    const Shop shop;
    const QString ls = QStringLiteral("ls");
    const Ran text = shop.run({ls, QStringLiteral("--vars"), QStringLiteral("amount")});
    CHECK(text.status == 2);
    CHECK_THAT(text.err.toStdString(), Contains("--vars must be a mapping"));
    const Ran broken = shop.run({ls, QStringLiteral("--vars"), QStringLiteral("{a: [")});
    CHECK(broken.status == 2);
    CHECK_THAT(broken.err.toStdString(), Contains("--vars must be a mapping"));
    const Ran none = shop.run({ls, QStringLiteral("--threads"), QStringLiteral("0")});
    CHECK(none.status == 2);
    CHECK_THAT(none.err.toStdString(), Contains("--threads"));
    const Ran target = shop.run({ls, QStringLiteral("--target"), QStringLiteral("prod")});
    CHECK(target.status == 2);
    CHECK_THAT(target.err.toStdString(), Contains("profiles.yml"));
}

TEST_CASE("a project is listed without a server")
{
    const Ran ran = Shop().run({QStringLiteral("ls"), QStringLiteral("--vars"), QStringLiteral("amount: 1"),
                                QStringLiteral("--format=json")});
    INFO(ran.err.toStdString());
    CHECK(ran.status == 0);
    CHECK(ran.json()[u"nodes"].toArray().size() == 1);
    CHECK_THAT(ran.out.toStdString(), Contains("settlement.a")); // the default schema
}
