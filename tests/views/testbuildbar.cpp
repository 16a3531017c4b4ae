#include "views/runs/buildbar.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook::views;
using State = BuildBar::State;

TEST_CASE("a build starts with what is selected, and is cancelled once")
{
    BuildBar bar;
    bar.show();
    auto *button = bar.findChild<QPushButton *>();
    auto *select = bar.findChild<QLineEdit *>();
    CHECK_FALSE(button->isEnabled());
    bar.setState(State::Ready);
    bar.setThreads(3);
    QSignalSpy started(&bar, &BuildBar::buildRequested);
    QSignalSpy cancelled(&bar, &BuildBar::cancelRequested);
    QTest::keyClicks(select, QStringLiteral("  +daily_report  tag:close "));
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(started.count() == 1);
    CHECK(started.first().at(0).toStringList() ==
          QStringList{QStringLiteral("+daily_report"), QStringLiteral("tag:close")});
    CHECK(started.first().at(1).toInt() == 3);

    bar.setState(State::Running, QStringLiteral("1 of 9"));
    CHECK(button->text() == QStringLiteral("Cancel build"));
    CHECK_FALSE(select->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(cancelled.count() == 1);
    bar.setState(State::Cancelling);
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(cancelled.count() == 1);
    CHECK(started.count() == 1);
}
