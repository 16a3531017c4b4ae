#include "models/settlement/ledgeritemmodel.h"
#include "tests/settlement/fixture.h"
#include "tests/support/await.h"
#include "views/settlement/daytypeheatmap.h"
#include "views/settlement/ledgerpage.h"
#include "views/settlement/periodbar.h"
#include "views/settlement/reporttable.h"
#include "views/settlement/settlementpage.h"
#include "views/widgets/banner.h"
#include "views/widgets/datatable.h"
#include "views/widgets/statepanel.h"

#include <QDateEdit>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using namespace daybook::views;
using settlement::Period;

namespace {

const QDate thursday(2026, 11, 19);

/// The real page on a real server, shown and settled.
struct Window
{
    SettlementDatabase database;
    warehouse::Pool pool{database.spec(), 3};
    SettlementPage page{pool};

    explicit Window(bool published = true)
    {
        if (published)
            database.publish();
        page.resize(1200, 800);
        page.show();
        page.setDefinition(database.definition());
        REQUIRE(settles());
    }

    bool settles()
    {
        return eventually([this] { return page.isSettled(); });
    }

    Banner *banner() { return page.findChild<Banner *>(); }
    StatePanel *panel() { return page.panel(); }
    QTableView *reportView() { return page.findChild<ReportTable *>()->table()->view(); }

    QString cell(int row, int column) { return reportView()->model()->index(row, column).data().toString(); }

    void doubleClick(QTableView *view, int row, int column)
    {
        const QModelIndex index = view->model()->index(row, column);
        view->scrollTo(index);
        const QPoint place = view->visualRect(index).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, place);
    }
};

} // namespace

TEST_CASE("the page opens on the last complete day, and says that it is proven and by what")
{
    Window window;
    REQUIRE(window.page.report());
    CHECK(window.page.report()->period == Period{thursday, thursday});
    CHECK(window.banner()->severity() == Severity::Proven);
    CHECK(window.banner()->headline() == QStringLiteral("Proven"));
    CHECK(window.cell(0, 2) == QStringLiteral("5,500"));
    CHECK(window.cell(3, 2) == QStringLiteral("7,003"));
}

TEST_CASE("the banner names the version of the project, once one is known")
{
    Window window;
    const auto tips = [&window] {
        QString found;
        for (const QLabel *label : window.banner()->findChildren<QLabel *>())
            if (label->text().contains(QStringLiteral("c0ffee00c, with changes")))
                found = label->toolTip();
        return found;
    };
    CHECK(tips().isEmpty());
    window.database.run(
        QStringLiteral("update daybook.run set git_commit = 'c0ffee00c0ffee00', git_dirty = true"));
    QSignalSpy shown(&window.page, &SettlementPage::reportShown);
    window.page.reload();
    REQUIRE(eventually([&] { return shown.size() == 1; }));
    CHECK(tips().contains(QStringLiteral("Project version: c0ffee00c0ffee00")));
}

TEST_CASE("arrow keys step a day; of many quick steps only the last one is shown")
{
    Window window;
    QSignalSpy shown(&window.page, &SettlementPage::reportShown);
    window.page.setFocus();
    QTest::keyClick(&window.page, Qt::Key_Left);
    QTest::keyClick(&window.page, Qt::Key_Left);
    CHECK(window.cell(0, 2) ==
          QStringLiteral("5,500")); // what was there stays until there is something newer
    REQUIRE(eventually([&] { return shown.size() == 1; }));
    CHECK(window.page.report()->period.from == thursday.addDays(-2));
    CHECK(window.cell(0, 2) == QStringLiteral("1,000"));
    CHECK_FALSE(eventually([&] { return shown.size() > 1; }, 200));
    QTest::keyClick(&window.page, Qt::Key_Right);
    REQUIRE(eventually([&] { return shown.size() == 2; }));
    CHECK(window.page.report()->period.from == thursday.addDays(-1));
}

TEST_CASE("a range is not proven when a day of it has no rows, and the banner names the day")
{
    Window window;
    QSignalSpy shown(&window.page, &SettlementPage::reportShown);
    window.page.showPeriod({thursday.addDays(-3), thursday});
    REQUIRE(eventually([&] { return shown.size() == 1; }));
    CHECK(window.banner()->severity() == Severity::Warning);
    CHECK(window.banner()->headline() == QStringLiteral("Not proven"));
    CHECK(window.banner()->accessibleDescription().contains(QStringLiteral("16 Nov 2026")));
}

TEST_CASE("a failed check is named, and its rows are a click away")
{
    Window window;
    const qint64 run = window.database.laterRun(QStringLiteral("checks_failed"));
    window.database.addCheck(run, QStringLiteral("positive"), QStringLiteral("fail"),
                             QStringLiteral("error"));
    QSignalSpy shown(&window.page, &SettlementPage::reportShown);
    window.page.reload();
    REQUIRE(eventually([&] { return shown.size() == 1; }));
    CHECK(window.banner()->severity() == Severity::Failed);
    window.banner()->setExpanded(true);
    QToolButton *reason = nullptr;
    for (QToolButton *button : window.banner()->findChildren<QToolButton *>())
        if (button->text().contains(QStringLiteral("newer run")))
            reason = button;
    REQUIRE(reason);
    QTest::mouseClick(reason, Qt::LeftButton);
    auto *dialog = window.page.findChild<QDialog *>();
    REQUIRE(dialog);
    CHECK(dialog->findChild<QListWidget *>()->count() == 1);
    const QAbstractItemModel *rows = dialog->findChild<DataTable *>()->model();
    CHECK(rows->headerData(0, Qt::Horizontal, Qt::DisplayRole).toString() == QStringLiteral("거래ID"));
    CHECK(rows->index(0, 1).data().toString() == QStringLiteral("NULL"));
}

TEST_CASE("from a figure to its rows, from a row to its source, and back")
{
    Window window;
    window.doubleClick(window.reportView(), 0, 2);
    LedgerPage *ledger = window.page.ledgerPage();
    REQUIRE(eventually([&] { return ledger->isVisible() && ledger->model().rowCount() == 10; }));
    REQUIRE(window.settles());
    QStringList words;
    for (const QLabel *label : ledger->findChildren<QLabel *>())
        words << label->text();
    CHECK(words.contains(QStringLiteral("10 rows, 5,500: equals the report")));
    window.doubleClick(ledger->table()->view(), 6, 0);
    const auto sourceShows = [&](const QString &text) {
        for (const QTableView *view : ledger->findChildren<QTableView *>())
            for (int row = 0; view->model() && view->isVisible() && row < view->model()->rowCount(); ++row)
                if (view->model()->index(row, 1).data().toString() == text)
                    return true;
        return false;
    };
    CHECK(eventually([&] { return sourceShows(QStringLiteral("row 7")); }));
    QTest::keyClick(ledger->table()->view(), Qt::Key_Escape);
    CHECK_FALSE(ledger->isVisible());
    CHECK(window.reportView()->isVisible());
}

TEST_CASE("a ledger that does not add up to its figure says so")
{
    Window window;
    window.database.run(
        QStringLiteral("update \"정산\".\"결제 원장\" set \"금액\" = \"금액\" + 1 where \"거래ID\" = 3"));
    window.page.openLedger(QStringLiteral("payment"), {thursday, thursday});
    LedgerPage *ledger = window.page.ledgerPage();
    REQUIRE(eventually([&] { return ledger->model().rowCount() == 10; }));
    QStringList words;
    for (const QLabel *label : ledger->findChildren<QLabel *>())
        words << label->text();
    CHECK(words.contains(QStringLiteral("10 rows, 5,501; the report says 10 rows, 5,500")));
}

TEST_CASE("a type without a ledger, and a day without rows, say what to do")
{
    Window window;
    LedgerPage *ledger = window.page.ledgerPage();
    window.page.openLedger(QStringLiteral("charge"), {thursday, thursday});
    CHECK(ledger->panel()->state() == StatePanel::State::Empty);
    window.page.openLedger(QStringLiteral("payment"), {thursday.addDays(-9), thursday.addDays(-9)});
    REQUIRE(eventually(
        [&] { return ledger->panel()->state() == StatePanel::State::Empty && ledger->model().count(); }));
    CHECK(ledger->model().rowCount() == 0);
}

TEST_CASE("a report that cannot be read is never green, and Retry brings it back")
{
    Window window;
    window.database.run(QStringLiteral("alter table \"정산\".\"일별 \"\"보고서\"\"\" rename to away"));
    window.page.reload();
    REQUIRE(eventually([&] { return window.panel()->state() == StatePanel::State::Stale; }));
    CHECK(window.banner()->severity() == Severity::Warning);
    CHECK(window.cell(0, 2) == QStringLiteral("5,500")); // older, and said to be

    window.page.showPeriod({thursday.addDays(-1), thursday.addDays(-1)});
    REQUIRE(eventually([&] { return window.panel()->state() == StatePanel::State::Failed; }));
    CHECK_FALSE(window.banner()->isVisible()); // no other day's figures under this day's name
    CHECK_FALSE(window.reportView()->isVisible());

    window.database.run(QStringLiteral("alter table \"정산\".away rename to \"일별 \"\"보고서\"\"\""));
    for (QPushButton *button : window.panel()->findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == QStringLiteral("Retry"))
            QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(eventually([&] { return window.panel()->state() == StatePanel::State::Content; }));
    CHECK(window.cell(0, 2) == QStringLiteral("2,000"));
}

/// Whoever reads it waits, until this goes.
struct Locked
{
    warehouse::Connection::Pointer holder;

    Locked(const Window &window, const QString &relation) : holder(window.database.connect())
    {
        await(holder->execute(
            QStringLiteral("begin; lock table \"정산\".%1 in access exclusive mode").arg(relation)));
    }
};

/// How many of the page's statements wait for a lock.
int waiting(const Window &window)
{
    return window.database
        .table(QStringLiteral("select count(*) from pg_stat_activity where datname = current_database() "
                              "and wait_event_type = 'Lock'"))
        .toInt();
}

TEST_CASE("Esc gives up waiting for another day, on the server, too, and what was shown stays")
{
    Window window;
    const Locked locked(window, QStringLiteral("\"일별 \"\"보고서\"\"\""));
    window.page.showPeriod({thursday.addDays(-1), thursday.addDays(-1)});
    REQUIRE(eventually([&] { return waiting(window) > 0; }));
    QTest::keyClick(&window.page, Qt::Key_Escape);
    REQUIRE(eventually([&] { return window.panel()->state() == StatePanel::State::Content; }));
    CHECK(eventually([&] { return waiting(window) == 0; }));
    CHECK(window.banner()->severity() == Severity::Proven);
    CHECK(window.cell(0, 2) == QStringLiteral("5,500"));
    CHECK(window.page.findChild<PeriodBar *>()->findChild<QDateEdit *>()->date() == thursday);
}

TEST_CASE("a ledger on its way can be cancelled, and asked for again")
{
    Window window;
    LedgerPage *ledger = window.page.ledgerPage();
    {
        const Locked locked(window, QStringLiteral("\"결제 원장\""));
        window.page.openLedger(QStringLiteral("payment"), {thursday, thursday});
        const auto cancel = [&]() -> QPushButton * {
            for (QPushButton *button : ledger->panel()->findChildren<QPushButton *>())
                if (button->isVisible() && button->text() == QStringLiteral("Cancel"))
                    return button;
            return nullptr;
        };
        REQUIRE(eventually([&] { return cancel() && waiting(window) > 0; }));
        QTest::mouseClick(cancel(), Qt::LeftButton);
        CHECK(ledger->panel()->state() == StatePanel::State::Failed);
        CHECK(eventually([&] { return waiting(window) == 0; }));
    }
    for (QPushButton *button : ledger->panel()->findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == QStringLiteral("Retry"))
            QTest::mouseClick(button, Qt::LeftButton);
    CHECK(eventually([&] { return ledger->model().rowCount() == 10; }));
}

TEST_CASE("a lost connection leaves the page standing")
{
    Window window;
    window.database.run(
        QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
                       "current_database() and pid <> pg_backend_pid()"));
    QSignalSpy shown(&window.page, &SettlementPage::reportShown);
    window.page.reload();
    CHECK(
        eventually([&] { return shown.size() == 1 || window.panel()->state() == StatePanel::State::Stale; }));
    window.page.reload();
    CHECK(eventually([&] { return window.panel()->state() == StatePanel::State::Content; }));
}

TEST_CASE("what is seen can be exported, report and ledger")
{
    Window window;
    QSignalSpy exports(&window.page, &SettlementPage::exportRequested);
    Q_EMIT window.page.findChild<ReportTable *>()->table()->exportRequested();
    REQUIRE(exports.size() == 1);
    const auto report = exports[0][0].value<settlement::ExportDescription>();
    CHECK(window.database.run(report.sql).rowCount() == 3);
    CHECK(report.runId == 1);
    window.page.openLedger(QStringLiteral("payment"), {thursday, thursday});
    REQUIRE(window.settles());
    Q_EMIT window.page.ledgerPage()->table()->exportRequested();
    REQUIRE(exports.size() == 2);
    CHECK(window.database.run(exports[1][0].value<settlement::ExportDescription>().sql).rowCount() == 10);
}

TEST_CASE("the report's types are filtered, and the total stays that of all")
{
    Window window;
    auto *filter = window.page.findChild<ReportTable *>()->findChild<QLineEdit *>();
    REQUIRE(filter->isVisible());
    filter->setText(QStringLiteral("PAYM"));
    CHECK(window.reportView()->model()->rowCount() == 2);
    CHECK(window.cell(0, 2) == QStringLiteral("5,500"));
    CHECK(window.cell(1, 2) == QStringLiteral("7,003"));
    filter->setText(QStringLiteral("no such type"));
    CHECK(window.reportView()->model()->rowCount() == 0);
    filter->clear();
    CHECK(window.reportView()->model()->rowCount() == 4);
}

TEST_CASE("the heat map is driven by the keyboard, and its squares open the day's rows")
{
    Window window;
    auto *map = window.page.findChild<DayTypeHeatMap *>();
    map->setFocus();
    QSignalSpy opened(map, &DayTypeHeatMap::cellActivated);
    QTest::keyClick(map, Qt::Key_Left);
    CHECK(map->accessibleDescription().contains(QStringLiteral("2,000")));
    QTest::keyClick(map, Qt::Key_Right);
    QTest::keyClick(map, Qt::Key_Right); // the last day: stays
    QTest::keyClick(map, Qt::Key_Return);
    REQUIRE(opened.size() == 1);
    CHECK(opened[0][0].toDate() == thursday);
    CHECK(opened[0][1].toString() == QStringLiteral("payment"));
    CHECK(window.page.ledgerPage()->isVisible());
}

TEST_CASE("a page made anew opens on the days of the one before")
{
    Window window;
    CHECK_FALSE(window.page.asked());
    window.page.showPeriod({thursday.addDays(-2), thursday.addDays(-1)});
    REQUIRE(window.settles());
    SettlementPage next(window.pool);
    next.setDefinition(window.database.definition(), window.page.asked());
    REQUIRE(eventually([&] { return next.isSettled(); }));
    REQUIRE(next.report());
    CHECK(next.report()->period == Period{thursday.addDays(-2), thursday.addDays(-1)});
}

TEST_CASE("one edit picks one day, two pick a range")
{
    PeriodBar bar;
    bar.setPeriod({thursday, thursday});
    QSignalSpy picked(&bar, &PeriodBar::periodPicked);
    const auto edits = bar.findChildren<QDateEdit *>();
    REQUIRE(edits.size() == 2);
    edits[0]->setDate(thursday.addDays(-3));
    REQUIRE(picked.size() == 1);
    CHECK(bar.period() == Period{thursday.addDays(-3), thursday.addDays(-3)});
    edits[1]->setDate(thursday);
    CHECK(bar.period() == Period{thursday.addDays(-3), thursday});
    bar.goBack();
    CHECK(bar.period() == Period{thursday.addDays(-7), thursday.addDays(-4)});
}
