#include "models/core/whendone.h"
#include "tests/build/fixture.h"

#include <QTimer>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

void writeAmount(const BuildFixture &shop, const QString &select)
{
    shop.write(QStringLiteral("models/ledger.sql"), select);
}

} // namespace

TEST_CASE("views of others keep working, with their rights and options, and follow to the new figures")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    shop.build();
    shop.database.run(QStringLiteral(
        "create schema bi; create view bi.v with (security_barrier=true) as select id, amount from "
        "close.ledger; "
        "create view bi.w as select sum(amount) as total from bi.v; comment on view bi.v is 'theirs'; "
        "grant select on bi.v to public"));
    writeAmount(shop, QStringLiteral("select 1 as id, 250::bigint as amount\n"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select total from bi.w")) == QStringLiteral("250"));
    CHECK(shop.database.table(QStringLiteral(
              "select reloptions, obj_description(oid), relacl::text like '%=r/%' from pg_class "
              "where oid = 'bi.v'::regclass")) == QStringLiteral("{security_barrier=true} | theirs | t"));
}

TEST_CASE("a view of others that would break keeps everything as it was, and is named")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    shop.build();
    shop.database.run(QStringLiteral("create view public.theirs as select amount from close.ledger"));
    writeAmount(shop, QStringLiteral("select 1 as id, 'x' as amount_text\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->kind == ErrorKind::Conflict);
    CHECK(run.error->detail.contains(QStringLiteral("theirs")));
    CHECK(shop.database.table(QStringLiteral("select amount from public.theirs")) == QStringLiteral("100"));
}

TEST_CASE("something else that depends on a live relation is named, and nothing is published")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    shop.build();
    shop.database.run(
        QStringLiteral("create function public.theirs(close.ledger) returns bigint language sql as $$ "
                       "select $1.amount $$"));
    writeAmount(shop, QStringLiteral("select 1 as id, 250::bigint as amount\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK((run.error->message + run.error->detail).contains(QStringLiteral("theirs")));
    CHECK(shop.database.table(QStringLiteral("select amount from close.ledger")) == QStringLiteral("100"));
}

TEST_CASE("rights that others had on a relation live on in its successor")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id, 100::bigint as amount, 0 as gone\n"));
    shop.build();
    const QString role = QStringLiteral("finance_") + shop.database.name();
    shop.database.run(QStringLiteral("create role %1; grant select on close.ledger to %1 with grant option; "
                                     "grant update (amount, gone) on close.ledger to %1")
                          .arg(role));
    writeAmount(shop, QStringLiteral("select 1 as id, 100::bigint as amount\n"));
    CHECK(shop.build().state == RunState::Published);
    const QString rights = shop.database.table(
        QStringLiteral("select has_table_privilege('%1', 'close.ledger', 'select with grant option'), "
                       "has_column_privilege('%1', 'close.ledger', 'amount', 'update'), "
                       "has_table_privilege('%1', 'close.ledger', 'insert')")
            .arg(role));
    shop.database.run(QStringLiteral("drop owned by %1; drop role %1").arg(role));
    CHECK(rights == QStringLiteral("t | t | f"));
}

TEST_CASE("what is first of its name has the rights that its schema promises, and no others")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/ledger.sql"), QStringLiteral("select 7 as id\n"));
    shop.write(QStringLiteral("models/월별.sql"),
               QStringLiteral("{{ config(materialized='view') }}\nselect id from {{ ref('ledger') }}\n"));
    const QString role = QStringLiteral("Finance ") + shop.database.name();
    const QString quoted = warehouse::quoteIdentifier(role);
    shop.database.run(
        QStringLiteral(
            "create role %1 login; create schema close; create schema elsewhere; "
            "grant usage on schema close to %1; "
            "alter default privileges in schema close grant select on tables to %1; "
            "alter default privileges in schema close grant references on tables to public; "
            "alter default privileges in schema elsewhere grant insert on tables to %1; "
            "alter default privileges for role %1 in schema close grant delete on tables to public")
            .arg(quoted));
    CHECK(shop.build().state == RunState::Published);
    auto spec = shop.database.spec();
    spec.set(QStringLiteral("user"), role);
    const auto reader = await(warehouse::Connection::open(spec));
    REQUIRE(reader);
    const QString sql =
        QStringLiteral("select (select id from close.ledger), (select id from close.\"월별\")");
    const auto rows = await(reader.value()->execute(sql));
    const QString look = QStringLiteral("select string_agg(p, ' ' order by p) from unnest(array['select', "
                                        "'insert', 'delete', 'references']) p where "
                                        "has_table_privilege('%1', 'close.ledger', p)")
                             .arg(role);
    const QString rights = shop.database.table(look);
    // Once it is there, what its owner gives and takes counts.
    shop.database.run(QStringLiteral("revoke select on close.ledger from %1").arg(quoted));
    shop.build();
    const QString later = shop.database.table(look);
    shop.database.run(QStringLiteral("drop owned by %1; alter default privileges in schema close revoke "
                                     "references on tables from public; drop role %1")
                          .arg(quoted));
    REQUIRE(rows);
    CHECK(rows->text(0, 0) + rows->text(0, 1) == QStringLiteral("77"));
    CHECK(rights == QStringLiteral("references select"));
    CHECK(later == QStringLiteral("references"));
}

TEST_CASE("a model may turn from table to view and back")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id\n"));
    shop.build();
    writeAmount(shop, QStringLiteral("{{ config(materialized='view') }}\nselect 2 as id\n"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id, (select relkind from pg_class where oid = "
                                             "'close.ledger'::regclass) from close.ledger")) ==
          QStringLiteral("2 | v"));
    writeAmount(shop, QStringLiteral("select 3 as id\n"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("3"));
}

TEST_CASE("what reads another today may read nothing of it tomorrow, and the other way round")
{
    const BuildFixture shop;
    const auto write = [&shop](const char *name, const char *sql) {
        shop.write(QStringLiteral("models/%1.sql").arg(QString::fromLatin1(name)), QString::fromUtf8(sql));
    };
    write("a", "{{ config(materialized='view') }} select * from {{ ref('b') }}");
    write("b", "{{ config(materialized='view') }} select * from {{ ref('c') }}");
    write("c", "select 1 as id");
    REQUIRE(shop.build().state == RunState::Published);
    write("a", "select 2 as id");
    write("b", "{{ config(materialized='view') }} select * from {{ ref('a') }}");
    write("c", "{{ config(materialized='view') }} select * from {{ ref('b') }}");
    CHECK(shop.build().state == RunState::Published);
    CHECK(shop.database.table(QStringLiteral("select id from close.c")) == QStringLiteral("2"));
    CHECK(shop.database.table(QStringLiteral("select count(*) from pg_class where relname like "
                                             "'daybook\\_old%'")) == QStringLiteral("0"));
}

TEST_CASE("a reader that does not let go is named, and the figures it reads stay")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id\n"));
    shop.build();
    const auto reader = shop.database.connect();
    REQUIRE(await(reader->execute(QStringLiteral("begin; select * from close.ledger"))));
    writeAmount(shop, QStringLiteral("select 2 as id\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->kind == ErrorKind::Conflict);
    CHECK(run.error->message.contains(QString::number(reader->backendPid())));
    CHECK(await(reader->execute(QStringLiteral("select id from close.ledger"))).value().integer(0, 0) == 1);
}

TEST_CASE("a reader that lets go in time is waited for")
{
    const BuildFixture shop;
    writeAmount(shop, QStringLiteral("select 1 as id\n"));
    shop.build();
    const auto reader = shop.database.connect();
    REQUIRE(await(reader->execute(QStringLiteral("begin; select * from close.ledger"))));
    QTimer::singleShot(2500, [&reader] { reader->execute(QStringLiteral("commit")); });
    CHECK(shop.build().state == RunState::Published);
}

TEST_CASE(
    "readers that poll while builds go on see one whole version or the other, never both and never nothing")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/a.sql"),
               QStringLiteral("select n as id, txid_current() as version from generate_series(1, 500) n\n"));
    shop.write(QStringLiteral("models/b.sql"),
               QStringLiteral("select version, count(*) as rows from {{ ref('a') }} group by version\n"));
    shop.build();
    const auto reader = shop.database.connect();
    int reads = 0;
    QStringList torn;
    bool reading = true;
    // Locks first, as a reader of several relations does; then both must be of one version.
    const QString check = QStringLiteral(
        "begin isolation level repeatable read read only; lock table close.a, close.b in access share mode; "
        "select count(*) || '/' || count(distinct a.version) || '/' || bool_and(a.version = b.version) from "
        "close.a a cross join close.b b");
    std::function<void()> poll = [&] {
        whenDone(reader->execute(check), reader.get(), [&](const Result<warehouse::ResultSet> &rows) {
            if (!rows || rows->text(0, 0) != QStringLiteral("500/1/true"))
                torn << (rows ? rows->text(0, 0) : rows.error().message);
            ++reads;
            whenDone(reader->execute(QStringLiteral("commit")), reader.get(),
                     [&](const Result<warehouse::ResultSet> &) {
                         if (reading)
                             poll();
                     });
        });
    };
    poll();
    for (int i = 0; i < 10; ++i)
        CHECK(shop.build().state == RunState::Published);
    reading = false;
    eventually([] { return false; }, 200);
    INFO(torn.join(QStringLiteral("; ")).toStdString());
    CHECK(torn.isEmpty());
    CHECK(reads > 50);
}
