#pragma once

#include "models/core/itemroles.h"
#include "models/settlement/report.h"

#include <QAbstractTableModel>

namespace daybook::settlement {

/// A report as rows by transaction type in the project's order, and the total, which stays last however the
/// rest is sorted. Sorts itself, exactly.
class ReportItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TypeColumn,
        CountColumn,
        TotalColumn,
        ShareColumn,
        PreviousColumn,
        WeekdayColumn,
        ColumnCount
    };
    enum Role {
        TypeRole = FirstOwnRole, ///< QString: the type as it stands in the data; invalid for the total
        TotalRole                ///< bool: the total's row
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(std::optional<Report> report);
    /// Keeps the types whose name shows `text`; the total stays that of all. Empty: every type.
    void setFilter(const QString &text);
    const std::optional<Report> &report() const { return m_report; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Column -1 is the project's order.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    const Line *lineAt(int row) const; ///< nothing: the total's
    Figure figureAt(int row) const;
    Ratio ratioAt(int row, int column) const;
    QString displayed(int row, int column) const;
    QString raw(int row, int column) const;
    QString tip(int row, int column) const;
    void arrange();

    std::optional<Report> m_report;
    QString m_filter;
    QList<Line> m_lines; ///< as filtered and sorted
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace daybook::settlement
