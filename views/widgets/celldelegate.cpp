#include "views/widgets/celldelegate.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QApplication>

namespace daybook::views {
namespace {

/// With the style's own margin of 3, the 8 of a column's head.
constexpr int Padding = 5;

} // namespace

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideRight;
    if (index.data(NumericRole).toBool()) {
        option->displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        option->font = figures(option->font);
    }
    const QVariant severity = index.data(SeverityRole);
    if (!severity.isValid())
        return;
    const Severity meaning = severity.value<Severity>();
    option->icon = glyph(meaning);
    option->decorationSize = QSize(14, 14);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->palette.setColor(QPalette::Text, ink(meaning, option->palette));
    option->palette.setColor(QPalette::HighlightedText, ink(meaning, option->palette));
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
    // The words stand where the column's head stands.
    QStyleOptionViewItem inside = option;
    inside.rect.adjust(Padding, 0, -Padding, 0);
    inside.state &= ~QStyle::State_HasFocus;
    QStyledItemDelegate::paint(painter, inside, index);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * Padding, 0);
}

const QFont &CellDelegate::figures(const QFont &base) const
{
    if (m_base != base || m_figures.families().isEmpty()) {
        m_base = base;
        m_figures = tabularFont(base);
    }
    return m_figures;
}

} // namespace daybook::views
