#include "models/settlement/reportitemmodel.h"

#include "models/core/format.h"
#include "models/settlement/figuretext.h"

#include <algorithm>

namespace daybook::settlement {

void ReportItemModel::setReport(std::optional<Report> report)
{
    // The same rows with other figures keep their place, their selection and the eye's.
    const bool sameRows =
        m_filter.isEmpty() && m_report && report && m_report->lines() == report->lines() && m_sortColumn < 0;
    if (!sameRows)
        beginResetModel();
    m_report = std::move(report);
    arrange();
    if (!sameRows) {
        endResetModel();
        return;
    }
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void ReportItemModel::setFilter(const QString &text)
{
    beginResetModel();
    m_filter = text.trimmed();
    arrange();
    endResetModel();
}

void ReportItemModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QList<Line> before = m_lines;
    arrange();
    QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex &old : std::as_const(from)) {
        const qsizetype row = old.row() < before.size() ? m_lines.indexOf(before[old.row()]) : old.row();
        to << index(static_cast<int>(row), old.column());
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void ReportItemModel::arrange()
{
    m_lines = m_report ? m_report->lines() : QList<Line>();
    m_lines.removeIf([this](const Line &line) {
        return !lineLabel(*m_report, line).contains(m_filter, Qt::CaseInsensitive) &&
               !line.type.contains(m_filter, Qt::CaseInsensitive);
    });
    if (!m_report || m_sortColumn < 0)
        return;
    const auto value = [this](const Line &line) -> std::optional<Decimal> {
        switch (m_sortColumn) {
        case CountColumn:
            return m_report->figure(line, m_report->period).count;
        case PreviousColumn:
            return m_report->change(line, m_report->previous()).value;
        case WeekdayColumn:
            return m_report->change(line, m_report->sameWeekdays()).value;
        default:
            return m_report->figure(line, m_report->period).total;
        }
    };
    std::stable_sort(m_lines.begin(), m_lines.end(), [&](const Line &left, const Line &right) {
        const Line &a = m_sortOrder == Qt::AscendingOrder ? left : right;
        const Line &b = m_sortOrder == Qt::AscendingOrder ? right : left;
        if (m_sortColumn == TypeColumn)
            return lineLabel(*m_report, a).localeAwareCompare(lineLabel(*m_report, b)) < 0;
        const std::optional<Decimal> x = value(a);
        const std::optional<Decimal> y = value(b);
        return x && y ? *x < *y : !x && y;
    });
}

int ReportItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_lines.isEmpty() ? 0 : static_cast<int>(m_lines.size()) + 1;
}

int ReportItemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const Line *ReportItemModel::lineAt(int row) const
{
    return row < m_lines.size() ? &m_lines[row] : nullptr;
}

Figure ReportItemModel::figureAt(int row) const
{
    const Line *line = lineAt(row);
    return line ? m_report->figure(*line, m_report->period) : m_report->total(m_report->period);
}

Ratio ReportItemModel::ratioAt(int row, int column) const
{
    const Line *line = lineAt(row);
    if (column == ShareColumn && line)
        return m_report->share(*line);
    if (column == ShareColumn) {
        const std::optional<Decimal> total = m_report->total(m_report->period).total;
        return total && !total->isZero() ? Ratio{Decimal(1), Absence::None} : Ratio{{}, Absence::Unknown};
    }
    const Period base = column == PreviousColumn ? m_report->previous() : m_report->sameWeekdays();
    return line ? m_report->change(*line, base) : m_report->totalChange(base);
}

QString ReportItemModel::displayed(int row, int column) const
{
    if (column == TypeColumn)
        return lineAt(row) ? lineLabel(*m_report, *lineAt(row)) : tr("Total");
    if (column == CountColumn)
        return figureText(figureAt(row).count);
    if (column == TotalColumn)
        return figureText(figureAt(row).total);
    return ratioText(ratioAt(row, column), column != ShareColumn);
}

QString ReportItemModel::raw(int row, int column) const
{
    if (column == TypeColumn)
        return displayed(row, column);
    if (column == CountColumn || column == TotalColumn) {
        const Figure figure = figureAt(row);
        const std::optional<Decimal> part = column == CountColumn ? figure.count : figure.total;
        return part ? part->toString() : QString();
    }
    const Ratio ratio = ratioAt(row, column);
    return ratio.value ? ratio.value->toString() : QString();
}

QString ReportItemModel::tip(int row, int column) const
{
    if (column == TypeColumn)
        return lineAt(row) ? lineAt(row)->type : QString();
    if (column == CountColumn || column == TotalColumn) {
        const Figure figure = figureAt(row);
        if (!lineAt(row) && column == TotalColumn && !m_report->hasOneCurrency())
            return absenceText(Absence::Currencies);
        return absenceText(figure, column == CountColumn ? figure.count : figure.total);
    }
    const Ratio ratio = ratioAt(row, column);
    if (!ratio.value || column == ShareColumn)
        return absenceText(ratio.absence);
    const Period base = column == PreviousColumn ? m_report->previous() : m_report->sameWeekdays();
    const Figure then = lineAt(row) ? m_report->figure(*lineAt(row), base) : m_report->total(base);
    const QString days = base.days() == 1
                             ? formatDate(base.from)
                             : QStringLiteral("%1 – %2").arg(formatDate(base.from), formatDate(base.to));
    return tr("%1: %2").arg(days, figureText(then.total));
}

QVariant ReportItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayed(index.row(), index.column());
    case Qt::ToolTipRole:
        return tip(index.row(), index.column());
    case NumericRole:
        return index.column() != TypeColumn;
    case RawValueRole:
        return raw(index.row(), index.column());
    case TypeRole:
        return lineAt(index.row()) ? QVariant(lineAt(index.row())->type) : QVariant();
    case TotalRole:
        return lineAt(index.row()) == nullptr;
    default:
        return {};
    }
}

QVariant ReportItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == NumericRole)
        return section != TypeColumn;
    if (role != Qt::DisplayRole)
        return {};
    const Period period = m_report ? m_report->period : Period{QDate(), QDate()};
    const QString currency = m_report ? m_report->currency() : QString();
    switch (section) {
    case TypeColumn:
        return tr("Type");
    case CountColumn:
        return tr("Count");
    case TotalColumn:
        return currency.isEmpty() ? tr("Total") : tr("Total (%1)").arg(currency);
    case ShareColumn:
        return tr("Share");
    case PreviousColumn:
        return tr("vs. %1").arg(previousName(period));
    default:
        return tr("vs. %1").arg(sameWeekdayName(period));
    }
}

} // namespace daybook::settlement
