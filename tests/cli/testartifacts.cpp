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

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

/// a <- b <- c, a check on b that fails as long as the variable says so, and a server for them.
class Shop
{
public:
    Shop()
    {
        write("dbt_project.yml",
              "name: shop\nmodels:\n  +materialized: table\nvars: {amount: -1, wrong: ''}\n");
        write("models/a.sql", "select {{ var('amount') }} as amount {{ var('wrong') }}");
        write("models/b.sql", "select * from {{ ref('a') }}");
        write("models/c.sql", "select * from {{ ref('b') }}");
        write("models/lone.sql", "select 1 as id");
        write("tests/positive.sql", "select * from {{ ref('b') }} where amount < 0");
        write("selectors.yml", "selectors: [{name: upper, definition: {union: [c, lone]}}]");
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

    Ran run(const char *text, const QStringList &more = {}) const
    {
        RunOptions options;
        options.workingDirectory = m_folder.path();
        Ran ran = runCli(words(text) + more, options);
        UNSCOPED_INFO(text << ": " << ran.out.toStdString() << ran.err.toStdString());
        return ran;
    }

    QJsonObject artifact(const char *name) const
    {
        QFile file(m_folder.filePath(QStringLiteral("target/") + QString::fromUtf8(name)));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return QJsonDocument::fromJson(file.readAll()).object();
    }

    /// "a success, b fail", by the alphabet.
    std::string results() const
    {
        QStringList all;
        for (const QJsonValue &result : artifact("run_results.json")[u"results"].toArray())
            all.append(result[u"unique_id"].toString().section(QLatin1Char('.'), 2, 2) + QLatin1Char(' ') +
                       result[u"status"].toString());
        all.sort();
        return all.join(QStringLiteral(", ")).toStdString();
    }

    bool has(const char *name) const { return QFile::exists(m_folder.filePath(QString::fromUtf8(name))); }
    const TemporaryDatabase &database() const { return m_database; }

private:
    TemporaryDatabase m_database;
    QTemporaryDir m_folder;
};

} // namespace

TEST_CASE("ls takes dbt's words, and leaves the manifest")
{
    const Shop shop;
    const auto listed = [&shop](const char *text) { return shop.run(text).out.simplified().toStdString(); };
    CHECK(listed("ls --selector upper") == "shop.c shop.lone");
    CHECK(listed("ls --select +b --resource-type model") == "shop.a shop.b");
    CHECK(listed("ls -s b --exclude-resource-type test") == "shop.b");
    CHECK(listed("ls -s lone b --indirect-selection empty") == "shop.b shop.lone");
    CHECK(shop.artifact("manifest.json")[u"nodes"].toObject().size() == 5);
    const Ran nothing = shop.run("ls -s nobody");
    CHECK(nothing.status == 0);
    CHECK_THAT(nothing.err.toStdString(), Contains("'nobody' selects nothing"));
    for (const char *wrong :
         {"ls -s tagg:x", "ls --selector uper", "ls --resource-type modle", "ls --indirect-selection some",
          "ls -s state:modified", "ls --state nowhere -s c"}) {
        const Ran refused = shop.run(wrong);
        CHECK(refused.status == 2);
        CHECK(refused.out.isEmpty());
    }
}

TEST_CASE("compile leaves the SQL below target, whatever a test is called")
{
    const Shop shop;
    shop.write("models/s.yml", "models: [{name: lone, columns: [{name: id, tests: [not_null: {name: "
                               "../../../../escaped}]}]}]");
    const Ran ran = shop.run("compile");
    CHECK(ran.status == 0);
    CHECK(shop.has("target/compiled/shop/models/b.sql"));
    CHECK(shop.has("target/compiled/shop/models/s.yml/.._.._.._.._escaped.sql"));
    const QJsonObject node = shop.artifact("manifest.json")[u"nodes"][u"model.shop.b"].toObject();
    CHECK(node[u"compiled_path"].toString() == QStringLiteral("target/compiled/shop/models/b.sql"));
    CHECK_THAT(node[u"compiled_code"].toString().toStdString(), Contains("\"books\".\"a\""));
}

TEST_CASE("a check that failed is retried with all that it kept from being published")
{
    const Shop shop;
    CHECK(shop.run("build --threads 2").status == 1);
    CHECK(shop.results() == "a skipped, b skipped, c skipped, lone skipped, positive fail");
    const QJsonObject args = shop.artifact("run_results.json")[u"args"].toObject();
    CHECK(args[u"which"].toString() == QStringLiteral("build"));
    CHECK(shop.run("ls -s result:fail --state target").out.simplified() == QStringLiteral("shop.positive"));

    CHECK(shop.run("retry").status == 1); // nothing has changed
    const Ran ran = shop.run("retry --vars", {QStringLiteral("{amount: 5}")});
    CHECK(ran.status == 0);
    CHECK(shop.results() == "a success, b success, c success, lone success, positive pass");
    CHECK(shop.database().table(QStringLiteral("select amount from books.c")).contains(QLatin1Char('5')));
    const Ran none = shop.run("retry");
    CHECK(none.status == 0);
    CHECK_THAT(none.err.toStdString(), Contains("Nothing to retry"));
}

TEST_CASE("a retry keeps the command, its choice and its variables")
{
    const Shop shop;
    const QStringList vars{QStringLiteral("--vars"), QStringLiteral("{wrong: ', nonsense'}")};
    CHECK(shop.run("run --select +b", vars).status == 1);
    CHECK(shop.results() == "a error, b skipped");
    CHECK(shop.run("retry").status == 1); // the variable is still wrong
    CHECK(shop.results() == "a error, b skipped");
    CHECK(shop.run("retry --vars", {QStringLiteral("{wrong: ''}")}).status == 0);
    CHECK(shop.results() == "a success, b success");
}

TEST_CASE("a retry needs results to read")
{
    const Shop shop;
    const Ran none = shop.run("retry");
    CHECK(none.status == 2);
    CHECK_THAT(none.err.toStdString(), Contains("run_results.json") && Contains("not there"));
    shop.write("target/run_results.json", "{\"metadata\": 5");
    CHECK(shop.run("retry").status != 0);
    shop.write(
        "target/run_results.json",
        "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v6.json\"}, "
        "\"args\": {\"which\": \"docs\"}, \"results\": [{\"unique_id\": \"model.shop.a\", \"status\": "
        "\"error\"}]}");
    const Ran other = shop.run("retry");
    CHECK(other.status == 2);
    CHECK_THAT(other.err.toStdString(), Contains("'docs'"));
}
