// A build beside somebody who changes the tables under it.
#include "models/core/whendone.h"
#include "tests/build/fixture.h"

#include <QRandomGenerator>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

/// Does one harmful thing after the other to raw.moves, as fast as the server lets it.
class Vandal : public QObject
{
public:
    explicit Vandal(warehouse::Connection::Pointer connection) : m_connection(std::move(connection))
    {
        harm();
    }

    int deeds() const { return m_deeds; }
    void stop() { m_stopped = true; }
    bool isIdle() const { return m_idle; }

private:
    static QString deed(quint32 chosen)
    {
        static const char *const deeds[] = {
            "alter table raw.moves add column extra int default 7",
            "alter table raw.moves drop column if exists extra",
            "alter table raw.moves alter amount type numeric(20, 2)",
            "alter table raw.moves alter amount type bigint",
            "begin; alter table raw.moves rename to gone; select pg_sleep(0.01); alter table raw.gone rename "
            "to moves; "
            "commit",
            "begin; truncate raw.moves; insert into raw.moves select n, n % 5, 10 from generate_series(1, "
            "500) n; commit",
            "update raw.moves set amount = amount + 1 where id <= 50",
            "begin; lock table raw.moves in access exclusive mode; select pg_sleep(0.02); commit",
            "alter table raw.moves rename kind to sort",
            "alter table raw.moves rename sort to kind",
        };
        return QString::fromUtf8(deeds[chosen % std::size(deeds)]);
    }

    void harm()
    {
        if (m_stopped) {
            m_idle = true;
            return;
        }
        whenDone(m_connection->execute(deed(m_random.generate())), this,
                 [this](const Result<warehouse::ResultSet> &) {
                     ++m_deeds;
                     whenDone(m_connection->execute(QStringLiteral("rollback")), this,
                              [this](const Result<warehouse::ResultSet> &) { harm(); });
                 });
    }

    warehouse::Connection::Pointer m_connection;
    QRandomGenerator m_random{20261122};
    int m_deeds = 0;
    bool m_stopped = false;
    bool m_idle = false;
};

void writeShop(const BuildFixture &shop)
{
    shop.database.run(
        QStringLiteral("create schema raw; create table raw.moves as select n as id, n % 5 as kind, "
                       "10::bigint as amount from generate_series(1, 500) n"));
    shop.write(QStringLiteral("models/sources.yml"),
               QStringLiteral("sources: [{name: raw, tables: [{name: moves}]}]\n"));
    shop.write(QStringLiteral("models/a.sql"),
               QStringLiteral("select id, kind, amount from {{ source('raw', 'moves') }}\n"));
    shop.write(QStringLiteral("models/b.sql"),
               QStringLiteral("select kind, sum(amount) as total, count(*) as moves "
                              "from {{ ref('a') }} group by kind\n"));
    shop.write(QStringLiteral("models/c.sql"),
               QStringLiteral("{{ config(materialized='incremental', unique_key='id') }}\n"
                              "select id, amount from {{ ref('a') }}\n"));
    shop.write(
        QStringLiteral("models/a.yml"),
        QStringLiteral("models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [not_null, "
                       "unique]\n      - name: amount\n        data_tests: [not_null]\n"));
}

/// What is live belongs together: every figure of b is that of a, and c has a's rows.
const QString Agreement = QStringLiteral("select (select coalesce(sum(total), 0) = (select "
                                         "coalesce(sum(amount), 0) from close.a) and coalesce(sum(moves), 0) "
                                         "= (select count(*) from close.a) from close.b) and not exists "
                                         "(select id, amount from close.a except select id, "
                                         "amount from close.c)");

} // namespace

TEST_CASE("a build beside somebody who alters its sources publishes figures of one reading, or none")
{
    const BuildFixture shop;
    writeShop(shop);
    REQUIRE(shop.build().state == RunState::Published);
    Vandal vandal(shop.database.connect());
    int published = 0;
    int failed = 0;
    for (int i = 0; i < 20; ++i) {
        build::BuildRequest request;
        request.acceptsDrift = i % 2 == 0;
        const build::RunOutcome run = shop.build(request);
        INFO(i);
        REQUIRE((run.state == RunState::Published || run.state == RunState::Failed));
        CHECK((run.state == RunState::Published || run.error));
        published += run.state == RunState::Published ? 1 : 0;
        failed += run.state == RunState::Failed ? 1 : 0;
        CHECK(shop.database.table(Agreement) == QStringLiteral("t"));
        CHECK(shop.database
                  .table(QStringLiteral("select nspname from pg_namespace where nspname like 'daybook\\_%'"))
                  .isEmpty());
    }
    vandal.stop();
    REQUIRE(eventually([&vandal] { return vandal.isIdle(); }));
    CHECK(vandal.deeds() > 20);
    CHECK(published + failed == 20);
    shop.database.run(
        QStringLiteral("drop table raw.moves; create table raw.moves as select n as id, n % 5 as kind, "
                       "10::bigint as amount from generate_series(1, 500) n"));
    build::BuildRequest accepting;
    accepting.acceptsDrift = true;
    CHECK(shop.build(accepting).state == RunState::Published);
    CHECK(shop.database.table(Agreement) == QStringLiteral("t"));
}
