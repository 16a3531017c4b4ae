#include "models/warehouse/connection.h"
#include "models/warehouse/dialect.h"
#include "models/warehouse/statement.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "tests/support/strings.h"

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;
using warehouse::Dialect;
using warehouse::Engine;
using Feature = warehouse::Dialect::Feature;

namespace {

const Dialect Redshift(Engine::Redshift, 80002);

Dialect dialectOf(const warehouse::ConnectionSpec &spec)
{
    const auto opened = await(Connection::open(spec));
    REQUIRE(opened);
    return (*opened)->dialect();
}

} // namespace

TEST_CASE("a server is known by what it says of itself")
{
    const QString plain = QStringLiteral("PostgreSQL 16.8 on x86_64-pc-linux-gnu, compiled by gcc");
    const QString redshift = QStringLiteral(
        "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.74927");
    CHECK(Dialect::detected(plain, 160008, false).name() == QStringLiteral("PostgreSQL 16"));
    CHECK(Dialect::detected(plain, 160008, true).name() == QStringLiteral("Citus on PostgreSQL 16"));
    CHECK(Dialect::detected(redshift, 80002, false) == Redshift);
    CHECK(Redshift.name() == QStringLiteral("Redshift"));
}

TEST_CASE("a connection knows what its server is, and believes a profile that says so")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    const Dialect found = connection->dialect();
    const QString version =
        database.table(QStringLiteral("select current_setting('server_version_num')::int / 10000"));
    CHECK(found.name().endsWith(QStringLiteral("PostgreSQL ") + version));
    CHECK(found.has(Feature::Merge) == (version.toInt() >= 15));
    CHECK(found.has(Feature::Distribution) ==
          (database.table(QStringLiteral("select count(*) from pg_extension where extname = 'citus'")) ==
           QStringLiteral("1")));
    auto spec = database.spec();
    spec.setEngine(Engine::Redshift);
    CHECK(dialectOf(spec).name() == QStringLiteral("Redshift"));
}

TEST_CASE("a session that may not write may not, whatever the dialect")
{
    const TemporaryDatabase database;
    auto spec = database.spec();
    spec.setReadOnly(true);
    spec.setEngine(GENERATE(std::optional<Engine>(), std::optional<Engine>(Engine::Redshift)));
    const auto opened = await(Connection::open(spec));
    REQUIRE(opened);
    const auto written = await((*opened)->execute(QStringLiteral("create table t (id int)")));
    REQUIRE_FALSE(written);
    CHECK(written.error().sqlState == QStringLiteral("25006"));
}

TEST_CASE("MERGE has come with PostgreSQL 15")
{
    CHECK_FALSE(Dialect(Engine::PostgreSQL, 130023).has(Feature::Merge));
    CHECK_FALSE(Dialect(Engine::Citus, 140017).has(Feature::Merge));
    CHECK(Dialect(Engine::PostgreSQL, 150000).has(Feature::Merge));
    CHECK_FALSE(Redshift.has(Feature::Merge)); // whose MERGE cannot give its target a name
}

TEST_CASE("a count of what meets a condition is the same, with FILTER and without")
{
    const TemporaryDatabase database;
    const QString rows = QStringLiteral(" from (values (1), (2), (3), (null)) as t (id)");
    const QString with = Dialect().countWhere(QStringLiteral("id > 1"));
    const QString without = Redshift.countWhere(QStringLiteral("id > 1"));
    CHECK(with.contains(QStringLiteral("filter")));
    CHECK_FALSE(without.contains(QStringLiteral("filter")));
    CHECK(database.table(QStringLiteral("select ") + with + rows) == QStringLiteral("2"));
    CHECK(database.table(QStringLiteral("select ") + without + rows) == QStringLiteral("2"));
}

TEST_CASE("a PostgreSQL that is given out for a Redshift has none of its clauses")
{
    const Dialect pretended(Engine::Redshift, 150020);
    for (const Feature feature : {Feature::LateBinding, Feature::StorageAttributes}) {
        CHECK(Redshift.has(feature));
        CHECK_FALSE(pretended.has(feature));
    }
    CHECK_FALSE(pretended.has(Feature::Json));
}

TEST_CASE("to a server without JSON parameters are written into the text, and records once each")
{
    const QList<warehouse::Parameter> run{
        QStringLiteral("7"),
        QStringLiteral(
            "[{\"name\": \"it's \\\\ $1\", \"count\": 2, \"of\": {\"a\": [1]}}, {\"name\": null}]")};
    const auto left = warehouse::shippedStatement(
        Redshift, u"system/build/left_over",
        {QStringLiteral("it's"), std::nullopt, QStringLiteral("[\"a\\\\b\", \"$1\"]")});
    CHECK(left.parameters.isEmpty());
    CHECK(left.sql.contains(
        QStringLiteral("r.project = 'it''s' and r.target_schema = null and p.unique_id not in "
                       "(replace('a\x01"
                       "b', chr(1), chr(92)) ,\n'$1')")));
    const auto none =
        warehouse::shippedStatement(Redshift, u"system/build/type_names", {QStringLiteral("[]")});
    CHECK(none.sql.contains(QStringLiteral("t.oid in (null)")));
    const auto own = warehouse::shippedStatement(Dialect(), u"system/build/left_over", run);
    CHECK(own.parameters == run);
    CHECK(own.sql == Dialect().shipped(u"system/build/left_over"));
}

TEST_CASE("a literal is the same text on a server")
{
    const TemporaryDatabase database;
    const QString text = QStringLiteral("it's \\ a 'b\\' 한글 $1 [[1: x]]\nline");
    CHECK(database.table(QStringLiteral("select ") + warehouse::portableLiteral(text)) == text);
    CHECK(warehouse::portableLiteral({}) == QStringLiteral("null"));
}

TEST_CASE("a dialect's own file comes before the one for all")
{
    CHECK(Redshift.shipped(u"system/session") != Dialect().shipped(u"system/session"));
    CHECK(Redshift.shipped(u"system/build/check") == Dialect().shipped(u"system/build/check"));
}
