// What passes by itself is tried again; what SQL broke is not.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

/// A model that fails with `sqlState` the first `times` times. Sequences keep what a rollback takes back.
void writeFlaky(const BuildFixture &shop, const char *sqlState, int times, const QString &config = {})
{
    shop.database.run(
        QStringLiteral(
            "create sequence public.tries; create function public.flaky() returns int language plpgsql as "
            "$$ begin if nextval('public.tries') <= %1 then raise exception 'not now' using errcode = '%2'; "
            "end if; return 1; end $$")
            .arg(QString::number(times), QString::fromUtf8(sqlState)));
    shop.write(QStringLiteral("models/flaky.sql"),
               QStringLiteral("{{ config(%1) }}\nselect public.flaky() as id").arg(config));
}

QString tries(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select last_value from public.tries"));
}

struct Retried
{
    Result<build::RunOutcome> outcome;
    QStringList reasons;
};

Retried buildWith(
    const BuildFixture &shop, int retries, const warehouse::ConnectionSpec &spec,
    const std::function<void()> &before = [] {})
{
    build::BuildService service(spec, shop.project());
    Retried retried;
    QObject::connect(&service, &build::BuildService::retrying, &service,
                     [&](const Error &reason, int, std::chrono::seconds) {
                         retried.reasons << reason.message;
                         before();
                     });
    build::BuildRequest request;
    request.retries = retries;
    retried.outcome = await(service.build(request, std::stop_token()));
    return retried;
}

} // namespace

TEST_CASE("a step that met a deadlock or a serialization failure is done again")
{
    const BuildFixture shop;
    const QString config =
        GENERATE(QStringLiteral("materialized='table'"), QStringLiteral("materialized='incremental'"),
                 QStringLiteral("materialized='table', post_hook='select public.flaky()'"),
                 QStringLiteral("materialized='table', indexes=[{'columns': ['id']}]"));
    const char *state = GENERATE("40001", "40P01", "55P03");
    writeFlaky(shop, state, 2, config);
    const build::RunOutcome run = shop.build();
    CHECK(run.state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.flaky")) == QStringLiteral("1"));
    CHECK(tries(shop).toInt() >= 3);
}

TEST_CASE("a check that met a deadlock is done again, alone or with others")
{
    const BuildFixture shop;
    writeFlaky(shop, "40P01", 1);
    shop.write(QStringLiteral("models/flaky.sql"), QStringLiteral("select 1 as id, 2 as other"));
    shop.write(
        QStringLiteral("models/flaky.yml"),
        QStringLiteral(
            "models:\n  - name: flaky\n    columns:\n      - name: id\n        data_tests:\n"
            "          - not_null\n          - not_null: {name: slow, where: 'public.flaky() = 1'}\n"));
    CHECK(shop.build().state == RunState::Published);
}

TEST_CASE("what SQL broke is not tried again, nor what cannot be undone")
{
    const BuildFixture shop;
    const auto [state, config] = GENERATE(table<const char *, QString>(
        {{"22012", QString()}, {"40001", QStringLiteral("pre_hook=before_begin('select 1')")}}));
    writeFlaky(shop, state, 9, config);
    CHECK(shop.build().state == RunState::Failed);
    CHECK(tries(shop) == QStringLiteral("1"));
}

TEST_CASE("a run whose steps would not go well is begun anew as often as asked")
{
    const BuildFixture shop;
    writeFlaky(shop, "40001", 4);
    const Retried once = buildWith(shop, 0, shop.spec());
    REQUIRE(once.outcome);
    CHECK(once.outcome->state == RunState::Failed);
    CHECK(once.reasons.isEmpty());
    CHECK(tries(shop) == QStringLiteral("3"));
    const Retried again = buildWith(shop, 1, shop.spec());
    CHECK(again.outcome->state == RunState::Published);
    CHECK(again.reasons.isEmpty());
}

TEST_CASE("a run that lost its connection is begun anew, and both are remembered")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id"));
    REQUIRE(shop.build().state == RunState::Published);
    shop.database.run(QStringLiteral("create sequence public.cuts"));
    shop.write(QStringLiteral("models/a.sql"),
               QStringLiteral("select 2 as id, (select case when nextval('public.cuts') = 1 then "
                              "pg_terminate_backend(r.backend_pid)::text end from daybook.run r where "
                              "r.state = 'running') as cut, pg_sleep(0.3)::text as slept"));
    const Retried retried = buildWith(shop, 2, shop.spec());
    REQUIRE(retried.outcome);
    CHECK(retried.outcome->state == RunState::Published);
    CHECK(retried.reasons.size() == 1);
    CHECK(shop.database.table(QStringLiteral("select state from daybook.run order by run_id")) ==
          QStringLiteral("published\nfailed\npublished"));
    CHECK(shop.database.table(QStringLiteral("select id from close.a")) == QStringLiteral("2"));
    CHECK(shop.database
              .table(QStringLiteral("select nspname from pg_namespace where nspname like 'daybook\\_%'"))
              .isEmpty());
}

TEST_CASE("an unreachable server is tried again, and its last word is the error")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id"));
    TemporaryServer server;
    server.crash();
    const Retried never = buildWith(shop, 1, server.spec());
    REQUIRE_FALSE(never.outcome);
    CHECK(never.outcome.error().kind == ErrorKind::Connection);
    CHECK(never.reasons.size() == 1);
    const Retried back = buildWith(shop, 1, server.spec(), [&server] { server.start(); });
    REQUIRE(back.outcome);
    CHECK(back.outcome->state == RunState::Published);
}

TEST_CASE("what another try would not change is not tried again")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 / 0 as id"));
    CHECK(buildWith(shop, 3, shop.spec()).reasons.isEmpty());
    warehouse::ConnectionSpec stranger = shop.spec();
    stranger.set(QStringLiteral("user"), QStringLiteral("nobody_here"));
    const Retried refused = buildWith(shop, 3, stranger);
    REQUIRE_FALSE(refused.outcome);
    CHECK(refused.reasons.isEmpty());
}
