#include "views/shell/lostpage.h"
#include "views/shell/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::views;

namespace {

Page page(const QString &id, Qt::Key key, int *created = nullptr)
{
    return {
        .id = id,
        .icon = QStringLiteral("runs"),
        .shortcut = Qt::CTRL | key,
        .title = [id] { return id; },
        .create =
            [id, created](QWidget *parent) {
                if (created)
                    ++*created;
                return new QLabel(id, parent);
            },
        .refresh = [](QWidget *widget) { static_cast<QLabel *>(widget)->setText(QStringLiteral("fresh")); }};
}

QAction *actionNamed(const QWidget &window, const QString &text)
{
    for (QAction *action : window.findChildren<QAction *>()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

QString seen(const QWidget &window)
{
    QStringList texts;
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(QLatin1Char('|'));
}

const Error Gone{.kind = ErrorKind::Connection,
                 .message = QStringLiteral("The server closed the connection")};

} // namespace

TEST_CASE("no way leads to a page before pages can be made")
{
    int created = 0;
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1, &created)});
    window.setNavigable(false);
    window.show();
    window.activateWindow();
    auto *navigation = window.findChild<QListWidget *>();
    const auto tryAll = [&] {
        navigation->setFocus();
        QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                          navigation->visualItemRect(navigation->item(0)).center());
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        window.showPage(QStringLiteral("one"));
    };
    tryAll();
    CHECK(created == 0);
    window.setNavigable(true);
    tryAll();
    CHECK(created == 1);
}

TEST_CASE("pages are made when first shown, and reached by click and by shortcut")
{
    int created = 0;
    MainWindow window(
        {page(QStringLiteral("one"), Qt::Key_1), page(QStringLiteral("two"), Qt::Key_2, &created)});
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window));
    window.showPage(QStringLiteral("one"));
    CHECK(created == 0);
    auto *navigation = window.findChild<QListWidget *>();
    QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                      navigation->visualItemRect(navigation->item(1)).center());
    CHECK(window.currentPage() == QStringLiteral("two"));
    CHECK(created == 1);
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    CHECK(window.currentPage() == QStringLiteral("one"));
    QTest::keyClick(&window, Qt::Key_F5);
    CHECK(seen(window).contains(QStringLiteral("fresh")));
    window.showPage(QStringLiteral("nonsense"));
    CHECK(window.currentPage() == QStringLiteral("one"));
}

TEST_CASE("a lost connection takes the place of the page, counts down, and gives it back")
{
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1)});
    window.show();
    window.showPage(QStringLiteral("one"));
    window.showLost(Gone, 8);
    CHECK(seen(window).contains(Gone.message));
    CHECK(seen(window).contains(QStringLiteral("8")));
    QSignalSpy retried(&window, &MainWindow::retryRequested);
    for (QPushButton *button : window.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Retry now"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    CHECK(retried.count() == 1);
    window.showPage(QStringLiteral("one"));
    CHECK(seen(window).contains(Gone.message));
    window.showConnected();
    CHECK_FALSE(seen(window).contains(Gone.message));
    CHECK(window.pageWidget(QStringLiteral("one"))->isVisible());
}

TEST_CASE("a production connection cannot be mistaken, and says whether it can be changed")
{
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1)});
    window.show();
    window.setConnection({.name = QStringLiteral("local"), .where = QStringLiteral("me@/tmp/close")});
    CHECK_FALSE(seen(window).contains(QStringLiteral("PRODUCTION")));
    window.setConnection({.name = QStringLiteral("prod"),
                          .where = QStringLiteral("me@db/close"),
                          .production = true,
                          .readOnly = true});
    CHECK(seen(window).contains(QStringLiteral("PRODUCTION · prod · read-only")));
    CHECK(window.windowTitle().startsWith(QStringLiteral("PRODUCTION")));
}

TEST_CASE("language and scheme are chosen from the menu, and the window answers a new language by itself")
{
    int created = 0;
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1, &created)});
    window.show();
    window.showPage(QStringLiteral("one"));
    window.setChoices({}, QStringLiteral("dark"));
    CHECK(actionNamed(window, QStringLiteral("Dark"))->isChecked());
    QSignalSpy language(&window, &MainWindow::languageChosen);
    actionNamed(window, QStringLiteral("한국어"))->trigger();
    QCoreApplication::processEvents();
    REQUIRE(language.count() == 1);
    CHECK(language.first().first().toString() == QStringLiteral("ko"));
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(&window, &change);
    CHECK(created == 2);
    CHECK(window.currentPage() == QStringLiteral("one"));
}

TEST_CASE("a change of language keeps what is said of the connection, and why it was lost")
{
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1)});
    window.show();
    window.showPage(QStringLiteral("one"));
    window.setTimeZone(QStringLiteral("Asia/Seoul"));
    window.showLost(Gone, 8);
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(&window, &change);
    CHECK(seen(window).contains(Gone.message));
    CHECK(seen(window).contains(QStringLiteral("Trying again in 8 second(s)")));
    CHECK(seen(window).contains(QStringLiteral("Not connected")));
    window.showConnecting();
    CHECK(seen(window).contains(Gone.message)); // the page comes back with the connection, not before
    window.showConnected();
    QCoreApplication::sendEvent(&window, &change);
    CHECK(seen(window).contains(QStringLiteral("Connected")));
    CHECK(seen(window).contains(QStringLiteral("Times in Asia/Seoul")));
    CHECK_FALSE(seen(window).contains(Gone.message));
}

TEST_CASE("what is under way can be cancelled from the status bar")
{
    MainWindow window({page(QStringLiteral("one"), Qt::Key_1)});
    window.show();
    auto *cancel = window.findChild<QPushButton *>(QStringLiteral("cancelExport"));
    REQUIRE(cancel);
    CHECK_FALSE(cancel->isVisible());
    window.setCancellable(true);
    QSignalSpy cancelled(&window, &MainWindow::cancelRequested);
    QTest::mouseClick(cancel, Qt::LeftButton);
    CHECK(cancelled.count() == 1);
    window.setCancellable(false);
    CHECK_FALSE(cancel->isVisible());
}
