#include "models/warehouse/pool.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QCoreApplication>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using warehouse::Pool;

TEST_CASE("a pool opens no more than its size and hands connections on")
{
    const TemporaryDatabase database;
    Pool pool(database.spec(), 2);
    auto first = await(pool.acquire());
    auto second = await(pool.acquire());
    REQUIRE((first && second));
    const int pid = (*first)->connection()->backendPid();
    auto third = pool.acquire();
    CHECK_FALSE(eventually([&] { return third.isFinished(); }, 100));
    first->reset();
    first = failure(ErrorKind::Internal, QString()); // the future's copy was the other holder
    const auto handed = await(third);
    REQUIRE(handed);
    CHECK((*handed)->connection()->backendPid() == pid);
}

TEST_CASE("a connection left in a transaction is not passed on")
{
    const TemporaryDatabase database;
    Pool pool(database.spec(), 1);
    int pid = 0;
    {
        const auto lease = await(pool.acquire());
        REQUIRE(lease);
        pid = (*lease)->connection()->backendPid();
        REQUIRE(await((**lease)->execute(QStringLiteral("begin"))));
    }
    const auto next = await(pool.acquire());
    REQUIRE(next);
    CHECK((*next)->connection()->backendPid() != pid);
}

TEST_CASE("a lost connection is replaced, and the pool says so")
{
    const TemporaryDatabase database;
    Pool pool(database.spec(), 1);
    int losses = 0;
    QObject::connect(&pool, &Pool::unavailable, [&losses] { ++losses; });
    {
        const auto lease = await(pool.acquire());
        database.run(
            QStringLiteral("select pg_terminate_backend(%1)").arg((*lease)->connection()->backendPid()));
        CHECK(eventually([&] { return losses == 1; }));
    }
    const auto next = await(pool.acquire());
    REQUIRE(next);
    CHECK(await((**next)->execute(QStringLiteral("select 1"))).has_value());
}

TEST_CASE("a pool that cannot connect says why to everyone who waits")
{
    warehouse::ConnectionSpec nowhere;
    nowhere.set(QStringLiteral("host"), QStringLiteral("/nonexistent"));
    Pool pool(nowhere, 1);
    const auto one = pool.acquire();
    const auto two = pool.acquire();
    CHECK(await(one).error().kind == ErrorKind::Connection);
    CHECK(await(two).error().kind == ErrorKind::Connection);
}

TEST_CASE(
    "a pool that goes while it connects, and a connection that goes while it cancels, leave nobody waiting")
{
    const TemporaryDatabase database;
    QFuture<Result<std::shared_ptr<warehouse::Lease>>> waiting;
    {
        Pool pool(database.spec(), 1);
        waiting = pool.acquire();
    }
    REQUIRE(waiting.isFinished());
    CHECK(waiting.result().error().kind == ErrorKind::Cancelled);

    auto connection = database.connect();
    std::stop_source stop;
    const auto sleeping = connection->execute(QStringLiteral("select pg_sleep(60)"), {}, stop.get_token());
    CHECK_FALSE(eventually([&] { return sleeping.isFinished(); }, 100));
    stop.request_stop();
    QCoreApplication::processEvents();
    connection.reset();
    CHECK(eventually([&] { return sleeping.isFinished(); })); // it may be let go of from its own signals: later
    CHECK_FALSE(eventually([] { return false; }, 300)); // the cancel comes back to nobody
}
