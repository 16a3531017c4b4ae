#include "models/settlement/sqltemplate.h"

#include <catch2/catch.hpp>

using namespace daybook::settlement;

TEST_CASE("placeholders are filled once, and what is filled in is left alone")
{
    SqlValues values;
    values.insert(QStringLiteral("relation"), QStringLiteral("\"a\".\"{{date}}\""));
    values.insert(QStringLiteral("date"), QStringLiteral("\"거래 \"\"일\""));
    CHECK(fillSql(QStringLiteral("select {{date}}, {{date}} from {{relation}} where a {b}"), values) ==
          QStringLiteral("select \"거래 \"\"일\", \"거래 \"\"일\" from \"a\".\"{{date}}\" where a {b}"));
    CHECK(fillSql(QStringLiteral("select 1"), {}) == QStringLiteral("select 1"));
}

TEST_CASE("a file holds several pieces")
{
    const QString file =
        QStringLiteral("-- About.\n\n-- piece: one\na = 1\n\n-- piece: one_and_two\na = 2\nor b\n");
    CHECK(sqlPiece(file, QStringLiteral("one")) == QStringLiteral("a = 1"));
    CHECK(sqlPiece(file, QStringLiteral("one_and_two")) == QStringLiteral("a = 2\nor b"));
}
