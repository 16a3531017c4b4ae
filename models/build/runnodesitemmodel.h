#pragma once

#include "models/build/runhistory.h"
#include "models/core/itemroles.h"

#include <QAbstractTableModel>

namespace daybook::build {

/// The models, seeds and checks of one run, in the order of its plan: a table, and by its roles a timeline.
class RunNodesItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Title, Kind, Outcome, Started, Duration, Rows, Failures, ColumnCount };
    enum Role {
        UniqueIdRole = FirstOwnRole, ///< QString
        WorkerRole,                  ///< int; -1: none
        StartRole,                   ///< QDateTime; invalid: has not begun
        EndRole,                     ///< QDateTime; invalid: runs, or never began
        CheckRole,                   ///< bool
        MeaningRole                  ///< Severity, whatever the column
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows stay where they are when it is the same run, further on.
    void setNodes(const QDateTime &runStartedAt, const QList<RunNode> &nodes);
    /// What the engine says between two readings of the history; a node that is not there is ignored.
    void apply(const NodeOutcome &outcome);
    void tick();

    const RunNode &node(int row) const { return m_nodes[row]; }
    int rowOf(const QString &uniqueId) const;
    QDateTime runStartedAt() const { return m_runStartedAt; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isSamePlan(const QList<RunNode> &nodes) const;
    QVariant text(const RunNode &node, Column column) const;
    QVariant figure(const RunNode &node, Column column) const;

    QDateTime m_runStartedAt;
    QList<RunNode> m_nodes;
};

} // namespace daybook::build
