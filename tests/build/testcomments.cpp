#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

void describe(const BuildFixture &shop, const QString &wanted, const QString &description)
{
    shop.write(QStringLiteral("models/m.yml"),
               QStringLiteral(
                   "models:\n  - name: 원장\n    description: \"%2\"\n    config:\n      persist_docs: %1\n"
                   "    columns:\n      - name: ID\n        description: the key\n      - name: 거래 \"ID\"\n"
                   "        description: it's a $$key$$\n      - name: gone\n        description: nowhere\n")
                   .arg(wanted, description));
}

void writeModel(const BuildFixture &shop, const QString &kind)
{
    shop.write(QStringLiteral("models/원장.sql"),
               QStringLiteral("{{ config(materialized='%1') }}\nselect 1 as id, 'x' as \"거래 \"\"ID\"\"\"\n")
                   .arg(kind));
}

QString comments(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select coalesce(a.attname, '-'), d.description from "
                                              "pg_description d left join pg_attribute a on a.attrelid "
                                              "= d.objoid and a.attnum = d.objsubid and d.objsubid > 0 where "
                                              "d.objoid = 'close.\"원장\"'::regclass and "
                                              "d.classoid = 'pg_class'::regclass order by d.objsubid"));
}

} // namespace

TEST_CASE("descriptions become comments of what is published, and follow when they change")
{
    const BuildFixture shop;
    const QString kind =
        GENERATE(QStringLiteral("table"), QStringLiteral("view"), QStringLiteral("incremental"));
    writeModel(shop, kind);
    describe(shop, QStringLiteral("{relation: true, columns: true}"), QStringLiteral("일별 원장: it's $1"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(comments(shop) ==
          QStringLiteral("- | 일별 원장: it's $1\nid | the key\n거래 \"ID\" | it's a $$key$$"));
    describe(shop, QStringLiteral("{relation: true, columns: true}"), QStringLiteral("두 번째"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(comments(shop) == QStringLiteral("- | 두 번째\nid | the key\n거래 \"ID\" | it's a $$key$$"));
}

TEST_CASE("only the comments that persist_docs asks for are made")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral("table"));
    describe(shop, QStringLiteral("{relation: true}"), QStringLiteral("whole"));
    shop.build();
    CHECK(comments(shop) == QStringLiteral("- | whole"));
    describe(shop, QStringLiteral("{columns: true}"), QStringLiteral("whole"));
    shop.build();
    CHECK(comments(shop) == QStringLiteral("id | the key\n거래 \"ID\" | it's a $$key$$"));
    describe(shop, QStringLiteral("{}"), QStringLiteral("whole"));
    shop.build();
    CHECK(comments(shop).isEmpty());
}
