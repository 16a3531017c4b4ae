#include "views/widgets/chartpanel.h"
#include "views/widgets/chartview.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QBarSet>
#include <QLineSeries>
#include <QSignalSpy>
#include <QStackedBarSeries>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::views;

namespace {

QBarSet *addBars(ChartView &view, const QString &name)
{
    auto *bars = new QStackedBarSeries;
    auto *set = new QBarSet(name);
    set->append(QList<qreal>{3, 1, 2});
    bars->append(set);
    view.addSeries(bars);
    return set;
}

} // namespace

TEST_CASE("a chart has its table one click away")
{
    ChartPanel panel(QStringLiteral("By day"));
    panel.makeChart();
    QStandardItemModel rows(3, 2);
    panel.setTable(&rows);
    panel.show();
    CHECK_FALSE(panel.showsTable());
    for (QToolButton *button : panel.findChildren<QToolButton *>()) {
        if (button->isCheckable())
            QTest::mouseClick(button, Qt::LeftButton);
    }
    CHECK(panel.showsTable());
}

TEST_CASE("a chart's image is the chart, and a failure to write it is said")
{
    ChartPanel panel(QStringLiteral("By day"));
    addBars(*panel.makeChart(), QStringLiteral("charge"));
    panel.resize(400, 300);
    panel.show();
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("chart.png"));
    REQUIRE(panel.saveImage(path));
    const QImage image(path);
    CHECK(image.width() > 700);
    bool drawn = false;
    const QColor wanted = seriesColor(0, panel.palette());
    for (int y = 0; y < image.height() && !drawn; y += 2) {
        for (int x = 0; x < image.width() && !drawn; x += 2)
            drawn = image.pixelColor(x, y) == wanted;
    }
    CHECK(drawn);
    const auto refused = panel.saveImage(QStringLiteral("/nonexistent/chart.png"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Io);
}

TEST_CASE("a chart follows the scheme, and a series keeps its own colour")
{
    ChartView view;
    QBarSet *set = addBars(view, QStringLiteral("refund"));
    setColorIndex(set, 4);
    view.dress();
    CHECK(set->color() == seriesColor(4, view.palette()));
    const QColor light = set->color();
    applyScheme(*qApp, Scheme::Dark);
    CHECK(set->color() != light);
    CHECK(set->color() == seriesColor(4, view.palette()));
    applyScheme(*qApp, Scheme::Light);
}
