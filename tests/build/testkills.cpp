// What a close must survive: the program, its connections or the server die at any moment of a build.
#include "models/core/whendone.h"
#include "tests/build/fixture.h"

#include <QCoro/QCoroTask>
#include <QProcess>

#include <catch2/catch.hpp>
#include <csignal>

using namespace daybook;
using namespace daybook::test;

namespace {

/// Whether what is read together is of one version: three relations, of which one only gets other rows.
const QString Report =
    QStringLiteral("begin isolation level repeatable read read only; lock table close.a, close.b in access "
                   "share mode; select count(*) || '/' || count(distinct c.version) || '/' || "
                   "coalesce(bool_and(a.version = (select version from close.b) and a.version = "
                   "c.version)::text, '') from close.a a join close.c c using (id)");
/// The same of that one alone, as anybody reads it.
const QString Rows =
    QStringLiteral("select count(*) || '/' || count(distinct version) || '/true' from close.c");

/// And of the current rows of a history.
const QString Versions = QStringLiteral(
    "select count(*) || '/' || count(distinct version) || '/true' from close.d where dbt_valid_to is "
    "null");

/// Reads the report over and over on a session of its own, and keeps what was not a whole version of it.
class Poller : public QObject
{
public:
    Poller(warehouse::Connection::Pointer connection, QString look)
        : m_connection(std::move(connection)), m_look(std::move(look))
    {
        poll();
    }

    int reads() const { return m_reads; }
    QStringList torn() const { return m_torn; }

private:
    void poll()
    {
        whenDone(m_connection->execute(m_look), this, [this](const Result<warehouse::ResultSet> &rows) {
            ++m_reads;
            if (rows ? rows->text(0, 0) != QStringLiteral("300/1/true")
                     : rows.error().kind != ErrorKind::Connection && rows.error().kind != ErrorKind::Conflict)
                m_torn << (rows ? rows->text(0, 0) : rows.error().message);
            whenDone(m_connection->execute(QStringLiteral("rollback")), this,
                     [this](const Result<warehouse::ResultSet> &) {
                         if (m_connection->isOpen())
                             poll();
                     });
        });
    }

    warehouse::Connection::Pointer m_connection;
    QString m_look;
    int m_reads = 0;
    QStringList m_torn;
};

void writeShop(const BuildFixture &shop)
{
    shop.write(
        QStringLiteral("models/a.sql"),
        QStringLiteral(
            "select n as id, txid_current() as version from generate_series(1, 300) n, pg_sleep(0.1)\n"));
    shop.write(QStringLiteral("models/b.sql"),
               QStringLiteral("select version, count(*) as rows from {{ ref('a') }} group by version\n"));
    // Its rows are replaced in the table that readers read.
    shop.write(QStringLiteral("models/c.sql"),
               QStringLiteral("{{ config(materialized='incremental', unique_key='id') }}\nselect id, version "
                              "from {{ ref('a') }}\n"));
    shop.write(
        QStringLiteral("snapshots/d.yml"),
        QStringLiteral("snapshots: [{name: d, relation: \"ref('a')\", config: {strategy: check, unique_key: "
                       "id, check_cols: all}}]\n"));
    shop.write(QStringLiteral("models/s.yml"),
               QStringLiteral("models:\n  - name: a\n    columns:\n      - name: id\n        "
                              "data_tests: [not_null, unique]\n"));
}

std::unique_ptr<QProcess> startBuild(const BuildFixture &shop)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    const auto spec = shop.spec();
    process->start(QStringLiteral(DAYBOOK_BINARY_DIR "/daybookctl"),
                   {QStringLiteral("build"), QStringLiteral("--project-dir"), shop.folder.path(),
                    QStringLiteral("--schema"), QStringLiteral("close"), QStringLiteral("--dsn"),
                    spec.toPublicString()});
    return process;
}

/// Nothing when the process has ended already: then there is no process id, and 0 would mean ourselves.
void send(const QProcess &process, int signal)
{
    if (const auto id = static_cast<pid_t>(process.processId()); id > 0)
        ::kill(id, signal);
}

bool waitFor(QProcess &process)
{
    return eventually([&process] { return process.state() == QProcess::NotRunning; }, 60'000);
}

void checkNothingIsLeft(const BuildFixture &shop)
{
    CHECK(shop.database
              .table(QStringLiteral("select nspname from pg_namespace where nspname like 'daybook\\_%'"))
              .isEmpty());
    CHECK(shop.database
              .table(QStringLiteral("select relname from pg_class where relname like 'daybook\\_old%'"))
              .isEmpty());
    CHECK(shop.database.table(QStringLiteral("select count(*) from daybook.run where state = 'running'")) ==
          QStringLiteral("0"));
}

} // namespace

TEST_CASE("whoever reads a table while its rows are replaced reads all of the old or all of the new")
{
    const BuildFixture shop;
    writeShop(shop);
    REQUIRE(shop.build().state == build::RunState::Published);
    const QString version = QStringLiteral("select distinct version from close.c");
    const QString before = shop.database.table(version);
    const Poller poller(shop.database.connect(), GENERATE(Rows, Versions));
    for (int i = 0; i < 5; ++i)
        REQUIRE(shop.build().state == build::RunState::Published);
    CHECK(shop.database.table(version) != before);
    INFO(poller.torn().join(QStringLiteral("; ")).toStdString());
    CHECK(poller.torn().isEmpty());
    CHECK(poller.reads() > 50);
}

TEST_CASE("a build that dies while it tidies up after a dead one leaves that to the next")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"), QStringLiteral("select 1 as id"));
    shop.write(QStringLiteral("models/z.sql"), QStringLiteral("select pg_sleep(60)::text as slept"));
    const auto staged = [&] {
        return shop.database.table(
            QStringLiteral("select c.oid::regclass from pg_class c where relname = 'a' and "
                           "relnamespace::regnamespace::text like 'daybook\\_stage%'"));
    };
    const auto dying = startBuild(shop);
    REQUIRE(eventually([&] { return !staged().isEmpty(); }));
    send(*dying, SIGKILL);
    REQUIRE(waitFor(*dying));

    const auto holder = shop.database.connect();
    REQUIRE(await(holder->execute(QStringLiteral("begin; lock table %1").arg(staged()))));
    const auto tidying = startBuild(shop);
    const QString waiting =
        QStringLiteral("from pg_stat_activity where wait_event_type = 'Lock' and datname = "
                       "current_database() and query like 'drop schema%'");
    REQUIRE(
        eventually([&] { return !shop.database.table(QStringLiteral("select pid ") + waiting).isEmpty(); }));
    send(*tidying, SIGKILL);
    REQUIRE(waitFor(*tidying));
    shop.database.run(QStringLiteral("select pg_terminate_backend(pid) ") + waiting);
    REQUIRE(
        eventually([&] { return shop.database.table(QStringLiteral("select pid ") + waiting).isEmpty(); }));
    REQUIRE(await(holder->execute(QStringLiteral("rollback"))));

    shop.write(QStringLiteral("models/z.sql"), QStringLiteral("select 1 as id"));
    CHECK(shop.build().state == build::RunState::Published);
    checkNothingIsLeft(shop);
}

TEST_CASE("kill -9 of the program at many points of a build tears nothing, and the next build succeeds")
{
    const BuildFixture shop;
    writeShop(shop);
    REQUIRE(shop.build().state == build::RunState::Published);
    const Poller poller(shop.database.connect(), Report);
    const Poller history(shop.database.connect(), Versions);
    for (int milliseconds = 20; milliseconds <= 420; milliseconds += 25) {
        const auto process = startBuild(shop);
        eventually([] { return false; }, milliseconds);
        send(*process, SIGKILL);
        REQUIRE(waitFor(*process));
    }
    // The last one's session lives until the server has ended the statement it was killed in.
    REQUIRE(eventually([&] {
        return shop.database.table(QStringLiteral(
                   "select count(*) from pg_locks where locktype = 'advisory'")) == QStringLiteral("0");
    }));
    const auto next = startBuild(shop);
    REQUIRE(waitFor(*next));
    INFO(next->readAll().toStdString());
    CHECK(next->exitCode() == 0);
    checkNothingIsLeft(shop);
    INFO(poller.torn().join(QStringLiteral("; ")).toStdString());
    CHECK(poller.torn().isEmpty());
    CHECK(poller.reads() > 50);
    CHECK(history.torn().isEmpty());
    CHECK(history.reads() > 50);
    // No row was ended without its successor, nor begun twice.
    CHECK(shop.database.table(
              QStringLiteral("select count(*) from (select id from close.d group by id having "
                             "count(*) - count(dbt_valid_to) <> 1 or count(*) <> count(distinct "
                             "dbt_scd_id)) s")) == QStringLiteral("0"));
}

TEST_CASE("connections cut at many points of a build tear nothing, and the next build succeeds")
{
    const BuildFixture shop;
    writeShop(shop);
    REQUIRE(shop.build().state == build::RunState::Published);
    const Poller poller(shop.database.connect(), Report);
    int published = 0;
    for (int milliseconds = 20; milliseconds <= 420; milliseconds += 25) {
        const QString before = shop.database.table(QStringLiteral("select version from close.b"));
        const auto process = startBuild(shop);
        eventually([] { return false; }, milliseconds);
        shop.database.run(
            QStringLiteral("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = "
                           "current_database() "
                           "and application_name like 'daybook%' and backend_start > now() - interval '10 s' "
                           "and pid <> pg_backend_pid() and query not like '%lock table close.a, close.b in "
                           "access share%'"));
        REQUIRE(waitFor(*process));
        const bool changed = shop.database.table(QStringLiteral("select version from close.b")) != before;
        INFO(process->readAll().toStdString());
        // What the program says and what is live never disagree.
        CHECK((process->exitCode() == 0) == changed);
        published += changed ? 1 : 0;
    }
    const auto next = startBuild(shop);
    REQUIRE(waitFor(*next));
    CHECK(next->exitCode() == 0);
    checkNothingIsLeft(shop);
    INFO(poller.torn().join(QStringLiteral("; ")).toStdString());
    CHECK(poller.torn().isEmpty());
}

TEST_CASE("a Ctrl-C at many points of a build leaves the last good figures and a tidy server")
{
    const BuildFixture shop;
    writeShop(shop);
    REQUIRE(shop.build().state == build::RunState::Published);
    for (int milliseconds = 40; milliseconds <= 400; milliseconds += 60) {
        const QString before = shop.database.table(QStringLiteral("select version from close.b"));
        const auto process = startBuild(shop);
        eventually([] { return false; }, milliseconds);
        send(*process, SIGINT);
        REQUIRE(waitFor(*process));
        const bool changed = shop.database.table(QStringLiteral("select version from close.b")) != before;
        INFO(process->readAll().toStdString());
        CHECK((process->exitCode() == 0) == changed);
        checkNothingIsLeft(shop);
    }
}
