#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>

class QTableView;

namespace daybook::views {

/// For setStretchColumn: nobody's figures stand far from the words they belong to.
inline constexpr int AllColumns = -2;

/// Widths that suit the contents and then stay: a column is widened when something longer comes, never
/// narrowed by a reload, and left alone once its user has dragged it. The widest text column takes the rest
/// of the view unless another was named.
class ColumnSizer : public QObject
{
    Q_OBJECT
public:
    explicit ColumnSizer(QTableView *view);

    /// Call after the view has got another model.
    void watchModel();
    /// -1: no column takes the rest; AllColumns: each its part.
    void setStretchColumn(int column);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void schedule();
    void widen();
    void stretch();

    QTableView *m_view;
    int m_stretchColumn = -1;
    QList<int> m_wanted; ///< width by column that its contents ask for
    QSet<int> m_dragged;
    bool m_scheduled = false;
    bool m_resizing = false;
};

} // namespace daybook::views
