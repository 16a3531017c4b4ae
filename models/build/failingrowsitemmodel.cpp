#include "models/build/failingrowsitemmodel.h"

#include "models/core/decimal.h"
#include "models/core/itemroles.h"

namespace daybook::build {
namespace {

bool holdsFigures(const FailingRows &rows, qsizetype column)
{
    bool any = false;
    for (const auto &row : rows.rows) {
        if (row[column] && !Decimal::parse(*row[column]))
            return false;
        any = any || row[column].has_value();
    }
    return any;
}

} // namespace

void FailingRowsItemModel::setRows(const FailingRows &rows)
{
    beginResetModel();
    m_rows = rows;
    m_numeric.clear();
    for (qsizetype column = 0; column < rows.columns.size(); ++column)
        m_numeric << holdsFigures(rows, column);
    endResetModel();
}

int FailingRowsItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.rows.size());
}

int FailingRowsItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.columns.size());
}

QVariant FailingRowsItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const std::optional<QString> &value = m_rows.rows[index.row()][index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return value.value_or(QStringLiteral("NULL"));
    case RawValueRole:
        return value.value_or(QString());
    case NumericRole:
        return m_numeric[index.column()];
    case SortRole: {
        const auto number = Decimal::parse(value.value_or(QString()));
        return m_numeric[index.column()] && number ? QVariant::fromValue(*number) : QVariant();
    }
    default:
        return {};
    }
}

QVariant FailingRowsItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_rows.columns.size())
        return {};
    if (role == NumericRole)
        return m_numeric[section];
    return role == Qt::DisplayRole ? QVariant(m_rows.columns[section]) : QVariant();
}

} // namespace daybook::build
