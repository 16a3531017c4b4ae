#pragma once

#include <QFont>
#include <QStyledItemDelegate>

namespace daybook::views {

/// Paints cells by their roles: figures right-aligned in digits of one width, a severity with its sign and
/// ink. The model says what a cell means, this says what that looks like.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const QFont &figures(const QFont &base) const;

    mutable QFont m_base;
    mutable QFont m_figures;
};

} // namespace daybook::views
