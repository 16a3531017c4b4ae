#include "views/widgets/banner.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::views;

TEST_CASE("a banner states a verdict, and opens its reasons by click and by key")
{
    Banner banner;
    banner.setVerdict(Severity::Failed, QStringLiteral("Not proven"), QStringLiteral("1 check failed"),
                      {{QStringLiteral("Run"), QStringLiteral("#4 <b>")}},
                      {{Severity::Failed, QStringLiteral("charge = deposits"), QStringLiteral("test.a")}});
    banner.resize(700, 200);
    banner.show();
    CHECK(banner.accessibleName() == QStringLiteral("Failed: Not proven"));

    const auto buttons = banner.findChildren<QToolButton *>();
    REQUIRE(buttons.size() == 2);
    QToolButton *expander = buttons[0]->isCheckable() ? buttons[0] : buttons[1];
    QToolButton *reason = buttons[0]->isCheckable() ? buttons[1] : buttons[0];
    CHECK_FALSE(reason->isVisible());
    QTest::keyClick(expander, Qt::Key_Space);
    REQUIRE(reason->isVisible());
    QSignalSpy opened(&banner, &Banner::detailActivated);
    QTest::mouseClick(reason, Qt::LeftButton);
    REQUIRE(opened.count() == 1);
    CHECK(opened.first().first().toString() == QStringLiteral("test.a"));
}

TEST_CASE("a new verdict leaves nothing of the old one behind")
{
    Banner banner;
    banner.setVerdict(Severity::Failed, QStringLiteral("Not proven"), {}, {},
                      {{Severity::Failed, QStringLiteral("reason"), {}}});
    banner.setExpanded(true);
    banner.show();
    banner.setVerdict(Severity::Proven, QStringLiteral("Proven"));
    CHECK(banner.headline() == QStringLiteral("Proven"));
    CHECK_FALSE(banner.isExpanded());
    for (const QToolButton *button : banner.findChildren<QToolButton *>())
        CHECK_FALSE(button->isVisible());
}
