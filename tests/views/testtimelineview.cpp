#include "models/build/runnodesitemmodel.h"
#include "views/runs/timelineview.h"

#include <QSignalSpy>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::build;
using daybook::views::TimelineView;

namespace {

const QDateTime Start = QDateTime::fromString(QStringLiteral("2026-11-16T00:00:00Z"), Qt::ISODate);

RunNode node(const QString &id, int worker, int from, int to)
{
    RunNode made;
    made.outcome.uniqueId = made.outcome.name = id;
    made.outcome.state = NodeState::Success;
    made.outcome.worker = worker;
    made.outcome.startedAt = Start.addMSecs(from);
    made.outcome.finishedAt = Start.addMSecs(to);
    return made;
}

struct Shown
{
    Shown()
    {
        RunNode never = node(QStringLiteral("never"), -1, 0, 0);
        never.outcome.startedAt = never.outcome.finishedAt = {};
        model.setNodes(Start, {node(QStringLiteral("late"), 0, 600, 1000), never,
                               node(QStringLiteral("early"), 0, 0, 500),
                               node(QStringLiteral("beside"), 1, 200, 700)});
        view.setModel(&model);
        view.setRunStart(Start);
        view.resize(900, 200);
        view.show();
    }
    RunNodesItemModel model;
    TimelineView view;
};

} // namespace

TEST_CASE("bars lie in their worker's lane, in proportion to their time")
{
    Shown shown;
    const QRect late = shown.view.barOf(0);
    const QRect early = shown.view.barOf(2);
    const QRect beside = shown.view.barOf(3);
    CHECK(early.left() < beside.left());
    CHECK(early.right() < late.left());
    CHECK(early.top() == late.top());
    CHECK(beside.top() > early.top());
    CHECK(std::abs(early.width() * 4 - late.width() * 5) <= 5);
    CHECK(shown.view.barOf(1).isNull());
}

TEST_CASE("bars are reached by pointer and by arrow keys, in the order of time")
{
    Shown shown;
    QSignalSpy moved(&shown.view, &TimelineView::currentRowChanged);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.barOf(3).center());
    CHECK(shown.view.currentRow() == 3);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    CHECK(shown.view.currentRow() == 0);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    CHECK(shown.view.currentRow() == 0);
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QTest::keyClick(&shown.view, Qt::Key_Left);
    CHECK(shown.view.currentRow() == 2);
    CHECK(shown.view.accessibleDescription().contains(QStringLiteral("early")));
    QSignalSpy opened(&shown.view, &TimelineView::activated);
    QTest::keyClick(&shown.view, Qt::Key_Return);
    CHECK(opened.count() == 1);
    CHECK(moved.count() == 4);
}
