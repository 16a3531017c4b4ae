#include "models/settlement/daytypeitemmodel.h"
#include "models/settlement/displaywidth.h"
#include "models/settlement/reportitemmodel.h"
#include "models/settlement/reportservice.h"
#include "models/settlement/reporttext.h"
#include "tests/settlement/fixture.h"
#include "tests/support/await.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;
using namespace daybook::test;

namespace {

Report load(const SettlementDatabase &database, QDate from, QDate to)
{
    warehouse::Pool pool(database.spec(), 1);
    return await(ReportService(pool).load(database.definition(), from, to, {})).value();
}

QStringList texts(const QAbstractItemModel &model, int row, int role = Qt::DisplayRole)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data(role).toString();
    return cells;
}

const QDate thursday(2026, 11, 19);

} // namespace

TEST_CASE("the report's rows are in the project's order, and the total stays last however they are sorted")
{
    const SettlementDatabase database;
    ReportItemModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    CHECK(model.rowCount() == 0);
    model.setReport(load(database, thursday, thursday));
    REQUIRE(model.rowCount() == 4);
    CHECK(texts(model, 0) == QStringList{QStringLiteral("결제"), QStringLiteral("10"),
                                         QStringLiteral("5,500"), QStringLiteral("78.5%"),
                                         QStringLiteral("+175.0%"), QStringLiteral("–")});
    CHECK(texts(model, 1)[ReportItemModel::PreviousColumn] == QStringLiteral("–")); // from zero
    CHECK_FALSE(texts(model, 1, Qt::ToolTipRole)[ReportItemModel::PreviousColumn].isEmpty());
    CHECK(texts(model, 3)[ReportItemModel::TotalColumn] == QStringLiteral("7,003"));
    CHECK(texts(model, 3, RawValueRole)[ReportItemModel::TotalColumn] == QStringLiteral("7003"));

    model.sort(ReportItemModel::TotalColumn, Qt::AscendingOrder);
    CHECK(model.index(0, 0).data(ReportItemModel::TypeRole).toString() == QStringLiteral("promotion"));
    CHECK(model.index(3, 0).data(ReportItemModel::TotalRole).toBool());
    model.sort(ReportItemModel::TotalColumn, Qt::DescendingOrder);
    CHECK(model.index(0, 0).data(ReportItemModel::TypeRole).toString() == QStringLiteral("payment"));
    CHECK(model.index(3, 0).data(ReportItemModel::TotalRole).toBool());
    model.sort(-1);
    CHECK(model.index(2, 0).data(ReportItemModel::TypeRole).toString() == QStringLiteral("promotion"));
}

TEST_CASE("a reload of the same rows does not reset the table")
{
    const SettlementDatabase database;
    ReportItemModel model;
    const Report report = load(database, thursday, thursday);
    model.setReport(report);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setReport(report);
    CHECK(resets.isEmpty());
    model.setReport(std::nullopt);
    CHECK(model.rowCount() == 0);
}

TEST_CASE("the matrix of days and types shows a dash where the report has no row, and says why")
{
    const SettlementDatabase database;
    DayTypeItemModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setReport(load(database, thursday.addDays(-3), thursday));
    REQUIRE(model.rowCount() == 14); // two weeks, so that a day is seen among others
    REQUIRE(model.columnCount() == 5);
    CHECK(texts(model, 0).mid(1) ==
          QStringList{QStringLiteral("–"), QStringLiteral("–"), QStringLiteral("–"), QStringLiteral("–")});
    CHECK_FALSE(model.index(0, 1).data(Qt::ToolTipRole).toString().isEmpty());
    CHECK(texts(model, 12).mid(1) == QStringList{QStringLiteral("2,000"), QStringLiteral("0"),
                                                 QStringLiteral("–"), QStringLiteral("2,000")});
    CHECK(QVariant::compare(model.index(11, 1).data(SortRole), model.index(13, 1).data(SortRole)) ==
          QPartialOrdering::Less);
}

TEST_CASE("columns line up in a terminal whatever the script")
{
    CHECK(displayWidth(QStringLiteral("결제 a")) == 6);
    CHECK(displayWidth(QStringLiteral("e\u0301")) == 1);
    const SettlementDatabase database;
    const QString text = reportAsText(load(database, thursday, thursday));
    INFO(text.toStdString());
    const QStringList lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QList<int> widths;
    for (const QString &line : lines)
        if (line.contains(QStringLiteral("5,500")) || line.contains(QStringLiteral("7,003")) ||
            line.startsWith(QStringLiteral("Type")))
            widths << displayWidth(line);
    REQUIRE(widths.size() == 3);
    CHECK(widths[0] == widths[1]);
    CHECK(widths[1] == widths[2]);
    CHECK(text.contains(QStringLiteral("Not proven")));
}

TEST_CASE("JSON holds every figure as an exact decimal string, and null where there is none")
{
    const SettlementDatabase database;
    database.publish();
    database.run(QStringLiteral(
        "insert into \"정산\".\"일별 \"\"보고서\"\"\" values ('2026-11-19', 'promotion', null, "
        "12345678901234567890123)"));
    const QByteArray bytes = reportAsJson(load(database, thursday, thursday));
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    const QJsonObject promotion = json.value(QStringLiteral("types")).toArray()[2].toObject();
    CHECK(promotion.value(QStringLiteral("total")).toString() == QStringLiteral("12345678901234567890126"));
    CHECK(promotion.value(QStringLiteral("count")).isNull());
    CHECK(promotion.value(QStringLiteral("change_previous")).isNull());
    CHECK(json.value(QStringLiteral("proof")).toObject().value(QStringLiteral("state")).toString() ==
          QStringLiteral("not_proven"));
    CHECK(json.value(QStringLiteral("period")).toObject().value(QStringLiteral("to")).toString() ==
          QStringLiteral("2026-11-19"));
}
