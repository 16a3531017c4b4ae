#include "models/operations/queries/queryhistory.h"
#include "models/warehouse/systemschema.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::operations;
using namespace daybook::test;

namespace {

QDateTime at(const char *time)
{
    return QDateTime::fromString(QStringLiteral("2026-11-20T") + QLatin1String(time) + QLatin1Char('Z'),
                                 Qt::ISODate);
}

const TimeWindow Morning{at("09:00:00"), at("10:00:00")};

/// A database with Daybook's schema, and a reader of it.
struct Kept
{
    Kept() { REQUIRE(await(warehouse::ensureSystemSchema(database.connect()))); }

    TemporaryDatabase database;
    warehouse::Pool pool{database.spec(), 1};
    QueryHistory history{pool};
};

} // namespace

TEST_CASE("a database that nobody looked at has no coverage, and no figures")
{
    const TemporaryDatabase database; // not even the schema
    warehouse::Pool pool(database.spec(), 1);
    QueryHistory history(pool);
    const auto coverage = await(history.coverage(Morning));
    REQUIRE(coverage);
    CHECK_FALSE(coverage->lastSeenAt.isValid());
    CHECK(coverage->lookedMs == 0);
    CHECK(await(history.statements(Morning, 10))->isEmpty());
    CHECK(await(history.waits(Morning, 10))->isEmpty());
}

TEST_CASE("coverage counts what lies within the window only")
{
    Kept kept;
    kept.database.run(
        QStringLiteral("insert into daybook.collector_span values ('queries', '2026-11-20 08:50Z', "
                       "'2026-11-20 09:10Z', 1), ('queries', '2026-11-20 09:30Z', '2026-11-20 11:00Z', 1), "
                       "('other', '2026-11-20 09:00Z', '2026-11-20 10:00Z', 1)"));
    const auto coverage = await(kept.history.coverage(Morning));
    REQUIRE(coverage);
    CHECK(coverage->lookedMs == 40 * 60'000);
    CHECK(coverage->lastSeenAt == at("11:00:00"));
}

TEST_CASE("percentiles lie within a bucket of the true ones, and never above the longest")
{
    Kept kept;
    // 1 ms to 10 s, a thousand of them, through the statement that the collector writes with
    kept.database.run(QStringLiteral(
        "insert into daybook.query_fingerprint values ('f', 'select $1', false, now());"
        "insert into daybook.query_histogram select '2026-11-20 09:10Z', 'f', floor(8 * log(2, d))::int, "
        "count(*), sum(d), "
        "max(d) from (select 10 * n as d from generate_series(1, 1000) n) s group by 3;"
        "insert into daybook.query_histogram values ('2026-11-20 10:00Z', 'f', 200, 1, 40000000, 40000000)"));
    const auto statements = await(kept.history.statements(Morning, 10));
    REQUIRE(statements);
    REQUIRE(statements->size() == 1);
    const StatementFigures &figures = statements->front();
    CHECK(figures.seen == 1000);
    CHECK(figures.seenMs == 10 * 1000 * 1001 / 2);
    CHECK(figures.maxMs == 10'000);
    const auto within = [](const std::optional<qint64> &value, double truth) {
        return value && static_cast<double>(*value) >= truth && static_cast<double>(*value) <= truth * 1.091;
    };
    CHECK(within(figures.p50Ms, 5'000));
    CHECK(within(figures.p95Ms, 9'500));
    CHECK(within(figures.p99Ms, 9'900));
    CHECK(*figures.p99Ms <= 10'000);
    CHECK_FALSE(figures.calls); // not counted: not zero
    CHECK_FALSE(figures.rows);
    qint64 executions = 0;
    const auto heat = await(kept.history.heat(Morning));
    REQUIRE(heat);
    for (const HeatCell &cell : *heat)
        executions += cell.executions;
    CHECK(executions == 1000);
}

TEST_CASE("what was counted stands beside what was seen, and most time comes first")
{
    Kept kept;
    kept.database.run(QStringLiteral(
        "insert into daybook.query_fingerprint values ('seen', 'a', false, now()), ('counted', 'b', false, "
        "now());"
        "insert into daybook.query_histogram values ('2026-11-20 09:00Z', 'seen', 88, 1, 2048, 2048);"
        "insert into daybook.statement_text values (1, 7, 'counted'), (2, 7, 'counted');"
        "insert into daybook.statement_delta values ('2026-11-20 09:00Z', 1, 1, 7, true, now(), now(), 10, "
        "4000.4, 30, 5),"
        " ('2026-11-20 09:10Z', 1, 2, 7, true, now(), now(), 10, 4000, 30, 5)"));
    const auto statements = await(kept.history.statements(Morning, 10));
    REQUIRE(statements);
    REQUIRE(statements->size() == 2);
    const StatementFigures &first = statements->front();
    CHECK(first.query == QStringLiteral("b"));
    CHECK(first.calls == 20);
    CHECK(first.totalMs == 8000);
    CHECK(first.meanUs == 400'020);
    CHECK(first.rows == 60);
    CHECK(first.tempBlocks == 10);
    CHECK_FALSE(first.maxMs);
    CHECK(statements->back().p50Ms == 2048);
    CHECK(await(kept.history.statements(Morning, 1))->size() == 1);
}

TEST_CASE("executions and bursts of a window")
{
    Kept kept;
    kept.database.run(QStringLiteral(
        "insert into daybook.query_fingerprint values ('f', 'select $1', false, now());"
        "insert into daybook.query_execution values "
        "('2026-11-20 08:59Z', 1, now(), 'f', 'd', 'r', 'a', '2026-11-20 09:01Z', 120000, true, true, null),"
        "('2026-11-20 09:30Z', 2, now(), 'g', 'd', 'r', 'a', '2026-11-20 09:31Z', 60000, true, false, "
        "'select 17'),"
        "('2026-11-20 10:30Z', 3, now(), 'f', 'd', 'r', 'a', '2026-11-20 10:31Z', 60000, true, true, null);"
        "insert into daybook.query_burst (began_at, ended_at, statements, slow_ms, burst_count) values "
        "('2026-11-20 09:10Z', '2026-11-20 09:10:01Z', 5, 2000, 3), ('2026-11-20 10:10Z', '2026-11-20 "
        "10:10:01Z', 3, 2000, 3)"));
    const auto all = await(kept.history.executions(Morning, QString(), 10));
    REQUIRE(all);
    REQUIRE(all->size() == 2);
    CHECK(all->front().query == QStringLiteral("select 17"));
    CHECK(all->front().hasLiterals);
    CHECK_FALSE(all->front().isExact);
    CHECK(all->back().query == QStringLiteral("select $1"));
    CHECK(await(kept.history.executions(Morning, QStringLiteral("f"), 10))->size() == 1);
    const auto bursts = await(kept.history.bursts(Morning));
    REQUIRE(bursts);
    REQUIRE(bursts->size() == 1);
    CHECK(bursts->front().statements == 5);
}

TEST_CASE("a wait of a build names its step and whom it waited for")
{
    Kept kept;
    kept.database.run(QStringLiteral(
        "insert into daybook.run (project, target_schema, command, invocation_id, started_by, host, program, "
        "staging_schema, "
        "project_hash) values ('p', 'close', 'build', 'i', 'me', 'here', 'daybookctl', 'daybook_stage_1', "
        "'h');"
        "insert into daybook.run_node (run_id, unique_id, resource_type, name, relation_name, state, "
        "started_at) "
        "select run_id, 'model.p.' || n, 'model', n, n, 'running', '2026-11-20 09:00Z' from daybook.run, "
        "unnest(array['ledger', 'report']) n;"
        "insert into daybook.lock_wait (began_at, pid, backend_start, last_seen_at, ended_at, lock_type, "
        "mode, relation, query, "
        "database_name, role_name, application_name, blocked_by, blocker_pid, blocker_state) values "
        "('2026-11-20 09:10Z', 5, now(), '2026-11-20 09:10:03Z', '2026-11-20 09:10:04Z', 'relation', "
        "'AccessShareLock', 't', "
        "'create table daybook_stage_1.ledger as select', 'd', 'r', 'daybook daybook_stage_1', '8', 9, 'idle "
        "in transaction'),"
        "('2026-11-20 09:20Z', 6, now(), '2026-11-20 09:20:03Z', null, 'relation', 'AccessShareLock', 't', "
        "'select', 'd', 'r', "
        "'psql', '0', 0, null)"));
    const auto waits = await(kept.history.waits(Morning, 10));
    REQUIRE(waits);
    REQUIRE(waits->size() == 2);
    CHECK(waits->front().sentence() ==
          QStringLiteral("Process 6 has waited 3.0 s for a prepared transaction"));
    CHECK(waits->back().sentence() ==
          QStringLiteral("Step ledger of run 1 waited 4.0 s for process 9 (idle in transaction)"));
}
