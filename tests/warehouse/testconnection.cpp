#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QElapsedTimer>
#include <QTcpServer>

#include <catch2/catch.hpp>
#include <csignal>

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;

TEST_CASE("values come back as the server has them")
{
    const TemporaryDatabase database;
    const auto rows = database.run(QStringLiteral(
        "select 9223372036854775808::numeric as n, null::int as nothing, date '2026-11-21' as d, true as b, "
        "timestamptz '2026-11-21 00:00:00+09' as t, '거래' as \"거래ID\""));
    REQUIRE(rows.rowCount() == 1);
    CHECK(rows.decimal(0, 0)->toString() == QStringLiteral("9223372036854775808"));
    CHECK_FALSE(rows.integer(0, 0));
    CHECK(rows.isNull(0, 1));
    CHECK(rows.date(0, 2) == QDate(2026, 11, 21));
    CHECK(rows.boolean(0, 3) == true);
    CHECK(rows.instant(0, 4) == QDateTime(QDate(2026, 11, 20), QTime(15, 0), Qt::UTC));
    CHECK(rows.text(0, rows.columnIndex(QStringLiteral("거래ID"))) == QStringLiteral("거래"));
}

TEST_CASE("parameters are values, never SQL")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    const auto rows = await(connection->execute(QStringLiteral("select $1::text, $2::text"),
                                                {QStringLiteral("'; drop table x; --"), std::nullopt}));
    REQUIRE(rows);
    CHECK(rows->text(0, 0) == QStringLiteral("'; drop table x; --"));
    CHECK(rows->isNull(0, 1));
}

TEST_CASE("a statement's error names its SQLSTATE, line and column")
{
    const TemporaryDatabase database;
    const auto failed =
        await(database.connect()->execute(QStringLiteral("select 1,\n  '거래', missing\nfrom pg_class")));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::Sql);
    CHECK(failed.error().sqlState == QStringLiteral("42703"));
    CHECK(failed.error().where == Location{.file = {}, .line = 2, .column = 9});
}

TEST_CASE("statements handed in together run in order, and one that fails does not stop the next")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    const auto first = connection->execute(QStringLiteral("create table t as select 1 as a"));
    const auto second = connection->execute(QStringLiteral("select * from nowhere"));
    const auto third = connection->execute(QStringLiteral("select a from t"));
    CHECK(await(first).value().affectedRows() == 1);
    CHECK_FALSE(await(second).has_value());
    CHECK(await(third).value().integer(0, 0) == 1);
}

TEST_CASE("a stopped statement is cancelled on the server, and the session is good for the next")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    std::stop_source stop;
    const auto sleeping = connection->execute(QStringLiteral("select pg_sleep(50)"), {}, stop.get_token());
    const auto next = connection->execute(QStringLiteral("select 42"));
    QTimer::singleShot(100, [&stop] { stop.request_stop(); });
    const auto cancelled = await(sleeping);
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().kind == ErrorKind::Cancelled);
    CHECK(await(next).value().integer(0, 0) == 42);
}

TEST_CASE("a statement that the server had not read yet when it was told to cancel is cancelled all the same")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    const pid_t server = connection->backendPid();
    REQUIRE(server > 0);
    REQUIRE(::kill(server, SIGSTOP) ==
            0); // what comes next waits before its door: the cancel, and the statement
    std::stop_source stop;
    const auto sleeping = connection->execute(QStringLiteral("select pg_sleep(50)"), {}, stop.get_token());
    stop.request_stop();
    QTimer::singleShot(300, [server] { ::kill(server, SIGCONT); });
    const auto stopped = await(sleeping);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
    CHECK(await(connection->execute(QStringLiteral("select 1"))));
}

TEST_CASE("a statement that still waits is stopped without the server")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    std::stop_source stop;
    const auto first = connection->execute(QStringLiteral("select pg_sleep(0.3)"));
    const auto waiting =
        connection->execute(QStringLiteral("create table never as select 1"), {}, stop.get_token());
    stop.request_stop();
    CHECK(await(waiting).error().kind == ErrorKind::Cancelled);
    CHECK(await(first).has_value());
    CHECK(database.table(QStringLiteral("select to_regclass('never') is null")) == QStringLiteral("t"));
}

TEST_CASE("a killed session fails its statements once and says that it is lost")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    int losses = 0;
    QObject::connect(connection.get(), &Connection::lost, [&losses] { ++losses; });
    const auto sleeping = connection->execute(QStringLiteral("select pg_sleep(50)"));
    const auto waiting = connection->execute(QStringLiteral("select 1"));
    database.run(QStringLiteral("select pg_terminate_backend(%1)").arg(connection->backendPid()));
    CHECK(await(sleeping).error().kind == ErrorKind::Connection);
    CHECK(await(waiting).error().kind == ErrorKind::Connection);
    CHECK(eventually([&] { return losses == 1; }));
    CHECK_FALSE(connection->isOpen());
    CHECK(await(connection->execute(QStringLiteral("select 1"))).error().kind == ErrorKind::Connection);
}

TEST_CASE("a session that dies while idle is noticed without asking it")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    int losses = 0;
    QObject::connect(connection.get(), &Connection::lost, [&losses] { ++losses; });
    database.run(QStringLiteral("select pg_terminate_backend(%1)").arg(connection->backendPid()));
    CHECK(eventually([&] { return losses == 1; }));
}

TEST_CASE("letting go of a connection completes what it had under way")
{
    const TemporaryDatabase database;
    auto connection = database.connect();
    const auto sleeping = connection->execute(QStringLiteral("select pg_sleep(50)"));
    connection.reset();
    CHECK(await(sleeping).error().kind == ErrorKind::Connection);
}

TEST_CASE("letting go of a connection while a cancel is on its way harms nobody")
{
    const TemporaryDatabase database;
    for (int i = 0; i < 20; ++i) {
        std::stop_source stop;
        auto connection = database.connect();
        const auto sleeping =
            connection->execute(QStringLiteral("select pg_sleep(50)"), {}, stop.get_token());
        stop.request_stop();
        REQUIRE(eventually([waits = 0]() mutable { return ++waits > 1; }));
        connection.reset();
        CHECK_FALSE(await(sleeping));
    }
}

TEST_CASE("COPY streams out line by line, and a sink that fails ends it with its own error")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    qint64 rows = 0;
    const auto copied = await(connection->copyOut(
        QStringLiteral("copy (select generate_series(1, 200000)) to stdout"), [&rows](QByteArrayView line) {
            rows += line.endsWith('\n') ? 1 : 0;
            return Result<void>();
        }));
    CHECK(copied.value().affectedRows() == 200000);
    CHECK(rows == 200000);

    const auto full = await(connection->copyOut(
        QStringLiteral("copy (select generate_series(1, 100000000)) to stdout"),
        [](QByteArrayView) { return Result<void>(failure(ErrorKind::Io, QStringLiteral("disk full"))); }));
    REQUIRE_FALSE(full);
    CHECK(full.error().message == QStringLiteral("disk full"));
    CHECK(await(connection->execute(QStringLiteral("select 1"))).has_value());
}

TEST_CASE("a paused copy waits without keeping the event loop busy, and goes on or is cancelled")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    qint64 rows = 0;
    std::stop_source stop;
    const auto copying = connection->copyOut(
        QStringLiteral("copy (select generate_series(1, 200000)) to stdout"),
        [&](QByteArrayView) {
            if (++rows % 50000 == 0)
                connection->pauseCopy();
            return Result<void>();
        },
        stop.get_token());
    for (const qint64 stage : {50000, 100000}) {
        REQUIRE(eventually([&] { return rows == stage; }));
        CHECK_FALSE(eventually([&] { return rows != stage || copying.isFinished(); }, 100));
        connection->resumeCopy();
    }
    REQUIRE(eventually([&] { return rows == 150000; }));
    SECTION("to its end")
    {
        connection->resumeCopy();
        REQUIRE(eventually([&] { return rows == 200000; }));
        connection->resumeCopy();
        CHECK(await(copying).value().affectedRows() == 200000);
    }
    SECTION("cancelled while it waits")
    {
        stop.request_stop();
        // Small enough to have been sent whole before the cancel came: both ends are right, waiting is not.
        CHECK(eventually([&] { return copying.isFinished(); }));
    }
    CHECK(await(connection->execute(QStringLiteral("select 1"))));
}

TEST_CASE("COPY takes in what a source gives, and nothing when the source fails")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    REQUIRE(await(connection->execute(QStringLiteral("create table t (a int)"))));
    int left = 5000;
    const auto taken =
        await(connection->copyIn(QStringLiteral("copy t from stdin"), [&left]() -> Result<QByteArray> {
            return left-- > 0 ? QByteArray("1\n2\n") : QByteArray();
        }));
    CHECK(taken.value().affectedRows() == 10000);

    int given = 0;
    const auto broken =
        await(connection->copyIn(QStringLiteral("copy t from stdin"), [&given]() -> Result<QByteArray> {
            if (++given > 3)
                return failure(ErrorKind::Io, QStringLiteral("the file ended too soon"));
            return QByteArray("3\n");
        }));
    CHECK(broken.error().message == QStringLiteral("the file ended too soon"));
    CHECK(database.table(QStringLiteral("select count(*) from t")) == QStringLiteral("10000"));
}

TEST_CASE("a read-only connection is read-only on the server")
{
    const TemporaryDatabase database;
    auto spec = database.spec();
    spec.setReadOnly(true);
    const auto connection = await(Connection::open(spec));
    REQUIRE(connection);
    const auto refused = await(connection.value()->execute(QStringLiteral("create table t (a int)")));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sqlState == QStringLiteral("25006"));
}

TEST_CASE("a server that is not there, or never answers, is said in words")
{
    warehouse::ConnectionSpec nobody;
    nobody.set(QStringLiteral("host"), QStringLiteral("/nonexistent"));
    const auto absent = await(Connection::open(nobody));
    REQUIRE_FALSE(absent);
    CHECK(absent.error().kind == ErrorKind::Connection);
    CHECK(absent.error().message.contains(QStringLiteral("/nonexistent")));

    QTcpServer silent;
    REQUIRE(silent.listen(QHostAddress::LocalHost));
    warehouse::ConnectionSpec mute;
    mute.set(QStringLiteral("host"), QStringLiteral("127.0.0.1"));
    mute.set(QStringLiteral("port"), QString::number(silent.serverPort()));
    mute.set(QStringLiteral("connect_timeout"), QStringLiteral("1"));
    const auto late = await(Connection::open(mute));
    REQUIRE_FALSE(late);
    CHECK(late.error().message.contains(QStringLiteral("did not answer in time")));

    mute.set(QStringLiteral("connect_timeout"), QString());
    std::stop_source stop;
    QTimer::singleShot(50, [&stop] { stop.request_stop(); });
    const auto stopped = await(Connection::open(mute, stop.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
}

TEST_CASE("a role that does not exist is an authentication error")
{
    auto spec = TemporaryServer::shared().spec();
    spec.set(QStringLiteral("user"), QStringLiteral("nobody_here"));
    const auto refused = await(Connection::open(spec));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Authentication);
}

TEST_CASE("notifications of other sessions arrive")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    QString heard;
    QObject::connect(connection.get(), &Connection::notified,
                     [&heard](const QString &channel, const QString &payload) { heard = channel + payload; });
    REQUIRE(await(connection->execute(QStringLiteral("listen runs"))));
    database.run(QStringLiteral("notify runs, '7'"));
    CHECK(eventually([&] { return heard == QStringLiteral("runs7"); }));
}

TEST_CASE("a large copy leaves the event loop its turn")
{
    const TemporaryDatabase database;
    const auto connection = database.connect();
    int turns = 0;
    QTimer heartbeat;
    QObject::connect(&heartbeat, &QTimer::timeout, [&turns] { ++turns; });
    heartbeat.start(0);
    const auto copied =
        await(connection->copyOut(QStringLiteral("copy (select generate_series(1, 1000000)) to stdout"),
                                  [](QByteArrayView) { return Result<void>(); }));
    CHECK(copied.has_value());
    CHECK(turns > 10);
}
