#include "tests/build/fixture.h"

#include <QTimer>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

TEST_CASE("tables and views are built in order and become live under their names")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id, 10::bigint as amount\n"));
    shop.write(QStringLiteral("models/b.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect * from {{ ref('a') }}\n"));
    shop.write(QStringLiteral("models/c.sql"),
               QStringLiteral("select sum(amount) as total from {{ ref('b') }} -- the end"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Published);
    CHECK(run.exitStatus() == 0);
    CHECK(BuildFixture::node(run, QStringLiteral("a")).rows == 1);
    CHECK(shop.database.table(QStringLiteral("select * from close.c")) == QStringLiteral("10"));
    CHECK(shop.database.table(QStringLiteral(
              "select relname, relkind from pg_class where relnamespace = 'close'::regnamespace "
              "order by 1")) == QStringLiteral("a | r\nb | v\nc | r"));
}

TEST_CASE("views that were published read the published tables, not what they were built beside")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id\n"));
    shop.write(QStringLiteral("models/b.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect id from {{ ref('a') }}\n"));
    shop.build();
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 2 as id\n"));
    build::BuildRequest onlyA;
    onlyA.selection.select = {QStringLiteral("a")};
    CHECK(shop.build(onlyA).state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.b")) == QStringLiteral("2"));
}

TEST_CASE("a run leaves no staging schema and no retired relation behind, whatever came of it")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id\n"));
    shop.build();
    shop.build();
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1/0 as id\n"));
    CHECK(shop.build().state == RunState::Failed);
    CHECK(shop.database
              .table(QStringLiteral("select nspname from pg_namespace where nspname like 'daybook\\_%'"))
              .isEmpty());
    CHECK(shop.database
              .table(QStringLiteral("select relname from pg_class where relname like 'daybook\\_old%'"))
              .isEmpty());
}

TEST_CASE("a model that fails names its file, line and column; what stands on it is skipped; the rest is "
          "still tried")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/good.sql"), QStringLiteral("select 1 as id\n"));
    shop.write(
        QStringLiteral("models/bad.sql"),
        QStringLiteral(
            "{{ config(materialized='table') }}\nselect id,\n  no_such_column\nfrom {{ ref('good') }}\n"));
    shop.write(QStringLiteral("models/after.sql"), QStringLiteral("select * from {{ ref('bad') }}\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    CHECK(run.exitStatus() == 1);
    const auto bad = BuildFixture::node(run, QStringLiteral("bad"));
    REQUIRE(bad.error);
    CHECK(bad.error->where == Location{.file = QStringLiteral("models/bad.sql"), .line = 3, .column = 3});
    CHECK(bad.error->message.contains(QStringLiteral("no_such_column")));
    CHECK(bad.error->sqlState == QStringLiteral("42703"));
    CHECK(BuildFixture::node(run, QStringLiteral("after")).state == NodeState::Skipped);
    CHECK(BuildFixture::node(run, QStringLiteral("good")).state == NodeState::Success);
    CHECK(shop.database.table(QStringLiteral("select to_regclass('close.good') is null")) ==
          QStringLiteral("t"));
}

TEST_CASE("a source column that has vanished or changed its type is named, with what to do")
{
    const BuildFixture shop;
    shop.database.run(QStringLiteral("create schema wallet; create table wallet.tx (id int, amount text)"));
    shop.write(
        QStringLiteral("models/s.yml"),
        QStringLiteral("sources:\n  - name: wallet\n    schema: wallet\n    tables:\n      - name: tx\n"));
    shop.write(QStringLiteral("models/gone.sql"),
               QStringLiteral("select fee from {{ source('wallet', 'tx') }}\n"));
    shop.write(QStringLiteral("models/retyped.sql"),
               QStringLiteral("select sum(amount) from {{ source('wallet', 'tx') }}\n"));
    const auto run = shop.build();
    const auto gone = BuildFixture::node(run, QStringLiteral("gone")).error;
    const auto retyped = BuildFixture::node(run, QStringLiteral("retyped")).error;
    REQUIRE((gone && retyped));
    CHECK(gone->where->toString() == QStringLiteral("models/gone.sql:1:8"));
    CHECK(gone->message.contains(QStringLiteral("source")));
    CHECK(retyped->where->toString() == QStringLiteral("models/retyped.sql:1:8"));
    CHECK(retyped->message.contains(QStringLiteral("changed its type")));
}

TEST_CASE("two builds of one project never overlap, and the second says who runs")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/slow.sql"), QStringLiteral("select 1 as id from pg_sleep(3)\n"));
    const auto project = shop.project();
    build::BuildService first(shop.spec(), project);
    std::stop_source stop;
    auto running = first.build({}, stop.get_token());
    REQUIRE(eventually([&] {
        return shop.database.table(QStringLiteral("select to_regclass('daybook.run_node') is not null")) ==
                   QStringLiteral("t") &&
               shop.database.table(QStringLiteral(
                   "select count(*) from daybook.run_node where state = 'running'")) == QStringLiteral("1");
    }));
    const Error refused = shop.refusal();
    CHECK(refused.kind == ErrorKind::Conflict);
    CHECK(refused.message.contains(QStringLiteral("run 1 of")));
    stop.request_stop();
    CHECK(await(std::move(running)).value().state == RunState::Cancelled);
    CHECK(shop.build().state == RunState::Published);
}

TEST_CASE("stopping a build cancels on the server, says so, and leaves the last good figures")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id\n"));
    shop.build();
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 2 as id from pg_sleep(60)\n"));
    build::BuildService service(shop.spec(), shop.project());
    std::stop_source stop;
    QObject::connect(&service, &build::BuildService::nodeChanged, [&stop](const build::NodeOutcome &node) {
        if (node.state == NodeState::Running)
            QTimer::singleShot(200, [&stop] { stop.request_stop(); });
    });
    const auto run = await(service.build({}, stop.get_token()));
    REQUIRE(run);
    CHECK(run->state == RunState::Cancelled);
    CHECK(shop.database.table(QStringLiteral("select id from close.a")) == QStringLiteral("1"));
    CHECK(shop.database.table(
              QStringLiteral("select count(*) from pg_stat_activity where query like '%pg_sleep(60)%' and "
                             "pid <> pg_backend_pid() and state = 'active'")) == QStringLiteral("0"));
    CHECK(shop.database.table(QStringLiteral("select state from daybook.run order by run_id")) ==
          QStringLiteral("published\ncancelled"));
}

TEST_CASE("the history keeps outcomes, rows, compiled text and versions")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id union all select 2\n"));
    shop.build();
    CHECK(shop.database.table(
              QStringLiteral("select state, finished_at is not null, project, command from daybook.run")) ==
          QStringLiteral("published | t | shop | build"));
    CHECK(shop.database.table(
              QStringLiteral("select name, state, row_count, compiled_sql, worker, finished_at >= started_at "
                             "from daybook.run_node")) ==
          QStringLiteral("a | success | 2 | select 1 as id union all select 2 | 0 | t"));
    CHECK(shop.database.table(QStringLiteral("select v.raw_sql like 'select 1 as id union%' from "
                                             "daybook.model_version v join daybook.run_node n "
                                             "using (version_hash)")) == QStringLiteral("t"));
    CHECK(shop.database.table(QStringLiteral("select p.relation_name, p.run_id, p.relation_oid = "
                                             "'close.a'::regclass from daybook.publication p")) ==
          QStringLiteral("a | 1 | t"));
}

TEST_CASE(
    "what the data reaches to is the oldest of the newest rows of its sources, up to the run's beginning")
{
    const BuildFixture shop;
    shop.database.run(QStringLiteral(
        "create schema w; create table w.a as select timestamptz '2026-01-01 00:00+00' as loaded_at; "
        "create table w.b as select timestamptz '2026-01-02 00:00+00' as loaded_at union all "
        "select now() + interval '1 day'"));
    shop.write(
        QStringLiteral("models/s.yml"),
        QStringLiteral("sources:\n  - name: w\n    schema: w\n    loaded_at_field: loaded_at\n    tables:\n"
                       "      - name: a\n      - name: b\n"));
    shop.write(QStringLiteral("models/m.sql"),
               QStringLiteral(
                   "select * from {{ source('w', 'a') }} union all select * from {{ source('w', 'b') }}\n"));
    shop.build();
    CHECK(shop.database.table(
              QStringLiteral("select data_through = timestamptz '2026-01-01 00:00+00' from daybook.run")) ==
          QStringLiteral("t"));
    shop.database.run(QStringLiteral("truncate w.a"));
    shop.build();
    CHECK(shop.database.table(
              QStringLiteral("select data_through from daybook.run order by run_id desc limit 1")) ==
          QStringLiteral("NULL"));
}

TEST_CASE("independent models run side by side, and a child starts the moment its last parent is done")
{
    const BuildFixture shop;
    for (const char *name : {"a", "b", "c", "d"})
        shop.write(QStringLiteral("models/%1.sql").arg(QLatin1String(name)),
                   QStringLiteral("select 1 as id from pg_sleep(0.4)\n"));
    shop.write(QStringLiteral("models/e.sql"),
               QStringLiteral("select * from {{ ref('a') }} union all select * from {{ ref('b') }}\n"));
    build::BuildRequest request;
    request.threads = 4;
    const auto run = shop.build(request);
    QSet<int> workers;
    for (const char *name : {"a", "b", "c", "d"})
        workers << BuildFixture::node(run, QLatin1String(name)).worker;
    CHECK(workers.size() == 4);
    const auto e = BuildFixture::node(run, QStringLiteral("e"));
    CHECK(e.startedAt >= BuildFixture::node(run, QStringLiteral("a")).finishedAt);
    CHECK(e.startedAt >= BuildFixture::node(run, QStringLiteral("b")).finishedAt);
}

TEST_CASE("a role without the right to build is told what to ask for, and nothing is changed")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id\n"));
    shop.build();
    const QString role = QStringLiteral("reader_") + shop.database.name();
    shop.database.run(QStringLiteral("create role %1 login; grant usage on schema daybook to %1; grant "
                                     "select, insert, update on all tables in schema "
                                     "daybook to %1")
                          .arg(role));
    auto spec = shop.spec();
    spec.set(QStringLiteral("user"), role);
    build::BuildService service(spec, shop.project());
    const auto run = await(service.build({}, std::stop_token()));
    shop.database.run(QStringLiteral("drop owned by %1; drop role %1").arg(role));
    REQUIRE_FALSE(run);
    CHECK(run.error().kind == ErrorKind::Permission);
    CHECK(run.error().message.contains(QStringLiteral("GRANT CREATE ON DATABASE")));
}

TEST_CASE("a selection that matches nothing is said, not called proven")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id\n"));
    build::BuildRequest request;
    request.selection.select = {QStringLiteral("nothing_like_this")};
    CHECK(shop.refusal(request).kind == ErrorKind::Usage);
}
