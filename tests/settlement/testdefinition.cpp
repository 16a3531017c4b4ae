#include "models/settlement/reportdefinition.h"

#include <QLocale>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;

namespace {

CatalogColumn column(const QString &name, const QString &category, const QString &type)
{
    return {name, category, type};
}

const QString N = QStringLiteral("N");

QList<CatalogColumn> koreanReport()
{
    return {column(QStringLiteral("거래타입"), QStringLiteral("S"), QStringLiteral("text")),
            column(QStringLiteral("거래일"), QStringLiteral("D"), QStringLiteral("date")),
            column(QStringLiteral("건수"), N, QStringLiteral("int8")),
            column(QStringLiteral("총금액"), N, QStringLiteral("numeric"))};
}

ReportDefinition bare()
{
    ReportDefinition definition;
    definition.relation = {QStringLiteral("public"), QStringLiteral("daily_report")};
    return definition;
}

} // namespace

TEST_CASE("a report without metadata is recognised by the types of its columns")
{
    const auto definition = completed(bare(), koreanReport());
    REQUIRE(definition);
    CHECK(definition->date == QStringLiteral("거래일"));
    CHECK(definition->type == QStringLiteral("거래타입"));
    CHECK(definition->count == QStringLiteral("건수"));
    CHECK(definition->amount == QStringLiteral("총금액"));
}

TEST_CASE("a column that metadata names plays no other part")
{
    ReportDefinition named = bare();
    named.amount = QStringLiteral("건수"); // odd, and the project's own choice
    const auto definition = completed(named, koreanReport());
    REQUIRE_FALSE(definition);
    CHECK(definition.error().message.contains(QStringLiteral("can be its count")));
    CHECK(definition.error().message.contains(QStringLiteral("총금액")));
}

TEST_CASE("a column that is not there, or holds doubles, is named with its remedy")
{
    ReportDefinition absent = bare();
    absent.date = QStringLiteral("영업일");
    const auto gone = completed(absent, koreanReport());
    REQUIRE_FALSE(gone);
    CHECK(gone.error().kind == ErrorKind::Project);
    CHECK(gone.error().message.contains(QStringLiteral("\"영업일\"")));

    ReportDefinition inexact = bare();
    inexact.amount = QStringLiteral("총금액");
    QList<CatalogColumn> columns = koreanReport();
    columns[3].typeName = QStringLiteral("float8");
    const auto doubles = completed(inexact, columns);
    REQUIRE_FALSE(doubles);
    CHECK(doubles.error().message.contains(QStringLiteral("Cast it to numeric")));
}

TEST_CASE("a label speaks the language of the program, or the name")
{
    const QLocale before;
    const Label label{QStringLiteral("Charge"), QStringLiteral("충전")};
    QLocale::setDefault(QLocale(QStringLiteral("ko_KR")));
    CHECK(spoken(label, QStringLiteral("charge")) == QStringLiteral("충전"));
    QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    CHECK(spoken(label, QStringLiteral("charge")) == QStringLiteral("Charge"));
    CHECK(spoken({}, QStringLiteral("charge")) == QStringLiteral("charge"));
    QLocale::setDefault(before);
}
