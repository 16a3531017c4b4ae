#include "tests/build/fixture.h"

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

bool isCitus(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select count(*) from pg_extension where extname = 'citus'")) ==
           QStringLiteral("1");
}

/// Says so where the server has no Citus: DAYBOOK_TEST_SERVER names one that has.
bool isSkipped(const BuildFixture &shop)
{
    if (isCitus(shop))
        return false;
    WARN("SKIPPED: the server has no Citus (see DAYBOOK_TEST_SERVER in tests/README.md)");
    return true;
}

void writeModel(const BuildFixture &shop, const char *name, const QString &config, const QString &query)
{
    shop.write(QStringLiteral("models/%1.sql").arg(QString::fromUtf8(name)),
               QStringLiteral("{{ config(%1) }}\n%2\n").arg(config, query));
}

QString spreadTables(const BuildFixture &shop)
{
    return shop.database.table(
        QStringLiteral("select c.relname, t.citus_table_type, t.distribution_column, dense_rank() over "
                       "(order by t.colocation_id) "
                       "from citus_tables t join pg_class c on c.oid = t.table_name order by 1"));
}

} // namespace

TEST_CASE("a server without Citus builds what it would distribute, and says that it does not")
{
    const BuildFixture shop;
    writeModel(shop, "ledger", QStringLiteral("meta={'daybook': {'distributed_by': 'id'}}"),
               QStringLiteral("select 1 as id"));
    writeModel(shop, "codes", QStringLiteral("reference=true"), QStringLiteral("select 'a' as code"));
    writeModel(shop, "plain", QString(), QStringLiteral("select 1 as id"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Published);
    CHECK(BuildFixture::node(run, QStringLiteral("plain")).note.isEmpty());
    if (isCitus(shop))
        return;
    const QString note = BuildFixture::node(run, QStringLiteral("ledger")).note;
    CHECK(note.startsWith(QStringLiteral("distributed_by is not used: the server is PostgreSQL ")));
    CHECK(BuildFixture::node(run, QStringLiteral("codes"))
              .note.startsWith(QStringLiteral("reference is not used")));
    CHECK(shop.database.table(QStringLiteral("select message from daybook.run_node where name = 'ledger'")) ==
          note);
}

TEST_CASE("a distribution that cannot be is named, whatever the server")
{
    const auto [config, what] = GENERATE(
        std::pair(QStringLiteral("distributed_by=['id']"), QStringLiteral("distributed_by must be a text")),
        std::pair(QStringLiteral("reference='yes'"), QStringLiteral("reference must be true or false")),
        std::pair(QStringLiteral("reference=true, distributed_by='id'"), QStringLiteral("take either")),
        std::pair(QStringLiteral("colocate_with='other'"), QStringLiteral("needs distributed_by")),
        std::pair(QStringLiteral("sort='id', sort_type='zigzag'"), QStringLiteral("compound or interleaved")),
        std::pair(QStringLiteral("bind='no'"), QStringLiteral("bind must be true or false")));
    const BuildFixture shop;
    writeModel(shop, "ledger", config, QStringLiteral("select 1 as id"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK_THAT(run.error->message.toStdString(), Catch::Contains(what.toStdString()));
    CHECK(run.error->where->file == QStringLiteral("models/ledger.sql"));
}

TEST_CASE("tables lie as their models say, and lie so again when they are replaced")
{
    const BuildFixture shop;
    if (isSkipped(shop))
        return;
    writeModel(shop, "ledger", QStringLiteral("distributed_by='id'"),
               QStringLiteral("select i as id, i * 10 as amount from generate_series(1, 100) i"));
    writeModel(
        shop, "entries",
        QStringLiteral("distributed_by='id', colocate_with=\"ref('ledger')\", indexes=[{'columns': ['id']}]"),
        QStringLiteral("select id, amount from {{ ref('ledger') }}"));
    writeModel(shop, "codes", QStringLiteral("reference=true"), QStringLiteral("select 'a' as code"));
    writeModel(
        shop, "seen", QStringLiteral("materialized='view'"),
        QStringLiteral("select * from {{ ref('ledger') }} join {{ ref('entries') }} using (id, amount)"));
    shop.write(QStringLiteral("seeds/rates.csv"), QStringLiteral("code,fee\na,1\nb,2\n"));
    shop.write(QStringLiteral("seeds/rates.yml"),
               QStringLiteral("seeds:\n  - name: rates\n    config: {meta: {daybook: {distributed_by: code, "
                              "colocate_with: none}}}\n"));
    shop.write(
        QStringLiteral("models/m.yml"),
        QStringLiteral("models:\n  - name: ledger\n    columns:\n      - name: id\n        tests: [unique, "
                       "not_null]\n"));
    for (int i = 0; i < 2; ++i) {
        CHECK(shop.build().state == RunState::Published);
        CHECK(spreadTables(shop) == QStringLiteral("codes | reference | <none> | 2\n"
                                                   "entries | distributed | id | 1\n"
                                                   "ledger | distributed | id | 1\n"
                                                   "rates | distributed | code | 3"));
        CHECK(shop.database.table(QStringLiteral("select count(*), sum(amount) from close.seen")) ==
              QStringLiteral("100 | 50500"));
        CHECK(shop.database.table(QStringLiteral("select count(*), sum(fee) from close.rates")) ==
              QStringLiteral("2 | 3"));
    }
    writeModel(shop, "ledger", QStringLiteral("distributed_by='id'"),
               QStringLiteral("select null::int as id, 1 as amount"));
    CHECK(shop.build().state == RunState::Failed); // no row goes to no node
    CHECK(shop.database.table(QStringLiteral("select count(*) from close.ledger")) == QStringLiteral("100"));
}

TEST_CASE("an incremental model is applied to its distributed table, wherever its rows are")
{
    const BuildFixture shop;
    if (isSkipped(shop))
        return;
    const QString strategy =
        GENERATE(QStringLiteral("delete+insert"), QStringLiteral("merge"), QStringLiteral("append"));
    const QString key =
        strategy == QStringLiteral("append") ? QString() : QStringLiteral(", unique_key='id'");
    const QString config =
        QStringLiteral("materialized='incremental', distributed_by='id', incremental_strategy='%1'%2")
            .arg(strategy, key);
    const auto rows = [&](const QString &values) {
        writeModel(shop, "ledger", config,
                   QStringLiteral("select * from (values %1) as v (id, amount)").arg(values));
    };
    rows(QStringLiteral("(1, 10), (2, 20), (3, 30)"));
    CHECK(shop.build().state == RunState::Published);
    rows(key.isEmpty() ? QStringLiteral("(4, 40)") : QStringLiteral("(2, 21), (4, 40)"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(
              QStringLiteral("select string_agg(id || ':' || amount, ' ' order by id) from close.ledger")) ==
          (key.isEmpty() ? QStringLiteral("1:10 2:20 3:30 4:40") : QStringLiteral("1:10 2:21 3:30 4:40")));
    CHECK(spreadTables(shop) == QStringLiteral("ledger | distributed | id | 1"));
}

TEST_CASE("a snapshot of a distributed table goes on")
{
    const BuildFixture shop;
    if (isSkipped(shop))
        return;
    shop.write(
        QStringLiteral("snapshots/prices.sql"),
        QStringLiteral("{% snapshot prices %}{{ config(strategy='check', unique_key='id', check_cols='all', "
                       "hard_deletes='invalidate', distributed_by='id') }}\n"
                       "select * from {{ ref('ledger') }}\n{% endsnapshot %}\n"));
    writeModel(shop, "ledger", QString(),
               QStringLiteral("select * from (values (1, 10), (2, 20)) as v (id, amount)"));
    CHECK(shop.build().state == RunState::Published);
    writeModel(shop, "ledger", QString(),
               QStringLiteral("select * from (values (1, 11), (3, 30)) as v (id, amount)"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id, amount, dbt_valid_to is null from close.prices "
                                             "order by id, dbt_valid_from, amount")) ==
          QStringLiteral("1 | 10 | f\n1 | 11 | t\n2 | 20 | f\n3 | 30 | t"));
    CHECK(spreadTables(shop) == QStringLiteral("prices | distributed | id | 1"));
}

TEST_CASE("what is not there cannot be lain beside")
{
    const BuildFixture shop;
    if (isSkipped(shop))
        return;
    writeModel(shop, "ledger", QStringLiteral("distributed_by='id', colocate_with='none_such'"),
               QStringLiteral("select 1 as id"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("colocate_with is \"none_such\", which is no model")));
}
