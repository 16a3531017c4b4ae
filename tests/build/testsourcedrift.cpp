// Sources that change under the project are noticed before anything is built of them.
#include "models/build/failurecause.h"
#include "models/build/sourcedrift.h"
#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::FailureCause;
using build::NodeState;
using build::RunState;
using Catch::Contains;

namespace {

const char *const sources = R"(
sources:
  - name: wallet
    schema: raw
    loaded_at_field: loaded_at
    tables:
      - name: moves
        %1
        columns:
          - name: kind
            meta: {daybook: {watch_values: true}}
            %2
          - name: amount
)";

/// One ledger over one source, whose columns it names.
struct Books : BuildFixture
{
    explicit Books(const QString &table = {}, const QString &kind = {})
    {
        database.run(QStringLiteral(
            "create schema raw; create type raw.state as enum ('open', 'closed');"
            "create table raw.moves (id bigint, kind text, amount numeric(18,2), state raw.state, memo text, "
            "loaded_at timestamptz default now());"
            "insert into raw.moves values (1, 'charge', 10, 'open', 'x'), (2, 'refund', 5, 'closed', 'y')"));
        describe(table, kind);
        write(QStringLiteral("models/ledger.sql"),
              QStringLiteral("select id, kind, amount, state from {{ source('wallet', 'moves') }}"));
    }

    void describe(const QString &table, const QString &kind) const
    {
        write(QStringLiteral("models/sources.yml"), QString::fromUtf8(sources).arg(table, kind));
    }

    void change(const char *sql) const { database.run(QString::fromUtf8(sql)); }
    QString kinds() const
    {
        return database.table(QStringLiteral("select kind from close.ledger order by 1"));
    }

    build::RunOutcome buildAccepting() const
    {
        build::BuildRequest request;
        request.acceptsDrift = true;
        return build(request);
    }
};

void checkStopped(const build::RunOutcome &run, const char *what)
{
    REQUIRE(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->kind == ErrorKind::Source);
    CHECK_THAT((run.error->message + run.error->detail).toStdString(), Contains(what));
    CHECK(BuildFixture::node(run, QStringLiteral("ledger")).state == NodeState::Cancelled);
    CHECK(build::causesOf(run).keys() == QList<FailureCause>{FailureCause::SourceDrift});
    CHECK(run.exitStatus() == 1);
}

} // namespace

TEST_CASE("a source's column that was retyped or went stops the run until it is accepted")
{
    const Books books;
    REQUIRE(books.build().state == RunState::Published);
    const auto [sql, what] = GENERATE(table<const char *, const char *>(
        {{"alter table raw.moves alter amount type text", "amount is text, and was numeric(18,2)"},
         {"alter table raw.moves rename state to status; alter table raw.moves add state text",
          "state is text, and was raw.state"},
         {"alter table raw.moves drop column kind", "the column kind is gone"}}));
    books.change(sql);
    for (int i = 0; i < 2; ++i) // what a run met that was not published is no measure
        checkStopped(books.build(), what);
    CHECK(books.kinds() == QStringLiteral("charge\nrefund"));

    books.write(QStringLiteral("models/ledger.sql"),
                QStringLiteral("select id, 'none' as kind from {{ source('wallet', 'moves') }}"));
    const build::RunOutcome accepted = books.buildAccepting();
    CHECK(accepted.state == RunState::Published);
    CHECK_THAT(accepted.notes.join(QLatin1Char('\n')).toStdString(), Contains(what));
    const build::RunOutcome next = books.build();
    CHECK(next.state == RunState::Published);
    CHECK(next.notes.isEmpty());
}

TEST_CASE("what nothing reads is told and stops nothing; what has been added is not even told")
{
    const Books books;
    REQUIRE(books.build().state == RunState::Published);
    books.change("alter table raw.moves drop column memo; alter table raw.moves add column extra int");
    const build::RunOutcome run = books.build();
    CHECK(run.state == RunState::Published);
    REQUIRE(run.notes.size() == 1);
    CHECK(run.notes[0] ==
          QStringLiteral("raw.moves: the column memo is gone; nothing that is built names it."));
}

TEST_CASE("whoever selects everything reads every column, through ephemeral models, too")
{
    const Books books;
    books.write(QStringLiteral("models/all.sql"),
                QStringLiteral("{{ config(materialized='ephemeral') }}\n"
                               "select * from {{ source('wallet', 'moves') }}"));
    books.write(QStringLiteral("models/ledger.sql"),
                QStringLiteral("select id, 'a' as kind from {{ ref('all') }}"));
    REQUIRE(books.build().state == RunState::Published);
    books.change("alter table raw.moves drop column memo");
    checkStopped(books.build(), "the column memo is gone");
}

TEST_CASE("a label that an enum type did not have stops the run")
{
    const Books books;
    REQUIRE(books.build().state == RunState::Published);
    books.change("alter type raw.state add value 'reversed' before 'closed'");
    checkStopped(books.build(), "state allows what it did not before: reversed");
    CHECK(books.buildAccepting().state == RunState::Published);
    CHECK(books.build().state == RunState::Published);
}

TEST_CASE("a value never seen in a watched column stops the run")
{
    const Books books;
    REQUIRE(books.build().state == RunState::Published);
    books.change(
        "insert into raw.moves values (3, 'gift', 7, 'open', 'z', now()), (4, null, 1, 'open', '', now())");
    checkStopped(books.build(), "kind has what was never seen in it: gift");
    CHECK(books.buildAccepting().state == RunState::Published);
    books.change("delete from raw.moves where kind = 'charge'");
    CHECK(books.build().notes.isEmpty());
    books.change(
        "insert into raw.moves values (5, 'charge', 7, 'open', 'z', now())"); // was seen before it went
    CHECK(books.build().state == RunState::Published);
}

TEST_CASE("of a watched column only the rows are looked at that no published run has read")
{
    const Books books;
    REQUIRE(books.build().state == RunState::Published);
    // As if it had been there before: nobody looks at old rows again.
    books.change("insert into raw.moves values (3, 'gift', 7, 'open', 'z', '2020-01-01Z')");
    CHECK(books.build().state == RunState::Published);
    // The clock of the source is ahead: it is this run's no more than its rows are.
    books.change("insert into raw.moves values (4, 'toll', 7, 'open', 'z', now() + interval '1 hour')");
    CHECK(books.build().state == RunState::Published);
}

TEST_CASE("values that the project accepts are known from the beginning")
{
    const QString accepted =
        QStringLiteral("data_tests: [{accepted_values: {values: [charge, refund, gift]}}]");
    const Books books({}, accepted);
    books.change("delete from raw.moves where kind = 'refund'");
    REQUIRE(books.build().state == RunState::Published);
    books.change("insert into raw.moves values (3, 'gift', 7, 'open', 'z', now()), (4, 'refund', 1, 'open', "
                 "'', now())");
    CHECK(books.build().state == RunState::Published);
    books.change("insert into raw.moves values (5, 'toll', 7, 'open', 'z', now())");
    checkStopped(books.build(), "never seen in it: toll");
    // Accepted as a source, refused as a row: that is the source's doing, too.
    const build::RunOutcome run = books.buildAccepting();
    CHECK(run.state == RunState::ChecksFailed);
    CHECK(build::causesOf(run).keys() == QList<FailureCause>{FailureCause::SourceDrift});
}

TEST_CASE("a column with too many values is not watched, and that is said")
{
    const Books books;
    books.change("insert into raw.moves select n, 'k' || n, 1, 'open', '' from generate_series(1, 300) n");
    for (int i = 0; i < 2; ++i) {
        const build::RunOutcome run = books.build();
        CHECK(run.state == RunState::Published);
        CHECK_THAT(run.notes.join(QLatin1Char('\n')).toStdString(),
                   Contains("kind has more than 200 values"));
    }
}

TEST_CASE("a source, or a described column, that is not there stops the run")
{
    const Books books;
    books.change("alter table raw.moves drop column amount");
    checkStopped(books.build(), "the column amount, which the project describes, is not there");
    books.change("drop table raw.moves");
    checkStopped(books.build(), "raw.moves is not there; ledger reads it");
}

TEST_CASE("a described column is found as it is written, or as SQL folds it")
{
    const Books books;
    books.change("create table raw.\"거래\" (\"거래ID\" int, kind text)");
    books.write(
        QStringLiteral("models/more.yml"),
        QStringLiteral("sources: [{name: other, schema: raw, tables: [{name: 거래, columns: [{name: 거래ID}, "
                       "{name: Kind}]}]}]"));
    books.write(QStringLiteral("models/more.sql"),
                QStringLiteral("select \"거래ID\", kind from {{ source('other', '거래') }}"));
    CHECK(books.build().state == RunState::Published);
    books.change("alter table raw.\"거래\" rename \"거래ID\" to \"번호\"");
    CHECK(books.build().error->message.contains(QStringLiteral("the column 거래ID is gone")));
}

TEST_CASE("the project says how much a source's drift matters")
{
    const Books books(QStringLiteral("meta: {daybook: {source_drift: warn}}"));
    REQUIRE(books.build().state == RunState::Published);
    books.change("alter table raw.moves alter amount type text");
    CHECK_THAT(books.build().notes.join(QLatin1Char('\n')).toStdString(), Contains("and was numeric(18,2)"));

    books.describe(QStringLiteral("meta: {daybook: {source_drift: ignore}}"), {});
    books.change("alter table raw.moves alter amount type numeric using amount::numeric");
    CHECK(books.build().notes.isEmpty());

    books.describe(QStringLiteral("meta: {daybook: {source_drift: loud}}"), {});
    const build::RunOutcome wrong = books.build();
    REQUIRE(wrong.error);
    CHECK(wrong.error->kind == ErrorKind::Project);
    CHECK_THAT(wrong.error->toString().toStdString(), Contains("sources.yml") && Contains("'loud'"));
}

TEST_CASE("failures are told apart by who has to look")
{
    const Books books({}, QStringLiteral("data_tests: [not_null]"));
    books.write(QStringLiteral("models/ledger.yml"),
                QStringLiteral("models: [{name: ledger, columns: [{name: id, data_tests: [unique]}]}]"));
    books.write(QStringLiteral("models/broken.sql"), QStringLiteral("select 1 / 0 as id"));
    books.change("insert into raw.moves values (1, null, 1, 'open', '')");
    const auto causes = build::causesOf(books.build());
    CHECK(causes[FailureCause::ModelLogic] ==
          QStringList{QStringLiteral("broken"), QStringLiteral("unique_ledger_id")});
    CHECK(causes[FailureCause::SourceDrift] ==
          QStringList{QStringLiteral("source_not_null_wallet_moves_kind")});
    CHECK(causes.size() == 2);
    for (const auto &[state, cause] :
         std::initializer_list<std::pair<const char *, FailureCause>>{{"53100", FailureCause::Infrastructure},
                                                                      {"XX001", FailureCause::Infrastructure},
                                                                      {"40P01", FailureCause::Infrastructure},
                                                                      {"22012", FailureCause::ModelLogic}})
        CHECK(build::causeOf(Error{
                  .kind = ErrorKind::Sql, .message = {}, .sqlState = QString::fromUtf8(state)}) == cause);
    CHECK_FALSE(build::causeOf(Error{.kind = ErrorKind::Cancelled, .message = {}}));
}

TEST_CASE("whether a text may read a column")
{
    const auto reads = [](const char *sql, const char *column, QStringList macros = {}) {
        project::Node node;
        node.rawSql = QString::fromUtf8(sql);
        node.macros = std::move(macros);
        return build::mayRead(node, QString::fromUtf8(column));
    };
    CHECK(reads("select Amount from t", "amount"));
    CHECK(reads("select t.\"금액\" from t", "금액"));
    CHECK_FALSE(reads("select amount_krw, count(*) from t", "amount"));
    CHECK_FALSE(reads("select 총금액 from t", "금액"));
    CHECK_FALSE(reads("select a * b from t", "amount"));
    CHECK(reads("select  distinct\n * from t", "amount"));
    CHECK(reads("select t.* from t", "amount"));
    CHECK(reads("select 1, * from t", "amount"));
    CHECK(reads("{{ columns() }}", "amount", {QStringLiteral("macro.shop.columns")}));
    CHECK_FALSE(reads("{{ dateadd() }}", "amount", {QStringLiteral("macro.dbt.dateadd")}));
}
