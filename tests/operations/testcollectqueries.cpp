#include "models/operations/queries/querycollector.h"
#include "models/warehouse/systemschema.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QProcess>

#include <catch2/catch.hpp>
#include <csignal>

using namespace daybook;
using namespace daybook::operations;
using namespace daybook::test;
using warehouse::Connection;

namespace {

/// The real program, collecting from one database; gone with the test.
class Collecting
{
public:
    explicit Collecting(const TemporaryDatabase &database, const QStringList &more = {},
                        const QString &user = {})
    {
        warehouse::ConnectionSpec spec = database.spec();
        if (!user.isEmpty())
            spec.set(QStringLiteral("user"), user);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(DAYBOOK_BINARY_DIR "/daybookctl"),
                        QStringList{QStringLiteral("collect"), QStringLiteral("queries"),
                                    QStringLiteral("--dsn"), spec.toPublicString()} +
                            more);
        REQUIRE(m_process.waitForStarted());
    }
    ~Collecting() { kill(); }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    int interrupt()
    {
        // Of a process that has ended there is no id, and 0 would mean ourselves.
        if (const auto id = static_cast<pid_t>(m_process.processId()); id > 0)
            ::kill(id, SIGTERM);
        return finished();
    }
    int finished()
    {
        REQUIRE(eventually([&] { return m_process.state() == QProcess::NotRunning; }));
        return m_process.exitCode();
    }
    bool says(const QString &words)
    {
        return eventually([&] {
            m_said += QString::fromUtf8(m_process.readAll());
            return m_said.contains(words);
        });
    }
    QString said()
    {
        m_said += QString::fromUtf8(m_process.readAll());
        return m_said;
    }

private:
    QProcess m_process;
    QString m_said;
};

bool collects(const TemporaryDatabase &database, int spans = 1)
{
    return eventually([&] {
        const auto there = await(database.connect()->execute(
            QStringLiteral("select 1 where to_regclass('daybook.collector_span') is not null")));
        if (!there || there->rowCount() == 0)
            return false;
        return database.table(
                   QStringLiteral("select count(*) >= %1 from daybook.collector_span").arg(spans)) ==
               QStringLiteral("t");
    });
}

QString sleeping(double seconds)
{
    return QStringLiteral("select pg_sleep(%1)").arg(seconds);
}

} // namespace

TEST_CASE("three statements that become slow within a second are one burst, marked once")
{
    const TemporaryDatabase database;
    Collecting collecting(database);
    REQUIRE(collects(database));
    QList<Connection::Pointer> sessions;
    QList<QFuture<Result<warehouse::ResultSet>>> answers;
    for (int i = 0; i < 3; ++i)
        sessions << database.connect();
    for (const auto &session : sessions)
        answers << session->execute(sleeping(3.5));
    for (auto &answer : answers)
        REQUIRE(await(answer));
    CHECK(collecting.says(QStringLiteral("A burst")));
    CHECK(collecting.interrupt() == 0);
    CHECK(
        database.table(QStringLiteral("select statements, slow_ms, burst_count from daybook.query_burst")) ==
        QStringLiteral("3 | 2000 | 3"));
    CHECK(database.table(QStringLiteral(
              "select count(*), bool_and(has_ended and is_exact), bool_and(duration_ms between "
              "3490 and 20000), count(distinct fingerprint), max(query) from "
              "daybook.query_execution")) == QStringLiteral("3 | t | t | 1 | NULL"));
    CHECK(database.table(QStringLiteral(
              "select sum(executions), bool_and(2 ^ (bucket / 8.0) <= max_ms and max_ms < 2 ^ "
              "((bucket + 1) / 8.0)) from daybook.query_histogram join daybook.query_fingerprint "
              "using (fingerprint) where query ~ 'pg_sleep'")) == QStringLiteral("3 | t"));
    CHECK(collecting.said().count(QStringLiteral("A burst")) == 1);
}

TEST_CASE("two slow statements are no burst")
{
    const TemporaryDatabase database;
    Collecting collecting(database);
    REQUIRE(collects(database));
    const auto one = database.connect();
    const auto two = database.connect();
    const auto first = one->execute(sleeping(3));
    const auto second = two->execute(sleeping(3));
    REQUIRE(await(first));
    REQUIRE(await(second));
    CHECK(collecting.interrupt() == 0);
    CHECK(database.table(
              QStringLiteral("select (select count(*) from daybook.query_execution), (select count(*) from "
                             "daybook.query_burst)")) == QStringLiteral("2 | 0"));
}

TEST_CASE(
    "a collector that is killed loses nothing of what it wrote, and the next goes on without counting twice")
{
    const TemporaryDatabase database;
    Collecting first(database);
    REQUIRE(collects(database));
    const auto session = database.connect();
    const auto answer = session->execute(sleeping(12));
    REQUIRE(eventually([&] {
        return database.table(QStringLiteral("select count(*) from daybook.query_execution")) ==
               QStringLiteral("1");
    }));
    first.kill();
    CHECK(database.table(QStringLiteral("select has_ended from daybook.query_execution")) ==
          QStringLiteral("f"));
    Collecting second(database);
    REQUIRE(collects(database, 2));
    REQUIRE(await(answer));
    REQUIRE(eventually([&] {
        return database.table(QStringLiteral(
                   "select count(*) from daybook.query_execution where has_ended")) == QStringLiteral("1");
    }));
    CHECK(second.interrupt() == 0);
    CHECK(database.table(
              QStringLiteral("select count(*), bool_and(is_exact), bool_and(duration_ms >= 12000) from "
                             "daybook.query_execution")) == QStringLiteral("1 | t | t"));
    CHECK(database.table(
              QStringLiteral("select sum(executions) from daybook.query_histogram join "
                             "daybook.query_fingerprint using (fingerprint) where query ~ 'pg_sleep'")) ==
          QStringLiteral("1"));
}

TEST_CASE("a wait for a lock is kept with who held it, and closed when it ends")
{
    const TemporaryDatabase database;
    database.run(QStringLiteral("create table figures (n int)"));
    Collecting collecting(database);
    REQUIRE(collects(database));
    const auto holder = database.connect();
    REQUIRE(await(holder->execute(QStringLiteral("begin; lock table figures"))));
    const auto waiter = database.connect();
    const auto answer = waiter->execute(QStringLiteral("select * from figures where n = 4711"));
    REQUIRE(eventually([&] {
        return database.table(QStringLiteral("select count(*) from daybook.lock_wait")) ==
               QStringLiteral("1");
    }));
    CHECK(database.table(
              QStringLiteral("select pid, lock_type, mode, relation, query, blocked_by, blocker_pid, "
                             "blocker_state, blocker_query, ended_at from daybook.lock_wait")) ==
          QStringLiteral(
              "%1 | relation | AccessShareLock | public.figures | select * from figures where n = $1 | "
              "%2 | %2 | idle in "
              "transaction | begin; lock table figures | NULL")
              .arg(waiter->backendPid())
              .arg(holder->backendPid()));
    REQUIRE(await(holder->execute(QStringLiteral("rollback"))));
    REQUIRE(await(answer));
    CHECK(collecting.interrupt() == 0);
    CHECK(database.table(
              QStringLiteral("select count(*), bool_and(ended_at >= last_seen_at) from daybook.lock_wait")) ==
          QStringLiteral("1 | t"));
}

TEST_CASE("a second collector of the same database says that one is at work")
{
    const TemporaryDatabase database;
    Collecting first(database);
    REQUIRE(collects(database));
    Collecting second(database);
    CHECK(second.says(QStringLiteral("Another `daybookctl collect queries` is at work")));
    CHECK(second.finished() == 2);
    CHECK(first.interrupt() == 0);
}

TEST_CASE("a role that may not look is told so, once, and the rest goes on")
{
    const TemporaryDatabase database;
    const QString role = QStringLiteral("plain_") + database.name();
    REQUIRE(await(warehouse::ensureSystemSchema(database.connect())));
    database.run(
        QStringLiteral(
            "create role %1 login; grant usage on schema daybook to %1; grant select, insert, update, "
            "delete on all tables in schema daybook to %1")
            .arg(role));
    const auto other = database.connect();
    const auto answer = other->execute(sleeping(4));
    Collecting collecting(database, {QStringLiteral("--for"), QStringLiteral("3")}, role);
    CHECK(collecting.finished() == 0);
    REQUIRE(await(answer));
    CHECK(collecting.said().count(QStringLiteral("grant pg_read_all_stats to ") + role) == 1);
    CHECK(collecting.said().count(QStringLiteral("pg_stat_statements is not installed")) == 1);
    CHECK(database.table(QStringLiteral("select count(*) from daybook.query_execution")) ==
          QStringLiteral("0"));
    database.run(QStringLiteral("drop owned by %1; drop role %1").arg(role));
}

TEST_CASE("a lost session is told once, and collecting goes on in a span of its own")
{
    const TemporaryDatabase database;
    Collecting collecting(database);
    REQUIRE(collects(database));
    database.run(QStringLiteral(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'daybook "
        "collect queries' and datname = current_database()"));
    CHECK(collecting.says(QStringLiteral("The server answers again.")));
    REQUIRE(collects(database, 2));
    CHECK(collecting.interrupt() == 0);
    CHECK(collecting.said().count(QStringLiteral("The server does not answer")) == 1);
}

TEST_CASE("counters of pg_stat_statements are kept as differences, over a reset, and never reset by Daybook")
{
    const TemporaryDatabase database;
    if (database.table(QStringLiteral("show shared_preload_libraries")) !=
        QStringLiteral("pg_stat_statements")) {
        WARN("skipped: this server has no pg_stat_statements");
        return;
    }
    database.run(QStringLiteral("create extension pg_stat_statements; create table counted (n int)"));
    const QStringList once{QStringLiteral("--once")};
    const auto insert = [&](int times) {
        for (int i = 0; i < times; ++i)
            database.run(QStringLiteral("insert into counted values (1), (2)"));
    };
    const auto deltas = [&] {
        return database.table(QStringLiteral("select sum(d.calls), sum(d.row_count), count(distinct epoch) "
                                             "from daybook.statement_delta d join "
                                             "daybook.statement_text t using (database_id, query_id) join "
                                             "daybook.query_fingerprint f using (fingerprint) "
                                             "where f.query like 'insert into counted%'"));
    };
    insert(5); // before anybody looked: of no period
    CHECK(Collecting(database, once).finished() == 0);
    CHECK(deltas() == QStringLiteral("NULL | NULL | 0"));
    insert(2);
    CHECK(Collecting(database, once).finished() == 0);
    CHECK(deltas() == QStringLiteral("2 | 4 | 1"));
    CHECK(Collecting(database, once).finished() == 0);
    CHECK(deltas() == QStringLiteral("2 | 4 | 1"));
    database.run(QStringLiteral(
        "select pg_stat_statements_reset(0, oid) from (select oid from pg_database where datname = "
        "current_database()) d"));
    insert(3); // less than before: the counter went back
    CHECK(Collecting(database, once).finished() == 0);
    CHECK(deltas() == QStringLiteral("5 | 10 | 2"));
    CHECK(database.table(QStringLiteral(
              "select calls from pg_stat_statements where query like 'insert into counted%'")) ==
          QStringLiteral("3"));
    CHECK(database.table(
              QStringLiteral("select count(*) from daybook.query_fingerprint where query like '-- daybook "
                             "collect%'")) == QStringLiteral("0"));
}

TEST_CASE("numbers out of range, and options of another collection, are refused before anything is done")
{
    const TemporaryDatabase database;
    const auto refused = [&](const QStringList &words, const QString &reason) {
        Collecting collecting(database, words);
        CHECK(collecting.finished() == 2);
        INFO(collecting.said().toStdString());
        CHECK(collecting.said().contains(reason));
    };
    refused({QStringLiteral("--interval"), QStringLiteral("0")}, QStringLiteral("--interval must be from 1"));
    refused({QStringLiteral("--slow-seconds"), QStringLiteral("0")},
            QStringLiteral("--slow-seconds must be from 1"));
    refused({QStringLiteral("--burst-count"), QStringLiteral("1")},
            QStringLiteral("--burst-count must be from 2"));
    refused({QStringLiteral("--keep-days"), QStringLiteral("0")},
            QStringLiteral("--keep-days must be from 1"));
    refused({QStringLiteral("--brokers"), QStringLiteral("here:1")}, QStringLiteral("has no --brokers"));
    CHECK(database.table(QStringLiteral("select to_regnamespace('daybook')")) == QStringLiteral("NULL"));
}

TEST_CASE("what is older than it is kept for is forgotten, and nothing else")
{
    const TemporaryDatabase database;
    CHECK(Collecting(database, {QStringLiteral("--once")}).finished() == 0);
    database.run(QStringLiteral(
        "insert into daybook.query_fingerprint values ('old', 'a', false, now() - interval '9 days'), "
        "('used', 'b', false, now() - interval '9 days');"
        "insert into daybook.query_histogram select now() - n * interval '1 day', f, 1, 1, 1, 1 from (values "
        "(8, 'old'), "
        "(8, 'used'), (6, 'used')) v(n, f);"
        "insert into daybook.query_burst (began_at, ended_at, statements, slow_ms, burst_count) select now() "
        "- n * interval "
        "'1 day', now() - n * interval '1 day', 3, 2000, 3 from unnest(array[6, 8]) n"));
    CHECK(Collecting(database, {QStringLiteral("--once"), QStringLiteral("--keep-days"), QStringLiteral("7")})
              .finished() == 0);
    CHECK(database.table(QStringLiteral(
              "select (select count(*) from daybook.query_histogram where fingerprint in ('old', "
              "'used')), (select count(*) from daybook.query_burst)")) == QStringLiteral("1 | 1"));
    CHECK(database.table(
              QStringLiteral("select fingerprint from daybook.query_fingerprint where fingerprint in ('old', "
                             "'used')")) == QStringLiteral("used"));
}
