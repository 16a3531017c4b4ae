#include "views/widgets/tablefiltermodel.h"

#include "models/core/itemroles.h"

namespace daybook::views {

TableFilterModel::TableFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void TableFilterModel::setFilterText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool TableFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        const QModelIndex index = sourceModel()->index(row, column, parent);
        if (index.data().toString().contains(m_text, Qt::CaseInsensitive) ||
            index.data(RawValueRole).toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

bool TableFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (a.isValid() != b.isValid())
        return !a.isValid(); // what has no value comes before what has one
    const QPartialOrdering order = QVariant::compare(a, b);
    if (a.isValid() && order != QPartialOrdering::Unordered)
        return order == QPartialOrdering::Less;
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace daybook::views
