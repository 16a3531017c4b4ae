// Snapshots: what becomes of the history, row by row.
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

QString lines(std::initializer_list<const char *> all)
{
    QStringList list;
    for (const char *line : all)
        list << QString::fromUtf8(line);
    return list.join(QLatin1Char('\n'));
}

const QString ByTime = QStringLiteral("strategy='timestamp', unique_key='id', updated_at='changed'");
const QString ByName = QStringLiteral("strategy='check', unique_key='id', check_cols=['name']");

/// Items of a source that change from day to day, and a snapshot of them.
struct History
{
    explicit History(const QString &config, const QString &query = QStringLiteral("select * from src.items"))
    {
        shop.database.run(QStringLiteral("create schema src; create table src.items (id integer, name text, "
                                         "changed timestamp)"));
        follow(config, query);
    }

    void follow(const QString &config, const QString &query = QStringLiteral("select * from src.items")) const
    {
        shop.write(QStringLiteral("snapshots/log.sql"),
                   QStringLiteral("{% snapshot log %}{{ config(%1) }}\n%2 -- the end\n{% endsnapshot %}\n")
                       .arg(config, query));
    }

    /// `items` as VALUES, with the days of January 2020 for times.
    void bring(const QString &items) const
    {
        shop.database.run(
            QStringLiteral("truncate src.items; insert into src.items select id, name, "
                           "'2020-01-01'::timestamp + (day - 1) * interval '1 day' from (values %1) "
                           "as v (id, name, day)")
                .arg(items));
    }

    build::RunOutcome build(const QString &items) const
    {
        bring(items);
        return shop.build();
    }

    /// Each version with its days; where a time is that of a run, with the run.
    QString versions(const QString &more = {}, const QString &relation = QStringLiteral("close.log")) const
    {
        const auto time = [](const QString &column) {
            return QStringLiteral(
                       "coalesce((select 'run ' || row_number from (select started_at, row_number() "
                       "over (order by run_id) from daybook.run) r where started_at::timestamp = %1), "
                       "to_char(%1, 'FMDD'))")
                .arg(column);
        };
        return shop.database.table(
            QStringLiteral("select id, name, %1, %2%3 from %4 order by id, dbt_valid_from, dbt_valid_to")
                .arg(time(QStringLiteral("dbt_valid_from")), time(QStringLiteral("dbt_valid_to")), more,
                     relation));
    }

    QString everything() const
    {
        return shop.database.table(QStringLiteral("select l::text from close.log l order by l::text"));
    }

    /// What a build says that goes wrong; the table stays what it was.
    QString refusal() const
    {
        const bool exists =
            shop.database.table(QStringLiteral("select to_regclass('close.log') is not null")) ==
            QStringLiteral("t");
        const QString before = exists ? everything() : QString();
        const auto run = shop.build();
        CHECK(run.state == RunState::Failed);
        if (exists)
            CHECK(everything() == before);
        return run.error ? run.error->message : QString();
    }

    BuildFixture shop;
};

/// 1 and 3 change, 2 goes, 4 comes; then 2 is back as it was, and 4 goes.
const char *const Days[] = {"(1, 'a', 1), (2, 'b', 1), (3, null, 1)", "(1, 'A', 2), (3, 'c', 3), (4, 'd', 2)",
                            "(1, 'A', 2), (2, 'b', 4), (3, 'c', 3)"};

} // namespace

TEST_CASE("each strategy keeps the versions of three days, whatever becomes of rows that go")
{
    const QString deleted = QStringLiteral(", dbt_is_deleted");
    const auto [config, more, expected] = GENERATE_COPY(table<QString, QString, QString>({
        {ByTime, QString(),
         lines({"1 | a | 1 | 2", "1 | A | 2 | NULL", "2 | b | 1 | 4", "2 | b | 4 | NULL", "3 | NULL | 1 | 3",
                "3 | c | 3 | NULL", "4 | d | 2 | NULL"})},
        {ByTime + QStringLiteral(", hard_deletes='invalidate'"), QString(),
         lines({"1 | a | 1 | 2", "1 | A | 2 | NULL", "2 | b | 1 | run 2", "2 | b | 4 | NULL",
                "3 | NULL | 1 | 3", "3 | c | 3 | NULL", "4 | d | 2 | run 3"})},
        {ByTime + QStringLiteral(", invalidate_hard_deletes=true"), QString(),
         lines({"1 | a | 1 | 2", "1 | A | 2 | NULL", "2 | b | 1 | run 2", "2 | b | 4 | NULL",
                "3 | NULL | 1 | 3", "3 | c | 3 | NULL", "4 | d | 2 | run 3"})},
        {ByTime + QStringLiteral(", hard_deletes='new_record'"), deleted,
         lines({"1 | a | 1 | 2 | False", "1 | A | 2 | NULL | False", "2 | b | 1 | run 2 | False",
                "2 | b | 4 | NULL | False", "2 | b | run 2 | 4 | True", "3 | NULL | 1 | 3 | False",
                "3 | c | 3 | NULL | False", "4 | d | 2 | run 3 | False", "4 | d | run 3 | NULL | True"})},
        {ByName, QString(),
         lines({"1 | a | run 1 | run 2", "1 | A | run 2 | NULL", "2 | b | run 1 | NULL",
                "3 | NULL | run 1 | run 2", "3 | c | run 2 | NULL", "4 | d | run 2 | NULL"})},
        {ByName + QStringLiteral(", hard_deletes='invalidate'"), QString(),
         lines({"1 | a | run 1 | run 2", "1 | A | run 2 | NULL", "2 | b | run 1 | run 2",
                "2 | b | run 3 | NULL", "3 | NULL | run 1 | run 2", "3 | c | run 2 | NULL",
                "4 | d | run 2 | run 3"})},
        {ByName + QStringLiteral(", hard_deletes='new_record'"), deleted,
         lines({"1 | a | run 1 | run 2 | False", "1 | A | run 2 | NULL | False",
                "2 | b | run 1 | run 2 | False", "2 | b | run 2 | run 3 | True",
                "2 | b | run 3 | NULL | False", "3 | NULL | run 1 | run 2 | False",
                "3 | c | run 2 | NULL | False", "4 | d | run 2 | run 3 | False",
                "4 | d | run 3 | NULL | True"})},
        {QStringLiteral("strategy='check', unique_key='id', check_cols='all'"), QString(),
         lines({"1 | a | run 1 | run 2", "1 | A | run 2 | NULL", "2 | b | run 1 | run 3",
                "2 | b | run 3 | NULL", "3 | NULL | run 1 | run 2", "3 | c | run 2 | NULL",
                "4 | d | run 2 | NULL"})},
        {ByName + QStringLiteral(", updated_at='changed', hard_deletes='ignore'"), QString(),
         lines({"1 | a | 1 | 2", "1 | A | 2 | NULL", "2 | b | 1 | NULL", "3 | NULL | 1 | 3",
                "3 | c | 3 | NULL", "4 | d | 2 | NULL"})},
    }));
    CAPTURE(config);
    const History history(config);
    // What is shown before it is published is what is published.
    history.shop.write(QStringLiteral("models/seen.sql"), QStringLiteral("select * from {{ ref('log') }}\n"));
    for (const char *day : Days) {
        CHECK(history.build(QString::fromUtf8(day)).state == RunState::Published);
        CHECK(history.versions(more) == history.versions(more, QStringLiteral("close.seen")));
    }
    CHECK(history.versions(more) == expected);
    const QString before = history.everything();
    const auto again = history.shop.build();
    CHECK(again.state == RunState::Published);
    CHECK(BuildFixture::node(again, QStringLiteral("log")).rows == 0);
    CHECK(history.everything() == before);
}

TEST_CASE("a version's id is dbt's, and the table has dbt's columns and types")
{
    const History history(
        QStringLiteral("strategy='timestamp', unique_key=['id', 'name'], updated_at='changed', "
                       "hard_deletes='new_record'"));
    history.build(QStringLiteral("(1, 'a', 1), (2, 'b', 1)"));
    history.build(QStringLiteral("(1, 'a', 2)"));
    CHECK(history.shop.database.table(QStringLiteral(
              "select id, dbt_scd_id = md5(id || '|' || name || '|' || changed) from close.log where "
              "dbt_is_deleted = 'False' order by id, changed")) == lines({"1 | t", "1 | t", "2 | t"}));
    CHECK(history.shop.database.table(QStringLiteral(
              "select gone.dbt_scd_id = md5(old.dbt_scd_id || '|' || gone.dbt_valid_from), "
              "gone.dbt_updated_at = "
              "gone.dbt_valid_from, old.dbt_valid_to = gone.dbt_valid_from from close.log gone join "
              "close.log old "
              "using (id) where gone.dbt_is_deleted = 'True' and old.dbt_is_deleted = 'False'")) ==
          QStringLiteral("t | t | t"));
    CHECK(history.shop.database.table(QStringLiteral(
              "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = "
              "'close.log'::regclass and attnum > 3 order by attnum")) ==
          lines({"dbt_scd_id | text", "dbt_updated_at | timestamp without time zone",
                 "dbt_valid_from | timestamp without time zone", "dbt_valid_to | timestamp without time zone",
                 "dbt_is_deleted | text"}));
}

TEST_CASE("the clock of the check strategy is a timestamp without time zone, as dbt's")
{
    const History history(ByName);
    history.build(QStringLiteral("(1, 'a', 1)"));
    CHECK(history.shop.database.table(
              QStringLiteral("select pg_typeof(dbt_valid_from), pg_typeof(dbt_valid_to), dbt_scd_id = "
                             "md5('1|' || dbt_updated_at) "
                             "from close.log")) ==
          QStringLiteral("timestamp without time zone | timestamp without time zone | t"));
}

TEST_CASE("a key of several columns tells rows apart")
{
    const History history(
        QStringLiteral("strategy='check', unique_key=['id', 'name'], check_cols=['changed'], "
                       "hard_deletes='invalidate'"));
    history.build(QStringLiteral("(1, 'a', 1), (1, 'b', 1), (2, 'a', 1)"));
    history.build(QStringLiteral("(1, 'a', 1), (1, 'b', 2)"));
    CHECK(history.versions() == lines({"1 | b | run 1 | run 2", "1 | a | run 1 | NULL",
                                       "1 | b | run 2 | NULL", "2 | a | run 1 | run 2"}));
}

TEST_CASE("current rows may end at a far day, and dbt's columns may have other names")
{
    const History history(ByTime + QStringLiteral(", hard_deletes='new_record', dbt_valid_to_current="
                                                  "\"to_timestamp('9999-01-01', 'YYYY-MM-DD')::timestamp\", "
                                                  "snapshot_meta_column_names={'dbt_valid_from': 'Since', "
                                                  "'dbt_valid_to': '\"Until\"', 'dbt_is_deleted': 'gone'}"));
    for (const char *day : Days)
        CHECK(history.build(QString::fromUtf8(day)).state == RunState::Published);
    CHECK(
        history.shop.database.table(QStringLiteral(
            "select id, name, gone, count(*) over (partition by id), \"Until\" = '9999-01-01' from close.log "
            "order by id, since, \"Until\"")) ==
        lines({"1 | a | False | 2 | f", "1 | A | False | 2 | t", "2 | b | False | 3 | f",
               "2 | b | False | 3 | t", "2 | b | True | 3 | f", "3 | NULL | False | 2 | f",
               "3 | c | False | 2 | t", "4 | d | False | 2 | f", "4 | d | True | 2 | t"}));
}

TEST_CASE("new columns are added, wider texts widen theirs, and columns that are gone stay empty")
{
    const auto [config, versions] = GENERATE(table<QString, QString>(
        {{ByTime, lines({"1 | a | NULL | 1", "1 | aaaaa | x | NULL", "2 | b | NULL | 2"})},
         {QStringLiteral("strategy='check', unique_key='id', check_cols='all'"),
          lines({"1 | a | NULL | 1", "1 | aaaaa | x | NULL", "2 | b | NULL | 2", "2 | b | x | NULL"})}}));
    const History history(config,
                          QStringLiteral("select id, name::varchar(2) as name, id as old, changed from "
                                         "src.items"));
    history.build(QStringLiteral("(1, 'a', 1), (2, 'b', 1)"));
    history.shop.write(QStringLiteral("models/seen.sql"), QStringLiteral("select * from {{ ref('log') }}\n"));
    history.follow(config,
                   QStringLiteral("select id, name::varchar(5) as name, changed, 'x'::text as \"새 열\" "
                                  "from src.items"));
    CHECK(history.build(QStringLiteral("(1, 'aaaaa', 2), (2, 'b', 1)")).state == RunState::Published);
    for (const auto *relation : {"close.log", "close.seen"})
        CHECK(history.shop.database.table(
                  QStringLiteral("select id, name, \"새 열\", old from %1 order by id, old")
                      .arg(QString::fromUtf8(relation))) == versions);
    CHECK(history.shop.database.table(QStringLiteral("select format_type(atttypid, atttypmod) from "
                                                     "pg_attribute where attrelid = 'close.log'::regclass "
                                                     "and attname = 'name'")) ==
          QStringLiteral("character varying(5)"));
}

TEST_CASE("a failed check on what the history would become leaves it as it is, and so does a full refresh")
{
    const History history(ByTime);
    history.build(QString::fromUtf8(Days[0]));
    const QString before = history.everything();
    history.shop.write(QStringLiteral("tests/few.sql"),
                       QStringLiteral("select count(*) from {{ ref('log') }} having count(*) > 3\n"));
    CHECK(history.build(QString::fromUtf8(Days[1])).state == RunState::ChecksFailed);
    CHECK(history.everything() == before);
    history.shop.write(QStringLiteral("tests/few.sql"), QStringLiteral("select 1 where false\n"));
    build::BuildRequest request;
    request.fullRefresh = true;
    CHECK(history.shop.build(request).state == RunState::Published);
    CHECK(history.versions().contains(QStringLiteral("1 | a | 1 | 2\n1 | A | 2 | NULL")));
}

TEST_CASE("tests of a snapshot look at its current and its old rows, alone or in one scan")
{
    const History history(ByTime);
    history.shop.write(
        QStringLiteral("models/s.yml"),
        QStringLiteral("snapshots:\n  - name: log\n    columns:\n      - name: dbt_scd_id\n        "
                       "data_tests: [unique, not_null]\n      - name: id\n        data_tests: "
                       "[not_null, {unique: {config: {where: dbt_valid_to is null}}}]\n"));
    for (const char *day : Days)
        CHECK(history.build(QString::fromUtf8(day)).state == RunState::Published);
    history.shop.write(QStringLiteral("models/s.yml"),
                       QStringLiteral("snapshots:\n  - name: log\n    columns:\n      - name: id\n        "
                                      "data_tests: [unique, not_null]\n"));
    const auto wrong = history.shop.build();
    CHECK(wrong.state == RunState::ChecksFailed);
    CHECK(BuildFixture::node(wrong, QStringLiteral("unique_log_id")).failures == 3);
}

TEST_CASE("run leaves snapshots alone; snapshot runs nothing else")
{
    const History history(ByTime);
    history.bring(QString::fromUtf8(Days[0]));
    history.shop.write(QStringLiteral("models/other.sql"), QStringLiteral("select 1 as id"));
    build::BuildRequest request;
    request.command = build::Command::Run;
    const auto run = history.shop.build(request);
    REQUIRE(run.nodes.size() == 1);
    CHECK(run.nodes.front().name == QStringLiteral("other"));
    request.command = build::Command::Snapshot;
    const auto snapshot = history.shop.build(request);
    REQUIRE(snapshot.nodes.size() == 1);
    CHECK(snapshot.nodes.front().name == QStringLiteral("log"));
    CHECK(snapshot.nodes.front().rows == 3);
    CHECK(snapshot.state == RunState::Published);
}

TEST_CASE("hooks, comments, indexes and rights of a snapshot are those of its live table")
{
    const History history(
        ByTime +
        QStringLiteral(", persist_docs={'relation': true, 'columns': true}, indexes=[{'columns': ['id']}], "
                       "pre_hook='create table if not exists src.seen (n bigint)', "
                       "post_hook='insert into src.seen select count(*) from {{ this }}', "
                       "grants={'select': ['pg_monitor']}"));
    history.shop.write(QStringLiteral("models/s.yml"),
                       QStringLiteral("snapshots: [{name: log, description: Every version}]\n"));
    history.build(QString::fromUtf8(Days[0]));
    CHECK(history.build(QString::fromUtf8(Days[1])).state == RunState::Published);
    CHECK(history.shop.database.table(QStringLiteral(
              "select string_agg(n::text, ',' order by n) from src.seen")) == QStringLiteral("3,6"));
    CHECK(
        history.shop.database.table(QStringLiteral(
            "select obj_description('close.log'::regclass), (select count(*) from pg_index where indrelid = "
            "'close.log'::regclass), has_table_privilege('pg_monitor', 'close.log', 'select')")) ==
        QStringLiteral("Every version | 1 | t"));
}

TEST_CASE("rows that cannot be followed are refused, and the history stays")
{
    const bool again = GENERATE(false, true);
    const QString byText = QStringLiteral("strategy='timestamp', unique_key='id', updated_at='name'");
    const auto [config, items, told] = GENERATE_COPY(table<QString, QString, QString>(
        {{ByTime, QStringLiteral("(1, 'a', 1), (null, 'b', 1)"), QStringLiteral("no unique_key (id = null)")},
         {ByName, QStringLiteral("(1, 'a', 1), (7, 'b', 1), (7, 'c', 1)"),
          QStringLiteral("more than once (id = 7)")},
         {ByTime, QStringLiteral("(1, 'a', 1), (8, 'b', null)"), QStringLiteral("no updated_at (id = 8)")},
         {byText, QStringLiteral("(1, 'a', 1)"), QStringLiteral("of type text, which is no time")},
         {QStringLiteral("strategy='check', unique_key='id', check_cols=['nam']"),
          QStringLiteral("(1, 'a', 1)"), QStringLiteral("check_cols names the column nam")},
         {QStringLiteral("strategy='check', unique_key='nr', check_cols=['name']"),
          QStringLiteral("(1, 'a', 1)"), QStringLiteral("column \"nr\" does not exist")},
         {ByName + QStringLiteral(", snapshot_meta_column_names={'dbt_valid_to': 'changed'}"),
          QStringLiteral("(1, 'a', 1)"), QStringLiteral("has a column changed")}}));
    CAPTURE(config, again);
    const History history(ByTime);
    if (again)
        history.build(QString::fromUtf8(Days[0]));
    history.follow(config);
    history.bring(items);
    CHECK_THAT(history.refusal().toStdString(), Catch::Contains(told.toStdString()));
}

TEST_CASE("what stands under a snapshot's name and is none is left alone")
{
    const auto [sql, told] = GENERATE(table<QString, QString>(
        {{QStringLiteral("create table close.log as select 1 as id"),
          QStringLiteral("not a snapshot's table")},
         {QStringLiteral("create view close.log as select 1 as id"), QStringLiteral("is not a table")},
         {QStringLiteral(
              "create table close.log as select *, 'x' as dbt_scd_id, changed as dbt_updated_at, changed "
              "as dbt_valid_from, null::timestamp as dbt_valid_to from src.items"),
          QStringLiteral("has no column dbt_is_deleted yet")}}));
    const History history(ByTime + QStringLiteral(", hard_deletes='new_record'"));
    history.bring(QString::fromUtf8(Days[0]));
    history.shop.database.run(QStringLiteral("create schema close; ") + sql);
    CHECK_THAT(history.refusal().toStdString(), Catch::Contains(told.toStdString()));
}

TEST_CASE("two current rows of one key, as dbt may have left them, are told")
{
    const History history(ByTime);
    history.build(QString::fromUtf8(Days[0]));
    history.shop.database.run(QStringLiteral("insert into close.log select * from close.log where id = 2"));
    CHECK_THAT(history.refusal().toStdString(),
               Catch::Contains("more than one current row of a key (id = 2)") &&
                   Catch::Contains("dbt_valid_to"));
}

TEST_CASE("a history that comes into being while the first is built is not replaced")
{
    const History history(ByTime);
    history.bring(QString::fromUtf8(Days[0]));
    history.shop.write(
        QStringLiteral("tests/slow.sql"),
        QStringLiteral("select id from {{ ref('log') }} where id < 0 union all select 1 from (select "
                       "pg_sleep(2)::text as slept offset 0) as s where slept is null\n"));
    build::BuildService service(history.shop.spec(), history.shop.project());
    auto running = service.build({}, std::stop_token());
    const QString asked =
        QStringLiteral("select count(*) from pg_stat_activity where wait_event = 'PgSleep' and "
                       "pid <> pg_backend_pid() and datname = current_database()");
    REQUIRE(eventually([&] { return history.shop.database.table(asked) == QStringLiteral("1"); }, 20'000));
    history.shop.database.run(
        QStringLiteral("create schema close; create table close.log as select 9 as id"));
    const auto run = await(std::move(running));
    REQUIRE(run);
    REQUIRE(run->error);
    CHECK(run->error->kind == ErrorKind::Conflict);
    CHECK(history.shop.database.table(QStringLiteral("select id from close.log")) == QStringLiteral("9"));
}

TEST_CASE("a build that is cancelled once the changes are worked out leaves the history")
{
    const History history(ByTime);
    history.build(QString::fromUtf8(Days[0]));
    const QString before = history.everything();
    history.bring(QString::fromUtf8(Days[1]));
    history.shop.write(
        QStringLiteral("tests/slow.sql"),
        QStringLiteral("select id from {{ ref('log') }} where id < 0 union all select 1 from (select "
                       "pg_sleep(60)::text as slept offset 0) as s where slept is null\n"));
    build::BuildService service(history.shop.spec(), history.shop.project());
    std::stop_source stop;
    auto running = service.build({}, stop.get_token());
    const QString asked =
        QStringLiteral("select count(*) from pg_stat_activity where wait_event = 'PgSleep' and "
                       "pid <> pg_backend_pid() and datname = current_database()");
    REQUIRE(eventually([&] { return history.shop.database.table(asked) == QStringLiteral("1"); }, 20'000));
    stop.request_stop();
    const auto run = await(std::move(running));
    REQUIRE(run);
    CHECK(run->state == RunState::Cancelled);
    CHECK(history.everything() == before);
}
