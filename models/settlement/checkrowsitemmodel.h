#pragma once

#include "models/core/itemroles.h"

#include <QAbstractTableModel>

#include <optional>

namespace daybook::settlement {

/// The rows kept of a failed check, in the columns and the order the check gave them.
class CheckRowsItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// JSON objects, as CheckOutcome::rows has them.
    void setRows(const QStringList &json);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// A value as the server wrote it; figures keep every digit.
    struct Cell
    {
        std::optional<QString> text;
        bool isNumber = false;
    };
    QStringList m_columns;
    QList<QList<Cell>> m_rows;
};

} // namespace daybook::settlement
