#pragma once

#include "models/core/itemroles.h"
#include "models/settlement/report.h"

#include <QAbstractTableModel>

namespace daybook::settlement {

/// The totals of a report as date x type: the table behind its chart and its heat map. One row per day of its
/// trend, oldest first; a column for the date, one per line, and one for the day's total.
class DayTypeItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        DayRole = FirstOwnRole, ///< QDate of the row
        TypeRole                ///< QString of the column; invalid for the date's and the total's
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(std::optional<Report> report);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QDate dayAt(int row) const { return m_report->trend().from.addDays(row); }
    bool isTotal(int column) const { return column > m_report->lines().size(); }
    Figure figureAt(int row, int column) const;

    std::optional<Report> m_report;
};

} // namespace daybook::settlement
