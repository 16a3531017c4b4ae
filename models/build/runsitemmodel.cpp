#include "models/build/runsitemmodel.h"

#include "models/build/outcometext.h"
#include "models/core/format.h"
#include "models/core/itemroles.h"

#include <algorithm>

namespace daybook::build {
namespace {

bool isNumeric(int column)
{
    return column == RunsItemModel::Run || column == RunsItemModel::Duration ||
           column == RunsItemModel::Checks;
}

QString duration(const RunSummary &run)
{
    // One whose process died has no end: how long it took, nobody knows.
    return run.state == RunState::Abandoned && !run.finishedAt.isValid()
               ? QStringLiteral("–")
               : formatDuration(run.durationMs(QDateTime::currentDateTimeUtc()));
}

} // namespace

void RunsItemModel::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    if (!m_runs.isEmpty())
        Q_EMIT dataChanged(index(0, Started), index(rowCount() - 1, Started));
}

void RunsItemModel::setRuns(const QList<RunSummary> &runs)
{
    const auto known = std::find_if(runs.begin(), runs.end(), [this](const RunSummary &run) {
        return !m_runs.isEmpty() && run.runId == m_runs.first().runId;
    });
    const qsizetype added = known - runs.begin();
    const qsizetype kept = std::min(runs.size() - added, m_runs.size());
    bool sameOrder = known != runs.end();
    for (qsizetype i = 0; sameOrder && i < kept; ++i)
        sameOrder = runs[added + i].runId == m_runs[i].runId;
    if (!sameOrder || added + kept != runs.size()) {
        beginResetModel();
        m_runs = runs;
        endResetModel();
        return;
    }
    if (kept < m_runs.size()) {
        beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(m_runs.size() - 1));
        m_runs.resize(kept);
        endRemoveRows();
    }
    if (added > 0) {
        beginInsertRows({}, 0, static_cast<int>(added - 1));
        m_runs = runs.first(added) + m_runs;
        endInsertRows();
    }
    m_runs = runs;
    Q_EMIT dataChanged(index(static_cast<int>(added), 0), index(rowCount() - 1, ColumnCount - 1));
}

int RunsItemModel::rowOf(qint64 runId) const
{
    for (int row = 0; row < m_runs.size(); ++row) {
        if (m_runs[row].runId == runId)
            return row;
    }
    return -1;
}

void RunsItemModel::tick()
{
    for (int row = 0; row < m_runs.size(); ++row) {
        if (m_runs[row].state == RunState::Running)
            Q_EMIT dataChanged(index(row, Duration), index(row, Duration));
    }
}

int RunsItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RunSummary &run = m_runs[index.row()];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(run, column);
    case Qt::ToolTipRole:
        return run.error && column == Outcome ? run.error->message : QVariant();
    case SeverityRole:
        return column == Outcome ? QVariant::fromValue(severityOf(run)) : QVariant();
    case NumericRole:
        return isNumeric(column);
    case RawValueRole:
        return raw(run, column);
    case SortRole:
        return order(run, column);
    default:
        return {};
    }
}

QVariant RunsItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == NumericRole)
        return isNumeric(section);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Run"),      tr("Outcome"), tr("Started"),
                             tr("Duration"), tr("Checks"),  tr("Started by")};
    return names[section];
}

QVariant RunsItemModel::text(const RunSummary &run, Column column) const
{
    switch (column) {
    case Run:
        return QString::number(run.runId);
    case Outcome:
        return describe(run);
    case Started:
        return formatInstant(run.startedAt, m_zone);
    case Duration:
        return duration(run);
    case Checks:
        return run.checks == 0 ? tr("none")
                               : tr("%1 of %2").arg(formatCount(run.checksPassed), formatCount(run.checks));
    case StartedBy:
        return run.startedBy + QLatin1Char('@') + run.host;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RunsItemModel::raw(const RunSummary &run, Column column) const
{
    if (column == Outcome)
        return toString(run.state);
    if (column == Started)
        return run.startedAt.toString(Qt::ISODateWithMs);
    if (column == Duration && run.finishedAt.isValid())
        return QString::number(run.durationMs({}));
    return {};
}

QVariant RunsItemModel::order(const RunSummary &run, Column column) const
{
    if (column == Run)
        return run.runId;
    if (column == Started)
        return run.startedAt;
    if (column == Duration)
        return run.durationMs(QDateTime::currentDateTimeUtc());
    if (column == Checks)
        return run.checksPassed;
    return {};
}

} // namespace daybook::build
