// `daybookctl clean`: what it removes, and above all what it leaves.

#include "tests/cli/shop.h"

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

QByteArray projectWith(const char *targets)
{
    return "name: shop\nclean-targets: " + QByteArray(targets) + "\n";
}

} // namespace

TEST_CASE("clean removes the clean-targets, and the target folder where none are named")
{
    const Shop shop;
    shop.write("target/compiled/shop/a.sql", "select 1");
    CHECK(shop.run("clean").status == 0);
    CHECK_FALSE(shop.has("target"));
    CHECK(shop.has("models/a.sql"));
    const Ran again = shop.run("clean");
    CHECK(again.status == 0);
    CHECK_THAT(again.err.toStdString(), Contains("nothing to clean"));

    shop.write("dbt_project.yml", projectWith("[target, logs/, dbt_packages]"));
    shop.write("target/x", "x");
    shop.write("logs/dbt.log", "x");
    shop.write("dbt_packages/money/dbt_project.yml", "name: money\n");
    CHECK(shop.run("clean").status == 0);
    CHECK_FALSE(shop.has("target"));
    CHECK_FALSE(shop.has("logs"));
    CHECK_FALSE(shop.has("dbt_packages"));
}

TEST_CASE("clean removes nothing at all as long as one target must stay")
{
    const Shop shop;
    QTemporaryDir elsewhere;
    QFile kept(elsewhere.filePath(QStringLiteral("kept")));
    REQUIRE(kept.open(QIODevice::WriteOnly));
    REQUIRE(QFile::link(elsewhere.path(), shop.path("way_out")));
    shop.write("target/x", "x");
    shop.write("folder/models/deep.sql", "select 1");
    const QByteArray outside = '"' + elsewhere.path().toUtf8() + '"';
    for (const QByteArray &target :
         {QByteArray("."), QByteArray("''"), QByteArray("'  '"), QByteArray("models"),
          QByteArray("./models/"), QByteArray("models/a.sql"), QByteArray("tests/.."), QByteArray(".."),
          QByteArray("../nothing_there"), QByteArray("/"), QByteArray("dbt_project.yml"),
          QByteArray("way_out"), outside}) {
        shop.write("dbt_project.yml", projectWith("[target, " + target + "]"));
        const Ran ran = shop.run("clean");
        INFO(target.toStdString());
        CHECK(ran.status == 2);
        CHECK_THAT(ran.err.toStdString(), Contains("clean-targets"));
        CHECK(shop.has("target/x"));
        CHECK(shop.has("models/a.sql"));
        CHECK(kept.exists());
    }
    shop.write("dbt_project.yml", projectWith("[target, folder]\nmodel-paths: [folder/models]"));
    CHECK(shop.run("clean").status == 2);
    CHECK(shop.has("folder/models/deep.sql"));
}

TEST_CASE("clean follows no link out of a target, and leaves repositories with changes")
{
    const Shop shop;
    QTemporaryDir elsewhere;
    QFile kept(elsewhere.filePath(QStringLiteral("kept")));
    REQUIRE(kept.open(QIODevice::WriteOnly));
    shop.write("dbt_project.yml", projectWith("[target, dbt_packages]"));
    shop.write("target/x", "x");
    REQUIRE(QFile::link(elsewhere.path(), shop.path("target/link")));
    shop.write("dbt_packages/money/.git/HEAD", "ref: refs/heads/main\n"); // no commit: nobody can tell
    const Ran refused = shop.run("clean");
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err.toStdString(), Contains("money") && Contains("not committed"));
    CHECK(shop.has("target/x"));
    REQUIRE(QDir(shop.path("dbt_packages/money/.git")).removeRecursively());
    CHECK(shop.run("clean").status == 0);
    CHECK_FALSE(shop.has("target"));
    CHECK(kept.exists());
}
