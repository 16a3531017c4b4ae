#include "models/workspace/serverlink.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using workspace::ServerLink;

TEST_CASE("the link hears notifications")
{
    const TemporaryDatabase database;
    ServerLink link(database.spec(), {QStringLiteral("daybook_run")});
    QStringList heard;
    QObject::connect(&link, &ServerLink::notified, &link,
                     [&heard](const QString &, const QString &payload) { heard << payload; });
    link.connectNow();
    REQUIRE(eventually([&] { return link.state() == ServerLink::State::Connected; }));
    REQUIRE(eventually([&] {
        database.run(QStringLiteral("select pg_notify('daybook_run', '7')"));
        return !heard.isEmpty();
    }));
    CHECK(heard.first() == QStringLiteral("7"));
}

TEST_CASE("a link that is cut says so at once and comes back by itself, still listening")
{
    const TemporaryDatabase database;
    ServerLink link(database.spec(), {QStringLiteral("daybook_run")});
    QList<ServerLink::State> states;
    QStringList heard;
    QObject::connect(&link, &ServerLink::stateChanged, &link,
                     [&](ServerLink::State state) { states << state; });
    QObject::connect(&link, &ServerLink::notified, &link,
                     [&heard](const QString &, const QString &payload) { heard << payload; });
    link.connectNow();
    REQUIRE(eventually([&] { return link.state() == ServerLink::State::Connected; }));
    database.run(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity "
                                "where datname = current_database() and pid <> pg_backend_pid()"));
    REQUIRE(eventually([&] { return states.contains(ServerLink::State::Lost); }));
    CHECK(link.lastError().has_value());
    REQUIRE(eventually([&] { return link.state() == ServerLink::State::Connected; }));
    CHECK_FALSE(link.lastError().has_value());
    REQUIRE(eventually([&] {
        database.run(QStringLiteral("select pg_notify('daybook_run', '8')"));
        return heard.contains(QStringLiteral("8"));
    }));
}

TEST_CASE("where there is no server the link waits longer each time, and tries at once when asked")
{
    warehouse::ConnectionSpec nowhere;
    nowhere.set(QStringLiteral("host"), QStringLiteral("/nonexistent"));
    ServerLink link(nowhere, {});
    const auto lost = [&link] { return link.state() == ServerLink::State::Lost; };
    link.connectNow();
    REQUIRE(eventually(lost));
    CHECK(link.secondsToRetry() == 1);
    link.connectNow();
    REQUIRE(eventually(lost));
    CHECK(link.secondsToRetry() == 2);
    CHECK(link.lastError()->kind == ErrorKind::Connection);
}
