// The server dies in the middle of a build, and comes back.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;

namespace {

QString valueOf(TemporaryServer &server, const QString &sql)
{
    const auto connection = await(Connection::open(server.spec()));
    if (!connection)
        return connection.error().message;
    const auto rows = await((*connection)->execute(sql));
    return rows ? rows->text(0, 0) : rows.error().message;
}

} // namespace

TEST_CASE("a server that crashes during a build keeps the last good figures; the next build succeeds")
{
    TemporaryServer server;
    const BuildFixture shop; // for its folder; the database is the crashing server's
    shop.write(QStringLiteral("models/a.sql"),
               QStringLiteral("select n as id from generate_series(1, 100) n, pg_sleep(0.2)\n"));
    build::BuildService service(server.spec(), shop.project());
    REQUIRE(await(service.build({}, std::stop_token())).value().state == build::RunState::Published);
    for (const int milliseconds : {30, 120, 220, 260}) {
        auto running = service.build({}, std::stop_token());
        eventually([] { return false; }, milliseconds);
        server.crash();
        // The program waits a minute for a server that went away while publishing: bring it back at once.
        server.start();
        const auto run = await(std::move(running));
        CHECK((!run || run->state != build::RunState::Running));
        CHECK(valueOf(server, QStringLiteral("select count(*) from close.a")) == QStringLiteral("100"));
        const auto next = await(service.build({}, std::stop_token()));
        REQUIRE(next);
        CHECK(next->state == build::RunState::Published);
        CHECK(valueOf(server,
                      QStringLiteral("select count(*) from pg_namespace where nspname like 'daybook\\_%'")) ==
              QStringLiteral("0"));
    }
}
