// Incremental models: what becomes of the live table, row by row.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

/// A ledger whose first build holds `rows`, and whose next one brings `newRows`; both as VALUES.
struct Ledger
{
    explicit Ledger(const QString &config, const QString &columns = QStringLiteral("id, day, amount"))
        : m_config(config), m_columns(columns)
    {
    }

    void bring(const QString &rows) const
    {
        shop.write(QStringLiteral("models/ledger.sql"),
                   QStringLiteral("{{ config(materialized='incremental'%1) }}\n"
                                  "select * from (values %2) as rows (%3) -- the end\n")
                       .arg(m_config, rows, m_columns));
    }

    build::RunOutcome build(const QString &rows) const
    {
        bring(rows);
        return shop.build();
    }

    QString rows(const QString &relation = QStringLiteral("close.ledger")) const
    {
        return shop.database.table(QStringLiteral("select * from %1 order by 1, 2, 3").arg(relation));
    }

    QString oid() const
    {
        return shop.database.table(QStringLiteral("select 'close.ledger'::regclass::oid"));
    }

    BuildFixture shop;

private:
    QString m_config;
    QString m_columns;
};

QString lines(std::initializer_list<const char *> all)
{
    QStringList list;
    for (const char *line : all)
        list << QString::fromUtf8(line);
    return list.join(QLatin1Char('\n'));
}

const QString ById = QStringLiteral(", unique_key='id'");

} // namespace

TEST_CASE("an incremental model without a key adds its rows, every time")
{
    const Ledger ledger{QString()};
    CHECK(ledger.build(QStringLiteral("(1, 1, 10)")).state == RunState::Published);
    const QString oid = ledger.oid();
    const auto run = ledger.build(QStringLiteral("(2, 1, 20), (3, 1, 30)"));
    CHECK(run.state == RunState::Published);
    CHECK(BuildFixture::node(run, QStringLiteral("ledger")).rows == 2);
    ledger.shop.build();
    CHECK(ledger.rows() == lines({"1 | 1 | 10", "2 | 1 | 20", "2 | 1 | 20", "3 | 1 | 30", "3 | 1 | 30"}));
    CHECK(ledger.oid() == oid);
    CHECK(
        ledger.shop.database.table(QStringLiteral(
            "select relation_oid = 'close.ledger'::regclass, run_id = (select max(run_id) from daybook.run), "
            "row_count from daybook.publication")) == QStringLiteral("t | t | NULL"));
}

TEST_CASE("delete+insert replaces the rows of a key; null keys match nothing, and keys may stand twice")
{
    const Ledger ledger{ById};
    ledger.build(QStringLiteral("(1, 1, 10), (2, 1, 20), (null, 1, 1), (2, 2, 21)"));
    const auto run = ledger.build(QStringLiteral("(2, 3, 25), (2, 3, 26), (null, 2, 2), (4, 3, 40)"));
    CHECK(run.state == RunState::Published);
    CHECK(ledger.rows() ==
          lines({"1 | 1 | 10", "2 | 3 | 25", "2 | 3 | 26", "4 | 3 | 40", "NULL | 1 | 1", "NULL | 2 | 2"}));
}

TEST_CASE("a key of several columns, or an expression, decides what is replaced")
{
    const QString config = GENERATE(
        QStringLiteral(", unique_key=['id', 'day']"), QStringLiteral(", unique_key=\"id || '/' || day\""),
        QStringLiteral(", unique_key=['id', 'day'], incremental_strategy='merge'"));
    const Ledger ledger{config};
    ledger.build(QStringLiteral("(1, 1, 10), (1, 2, 20), (2, 1, 30)"));
    CHECK(ledger.build(QStringLiteral("(1, 2, 25), (3, 1, 40)")).state == RunState::Published);
    CHECK(ledger.rows() == lines({"1 | 1 | 10", "1 | 2 | 25", "2 | 1 | 30", "3 | 1 | 40"}));
}

TEST_CASE("predicates narrow what is replaced, and a null predicate replaces nothing")
{
    const Ledger ledger{ById + QStringLiteral(", incremental_predicates=['DBT_INTERNAL_DEST.day >= 2']")};
    ledger.build(QStringLiteral("(1, 1, 10), (1, 2, 20), (1, null, 30)"));
    CHECK(ledger.build(QStringLiteral("(1, 5, 50)")).state == RunState::Published);
    CHECK(ledger.rows() == lines({"1 | 1 | 10", "1 | 5 | 50", "1 | NULL | 30"}));
}

TEST_CASE("a merge updates what matches and inserts the rest")
{
    const QString merge = ById + QStringLiteral(", incremental_strategy='merge'");
    const auto [more, expected] = GENERATE(table<QString, QString>({
        {QString(), lines({"1 | 1 | 10", "2 | 9 | 99", "3 | 9 | 30", "NULL | 1 | 1", "NULL | 2 | 2"})},
        {QStringLiteral(", merge_update_columns=['amount']"),
         lines({"1 | 1 | 10", "2 | 1 | 99", "3 | 9 | 30", "NULL | 1 | 1", "NULL | 2 | 2"})},
        {QStringLiteral(", merge_exclude_columns=['AMOUNT']"),
         lines({"1 | 1 | 10", "2 | 9 | 20", "3 | 9 | 30", "NULL | 1 | 1", "NULL | 2 | 2"})},
        {QStringLiteral(", incremental_predicates=['DBT_INTERNAL_SOURCE.day < DBT_INTERNAL_DEST.day']"),
         lines({"1 | 1 | 10", "2 | 1 | 20", "2 | 9 | 99", "3 | 9 | 30", "NULL | 1 | 1", "NULL | 2 | 2"})},
    }));
    const Ledger ledger{merge + more};
    ledger.build(QStringLiteral("(1, 1, 10), (2, 1, 20), (null, 1, 1)"));
    // What is shown before it is published is what is published.
    ledger.shop.write(QStringLiteral("models/seen.sql"),
                      QStringLiteral("select * from {{ ref('ledger') }}\n"));
    CHECK(ledger.build(QStringLiteral("(2, 9, 99), (3, 9, 30), (null, 2, 2)")).state == RunState::Published);
    CHECK(ledger.rows() == expected);
    CHECK(ledger.rows(QStringLiteral("close.seen")) == expected);
}

TEST_CASE("a merge whose new rows have a key twice is refused with the key, and the live rows stay")
{
    const Ledger ledger{ById + QStringLiteral(", incremental_strategy='merge'")};
    ledger.build(QStringLiteral("(1, 1, 10)"));
    const auto run = ledger.build(QStringLiteral("(7, 1, 10), (7, 2, 10)"));
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("id = 7")));
    CHECK(ledger.rows() == QStringLiteral("1 | 1 | 10"));
}

TEST_CASE("is_incremental() and this are those of the live table; a full refresh builds the whole")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(materialized='incremental') }}\n"
                              "{% if is_incremental() %}select max(id) + 1 as id from {{ this }}\n"
                              "{% else %}select 1 as id{% endif %}"));
    shop.build();
    shop.build();
    shop.build();
    const QString ids = QStringLiteral("select string_agg(id::text, ',' order by id) from close.ledger");
    CHECK(shop.database.table(ids) == QStringLiteral("1,2,3"));
    build::BuildRequest refresh;
    refresh.fullRefresh = true;
    shop.build(refresh);
    CHECK(shop.database.table(ids) == QStringLiteral("1"));
    shop.database.run(QStringLiteral("drop table close.ledger; create view close.ledger as select 9 as id"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(ids) == QStringLiteral("1"));
}

TEST_CASE("templates of incremental models, and of views above them, ask what is live and what is built")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(materialized='incremental') }}\n"
                              "{% if is_incremental() %}select {{ run_query('select max(id) from ' ~ this)"
                              ".columns[0].values()[0] }} + 1 as id\n{% else %}select 1 as id{% endif %}"));
    shop.write(QStringLiteral("models/newest.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect max(id) as id, {{ run_query("
                              "'select count(*) from ' ~ ref('ledger')).columns[0].values()[0] if execute "
                              "else 0 }} as counted from {{ ref('ledger') }}\n"));
    const QString both = QStringLiteral("select id, counted from close.newest");
    shop.build();
    CHECK(shop.database.table(both) == QStringLiteral("1 | 1"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger order by 1")) ==
          QStringLiteral("1\n2"));
    CHECK(shop.database.table(both) == QStringLiteral("2 | 2"));
}

TEST_CASE("a model may refuse a full refresh, or always want one")
{
    const auto [config, expected] =
        GENERATE(table<QString, QString>({{QStringLiteral(", full_refresh=false"), QStringLiteral("2")},
                                          {QStringLiteral(", full_refresh=true"), QStringLiteral("1")}}));
    const Ledger ledger{config};
    build::BuildRequest request;
    ledger.build(QStringLiteral("(1, 1, 10)"));
    request.fullRefresh = config.contains(QStringLiteral("false"));
    CHECK(ledger.shop.build(request).state == RunState::Published);
    CHECK(ledger.shop.database.table(QStringLiteral("select count(*) from close.ledger")) == expected);
}

TEST_CASE("a failed check on what the table would become keeps the live rows; the failing row is old or new")
{
    const Ledger ledger{ById};
    ledger.build(QStringLiteral("(1, 1, 10), (2, 1, 20)"));
    ledger.shop.write(QStringLiteral("tests/total.sql"),
                      QStringLiteral("select sum(amount) as total from {{ ref('ledger') }} having "
                                     "sum(amount) <> 35\n"));
    const auto wrong = ledger.build(QStringLiteral("(2, 2, 26)"));
    CHECK(wrong.state == RunState::ChecksFailed);
    CHECK(ledger.rows() == lines({"1 | 1 | 10", "2 | 1 | 20"}));
    CHECK(ledger.build(QStringLiteral("(2, 2, 25)")).state == RunState::Published);
    CHECK(ledger.rows() == lines({"1 | 1 | 10", "2 | 2 | 25"}));
}

TEST_CASE("models below an applied one read what it will be, and views read the live table ever after")
{
    const Ledger ledger{ById};
    const BuildFixture &shop = ledger.shop;
    const QString view = QStringLiteral("{{ config(materialized='view') }}\n");
    shop.write(QStringLiteral("models/light.sql"),
               QStringLiteral(
                   "{{ config(materialized='ephemeral') }}\nselect id, amount from {{ ref('ledger') }}\n"));
    shop.write(QStringLiteral("models/plain.sql"),
               view + QStringLiteral("select id, amount from {{ ref('ledger') }}\n"));
    shop.write(QStringLiteral("models/above.sql"),
               view + QStringLiteral("select sum(amount) as total from {{ ref('plain') }}\n"));
    shop.write(QStringLiteral("models/through.sql"),
               view + QStringLiteral("select sum(amount) as total from {{ ref('light') }}\n"));
    shop.write(QStringLiteral("models/frozen.sql"), QStringLiteral("select total from {{ ref('above') }}\n"));
    shop.write(QStringLiteral("models/more.sql"),
               QStringLiteral("{{ config(materialized='incremental') }}\nselect max(total) as total from {{ "
                              "ref('above') }}\n"));
    ledger.build(QStringLiteral("(1, 1, 10)"));
    CHECK(ledger.build(QStringLiteral("(2, 1, 20)")).state == RunState::Published);
    const QString all = QStringLiteral(
        "select (select total from close.above), (select total from close.through), (select total from "
        "close.frozen), (select string_agg(total::text, ',' order by total) from close.more)");
    CHECK(shop.database.table(all) == QStringLiteral("30 | 30 | 30 | 10,30"));
    build::BuildRequest only;
    only.selection.select = {QStringLiteral("ledger")};
    ledger.bring(QStringLiteral("(3, 1, 30)"));
    CHECK(shop.build(only).state == RunState::Published);
    CHECK(shop.database.table(all) == QStringLiteral("60 | 60 | 30 | 10,30"));
}

TEST_CASE(
    "views and materialized views of others stay as they are when rows are applied, rights and indexes too")
{
    const Ledger ledger{ById};
    ledger.build(QStringLiteral("(1, 1, 10)"));
    const QString role = QStringLiteral("finance_") + ledger.shop.database.name();
    ledger.shop.database.run(
        QStringLiteral(
            "create index by_day on close.ledger (day); create role %1; grant select on close.ledger to "
            "%1; create view public.theirs as select sum(amount) as total from close.ledger; create "
            "materialized view public.kept as select sum(amount) as total from close.ledger")
            .arg(role));
    const auto run = ledger.build(QStringLiteral("(2, 1, 20)"));
    const QString seen = ledger.shop.database.table(
        QStringLiteral(
            "select (select total from public.theirs), (select total from public.kept), "
            "to_regclass('close.by_day') is not null, has_table_privilege('%1', 'close.ledger', 'select')")
            .arg(role));
    ledger.shop.database.run(QStringLiteral("drop owned by %1; drop role %1").arg(role));
    CHECK(run.state == RunState::Published);
    CHECK(seen == QStringLiteral("30 | 10 | t | t"));
}

TEST_CASE("names in any script, with quotes, and with types that are not the query's")
{
    const BuildFixture shop;
    const QString strategy = GENERATE(QStringLiteral("merge"), QStringLiteral("delete+insert"));
    shop.write(QStringLiteral("models/거래원장.sql"),
               QStringLiteral("{{ config(materialized='incremental', unique_key=['거래ID', '\"a\"\"b\"'], "
                              "incremental_strategy='%1') }}\n"
                              "{% if is_incremental() %}select 2 as \"거래ID\", 'x' as \"a\"\"b\", 7.5 as "
                              "\"금액\", 'long'::varchar(4) as \"메모\"\n"
                              "{% else %}select n::bigint as \"거래ID\", 'x'::text as \"a\"\"b\", "
                              "n::numeric(12, 2) as \"금액\", 'old'::varchar(4) as \"메모\" from "
                              "generate_series(1, 2) n{% endif %}\n")
                   .arg(strategy));
    shop.build();
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select * from close.\"거래원장\" order by 1")) ==
          lines({"1 | x | 1.00 | old", "2 | x | 7.50 | long"}));
    shop.write(QStringLiteral("models/거래원장.sql"),
               QStringLiteral("{{ config(materialized='incremental') }}\nselect 3 as \"거래ID\", 'y' as "
                              "\"a\"\"b\", 1 as \"금액\", 'too long' as \"메모\""));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed); // found while staging, not while publishing
    CHECK(BuildFixture::node(run, QStringLiteral("거래원장")).state == NodeState::Error);
}

TEST_CASE("a table that somebody replaced while its new rows were worked out is left alone")
{
    Ledger ledger{ById};
    if (GENERATE(false, true)) // there nothing is locked that only gets rows
        ledger.shop.pretendRedshift();
    ledger.build(QStringLiteral("(1, 1, 10)"));
    ledger.bring(QStringLiteral("(2, 1, 20)"));
    ledger.shop.write(QStringLiteral("tests/slow.sql"),
                      QStringLiteral("select id from {{ ref('ledger') }} where id < 0 union all "
                                     "select 1 from (select pg_sleep(2)::text as slept offset 0) as s "
                                     "where slept is null\n"));
    build::BuildService service(ledger.shop.spec(), ledger.shop.project());
    auto running = service.build({}, std::stop_token());
    const QString asked =
        QStringLiteral("select count(*) from pg_stat_activity where wait_event = 'PgSleep' and "
                       "pid <> pg_backend_pid() and datname = current_database()");
    REQUIRE(eventually([&] { return ledger.shop.database.table(asked) == QStringLiteral("1"); }, 20'000));
    ledger.shop.database.run(
        QStringLiteral("alter table close.ledger rename to theirs; create table close.ledger as "
                       "select * from close.theirs"));
    const auto run = await(std::move(running));
    REQUIRE(run);
    REQUIRE(run->error);
    CHECK(run->error->kind == ErrorKind::Conflict);
    CHECK(ledger.rows() == QStringLiteral("1 | 1 | 10"));
}

TEST_CASE("options that cannot be are told before anything runs")
{
    const auto [config, named] = GENERATE(table<QString, QString>(
        {{QStringLiteral(", incremental_strategy='upsert'"), QStringLiteral("delete+insert, merge")},
         {QStringLiteral(", on_schema_change='guess'"), QStringLiteral("sync_all_columns")},
         {ById + QStringLiteral(", incremental_strategy='merge', merge_update_columns=['a'], "
                                "merge_exclude_columns=['b']"),
          QStringLiteral("exclude each other")}}));
    const Ledger ledger{config};
    ledger.bring(QStringLiteral("(1, 1, 1)"));
    CHECK(ledger.shop.refusal().message.contains(named));
}

TEST_CASE("on_schema_change decides what new, gone and retyped columns mean")
{
    struct Case
    {
        const char *mode;
        const char *query;
        const char *columns; ///< after the second build; null where it must fail
        const char *rows;
    };
    const auto given = GENERATE(values<Case>({
        {"ignore", "select 2 as id, 'b' as note, 20 as amount", "id:integer amount:integer", "1|10 2|20"},
        {"ignore", "select 2 as id", nullptr, "amount is gone"},
        {"fail", "select 2 as id, 20 as amount, 'b' as note", nullptr, "note is new"},
        {"fail", "select 2 as id, 20::bigint as amount", nullptr, "amount was integer and is bigint"},
        {"fail", "select 20 as amount, 2 as id", "id:integer amount:integer", "1|10 2|20"},
        {"append_new_columns", "select 2 as id, 'b' as note", "id:integer amount:integer note:text",
         "1|10| 2||b"},
        {"sync_all_columns", "select 2 as id, 'b' as note", "id:integer note:text", "1| 2|b"},
        {"sync_all_columns", "select 2 as id, 7.5::numeric(9,1) as amount", "id:integer amount:numeric(9,1)",
         "1|10.0 2|7.5"},
    }));
    const QString strategy =
        GENERATE(QStringLiteral("append"), QStringLiteral("delete+insert"), QStringLiteral("merge"));
    CAPTURE(given.mode, given.query, strategy);
    const BuildFixture shop;
    const QString head = QStringLiteral("{{ config(materialized='incremental', unique_key='id', "
                                        "incremental_strategy='%1', on_schema_change='%2') }}\n")
                             .arg(strategy, QString::fromUtf8(given.mode));
    shop.write(QStringLiteral("models/ledger.sql"), head + QStringLiteral("select 1 as id, 10 as amount\n"));
    shop.write(QStringLiteral("models/seen.sql"), QStringLiteral("select * from {{ ref('ledger') }}\n"));
    shop.write(QStringLiteral("models/looking.sql"),
               QStringLiteral("{{ config(materialized='view') }} select * from {{ ref('ledger') }}\n"));
    shop.build();
    shop.write(QStringLiteral("models/ledger.sql"), head + QString::fromUtf8(given.query));
    const auto run = shop.build();
    if (!given.columns) {
        CHECK(run.state == RunState::Failed);
        REQUIRE(run.error);
        CHECK(run.error->message.contains(QString::fromUtf8(given.rows)));
        CHECK(shop.database.table(QStringLiteral("select * from close.ledger")) == QStringLiteral("1 | 10"));
        return;
    }
    CHECK(run.state == RunState::Published);
    for (const auto *name : {"ledger", "seen", "looking"}) {
        const QString relation = QStringLiteral("close.") + QString::fromUtf8(name);
        CHECK(shop.database.table(
                  QStringLiteral(
                      "select string_agg(attname || ':' || format_type(atttypid, atttypmod), ' ' order by "
                      "attnum) from pg_attribute where attrelid = '%1'::regclass and attnum > 0 and not "
                      "attisdropped")
                      .arg(relation)) == QString::fromUtf8(given.columns));
        CHECK(shop.database.table(
                  QStringLiteral(
                      "select string_agg(replace(trim(both '()' from t::text), ',', '|'), ' ' order by "
                      "t.id) from %1 t")
                      .arg(relation)) == QString::fromUtf8(given.rows));
    }
}

TEST_CASE("a column that a view of others reads is not taken from under it")
{
    const Ledger ledger{ById + QStringLiteral(", on_schema_change='sync_all_columns'")};
    ledger.build(QStringLiteral("(1, 1, 10)"));
    ledger.shop.database.run(QStringLiteral("create view public.theirs as select amount from close.ledger"));
    ledger.shop.write(QStringLiteral("models/ledger.sql"),
                      QStringLiteral("{{ config(materialized='incremental', unique_key='id', "
                                     "on_schema_change='sync_all_columns') }} select 2 as id, 1 as day"));
    const auto run = ledger.shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->detail.contains(QStringLiteral("theirs")));
    CHECK(ledger.rows() == QStringLiteral("1 | 1 | 10"));
}
