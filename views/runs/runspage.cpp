#include "views/runs/runspage.h"

#include "models/build/outcometext.h"
#include "models/core/format.h"
#include "views/runs/buildbar.h"
#include "views/runs/checkspanel.h"
#include "views/runs/timelineview.h"
#include "views/runs/verdict.h"
#include "views/widgets/banner.h"
#include "views/widgets/chartpanel.h"
#include "views/widgets/datatable.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace daybook::views {

using build::RunMonitor;

RunsPage::RunsPage(RunMonitor &monitor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_bar(new BuildBar(this))
    , m_listPanel(new StatePanel(this))
    , m_list(new DataTable(this))
    , m_detailPanel(new StatePanel(this))
    , m_banner(new Banner(this))
    , m_chart(new ChartPanel(tr("Timeline"), this))
    , m_timeline(new TimelineView(m_chart))
    , m_checks(new ChecksPanel(this))
{
    buildLayout();
    connectMonitor();
    connectSelection();
    m_clock.setInterval(std::chrono::milliseconds(500));
    connect(&m_clock, &QTimer::timeout, this, &RunsPage::tick);
    refresh();
}

void RunsPage::buildLayout()
{
    auto *title = new QLabel(tr("Runs"), this);
    title->setFont(titleFont(font()));
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_bar);

    m_listPanel->setObjectName(QStringLiteral("historyPanel"));
    m_list->setObjectName(QStringLiteral("history"));
    m_list->setTitle(tr("History"));
    m_list->setModel(&m_runs);
    m_list->view()->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->view()->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setStretchColumn(build::RunsItemModel::StartedBy);
    m_listPanel->setContent(m_list);
    m_detailPanel->setContent(buildDetail());
    auto *splitter = new QSplitter(this);
    splitter->setHandleWidth(2 * Grid);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_listPanel);
    splitter->addWidget(m_detailPanel);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({1080, 1000});

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Grid, 2 * Grid, 3 * Grid, 2 * Grid);
    layout->setSpacing(2 * Grid);
    layout->addLayout(head);
    layout->addWidget(splitter, 1);
}

QWidget *RunsPage::buildDetail()
{
    m_timeline->setModel(&m_nodes);
    m_chart->setPlot(m_timeline);
    m_chart->setTable(&m_nodes);
    m_chart->table()->setExportedByOwner(false);
    m_chart->table()->setStretchColumn(build::RunNodesItemModel::Title);
    auto *parts = new QSplitter(Qt::Vertical);
    parts->setHandleWidth(Grid);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_chart);
    parts->addWidget(m_checks);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    auto *detail = new QWidget(this);
    auto *layout = new QVBoxLayout(detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Grid);
    layout->addWidget(m_banner);
    layout->addWidget(parts, 1);
    return detail;
}

void RunsPage::connectMonitor()
{
    connect(&m_monitor, &RunMonitor::runsRead, this, &RunsPage::showRuns);
    connect(&m_monitor, &RunMonitor::runsFailed, m_listPanel, &StatePanel::showFailed);
    connect(&m_monitor, &RunMonitor::runsFailed, this, [this] {
        if (m_detailPanel->state() == StatePanel::State::Loading)
            m_detailPanel->showEmpty(tr("No run is open"));
    });
    connect(&m_monitor, &RunMonitor::nodesRead, this, &RunsPage::showNodes);
    connect(&m_monitor, &RunMonitor::nodesFailed, this,
            [this](qint64, const Error &error) { m_detailPanel->showFailed(error); });
    connect(&m_monitor, &RunMonitor::failingRowsRead, m_checks, &ChecksPanel::showRows);
    connect(&m_monitor, &RunMonitor::failingRowsFailed, m_checks, &ChecksPanel::showFailure);
    connect(m_checks, &ChecksPanel::rowsWanted, &m_monitor, &RunMonitor::readFailingRows);
    connect(m_checks, &ChecksPanel::cancelRequested, &m_monitor, &RunMonitor::cancel);
    for (StatePanel *panel : {m_listPanel, m_detailPanel}) {
        panel->setCancellable(true);
        connect(panel, &StatePanel::cancelRequested, &m_monitor, &RunMonitor::cancel);
    }
    connect(m_listPanel, &StatePanel::retryRequested, this, &RunsPage::refresh);
    connect(m_detailPanel, &StatePanel::retryRequested, this,
            [this] { m_monitor.open(m_monitor.openRun()); });
}

void RunsPage::connectSelection()
{
    connect(m_list, &DataTable::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && m_runs.run(index.row()).runId != m_monitor.openRun())
            openRow(index.row());
    });
    connect(m_chart->table(), &DataTable::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_timeline->setCurrentRow(index.row());
    });
    connect(m_timeline, &TimelineView::currentRowChanged, this, [this](int row) {
        m_chart->table()->setCurrentSourceRow(row);
        if (row >= 0)
            m_checks->choose(m_nodes.node(row).outcome.uniqueId);
    });
    connect(m_banner, &Banner::detailActivated, m_checks, &ChecksPanel::choose);
}

void RunsPage::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    m_runs.setTimeZone(zone);
    showVerdict();
}

void RunsPage::refresh()
{
    m_listPanel->showLoading(tr("Reading the history…"));
    if (m_monitor.openRun() == 0)
        m_detailPanel->showLoading();
    m_monitor.refresh();
}

void RunsPage::follow(qint64 runId)
{
    m_followed = runId;
    m_monitor.refresh();
}

void RunsPage::applyNode(const build::NodeOutcome &outcome)
{
    if (m_followed != 0 && m_monitor.openRun() == m_followed)
        m_nodes.apply(outcome);
}

void RunsPage::showRuns(const QList<build::RunSummary> &runs)
{
    m_runs.setRuns(runs);
    if (runs.isEmpty()) {
        m_listPanel->showEmpty(tr("No runs yet"),
                               tr("A build leaves its history here. Start one with Build."));
        m_detailPanel->showEmpty(tr("No run is open"));
        return;
    }
    m_listPanel->showContent();
    const bool anyRunning = std::any_of(runs.begin(), runs.end(), [](const build::RunSummary &run) {
        return run.state == build::RunState::Running;
    });
    anyRunning ? m_clock.start() : m_clock.stop();
    const int followed = m_runs.rowOf(m_followed);
    const int open = m_runs.rowOf(m_monitor.openRun());
    if (followed >= 0 && followed != open)
        openRow(followed);
    else if (open < 0)
        openRow(0);
    else if (m_nodes.runStartedAt() != m_runs.run(open).startedAt)
        openRow(open); // opened by a page before this one
    else
        showVerdict();
}

void RunsPage::openRow(int row)
{
    const qint64 runId = m_runs.run(row).runId;
    m_followed = m_followed == runId ? m_followed : 0;
    m_detailPanel->showLoading(tr("Reading run %1…").arg(runId));
    m_monitor.open(runId);
    m_list->setCurrentSourceRow(row);
}

void RunsPage::showNodes(qint64 runId, const QList<build::RunNode> &nodes)
{
    const int row = m_runs.rowOf(runId);
    if (row < 0)
        return;
    const QDateTime start = m_runs.run(row).startedAt;
    m_timeline->setRunStart(start);
    m_nodes.setNodes(start, nodes);
    m_checks->showChecks(m_nodes);
    m_checks->setVisible(!m_checks->isEmpty());
    showVerdict();
    m_detailPanel->showContent();
}

void RunsPage::showVerdict()
{
    const int row = m_runs.rowOf(m_monitor.openRun());
    if (row >= 0)
        showRunVerdict(*m_banner, m_runs.run(row), m_nodes, m_zone);
}

void RunsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_monitor.cancel();
    else
        QWidget::keyPressEvent(event);
}

void RunsPage::tick()
{
    m_runs.tick();
    m_nodes.tick();
}

} // namespace daybook::views
