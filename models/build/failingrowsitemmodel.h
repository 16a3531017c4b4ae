#pragma once

#include "models/build/runhistory.h"

#include <QAbstractTableModel>

namespace daybook::build {

/// The kept failing rows of one check, as its query gave them. A column of figures only is aligned as one.
class FailingRowsItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const FailingRows &rows);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    FailingRows m_rows;
    QList<bool> m_numeric; ///< by column
};

} // namespace daybook::build
