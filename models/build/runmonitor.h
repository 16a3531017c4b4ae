#pragma once

#include "models/build/runhistory.h"

#include <QObject>
#include <QTimer>

namespace daybook::build {

/// Keeps an eye on the runs of one project: the list, the run that is open, the failing rows of one check.
/// Slots ask, signals answer; an answer that has been overtaken by a later question is dropped. Owned by the
/// composition root; lives on the pool's thread.
class RunMonitor : public QObject
{
    Q_OBJECT
public:
    explicit RunMonitor(RunHistory history, QObject *parent = nullptr);
    ~RunMonitor() override;

    /// Empty: the runs of every project.
    void setProject(const QString &project);
    qint64 openRun() const { return m_openRun; }

public Q_SLOTS:
    void refresh();
    /// Reads the run's nodes; 0 closes.
    void open(qint64 runId);
    void readFailingRows(const QString &uniqueId);
    /// What is being read, on the server, too; each answers with Error::Cancelled.
    void cancel();
    /// A notification of the server's; ours are on channel "daybook_run", with the run's id.
    void hear(const QString &channel, const QString &payload);

Q_SIGNALS:
    void runsRead(const QList<daybook::build::RunSummary> &runs);
    void runsFailed(const daybook::Error &error);
    void nodesRead(qint64 runId, const QList<daybook::build::RunNode> &nodes);
    void nodesFailed(qint64 runId, const daybook::Error &error);
    void failingRowsRead(const QString &uniqueId, const daybook::build::FailingRows &rows);
    void failingRowsFailed(const QString &uniqueId, const daybook::Error &error);

private:
    /// What was asked last; an older question's answer is of no use.
    struct Question
    {
        quint64 generation = 0;
        std::stop_source stop;

        /// Stops the one before.
        quint64 ask();
    };

    void readNodes();

    RunHistory m_history;
    QString m_project;
    qint64 m_openRun = 0;
    Question m_runs;
    Question m_nodes;
    Question m_rows;
    QTimer m_soon; ///< bundles notifications
    bool m_refreshing = false;
    bool m_openRunChanged = false;

    friend struct RunMonitorReads;
};

} // namespace daybook::build
