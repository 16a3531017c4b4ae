#include "models/build/runnodesitemmodel.h"

#include "models/build/outcometext.h"
#include "models/core/format.h"

namespace daybook::build {
namespace {

bool isNumeric(int column)
{
    return column >= RunNodesItemModel::Started;
}

std::optional<qint64> durationOf(const NodeOutcome &outcome)
{
    if (!outcome.startedAt.isValid())
        return std::nullopt;
    const bool running = outcome.state == NodeState::Running;
    const QDateTime end = running ? QDateTime::currentDateTimeUtc() : outcome.finishedAt;
    return end.isValid() ? std::optional(std::max<qint64>(0, outcome.startedAt.msecsTo(end))) : std::nullopt;
}

} // namespace

bool RunNodesItemModel::isSamePlan(const QList<RunNode> &nodes) const
{
    return std::equal(
        nodes.begin(), nodes.end(), m_nodes.begin(), m_nodes.end(),
        [](const RunNode &a, const RunNode &b) { return a.outcome.uniqueId == b.outcome.uniqueId; });
}

void RunNodesItemModel::setNodes(const QDateTime &runStartedAt, const QList<RunNode> &nodes)
{
    if (m_runStartedAt == runStartedAt && !nodes.isEmpty() && isSamePlan(nodes)) {
        m_nodes = nodes;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_runStartedAt = runStartedAt;
    m_nodes = nodes;
    endResetModel();
}

void RunNodesItemModel::apply(const NodeOutcome &outcome)
{
    const int row = rowOf(outcome.uniqueId);
    if (row < 0)
        return;
    m_nodes[row].outcome = outcome;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RunNodesItemModel::tick()
{
    for (int row = 0; row < m_nodes.size(); ++row) {
        if (m_nodes[row].outcome.state == NodeState::Running)
            Q_EMIT dataChanged(index(row, Duration), index(row, Duration));
    }
}

int RunNodesItemModel::rowOf(const QString &uniqueId) const
{
    for (int row = 0; row < m_nodes.size(); ++row) {
        if (m_nodes[row].outcome.uniqueId == uniqueId)
            return row;
    }
    return -1;
}

int RunNodesItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_nodes.size());
}

int RunNodesItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunNodesItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RunNode &node = m_nodes[index.row()];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(node, column);
    case Qt::ToolTipRole:
        return node.outcome.error ? node.outcome.error->message : node.description;
    case SeverityRole:
        return column == Outcome ? QVariant::fromValue(severityOf(node.outcome.state)) : QVariant();
    case NumericRole:
        return isNumeric(column);
    case RawValueRole:
        return isNumeric(column) ? figure(node, column).toString() : text(node, column);
    case SortRole:
        return figure(node, column);
    case UniqueIdRole:
        return node.outcome.uniqueId;
    case WorkerRole:
        return node.outcome.worker;
    case StartRole:
        return node.outcome.startedAt;
    case EndRole:
        return node.outcome.finishedAt;
    case CheckRole:
        return node.isCheck();
    case MeaningRole:
        return QVariant::fromValue(severityOf(node.outcome.state));
    default:
        return {};
    }
}

QVariant RunNodesItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == NumericRole)
        return isNumeric(section);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Name"),     tr("Kind"), tr("Outcome"), tr("Begun after"),
                             tr("Duration"), tr("Rows"), tr("Failures")};
    return names[section];
}

QVariant RunNodesItemModel::text(const RunNode &node, Column column) const
{
    switch (column) {
    case Title:
        return node.title();
    case Kind:
        return describe(node.outcome.type);
    case Outcome:
        return describe(node.outcome.state);
    case Started:
    case Duration: {
        const QVariant milliseconds = figure(node, column);
        return milliseconds.isValid() ? formatDuration(milliseconds.toLongLong()) : QString();
    }
    case Rows:
    case Failures: {
        const QVariant count = figure(node, column);
        return count.isValid() ? formatCount(count.toLongLong()) : QString();
    }
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RunNodesItemModel::figure(const RunNode &node, Column column) const
{
    const auto known = [](const std::optional<qint64> &value) {
        return value ? QVariant(*value) : QVariant();
    };
    switch (column) {
    case Started:
        return node.outcome.startedAt.isValid()
                   ? QVariant(std::max<qint64>(0, m_runStartedAt.msecsTo(node.outcome.startedAt)))
                   : QVariant();
    case Duration:
        return known(durationOf(node.outcome));
    case Rows:
        return known(node.outcome.rows);
    case Failures:
        return known(node.outcome.failures);
    default:
        return {};
    }
}

} // namespace daybook::build
