#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

void writeModel(const BuildFixture &shop, const QString &sql, const QString &kind = QStringLiteral("table"))
{
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(materialized='%1') }}\n%2").arg(kind, sql));
}

void promise(const BuildFixture &shop, const QString &columns, const QString &more = {})
{
    shop.write(QStringLiteral("models/m.yml"),
               QStringLiteral("models:\n  - name: ledger\n    config: {contract: {enforced: true}}\n%2    "
                              "columns:\n%1")
                   .arg(columns, more));
}

const QString Columns = QStringLiteral(
    "      - {name: id, data_type: integer, constraints: [{type: not_null}, {type: primary_key}]}\n"
    "      - {name: order, data_type: 'numeric(12,2)', constraints: [{type: check, expression: "
    "'\"order\" > 0'}]}\n"
    "      - {name: 거래ID, quote: true, data_type: varchar(8), constraints: [{type: unique}]}\n");

QString constraints(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select conname, pg_get_constraintdef(oid) from pg_constraint "
                                              "where conrelid = 'close.ledger'::regclass "
                                              "and contype <> 'n' order by 1"));
}

} // namespace

TEST_CASE("a contract's table has its types, order and constraints, and so has the one that replaces it")
{
    const BuildFixture shop;
    promise(shop, Columns);
    for (int i = 0; i < 2; ++i) {
        writeModel(shop, QStringLiteral("select 'a' as \"거래ID\", 1.5 as \"order\", 1 as id"));
        CHECK(shop.build().state == RunState::Published);
        CHECK(
            shop.database.table(QStringLiteral("select attname, format_type(atttypid, atttypmod), attnotnull "
                                               "from pg_attribute where attrelid = "
                                               "'close.ledger'::regclass and attnum > 0 order by attnum")) ==
            QStringLiteral("id | integer | t\norder | numeric(12,2) | f\n거래ID | character varying(8) | f"));
        CHECK(constraints(shop) == QStringLiteral("ledger_order_check | CHECK ((\"order\" > (0)::numeric))\n"
                                                  "ledger_pkey | PRIMARY KEY (id)\n"
                                                  "ledger_거래ID_key | UNIQUE (\"거래ID\")"));
    }
}

TEST_CASE("what breaks a contract is shown as a table, and nothing is published")
{
    const BuildFixture shop;
    const QString kind =
        GENERATE(QStringLiteral("table"), QStringLiteral("view"), QStringLiteral("incremental"));
    promise(shop,
            QStringLiteral("      - {name: ID, data_type: integer}\n      - {name: day, data_type: date}\n"));
    writeModel(shop, QStringLiteral("select 1::smallint as id, current_date as day"), kind);
    CHECK(shop.build().state == RunState::Published);
    writeModel(shop, QStringLiteral("select 'x' as id, 2 as extra"), kind);
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(
        QStringLiteral("| column_name | definition_type | contract_type | mismatch_reason       |\n"
                       "| ----------- | --------------- | ------------- | --------------------- |\n"
                       "| day         |                 | date          | missing in definition |\n"
                       "| extra       | integer         |               | missing in contract   |\n"
                       "| id          | text            | integer       | data type mismatch    |")));
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("1"));
}

TEST_CASE("a row that breaks a constraint fails its model, or the publication of new rows")
{
    const BuildFixture shop;
    const QString kind = GENERATE(QStringLiteral("table"), QStringLiteral("incremental"));
    promise(shop, Columns);
    writeModel(shop, QStringLiteral("select 1 as id, 1.5 as \"order\", 'a' as \"거래ID\""), kind);
    CHECK(shop.build().state == RunState::Published);
    writeModel(shop, QStringLiteral("select 2 as id, -1 as \"order\", 'b' as \"거래ID\""), kind);
    CHECK(shop.build().state == RunState::Failed);
    writeModel(
        shop,
        QStringLiteral("select 2 as id, 1 as \"order\", x as \"거래ID\" from (values ('a'), ('b')) as v "
                       "(x)"),
        kind);
    CHECK(shop.build().state == RunState::Failed);
    CHECK(shop.database.table(QStringLiteral("select id, \"order\" from close.ledger")) ==
          QStringLiteral("1 | 1.50"));
}

TEST_CASE("a foreign key leads to the parent that is published with it")
{
    const BuildFixture shop;
    shop.write(QStringLiteral("models/kinds.sql"), QStringLiteral("select 'a' as kind"));
    shop.write(
        QStringLiteral("models/kinds.yml"),
        QStringLiteral("models:\n  - name: kinds\n    config: {contract: {enforced: true}}\n    columns:\n"
                       "      - {name: kind, data_type: text, constraints: [{type: primary_key}]}\n"));
    promise(
        shop,
        QStringLiteral("      - {name: id, data_type: integer}\n      - {name: kind, data_type: text}\n"),
        QStringLiteral("    constraints:\n      - {type: foreign_key, columns: [kind], to: \"ref('kinds')\", "
                       "to_columns: [kind], name: known_kind}\n"
                       "      - {type: primary_key, columns: [id, kind]}\n"));
    for (int i = 0; i < 2; ++i) {
        writeModel(shop, QStringLiteral("select 1 as id, 'a' as kind"));
        CHECK(shop.build().state == RunState::Published);
        CHECK(constraints(shop) ==
              QStringLiteral("known_kind | FOREIGN KEY (kind) REFERENCES close.kinds(kind)\n"
                             "ledger_pkey | PRIMARY KEY (id, kind)"));
    }
    writeModel(shop, QStringLiteral("select 1 as id, 'b' as kind"));
    CHECK(shop.build().state == RunState::Failed);
}

TEST_CASE("a contract that cannot be kept is refused before the run begins")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral("select 1 as id"));
    promise(shop, QStringLiteral("      - {name: id}\n"));
    CHECK(shop.refusal().message.contains(QStringLiteral("data_type")));
    promise(shop, QStringLiteral("      - {name: id, data_type: nonsense}\n"));
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    CHECK(run.error->message.contains(QStringLiteral("nonsense")));
}
