#include "models/build/failingrowsitemmodel.h"
#include "models/build/runnodesitemmodel.h"
#include "models/build/runsitemmodel.h"
#include "models/core/itemroles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::build;
using Tester = QAbstractItemModelTester;

namespace {

const QDateTime Start = QDateTime::fromString(QStringLiteral("2026-11-16T00:00:00Z"), Qt::ISODate);

RunSummary run(qint64 id, RunState state = RunState::Published)
{
    RunSummary summary;
    summary.runId = id;
    summary.state = state;
    summary.startedAt = Start.addSecs(id);
    summary.finishedAt = Start.addSecs(id + 5);
    summary.checks = 4;
    summary.checksPassed = 3;
    return summary;
}

QString ids(const RunsItemModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, RunsItemModel::Run).data().toString();
    return texts.join(QLatin1Char(' '));
}

RunNode node(const QString &id, NodeState state)
{
    RunNode made;
    made.outcome.uniqueId = id;
    made.outcome.name = id;
    made.outcome.state = state;
    made.outcome.startedAt = Start.addMSecs(250);
    made.outcome.finishedAt = Start.addMSecs(1500);
    made.outcome.rows = 1'234'567;
    return made;
}

} // namespace

TEST_CASE("new runs come in at the top and leave the others in their places")
{
    RunsItemModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRuns({run(2), run(1)});
    CHECK(resets.count() == 1);
    const QPersistentModelIndex two(model.index(0, 0));
    model.setRuns({run(4), run(3), run(2, RunState::Failed), run(1)});
    CHECK(ids(model) == QStringLiteral("4 3 2 1"));
    CHECK(two.row() == 2);
    CHECK(model.index(2, RunsItemModel::Outcome).data(SeverityRole).value<Severity>() == Severity::Failed);
    model.setRuns({run(5), run(4), run(3)});
    CHECK(ids(model) == QStringLiteral("5 4 3"));
    CHECK(resets.count() == 1);
    model.setRuns({run(9)});
    CHECK(ids(model) == QStringLiteral("9"));
    model.setRuns({});
    CHECK(model.rowCount() == 0);
    model.setRuns({run(1)});
    CHECK(ids(model) == QStringLiteral("1"));
}

TEST_CASE("a run's row says the same to people and to spreadsheets, each in its way")
{
    RunsItemModel model;
    model.setRuns({run(1)});
    CHECK(model.index(0, RunsItemModel::Outcome).data(RawValueRole) == QStringLiteral("published"));
    CHECK(model.index(0, RunsItemModel::Duration).data().toString() == QStringLiteral("5.0 s"));
    CHECK(model.index(0, RunsItemModel::Duration).data(RawValueRole) == QStringLiteral("5000"));
    CHECK(model.index(0, RunsItemModel::Checks).data().toString() == QStringLiteral("3 of 4"));
    CHECK(model.headerData(RunsItemModel::Duration, Qt::Horizontal, NumericRole).toBool());
}

TEST_CASE("nodes of the same run change in place, those of another replace them")
{
    RunNodesItemModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setNodes(Start, {node(QStringLiteral("a"), NodeState::Running),
                           node(QStringLiteral("b"), NodeState::Pending)});
    model.setNodes(Start, {node(QStringLiteral("a"), NodeState::Success),
                           node(QStringLiteral("b"), NodeState::Running)});
    CHECK(resets.count() == 1);
    NodeOutcome failed = node(QStringLiteral("b"), NodeState::Error).outcome;
    model.apply(failed);
    CHECK(model.index(1, 0).data(RunNodesItemModel::MeaningRole).value<Severity>() == Severity::Failed);
    failed.uniqueId = QStringLiteral("stranger");
    model.apply(failed);
    CHECK(model.rowCount() == 2);
    model.setNodes(Start.addSecs(1), {node(QStringLiteral("a"), NodeState::Success)});
    CHECK(resets.count() == 2);
    model.setNodes({}, {});
    CHECK(model.rowCount() == 0);
}

TEST_CASE("a node's figures are exact, grouped for people and plain for copies")
{
    RunNodesItemModel model;
    model.setNodes(Start, {node(QStringLiteral("a"), NodeState::Success)});
    CHECK(model.index(0, RunNodesItemModel::Rows).data().toString() == QStringLiteral("1,234,567"));
    CHECK(model.index(0, RunNodesItemModel::Rows).data(RawValueRole) == QStringLiteral("1234567"));
    CHECK(model.index(0, RunNodesItemModel::Started).data().toString() == QStringLiteral("250 ms"));
    CHECK(model.index(0, RunNodesItemModel::Duration).data(SortRole).toLongLong() == 1250);
    CHECK_FALSE(model.index(0, RunNodesItemModel::Failures).data(SortRole).isValid());
}

TEST_CASE("failing rows show NULL as such, and a column of figures is one")
{
    FailingRowsItemModel model;
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    FailingRows rows;
    rows.columns = {QStringLiteral("amount"), QStringLiteral("note")};
    rows.rows = {{QStringLiteral("12.50"), QStringLiteral("7")}, {std::nullopt, QStringLiteral("x")}};
    model.setRows(rows);
    CHECK(model.index(1, 0).data().toString() == QStringLiteral("NULL"));
    CHECK(model.index(1, 0).data(RawValueRole).toString().isEmpty());
    CHECK(model.index(0, 0).data(NumericRole).toBool());
    CHECK_FALSE(model.index(0, 1).data(NumericRole).toBool());
}
