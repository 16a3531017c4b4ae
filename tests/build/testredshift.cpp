// Builds as Redshift hears them, on a PostgreSQL that is given out for one.
#include "models/build/claim.h"
#include "models/build/runhistory.h"
#include "models/build/versionarchive.h"
#include "models/warehouse/systemschema.h"
#include "tests/build/fixture.h"
#include "tests/build/foreignsql.h"

#include <QFile>
#include <QRegularExpression>

using namespace daybook;
using namespace daybook::test;
using build::NodeState;
using build::RunState;

namespace {

/// A shop whose database is given out for a Redshift.
class Shop : public BuildFixture
{
public:
    Shop()
    {
        pretendRedshift();
        database.run(
            QStringLiteral("create schema wallet; create table wallet.payment (id int, amount bigint, "
                           "day date); insert into wallet.payment values (1, 500, '2026-01-01'), "
                           "(2, 700, '2026-01-02')"));
        write(QStringLiteral("models/sources.yml"),
              QStringLiteral("sources:\n  - name: wallet\n    tables:\n      - name: payment\n"));
        write(QStringLiteral("models/ledger.sql"),
              QStringLiteral("select id, amount, day from {{ source('wallet', 'payment') }}"));
        write(QStringLiteral("models/daily.sql"),
              QStringLiteral("{{ config(materialized='view') }}\nselect day, count(*) as payments, "
                             "sum(amount) as total from {{ ref('ledger') }} group by day"));
        write(QStringLiteral("models/m.yml"),
              QStringLiteral(
                  "models:\n  - name: ledger\n    columns:\n      - name: id\n        tests: [unique, "
                  "not_null]\n      - name: amount\n        tests: [not_null]\n"));
    }

    QString table(const char *sql) const { return database.table(QString::fromUtf8(sql)); }
    void run(const char *sql) const { database.run(QString::fromUtf8(sql)); }
    /// What a run left that is not live.
    QString leftovers() const
    {
        return table(
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where "
            "relname like 'daybook\\_%' and nspname <> 'daybook' or nspname like 'daybook\\_stage%'");
    }
};

/// What the server hears from here on, as its log has it.
class Statements
{
public:
    explicit Statements(const Shop &shop) : m_shop(shop)
    {
        shop.database.run(
            QStringLiteral("alter database %1 set log_statement = 'all'").arg(shop.database.name()));
        m_from = log().size();
    }

    QStringList read() const
    {
        static const QRegularExpression begin(
            QStringLiteral("^[^\\t\\n][^\\n]*? (?:statement|execute <unnamed>): "),
            QRegularExpression::MultilineOption);
        static const QRegularExpression next(QStringLiteral("\\n(?!\\t)"));
        QStringList all;
        const QString text = log().mid(m_from);
        for (auto found = begin.globalMatch(text); found.hasNext();) {
            const qsizetype at = found.next().capturedEnd();
            const QString statement = text.mid(at, text.indexOf(next, at) - at);
            if (!statement.contains(QStringLiteral("/* ours */")) &&
                !statement.contains(QStringLiteral("pg_read_file")) &&
                !statement.startsWith(
                    QStringLiteral("-- Grain: none. Inputs: none. Invariant: every session")))
                all << statement;
        }
        return all;
    }

private:
    QString log() const
    {
        return m_shop.database.table(
            QStringLiteral("select pg_read_file('%1/log')").arg(m_shop.spec().value(QStringLiteral("host"))));
    }

    const Shop &m_shop;
    qsizetype m_from = 0;
};

constexpr auto Daily = "select day, payments, total from close.daily order by day";

} // namespace

TEST_CASE("a table, a view on it and their tests are built and published by renames")
{
    const Shop shop;
    const auto first = shop.build();
    REQUIRE(first.state == RunState::Published);
    CHECK(shop.table(Daily) == QStringLiteral("2026-01-01 | 1 | 500\n2026-01-02 | 1 | 700"));
    CHECK(BuildFixture::node(first, QStringLiteral("ledger")).rows == 2);
    shop.run("insert into wallet.payment values (3, 50, '2026-01-02')");
    REQUIRE(shop.build().state == RunState::Published);
    CHECK(shop.table(Daily) == QStringLiteral("2026-01-01 | 1 | 500\n2026-01-02 | 2 | 750"));
    CHECK(shop.leftovers() == QStringLiteral("0"));
    CHECK(shop.table("select run_id, state from daybook.run order by 1") ==
          QStringLiteral("1 | published\n2 | published"));
    CHECK(shop.table(
              "select relation_name, p.run_id, relation_oid = c.oid from daybook.publication p join pg_class "
              "c on c.relname = relation_name join pg_namespace n on n.oid = relnamespace and nspname = "
              "'close' order by 1") == QStringLiteral("daily | 2 | t\nledger | 2 | t"));
    CHECK(shop.table(
              "select resource_type, state, count(*) from daybook.run_node where run_id = 2 group by 1, 2 "
              "order by 1") == QStringLiteral("model | success | 2\ntest | pass | 3"));
}

TEST_CASE("every statement that builds send is one that Redshift has")
{
    const Shop shop;
    shop.write(QStringLiteral("seeds/codes.csv"), QStringLiteral("code,name\n1,it's\n2,\"a\\b\"\n3,\n"));
    shop.write(QStringLiteral("models/added.sql"),
               QStringLiteral("{{ config(materialized='incremental', unique_key='id') }}\nselect id, amount "
                              "from {{ source('wallet', 'payment') }}"));
    shop.write(
        QStringLiteral("models/merged.sql"),
        QStringLiteral("{{ config(materialized='incremental', unique_key='id', "
                       "incremental_strategy='merge', incremental_predicates=['DBT_INTERNAL_DEST.id > 0']) "
                       "}}\nselect id, amount from {{ source('wallet', 'payment') }}"));
    shop.write(QStringLiteral("snapshots/kept.sql"),
               QStringLiteral("{% snapshot kept %}{{ config(unique_key='id', strategy='check', "
                              "check_cols=['amount'], hard_deletes='new_record') }}\nselect id, amount from "
                              "{{ source('wallet', 'payment') }}\n{% endsnapshot %}"));
    shop.write(QStringLiteral("tests/none.sql"),
               QStringLiteral("{{ config(severity='warn') }}\nselect id, amount "
                              "from {{ ref('ledger') }} where id = 1"));
    const Statements sent(shop);
    REQUIRE(shop.build().state == RunState::Published);
    shop.run("/* ours */ update wallet.payment set amount = 1 where id = 1");
    REQUIRE(shop.build().state == RunState::Published);
    const QStringList all = sent.read();
    CHECK(all.size() > 100);
    for (const QString &statement : all) {
        INFO(statement.toStdString());
        CHECK(foreignToRedshift(statement).join(QStringLiteral(", ")) == QString());
    }
    CHECK(shop.table("select * from close.codes order by 1") ==
          QStringLiteral("1 | it's\n2 | a\\b\n3 | NULL"));
    CHECK(shop.table("select * from close.added order by 1") == QStringLiteral("1 | 1\n2 | 700"));
    CHECK(shop.table("select * from close.merged order by 1") == QStringLiteral("1 | 1\n2 | 700"));
    CHECK(shop.table("select id, amount, dbt_valid_to is null, dbt_is_deleted from close.kept order by 1, "
                     "dbt_valid_from") ==
          QStringLiteral("1 | 500 | f | False\n1 | 1 | t | False\n2 | 700 | t | False"));
    CHECK(shop.table("select failing_row from daybook.check_sample where run_id = 2") ==
          QStringLiteral("[[\"id\",\"1\"],[\"amount\",\"1\"]]"));
    CHECK(shop.leftovers() == QStringLiteral("0"));
}

TEST_CASE("a failing check publishes nothing, and leaves nothing")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.run("insert into wallet.payment values (2, null, '2026-01-03')");
    const auto run = shop.build();
    CHECK(run.state == RunState::ChecksFailed);
    CHECK(shop.table(Daily) == QStringLiteral("2026-01-01 | 1 | 500\n2026-01-02 | 1 | 700"));
    CHECK(shop.leftovers() == QStringLiteral("0"));
    CHECK(shop.table("select state, finished_at is not null from daybook.run where run_id = 2") ==
          QStringLiteral("checks_failed | t"));
}

TEST_CASE("a view of others that is bound to what is replaced reads the new, and rights are carried over")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.run("create view public.outside as select count(*) as n from close.ledger; grant select on "
             "close.ledger to "
             "public");
    shop.run("insert into wallet.payment values (3, 50, '2026-01-02')");
    REQUIRE(shop.build().state == RunState::Published);
    CHECK(shop.table("select n from public.outside") == QStringLiteral("3"));
    CHECK(shop.table("select has_table_privilege('pg_monitor', 'close.ledger', 'select')") ==
          QStringLiteral("t"));
    CHECK(shop.leftovers() == QStringLiteral("0"));
}

TEST_CASE("rights on columns are carried over to those that are still there")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.run("grant select (day), update (amount) on close.ledger to public");
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("select id, amount, day as \"결제일\" from {{ source('wallet', 'payment') }}"));
    shop.write(QStringLiteral("models/daily.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect 1 as one"));
    REQUIRE(shop.build().state == RunState::Published);
    CHECK(shop.table("select has_column_privilege('pg_monitor', 'close.ledger', 'amount', 'update'), "
                     "has_any_column_privilege('pg_monitor', 'close.ledger', 'select')") ==
          QStringLiteral("t | f"));
}

TEST_CASE("a reader that does not let go is named and what it reads stays; one that lets go is waited for")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    const auto relation = GENERATE(QStringLiteral("ledger"), QStringLiteral("daily"));
    CAPTURE(relation.toStdString());
    const auto reader = shop.database.connect();
    const QString reading = QStringLiteral("begin; select * from close.") + relation;
    REQUIRE(await(reader->execute(reading)));
    // A reader of the view holds the table, too: only the view is built.
    build::BuildRequest request;
    request.selection.select = QStringList{relation};
    const auto run = shop.build(request);
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->kind == ErrorKind::Conflict);
    CHECK(run.error->message.contains(QStringLiteral("process %1").arg(reader->backendPid())));
    QTimer::singleShot(2500, [&reader] { reader->execute(QStringLiteral("commit")); });
    CHECK(shop.build(request).state == RunState::Published);
    CHECK(shop.leftovers() == QStringLiteral("0"));
}

TEST_CASE("a view of others that the new would break keeps everything as it was")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.run("create view public.outside as select day from close.ledger");
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("select id, amount, day as date from {{ source('wallet', 'payment') }}"));
    shop.write(QStringLiteral("models/daily.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect date from {{ ref('ledger') }}"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("public.outside")));
    CHECK(shop.table(Daily) == QStringLiteral("2026-01-01 | 1 | 500\n2026-01-02 | 1 | 700"));
    CHECK(shop.leftovers() == QStringLiteral("0"));
}

TEST_CASE(
    "of two who claim the same target one is told no, until the claim is given back or its holder is gone")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    const QString name = QStringLiteral("shop");
    const QString schema = QStringLiteral("close");
    auto first = await(warehouse::Connection::open(shop.spec())).value();
    const auto second = await(warehouse::Connection::open(shop.spec())).value();
    build::Claim held(first, name, schema, QStringLiteral("a"));
    build::Claim wanted(second, name, schema, QStringLiteral("b"));
    build::Claim other(second, name, QStringLiteral("elsewhere"), QStringLiteral("c"));
    CHECK(await(held.take()).value());
    CHECK_FALSE(await(wanted.take()).value());
    CHECK(shop.refusal().kind == ErrorKind::Conflict);
    CHECK(await(other.take()).value());
    await(held.release());
    CHECK(await(wanted.take()).value());
    await(wanted.release());
    CHECK(await(held.take()).value());
    shop.run("update daybook.claim set renewed_at = renewed_at - interval '89 s', claimed_by = 'stranger'");
    CHECK_FALSE(await(wanted.take()).value());
    shop.run("update daybook.claim set renewed_at = renewed_at - interval '2 s'");
    CHECK(await(wanted.take()).value()); // who is not heard of any more
    REQUIRE(await(first->execute(QStringLiteral("begin; lock daybook.claim"))));
    const auto lost = await(held.confirm());
    REQUIRE_FALSE(lost);
    CHECK(lost.error().kind == ErrorKind::Conflict);
    CHECK_FALSE(second->isInTransaction());
}

TEST_CASE("what a dead run has left is swept by the next")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.run(
        "create schema daybook_stage_dead; create table daybook_stage_dead.a__new (id int); "
        "create table close.daybook_stage_dead_a (id int); create view close.daybook_stage_dead_b as select "
        "* "
        "from close.daybook_stage_dead_a; create table close.daybook_stage_other_a (id int); "
        "insert into daybook.run (run_id, project, target_schema, command, state, invocation_id, started_at, "
        "started_by, host, program, backend_pid, staging_schema, project_hash, arguments) select 7, project, "
        "target_schema, command, 'running', 'dead', started_at, started_by, host, program, 1, "
        "'daybook_stage_dead', project_hash, arguments from daybook.run; "
        "insert into daybook.claim values ('shop', 'close', 'dead', current_user, 1, now())");
    REQUIRE(shop.build().state == RunState::Published);
    CHECK(shop.table("select run_id, state from daybook.run order by 1") ==
          QStringLiteral("1 | published\n7 | abandoned\n8 | published"));
    CHECK(shop.leftovers() == QStringLiteral("1")); // another's
    CHECK(shop.table("select count(*) from close.daybook_stage_other_a") == QStringLiteral("0"));
}

TEST_CASE("what cannot be built is refused before anything is written")
{
    const Shop shop;
    const auto [config, word] = GENERATE(table<QString, QString>(
        {{QStringLiteral("materialized='materialized_view'"),
          QStringLiteral("materialized views on Redshift")},
         {QStringLiteral("grants={'select': ['someone']}"), QStringLiteral("grants")}}));
    shop.write(QStringLiteral("models/odd.sql"),
               QStringLiteral("{{ config(%1) }}\nselect 1 as id").arg(config));
    const Error refused = shop.refusal();
    CHECK(refused.kind == ErrorKind::Project);
    CHECK(refused.message.contains(QStringLiteral("odd")));
    CHECK(refused.message.contains(word));
    CHECK(shop.table("select count(*) from pg_namespace where nspname in ('daybook', 'close')") ==
          QStringLiteral("0"));
}

TEST_CASE("of two builds at the same time one publishes, and the other is told who builds")
{
    const Shop shop;
    REQUIRE(shop.build().state == RunState::Published);
    shop.write(QStringLiteral("models/slow.sql"), QStringLiteral("select pg_sleep(2)::text as done"));
    build::BuildService one(shop.spec(), shop.project());
    build::BuildService other(shop.spec(), shop.project());
    auto first = one.build({}, std::stop_token());
    auto second = other.build({}, std::stop_token());
    const auto outcome = await(std::move(first));
    const auto told = await(std::move(second));
    REQUIRE((outcome.has_value() != told.has_value()));
    CHECK((outcome ? *outcome : *told).state == RunState::Published);
    const Error error = outcome ? told.error() : outcome.error();
    CHECK(error.kind == ErrorKind::Conflict);
    CHECK(error.message.contains(QStringLiteral("being built already by")));
}

TEST_CASE("two programs that set the schema up at the same time both find it whole")
{
    const Shop shop;
    const auto one = await(warehouse::Connection::open(shop.spec())).value();
    const auto other = await(warehouse::Connection::open(shop.spec())).value();
    auto first = warehouse::ensureSystemSchema(one);
    auto second = warehouse::ensureSystemSchema(other);
    const auto done = await(std::move(first));
    const auto also = await(std::move(second));
    CHECK(done.has_value());
    CHECK(also.has_value());
    const auto known = warehouse::shippedMigrations(one->dialect()).size();
    CHECK(shop.table("select count(*), count(distinct version), max(version) from daybook.migration") ==
          QStringLiteral("%1 | %1 | %1").arg(known));
}

TEST_CASE("a publish says to Redshift what it is known to say, to the letter")
{
    const Shop shop;
    shop.write(QStringLiteral("models/added.sql"),
               QStringLiteral("{{ config(materialized='incremental', unique_key='id', "
                              "incremental_strategy='merge') }}\nselect id, amount from "
                              "{{ source('wallet', 'payment') }}"));
    REQUIRE(shop.build().state == RunState::Published);
    const Statements sent(shop);
    REQUIRE(shop.build().state == RunState::Published);
    QString all = sent.read().join(QStringLiteral("\n;\n"));
    const qsizetype from =
        all.indexOf(QStringLiteral("-- Grain: none. Inputs: none. Invariants: what locks the claim"));
    REQUIRE(from >= 0);
    all = all.sliced(from);
    all = all.first(all.indexOf(QStringLiteral("\n;\ncommit")));
    const std::pair<const char *, const char *> changing[] = {
        {"\n\t", "\n"},
        {"daybook_stage_[0-9a-f]{8}", "daybook_stage"},
        {"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "HOLDER"},
        {"[0-9a-f]{64}", "HASH"},
        {"\\b[0-9]{5,}\\b", "OID"}};
    for (const auto &[what, with] : changing)
        all.replace(QRegularExpression(QString::fromUtf8(what)), QString::fromUtf8(with));
    QFile file(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/dialects/redshift_publish.sql"));
    if (qEnvironmentVariableIsSet("DAYBOOK_WRITE_EXPECTED")) {
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(all.toUtf8());
        return;
    }
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(QString::fromUtf8(file.readAll()) == all);
}

TEST_CASE("what runs leave can be read again, failing rows with their columns in order")
{
    const Shop shop;
    shop.write(QStringLiteral("tests/none.sql"),
               QStringLiteral("{{ config(severity='warn') }}\nselect 'x\\y' as zone, null as a, id from "
                              "{{ ref('ledger') }} where id = 1"));
    REQUIRE(shop.build().state == RunState::Published);
    warehouse::Pool pool(shop.spec(), 2);
    build::RunHistory history(pool);
    const auto runs = await(history.recent(QStringLiteral("shop"), 10)).value();
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].models == 2);
    CHECK(runs[0].checksPassed == 4);
    CHECK(runs[0].warned == 1);
    const auto nodes = await(history.nodes(runs[0].runId)).value();
    CHECK(nodes.size() == 6);
    const auto warned = std::find_if(nodes.begin(), nodes.end(),
                                     [](const build::RunNode &node) { return node.outcome.name == u"none"; });
    REQUIRE(warned != nodes.end());
    CHECK(warned->keptRows == 1);
    const auto rows = await(history.failingRows(runs[0].runId, warned->outcome.uniqueId)).value();
    CHECK(rows.columns.join(QLatin1Char(',')) == QStringLiteral("zone,a,id"));
    REQUIRE(rows.rows.size() == 1);
    CHECK(rows.rows[0][0] == QStringLiteral("x\\y"));
    CHECK(rows.rows[0][1] == std::nullopt);
}

TEST_CASE("the files of a published version are kept in pieces, and come back whole")
{
    const Shop shop;
    const QString large =
        QStringLiteral("-- %1\nselect 1 as id").arg(QStringLiteral("it's \\ 한글 ").repeated(9000));
    shop.write(QStringLiteral("models/large.sql"), large);
    REQUIRE(shop.build().state == RunState::Published);
    CHECK(shop.table("select count(*) > 2 from daybook.file_text where position > 0") == QStringLiteral("t"));
    shop.write(QStringLiteral("models/large.sql"), QStringLiteral("select 2 as id"));
    REQUIRE(shop.build().state == RunState::Published);
    const auto connection = await(warehouse::Connection::open(shop.spec())).value();
    const auto before =
        await(build::versionToRepublish(connection, QStringLiteral("shop"), QStringLiteral("close"), 0));
    REQUIRE(before);
    CHECK(before->runId == 1);
    const QTemporaryDir folder;
    REQUIRE(await(build::restoreVersion(connection, before->projectHash, folder.path())));
    QFile restored(folder.filePath(QStringLiteral("models/large.sql")));
    REQUIRE(restored.open(QIODevice::ReadOnly));
    CHECK(QString::fromUtf8(restored.readAll()) == large);
}
