#pragma once

#include "models/build/runhistory.h"
#include "models/core/businesscalendar.h"

#include <QAbstractTableModel>

namespace daybook::build {

/// The history, newest first. New runs come in at the top without disturbing who is selected below.
class RunsItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Run, Outcome, Started, Duration, Checks, StartedBy, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Of the times shown; the default calendar's to begin with.
    void setTimeZone(const QTimeZone &zone);
    void setRuns(const QList<RunSummary> &runs);
    const RunSummary &run(int row) const { return m_runs[row]; }
    /// -1 when it is not among them.
    int rowOf(qint64 runId) const;
    /// For durations of what runs: repaint them.
    void tick();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const RunSummary &run, Column column) const;
    QVariant raw(const RunSummary &run, Column column) const;
    QVariant order(const RunSummary &run, Column column) const;

    QList<RunSummary> m_runs;
    QTimeZone m_zone{BusinessCalendar().zoneName().toUtf8()};
};

} // namespace daybook::build
