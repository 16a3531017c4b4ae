#include "models/build/outcometext.h"
#include "models/build/runmonitor.h"
#include "tests/build/historyrows.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::build;
using namespace daybook::test;
using warehouse::Pool;

TEST_CASE("a server that has never seen Daybook has no runs, and that is no error")
{
    const TemporaryDatabase database;
    Pool pool(database.spec(), 1);
    const auto runs = await(RunHistory(pool).recent({}, 10));
    REQUIRE(runs);
    CHECK(runs->isEmpty());
}

TEST_CASE("runs come newest first, counted, and a dead one is not called running")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 1);
    const auto all = await(RunHistory(pool).recent({}, 10));
    REQUIRE(all);
    REQUIRE(all->size() == 3);
    CHECK(all->at(0).state == RunState::Abandoned);
    CHECK(all->at(1).state == RunState::ChecksFailed);
    CHECK(all->at(1).error->message == QStringLiteral("1 check failed"));
    CHECK(all->at(1).checks == 2);
    CHECK(all->at(1).checksPassed == 0);
    CHECK(all->at(1).failed == 1);
    CHECK(all->at(2).durationMs({}) == 12'500);
    CHECK(all->at(2).checksPassed == 1);
    CHECK(all->at(2).warned == 1);
    CHECK(all->at(2).dataThrough ==
          QDateTime::fromString(QStringLiteral("2026-11-16T00:00:00Z"), Qt::ISODate));

    const auto own = await(RunHistory(pool).recent(QStringLiteral("close"), 1));
    REQUIRE(own);
    REQUIRE(own->size() == 1);
    CHECK(own->at(0).runId == 2);
}

TEST_CASE("one run is read by its number, with the version of its project")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 1);
    const auto second = await(RunHistory(pool).run(2));
    REQUIRE((second && *second));
    CHECK((*second)->runId == 2);
    CHECK((*second)->gitCommit == QStringLiteral("c0ffee00c0ffee00"));
    CHECK((*second)->gitDirty);
    CHECK((*await(RunHistory(pool).run(1)))->gitCommit.isEmpty());
    CHECK_FALSE(await(RunHistory(pool).run(4)).value());
}

TEST_CASE("a run that is at work is told from one whose process died")
{
    const TemporaryDatabase database;
    insertRuns(database);
    const auto worker = database.connect();
    REQUIRE(await(worker->execute(QStringLiteral(
        "update daybook.run set backend_pid = pg_backend_pid(), backend_start = "
        "(select backend_start from pg_stat_activity where pid = pg_backend_pid()) where run_id = 3"))));
    Pool pool(database.spec(), 1);
    CHECK(await(RunHistory(pool).recent({}, 1))->at(0).state == RunState::Running);
}

TEST_CASE("a run's nodes come in the order of its plan, those that never ran included")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 1);
    const auto nodes = await(RunHistory(pool).nodes(2));
    REQUIRE(nodes);
    REQUIRE(nodes->size() == 3);
    CHECK(nodes->at(0).labelKo == QStringLiteral("원장"));
    CHECK(nodes->at(0).outcome.rows == 1200);
    CHECK_FALSE(nodes->at(0).isCheck());
    CHECK(nodes->at(1).outcome.state == NodeState::Fail);
    CHECK(nodes->at(1).outcome.failures == 2);
    CHECK(nodes->at(1).keptRows == 2);
    CHECK(nodes->at(2).outcome.state == NodeState::Pending);
    CHECK_FALSE(nodes->at(2).outcome.startedAt.isValid());
    CHECK(nodes->at(2).outcome.worker == -1);
}

TEST_CASE("failing rows keep their columns' order, and null stays null")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 1);
    const auto rows = await(RunHistory(pool).failingRows(2, QStringLiteral("test.close.a")));
    REQUIRE(rows);
    CHECK(rows->columns.join(QLatin1Char(',')) == QStringLiteral("거래ID,amount,note"));
    REQUIRE(rows->rows.size() == 2);
    CHECK_FALSE(rows->rows[0][1].has_value());
    CHECK(rows->rows[1][1] == QStringLiteral("12.50"));
    CHECK(rows->rows[1][2] == QStringLiteral("a, b"));
    CHECK(await(RunHistory(pool).failingRows(2, QStringLiteral("test.close.b")))->rows.isEmpty());
}

TEST_CASE("every state is read back as it is written")
{
    for (int state = 0; state <= static_cast<int>(RunState::Abandoned); ++state)
        CHECK(runStateFrom(toString(static_cast<RunState>(state))) == static_cast<RunState>(state));
    for (int state = 0; state <= static_cast<int>(NodeState::Cancelled); ++state)
        CHECK(nodeStateFrom(toString(static_cast<NodeState>(state))) == static_cast<NodeState>(state));
    CHECK_FALSE(runStateFrom(QStringLiteral("splendid")));
}

TEST_CASE("a run without checks is not called proven")
{
    RunSummary run;
    run.state = RunState::Published;
    CHECK(severityOf(run) == Severity::Neutral);
    run.checks = 3;
    CHECK(severityOf(run) == Severity::Proven);
}

TEST_CASE("a notification brings the list and the open run up to date")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 2);
    RunMonitor monitor{RunHistory(pool)};
    QList<RunSummary> runs;
    QList<RunNode> nodes;
    QObject::connect(&monitor, &RunMonitor::runsRead, &monitor, [&](const auto &read) { runs = read; });
    QObject::connect(&monitor, &RunMonitor::nodesRead, &monitor,
                     [&](qint64, const auto &read) { nodes = read; });
    const auto listener = database.connect();
    QObject::connect(listener.get(), &warehouse::Connection::notified, &monitor, &RunMonitor::hear);
    REQUIRE(await(listener->execute(QStringLiteral("listen daybook_run"))));

    monitor.open(2);
    REQUIRE(eventually([&] { return nodes.size() == 3; }));
    CHECK(runs.isEmpty());
    database.run(QStringLiteral("update daybook.run_node set state = 'pass' where unique_id = 'test.close.b';"
                                "select pg_notify('daybook_run', '2')"));
    // The two are read side by side: either may come first.
    REQUIRE(eventually([&] { return nodes[2].outcome.state == NodeState::Pass && runs.size() == 3; }));
}

TEST_CASE("only the answer to the last question is given")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 2);
    RunMonitor monitor{RunHistory(pool)};
    QList<qint64> answered;
    QObject::connect(&monitor, &RunMonitor::nodesRead, &monitor,
                     [&](qint64 id, const auto &) { answered << id; });
    QObject::connect(&monitor, &RunMonitor::nodesFailed, &monitor,
                     [&](qint64 id, const auto &) { answered << -id; });
    monitor.open(1);
    monitor.open(2);
    REQUIRE(eventually([&] { return !answered.isEmpty(); }));
    CHECK_FALSE(eventually([&] { return answered.size() > 1; }, 200));
    CHECK(answered == QList<qint64>{2});
}

TEST_CASE("a monitor may go while its questions are under way")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Pool pool(database.spec(), 2);
    {
        RunMonitor monitor{RunHistory(pool)};
        monitor.refresh();
        monitor.open(2);
        monitor.readFailingRows(QStringLiteral("test.close.a"));
    }
    CHECK(await(RunHistory(pool).recent({}, 5)).has_value());
}
