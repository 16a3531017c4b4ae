#include "views/widgets/statepanel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::views;
using State = StatePanel::State;

namespace {

/// Every word that can be seen, in no particular order.
QString seen(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(QLatin1Char('|'));
}

QPushButton *button(const QWidget &widget, const QString &text)
{
    for (QPushButton *each : widget.findChildren<QPushButton *>()) {
        if (each->isVisible() && each->text() == text)
            return each;
    }
    return nullptr;
}

struct Panel : StatePanel
{
    Panel()
    {
        setContent(new QLabel(QStringLiteral("figures")));
        resize(400, 300);
        show();
    }
};

const Error Broken{.kind = ErrorKind::Sql,
                   .message = QStringLiteral("The report could not be read"),
                   .detail = QStringLiteral("select 1"),
                   .sqlState = QStringLiteral("42P01")};

} // namespace

TEST_CASE("loading is spoken of only after a moment, and never over what is already there")
{
    Panel panel;
    panel.showLoading();
    CHECK_FALSE(panel.isSettled());
    CHECK(seen(panel).isEmpty());
    QTest::qWait(200);
    CHECK(seen(panel) == QStringLiteral("Loading…"));
    panel.showContent();
    CHECK(seen(panel) == QStringLiteral("figures"));
    panel.showLoading();
    QTest::qWait(200);
    CHECK(seen(panel) == QStringLiteral("figures"));
    CHECK(panel.state() == State::Loading);
}

TEST_CASE("a first load that takes long can be cancelled, where there is somebody to tell")
{
    Panel panel;
    QSignalSpy cancelled(&panel, &StatePanel::cancelRequested);
    panel.showLoading();
    QTest::qWait(200);
    CHECK(button(panel, QStringLiteral("Cancel")) == nullptr);
    panel.setCancellable(true);
    panel.showLoading();
    QTest::qWait(200);
    REQUIRE(button(panel, QStringLiteral("Cancel")));
    QTest::mouseClick(button(panel, QStringLiteral("Cancel")), Qt::LeftButton);
    CHECK(cancelled.count() == 1);
    panel.showFailed(Broken);
    CHECK(button(panel, QStringLiteral("Cancel")) == nullptr);
}

TEST_CASE("a failure says what happened, offers a retry, and keeps the technical part one click away")
{
    Panel panel;
    QSignalSpy retried(&panel, &StatePanel::retryRequested);
    panel.showFailed(Broken);
    CHECK(panel.state() == State::Failed);
    CHECK(seen(panel).contains(Broken.message));
    CHECK_FALSE(seen(panel).contains(QStringLiteral("42P01")));
    QTest::mouseClick(button(panel, QStringLiteral("Details")), Qt::LeftButton);
    CHECK(seen(panel).contains(QStringLiteral("SQLSTATE 42P01")));
    QTest::mouseClick(button(panel, QStringLiteral("Retry")), Qt::LeftButton);
    CHECK(retried.count() == 1);
}

TEST_CASE("a failed reload keeps the old figures, and says that they are old")
{
    Panel panel;
    panel.showContent();
    panel.showLoading();
    panel.showFailed(Broken);
    CHECK(panel.state() == State::Stale);
    CHECK(seen(panel).contains(QStringLiteral("figures")));
    CHECK(seen(panel).contains(Broken.message));
    panel.showContent();
    CHECK(seen(panel) == QStringLiteral("figures"));
}

TEST_CASE("empty is a statement of its own, and forgets what was there")
{
    Panel panel;
    panel.showContent();
    panel.showEmpty(QStringLiteral("No runs yet"), QStringLiteral("Start a build."));
    CHECK(panel.state() == State::Empty);
    CHECK(seen(panel).contains(QStringLiteral("No runs yet")));
    CHECK_FALSE(seen(panel).contains(QStringLiteral("figures")));
    panel.showFailed(Broken);
    CHECK(panel.state() == State::Failed);
}

TEST_CASE("what failed elsewhere is told with its technical part, and without a Retry that could not help")
{
    StatePanel panel;
    panel.show();
    panel.showReason(QStringLiteral("Payment ledger"), Error{.kind = ErrorKind::Sql,
                                                             .message = QStringLiteral("No such column"),
                                                             .detail = QStringLiteral("select amout"),
                                                             .sqlState = QStringLiteral("42703")});
    CHECK(panel.isSettled());
    QPushButton *details = nullptr;
    for (QPushButton *button : panel.findChildren<QPushButton *>()) {
        CHECK_FALSE((button->isVisible() && button->text() == QStringLiteral("Retry")));
        details = button->text() == QStringLiteral("Details") ? button : details;
    }
    REQUIRE(details);
    const auto shows = [&](const QString &text) {
        for (const QLabel *label : panel.findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    };
    CHECK(shows(QStringLiteral("No such column")));
    CHECK_FALSE(shows(QStringLiteral("42703")));
    QTest::mouseClick(details, Qt::LeftButton);
    CHECK(shows(QStringLiteral("SQLSTATE 42703\nselect amout")));
}
