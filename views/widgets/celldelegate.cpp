#include "views/widgets/celldelegate.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

namespace daybook::views {

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

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(Grid, 0);
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
