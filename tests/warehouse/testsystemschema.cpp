#include "models/warehouse/systemschema.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;
using warehouse::ConnectionSpec;
using warehouse::ensureSystemSchema;
using warehouse::migrateSystemSchema;
using warehouse::Migration;

namespace {

const QList<Migration> twoSteps{
    {1, QStringLiteral("first"),
     QStringLiteral("create table daybook.a (x int); create table daybook.b (x int)")},
    {2, QStringLiteral("second"), QStringLiteral("alter table daybook.a add y int")}};

/// A role without rights in the test's database, and a spec that logs in as it.
ConnectionSpec outsider(const TemporaryDatabase &database)
{
    const QString role = QStringLiteral("outsider_") + database.name();
    database.run(QStringLiteral("create role %1 login").arg(role));
    ConnectionSpec spec = database.spec();
    spec.set(QStringLiteral("user"), role);
    return spec;
}

} // namespace

TEST_CASE("what ships applies to an empty database, once")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    const int shipped = static_cast<int>(warehouse::shippedMigrations().size());
    REQUIRE(shipped >= 1);
    CHECK(await(ensureSystemSchema(connection)).value() == shipped);
    CHECK(await(ensureSystemSchema(connection)).value() == shipped);
    CHECK_FALSE(connection->isInTransaction());
    CHECK(database.table(QStringLiteral("select count(*) from daybook.migration")).toInt() == shipped);
    CHECK(database.table(QStringLiteral("select count(*) from daybook.run")) == QStringLiteral("0"));
}

TEST_CASE("a database left at an older version is brought on")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    CHECK(await(migrateSystemSchema(connection, twoSteps.first(1))).value() == 1);
    CHECK(await(migrateSystemSchema(connection, twoSteps)).value() == 2);
    CHECK(database.table(QStringLiteral("select version, name from daybook.migration order by 1")) ==
          QStringLiteral("1 | first\n2 | second"));
}

TEST_CASE("a migration that fails leaves nothing of itself, and names its file")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    QList<Migration> steps = twoSteps;
    steps[1].sql = QStringLiteral("alter table daybook.a add y int;\nselect nonsense");
    const auto failed = await(migrateSystemSchema(connection, steps));
    REQUIRE_FALSE(failed);
    REQUIRE(failed.error().where);
    CHECK(failed.error().where->file == QStringLiteral("sql/system/migrations/0002_second.sql"));
    CHECK(failed.error().where->line == 2);
    CHECK_FALSE(connection->isInTransaction());
    CHECK(database.table(QStringLiteral("select version from daybook.migration")) == QStringLiteral("1"));
    CHECK(await(migrateSystemSchema(connection, twoSteps)).value() == 2);
}

TEST_CASE("programs that race migrate once, whatever isolation their role is set to")
{
    const TemporaryDatabase database;
    database.run(QStringLiteral("alter database %1 set default_transaction_isolation = 'serializable'")
                     .arg(database.name()));
    QList<Connection::Pointer> sessions;
    for (int i = 0; i < 8; ++i)
        sessions << database.connect();
    std::vector<QCoro::Task<Result<int>>> racing;
    for (const auto &session : sessions)
        racing.push_back(migrateSystemSchema(session, twoSteps));
    for (auto &task : racing) {
        const auto done = await(std::move(task));
        INFO((done ? std::string() : done.error().toString().toStdString()));
        CHECK(done.has_value());
    }
    CHECK(database.table(QStringLiteral("select count(*) from daybook.migration")) == QStringLiteral("2"));
}

TEST_CASE("a schema newer than the program is left alone")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    REQUIRE(await(migrateSystemSchema(connection, twoSteps)));
    const auto refused = await(migrateSystemSchema(connection, twoSteps.first(1)));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Conflict);
    CHECK(refused.error().message.contains(QStringLiteral("Update Daybook")));
}

TEST_CASE("an applied migration that is not ours is an error")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    REQUIRE(await(migrateSystemSchema(connection, twoSteps)));
    QList<Migration> changed = twoSteps;
    changed[0].sql += QStringLiteral(" ");
    const auto refused = await(migrateSystemSchema(connection, changed));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Data);
    CHECK(refused.error().message.contains(QStringLiteral("first")));
}

TEST_CASE("an up-to-date schema needs no more than SELECT")
{
    const TemporaryDatabase database;
    const ConnectionSpec spec = outsider(database);
    REQUIRE(await(migrateSystemSchema(database.connect(), twoSteps)));
    const auto session = await(Connection::open(spec));
    REQUIRE(session);
    const auto blind = await(migrateSystemSchema(*session, twoSteps));
    REQUIRE_FALSE(blind);
    CHECK(blind.error().kind == ErrorKind::Permission);
    database.run(
        QStringLiteral("grant usage on schema daybook to %1; grant select on daybook.migration to %1")
            .arg(spec.value(QStringLiteral("user"))));
    CHECK(await(migrateSystemSchema(*session, twoSteps)).value() == 2);
}

TEST_CASE("a role that may not create the schema is told whom to ask for what; then it works")
{
    const TemporaryDatabase database;
    const ConnectionSpec spec = outsider(database);
    const auto session = await(Connection::open(spec));
    REQUIRE(session);
    const auto refused = await(migrateSystemSchema(*session, twoSteps));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Permission);
    const QString cure = refused.error().message.section(QStringLiteral("to run: "), 1);
    REQUIRE_FALSE(cure.isEmpty());
    database.run(cure);
    CHECK(await(migrateSystemSchema(*session, twoSteps)).value() == 2);
}

TEST_CASE("a read-only connection reads an up-to-date schema and refuses to make one")
{
    const TemporaryDatabase database;
    ConnectionSpec spec = database.spec();
    spec.setReadOnly(true);
    const auto session = await(Connection::open(spec));
    REQUIRE(session);
    const auto refused = await(migrateSystemSchema(*session, twoSteps));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Permission);
    CHECK(refused.error().message.contains(QStringLiteral("read-only")));
    REQUIRE(await(migrateSystemSchema(database.connect(), twoSteps)));
    CHECK(await(migrateSystemSchema(*session, twoSteps)).value() == 2);
}

TEST_CASE("waiting for another program's migration can be stopped")
{
    const TemporaryDatabase database;
    const auto holder = database.connect();
    REQUIRE(await(holder->execute(QStringLiteral("begin; select pg_advisory_xact_lock(28254671641472875)"))));
    const auto session = database.connect();
    std::stop_source stop;
    QTimer::singleShot(200, [&stop] { stop.request_stop(); });
    const auto stopped = await(migrateSystemSchema(session, twoSteps, stop.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
    CHECK_FALSE(session->isInTransaction());
}
