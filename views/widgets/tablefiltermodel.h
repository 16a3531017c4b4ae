#pragma once

#include <QSortFilterProxyModel>

namespace daybook::views {

/// Sorts by SortRole, exactly, and keeps rows in which any column shows the text being looked for.
class TableFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit TableFilterModel(QObject *parent = nullptr);

    void setFilterText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString m_text;
};

} // namespace daybook::views
