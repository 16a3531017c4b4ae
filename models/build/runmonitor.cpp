#include "models/build/runmonitor.h"

#include <QPointer>

namespace daybook::build {
namespace {

constexpr int RunsShown = 200;
constexpr auto AtMostEvery = std::chrono::milliseconds(150);

} // namespace

/// The coroutines, outside of the object whose life may end before theirs.
struct RunMonitorReads
{
    static QCoro::Task<> runs(QPointer<RunMonitor> monitor, RunHistory history, QString project,
                              quint64 generation, std::stop_token stop)
    {
        const Result<QList<RunSummary>> runs = co_await history.recent(project, RunsShown, stop);
        if (!monitor || monitor->m_runs.generation != generation)
            co_return;
        monitor->m_refreshing = false;
        if (runs)
            Q_EMIT monitor->runsRead(*runs);
        else
            Q_EMIT monitor->runsFailed(runs.error());
    }

    static QCoro::Task<> nodes(QPointer<RunMonitor> monitor, RunHistory history, qint64 runId,
                               quint64 generation, std::stop_token stop)
    {
        const Result<QList<RunNode>> nodes = co_await history.nodes(runId, stop);
        if (!monitor || monitor->m_nodes.generation != generation)
            co_return;
        if (nodes)
            Q_EMIT monitor->nodesRead(runId, *nodes);
        else
            Q_EMIT monitor->nodesFailed(runId, nodes.error());
    }

    static QCoro::Task<> failingRows(QPointer<RunMonitor> monitor, RunHistory history, qint64 runId,
                                     QString uniqueId, quint64 generation, std::stop_token stop)
    {
        const Result<FailingRows> rows = co_await history.failingRows(runId, uniqueId, stop);
        if (!monitor || monitor->m_rows.generation != generation)
            co_return;
        if (rows)
            Q_EMIT monitor->failingRowsRead(uniqueId, *rows);
        else
            Q_EMIT monitor->failingRowsFailed(uniqueId, rows.error());
    }
};

quint64 RunMonitor::Question::ask()
{
    stop.request_stop();
    stop = std::stop_source();
    return ++generation;
}

RunMonitor::RunMonitor(RunHistory history, QObject *parent) : QObject(parent), m_history(history)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(AtMostEvery);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (m_refreshing) {
            m_soon.start(); // let it answer: stopping it over and over would leave the list old
            return;
        }
        refresh();
        if (std::exchange(m_openRunChanged, false))
            readNodes();
    });
}

RunMonitor::~RunMonitor()
{
    cancel();
}

void RunMonitor::cancel()
{
    for (Question *question : {&m_runs, &m_nodes, &m_rows})
        question->stop.request_stop();
}

void RunMonitor::setProject(const QString &project)
{
    m_project = project;
}

void RunMonitor::refresh()
{
    const quint64 generation = m_runs.ask();
    m_refreshing = true;
    RunMonitorReads::runs(this, m_history, m_project, generation, m_runs.stop.get_token());
}

void RunMonitor::open(qint64 runId)
{
    m_openRun = runId;
    m_rows.ask();
    readNodes();
}

void RunMonitor::readNodes()
{
    const quint64 generation = m_nodes.ask();
    if (m_openRun != 0)
        RunMonitorReads::nodes(this, m_history, m_openRun, generation, m_nodes.stop.get_token());
}

void RunMonitor::readFailingRows(const QString &uniqueId)
{
    const quint64 generation = m_rows.ask();
    RunMonitorReads::failingRows(this, m_history, m_openRun, uniqueId, generation, m_rows.stop.get_token());
}

void RunMonitor::hear(const QString &channel, const QString &payload)
{
    if (channel != QStringLiteral("daybook_run"))
        return;
    m_openRunChanged = m_openRunChanged || payload.toLongLong() == m_openRun;
    if (!m_soon.isActive())
        m_soon.start();
}

} // namespace daybook::build
