#include "models/settlement/daytypeitemmodel.h"

#include "models/core/format.h"
#include "models/settlement/figuretext.h"

namespace daybook::settlement {

void DayTypeItemModel::setReport(std::optional<Report> report)
{
    beginResetModel();
    m_report = std::move(report);
    endResetModel();
}

int DayTypeItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_report ? 0 : m_report->trend().days();
}

int DayTypeItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->lines().size()) + 2;
}

Figure DayTypeItemModel::figureAt(int row, int column) const
{
    return isTotal(column) ? m_report->dayTotal(dayAt(row))
                           : m_report->cell(dayAt(row), m_report->lines()[column - 1]);
}

QVariant DayTypeItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int column = index.column();
    if (role == DayRole)
        return dayAt(index.row());
    if (role == NumericRole)
        return column > 0;
    if (role == TypeRole)
        return column == 0 || isTotal(column) ? QVariant() : QVariant(m_report->lines()[column - 1].type);
    if (column == 0) {
        const QDate day = dayAt(index.row());
        if (role == Qt::DisplayRole)
            return formatDate(day);
        return role == RawValueRole ? QVariant(day.toString(Qt::ISODate))
               : role == SortRole   ? QVariant(day)
                                    : QVariant();
    }
    const Figure figure = figureAt(index.row(), column);
    switch (role) {
    case Qt::DisplayRole:
        return figureText(figure.total);
    case RawValueRole:
        return figure.total ? figure.total->toString() : QString();
    case Qt::ToolTipRole:
        if (isTotal(column) && !m_report->hasOneCurrency())
            return absenceText(Absence::Currencies);
        return absenceText(figure, figure.total);
    case SortRole:
        return figure.total ? QVariant::fromValue(*figure.total) : QVariant();
    default:
        return {};
    }
}

QVariant DayTypeItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == NumericRole)
        return section > 0;
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Date");
    return isTotal(section) ? tr("Total") : lineLabel(*m_report, m_report->lines()[section - 1]);
}

} // namespace daybook::settlement
