#pragma once

#include "models/build/runmonitor.h"
#include "models/build/runnodesitemmodel.h"
#include "models/build/runsitemmodel.h"

#include <QTimer>
#include <QWidget>

namespace daybook::views {

class Banner;
class BuildBar;
class ChartPanel;
class ChecksPanel;
class DataTable;
class StatePanel;
class TimelineView;

/// Every build, and one of them in detail: its verdict, its timeline, what failed and on which rows. Builds
/// are started and cancelled by whoever hears the signals of buildBar().
class RunsPage : public QWidget
{
    Q_OBJECT
public:
    explicit RunsPage(build::RunMonitor &monitor, QWidget *parent = nullptr);

    BuildBar *buildBar() const { return m_bar; }
    /// Of all times on the page: the project's business days'.
    void setTimeZone(const QTimeZone &zone);

public Q_SLOTS:
    void refresh();
    /// Opens this run as soon as it is in the list, as one does with a build just started.
    void follow(qint64 runId);
    /// What the engine says of the run that is followed, before the history does.
    void applyNode(const daybook::build::NodeOutcome &outcome);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildLayout();
    QWidget *buildDetail();
    void connectMonitor();
    void connectSelection();
    void showRuns(const QList<build::RunSummary> &runs);
    void showNodes(qint64 runId, const QList<build::RunNode> &nodes);
    void openRow(int row);
    void showVerdict();
    void tick();

    build::RunMonitor &m_monitor;
    build::RunsItemModel m_runs;
    build::RunNodesItemModel m_nodes;
    BuildBar *m_bar;
    StatePanel *m_listPanel;
    DataTable *m_list;
    StatePanel *m_detailPanel;
    Banner *m_banner;
    ChartPanel *m_chart;
    TimelineView *m_timeline;
    ChecksPanel *m_checks;
    QTimeZone m_zone{BusinessCalendar().zoneName().toUtf8()};
    QTimer m_clock;
    qint64 m_followed = 0;
};

} // namespace daybook::views
