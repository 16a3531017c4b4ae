// Materialized views: the project's own, and those of others that read what is published.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

/// A ledger and a materialized view over it.
struct Shop : BuildFixture
{
    Shop()
    {
        write(QStringLiteral("models/totals.sql"),
              QStringLiteral(
                  "{{ config(materialized='materialized_view', indexes=[{'columns': ['day'], "
                  "'unique': true}]) }}\n"
                  "select day, sum(amount) as total from {{ ref('ledger') }} group by day -- end\n"));
        write(QStringLiteral("models/schema.yml"),
              QStringLiteral("models:\n  - name: totals\n    description: By day\n    config: {persist_docs: "
                             "{relation: true}}\n    columns: [{name: total, data_tests: [not_null, "
                             "{dbt_utils.expression_is_true: {arguments: {expression: '> 0'}}}]}]\n"));
    }

    RunState bring(const QString &config, const QString &rows) const
    {
        write(QStringLiteral("models/ledger.sql"),
              QStringLiteral("%1select * from (values %2) as rows (id, day, amount)").arg(config, rows));
        return build().state;
    }
    RunState bring(const QString &rows) const { return bring(QString(), rows); }

    QString totals() const { return database.table(QStringLiteral("table close.totals order by 1")); }

    QString catalog(const QString &relation) const
    {
        return database.table(
            QStringLiteral("select relkind, obj_description(oid), (select count(*) from pg_index where "
                           "indrelid = c.oid and indisunique) from pg_class c where oid = '%1'::regclass")
                .arg(relation));
    }

    QString staging() const
    {
        return database.table(
            QStringLiteral("select count(*) from pg_namespace where nspname like 'daybook_stage%'"));
    }
};

const QString Incremental = QStringLiteral("{{ config(materialized='incremental', unique_key='id') }}\n");

} // namespace

TEST_CASE("a materialized view is built anew, tested, and takes its predecessor's place")
{
    const Shop shop;
    CHECK(shop.bring(QStringLiteral("(1, 1, 100), (2, 1, 50)")) == RunState::Published);
    CHECK(shop.totals() == QStringLiteral("1 | 150"));
    CHECK(shop.catalog(QStringLiteral("close.totals")) == QStringLiteral("m | By day | 1"));
    shop.database.run(QStringLiteral("create role mv_reader; grant select on close.totals to mv_reader"));
    CHECK(shop.bring(QStringLiteral("(1, 1, 100), (2, 2, 70)")) == RunState::Published);
    CHECK(shop.totals() == QStringLiteral("1 | 100\n2 | 70"));
    CHECK(shop.database.table(QStringLiteral("select has_table_privilege('mv_reader', 'close.totals', "
                                             "'select')")) == QStringLiteral("t"));
    CHECK(shop.bring(QStringLiteral("(1, 1, -100)")) == RunState::ChecksFailed);
    CHECK(shop.totals() == QStringLiteral("1 | 100\n2 | 70"));
    CHECK(shop.staging() == QStringLiteral("0"));
    shop.database.run(QStringLiteral("drop owned by mv_reader; drop role mv_reader"));
}

TEST_CASE("a materialized view of an incremental model, and a view of that, read what is live after it")
{
    const Shop shop;
    shop.write(QStringLiteral("models/grand.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect sum(total) as grand from {{ "
                              "ref('totals') }}"));
    shop.write(
        QStringLiteral("models/upper.sql"),
        QStringLiteral("{{ config(materialized='materialized_view') }}\nselect grand + 1 as more from {{ "
                       "ref('grand') }}"));
    const auto more = [&] { return shop.database.table(QStringLiteral("select more from close.upper")); };
    CHECK(shop.bring(Incremental, QStringLiteral("(1, 1, 100)")) == RunState::Published);
    CHECK(more() == QStringLiteral("101"));
    CHECK(shop.bring(Incremental, QStringLiteral("(1, 1, 40), (2, 2, 70)")) == RunState::Published);
    CHECK(shop.totals() == QStringLiteral("1 | 40\n2 | 70"));
    CHECK(shop.catalog(QStringLiteral("close.totals")) == QStringLiteral("m | By day | 1"));
    CHECK(more() == QStringLiteral("111"));
    CHECK(shop.staging() == QStringLiteral("0"));
    shop.database.run(QStringLiteral("insert into close.ledger values (3, 2, 5); refresh materialized view "
                                     "concurrently close.totals; refresh materialized view close.upper"));
    CHECK(more() == QStringLiteral("116")); // all the way down to the live table
}

TEST_CASE("a model may turn from table to materialized view and on to a view")
{
    const Shop shop;
    const QString query =
        QStringLiteral("select day, sum(amount) as total from {{ ref('ledger') }} group by 1");
    for (const auto *kind : {"table", "materialized_view", "view", "materialized_view", "table"}) {
        INFO(kind);
        shop.write(QStringLiteral("models/totals.sql"),
                   QStringLiteral("{{ config(materialized='%1') }}\n%2").arg(QString::fromUtf8(kind), query));
        CHECK(shop.bring(QStringLiteral("(1, 1, 100)")) == RunState::Published);
        CHECK(shop.totals() == QStringLiteral("1 | 100"));
    }
}

TEST_CASE("materialized views of others follow, with data, indexes, rights, comments and what reads them")
{
    const Shop shop;
    CHECK(shop.bring(QStringLiteral("(1, 1, 100)")) == RunState::Published);
    shop.database.run(QStringLiteral(
        "create role mv_owner; create role mv_reader; grant mv_owner to current_user; create schema bi; "
        "grant create, usage on schema bi, close to mv_owner; grant select on all tables in schema close to "
        "mv_owner; "
        "create materialized view bi.\"월별 합계\" with (fillfactor=80) as select id, amount from "
        "close.ledger; "
        "create unique index own on bi.\"월별 합계\" (id); comment on materialized view bi.\"월별 합계\" is "
        "'theirs'; "
        "comment on column bi.\"월별 합계\".amount is 'won'; grant select on bi.\"월별 합계\" to mv_reader; "
        "grant select (id) on bi.\"월별 합계\" to public; alter materialized view bi.\"월별 합계\" owner to "
        "mv_owner; "
        "create view bi.over as select sum(amount) as total from bi.\"월별 합계\"; "
        "create materialized view bi.empty as select t.total from close.totals t cross join bi.over with no "
        "data"));
    CHECK(shop.bring(QStringLiteral("(1, 1, 100), (2, 2, 70)")) == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select total from bi.over")) == QStringLiteral("170"));
    CHECK(shop.database.table(QStringLiteral(
              "select reloptions, obj_description(oid), col_description(oid, 2), "
              "pg_get_userbyid(relowner), has_table_privilege('mv_reader', oid, 'select'), "
              "(select count(*) from pg_attribute where attrelid = c.oid and attacl is not null), "
              "(select string_agg(relname, ',') from pg_index join pg_class i on i.oid = indexrelid "
              "where indrelid = c.oid) from pg_class c where relname = '월별 합계'")) ==
          QStringLiteral("{fillfactor=80} | theirs | won | mv_owner | t | 1 | own"));
    CHECK(shop.database.table(QStringLiteral(
              "select relispopulated from pg_class where relname = 'empty'")) == QStringLiteral("f"));
    CHECK(shop.database.table(QStringLiteral(
              "select count(*) from pg_class where relname like 'daybook_old%'")) == QStringLiteral("0"));
    shop.database.run(QStringLiteral("drop schema bi cascade; drop owned by mv_owner, mv_reader; drop role "
                                     "mv_owner, mv_reader"));
}

TEST_CASE("a materialized view of others that would break keeps everything as it was, and is named")
{
    const Shop shop;
    CHECK(shop.bring(QStringLiteral("(1, 1, 100)")) == RunState::Published);
    shop.database.run(QStringLiteral(
        "create materialized view public.theirs as select 100 / amount as x from close.ledger; "
        "create index theirs_x on public.theirs (x)"));
    shop.write(QStringLiteral("models/schema.yml"), QStringLiteral("models: [{name: ledger}]"));
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("select * from (values (1, 1, 0)) as rows (id, day, amount)"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->kind == ErrorKind::Conflict);
    CHECK(run.error->message.contains(QStringLiteral("theirs")));
    CHECK(run.error->detail.contains(QStringLiteral("division by zero")));
    CHECK(shop.totals() == QStringLiteral("1 | 100"));
    CHECK(shop.database.table(QStringLiteral("select x, (select count(*) from pg_indexes where indexname = "
                                             "'theirs_x') from public.theirs")) == QStringLiteral("1 | 1"));
    CHECK(shop.staging() == QStringLiteral("0"));
}
