#include "tests/build/historyrows.h"
#include "views/runs/buildbar.h"
#include "views/runs/checkspanel.h"
#include "views/runs/runspage.h"
#include "views/runs/timelineview.h"
#include "views/widgets/banner.h"
#include "views/widgets/datatable.h"
#include "views/widgets/statepanel.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using namespace daybook::views;

namespace {

struct Shown
{
    explicit Shown(const TemporaryDatabase &database)
        : pool(database.spec(), 3), monitor(build::RunHistory(pool)), page(monitor)
    {
        page.resize(1300, 800);
        page.show();
    }
    QString headline() const { return page.findChild<Banner *>()->headline(); }
    QTableView *history() const { return page.findChild<DataTable *>(QStringLiteral("history"))->view(); }

    warehouse::Pool pool;
    build::RunMonitor monitor;
    RunsPage page;
};

QTableView *failingRows(const RunsPage &page)
{
    return page.findChild<ChecksPanel *>()->findChild<DataTable *>()->view();
}

bool says(const Banner &banner, const QString &words)
{
    const auto labels = banner.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(),
                       [&words](const QLabel *label) { return label->text().contains(words); });
}

} // namespace

TEST_CASE("a server without history says so, and what to do")
{
    const TemporaryDatabase database;
    Shown shown(database);
    const auto *panel = shown.page.findChild<StatePanel *>(QStringLiteral("historyPanel"));
    REQUIRE(eventually([&] { return panel->state() == StatePanel::State::Empty; }));
}

TEST_CASE("the newest run is open, and another is one click away, with the rows that failed it")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Shown shown(database);
    REQUIRE(eventually([&] { return shown.headline() == QStringLiteral("Run 3: Abandoned"); }));
    QTableView *history = shown.history();
    CHECK(history->model()->rowCount() == 3);
    const QRect second = history->visualRect(history->model()->index(1, 0));
    QTest::mouseClick(history->viewport(), Qt::LeftButton, {}, second.center());
    REQUIRE(eventually([&] { return shown.headline() == QStringLiteral("Run 2: Checks failed"); }));
    REQUIRE(eventually([&] { return failingRows(shown.page)->model()->rowCount() == 2; }));
    CHECK(failingRows(shown.page)->model()->headerData(0, Qt::Horizontal).toString() ==
          QStringLiteral("거래ID"));
    CHECK(failingRows(shown.page)->model()->index(0, 1).data().toString() == QStringLiteral("NULL"));
    CHECK(shown.page.findChild<Banner *>()->severity() == Severity::Failed);
    CHECK(says(*shown.page.findChild<Banner *>(), QStringLiteral("c0ffee00c, with changes")));
    CHECK_FALSE(shown.page.findChild<TimelineView *>()->barOf(1).isNull());

    QTest::keyClick(history, Qt::Key_Down);
    REQUIRE(eventually([&] { return shown.headline() == QStringLiteral("Run 1: Published"); }));
    CHECK(shown.page.findChild<Banner *>()->severity() == Severity::Proven);
}

TEST_CASE("a reload keeps the run that is open, and a followed run is opened when it appears")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Shown shown(database);
    REQUIRE(eventually([&] { return shown.history()->model()->rowCount() == 3; }));
    shown.history()->setCurrentIndex(shown.history()->model()->index(2, 0));
    REQUIRE(eventually([&] { return shown.headline().startsWith(QStringLiteral("Run 1")); }));
    database.run(QStringLiteral(
        "insert into daybook.run (project, target_schema, command, invocation_id, started_by, host, program, "
        "staging_schema, project_hash) values ('close', 'f', 'build', 'd', 'me', 'desk', 'daybook', 's', "
        "'h')"));
    shown.page.refresh();
    REQUIRE(eventually([&] { return shown.history()->model()->rowCount() == 4; }));
    CHECK(shown.headline().startsWith(QStringLiteral("Run 1")));
    CHECK(shown.history()->currentIndex().row() == 3);
    shown.page.follow(4);
    REQUIRE(eventually([&] { return shown.headline().startsWith(QStringLiteral("Run 4")); }));
}

TEST_CASE("when the server is gone the history stays, and says that it is old")
{
    const TemporaryDatabase database;
    insertRuns(database);
    Shown shown(database);
    REQUIRE(eventually([&] { return shown.history()->model()->rowCount() == 3; }));
    const auto *panel = shown.page.findChild<StatePanel *>(QStringLiteral("historyPanel"));
    database.run(QStringLiteral("alter table daybook.run rename to hidden; create view daybook.run as "
                                "select *, 1 / 0 as broken from daybook.hidden"));
    shown.page.refresh();
    REQUIRE(eventually([&] { return panel->state() == StatePanel::State::Stale; }));
    CHECK(shown.history()->model()->rowCount() == 3);
}

TEST_CASE("a history on its way can be cancelled, on the server, too, and asked for again")
{
    const TemporaryDatabase database;
    insertRuns(database);
    auto locker = database.connect();
    await(locker->execute(QStringLiteral("begin; lock table daybook.run in access exclusive mode")));
    const auto waiting = [&] {
        return await(locker->execute(QStringLiteral("select count(*) from pg_stat_activity where datname = "
                                                    "current_database() and wait_event_type = 'Lock'")))
            ->text(0, 0);
    };
    Shown shown(database);
    const auto *panel = shown.page.findChild<StatePanel *>(QStringLiteral("historyPanel"));
    const auto button = [&](const char *text) -> QPushButton * {
        for (QPushButton *offered : panel->findChildren<QPushButton *>())
            if (offered->isVisible() && offered->text() == QString::fromUtf8(text))
                return offered;
        return nullptr;
    };
    REQUIRE(eventually([&] { return button("Cancel") && waiting() == QStringLiteral("1"); }));
    QTest::mouseClick(button("Cancel"), Qt::LeftButton);
    REQUIRE(eventually([&] { return panel->state() == StatePanel::State::Failed; }));
    CHECK(eventually([&] { return waiting() == QStringLiteral("0"); }));
    QTest::mouseClick(button("Retry"), Qt::LeftButton);
    REQUIRE(eventually([&] { return waiting() == QStringLiteral("1"); }));
    QTest::keyClick(&shown.page, Qt::Key_Escape);
    REQUIRE(eventually([&] { return panel->state() == StatePanel::State::Failed; }));
    await(locker->execute(QStringLiteral("rollback")));
    QTest::mouseClick(button("Retry"), Qt::LeftButton);
    CHECK(eventually([&] { return shown.headline() == QStringLiteral("Run 3: Abandoned"); }));
}

TEST_CASE("times are those of the business days' zone, wherever the machine is")
{
    const TemporaryDatabase database;
    insertRuns(database);
    database.run(
        QStringLiteral("update daybook.run set started_at = '2026-11-20 16:30:00+00', data_through = "
                       "case run_id when 1 then timestamptz '2026-11-19 15:05:00+00' end"));
    Shown shown(database);
    REQUIRE(eventually([&] { return shown.history()->model()->rowCount() == 3; }));
    const auto started = [&] { return shown.history()->model()->index(2, 2).data().toString(); };
    CHECK(started() == QStringLiteral("2026-11-21 01:30:00"));
    const auto says = [&](const QString &text) {
        for (const QLabel *label : shown.page.findChild<Banner *>()->findChildren<QLabel *>())
            if (label->text().contains(text))
                return true;
        return false;
    };
    CHECK_FALSE(says(QStringLiteral("Data through"))); // run 3 knows none: no word is better than "unknown"
    shown.history()->setCurrentIndex(shown.history()->model()->index(2, 0));
    REQUIRE(eventually([&] { return shown.headline().startsWith(QStringLiteral("Run 1")); }));
    CHECK(says(QStringLiteral("2026-11-20 00:05:00")));
    shown.page.setTimeZone(QTimeZone("Europe/Berlin"));
    CHECK(started() == QStringLiteral("2026-11-20 17:30:00"));
    CHECK(says(QStringLiteral("2026-11-19 16:05:00")));
}
