#pragma once

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace daybook::views {

/// A list of named things under a heading, with a filter: items whose text and tip do not hold what is
/// typed are hidden, and if the current one is among them, the first that is left becomes current.
class FilterList : public QWidget
{
    Q_OBJECT
public:
    explicit FilterList(const QString &title, QWidget *parent = nullptr);

    /// To fill, and to hear of its current item; hiding items is the filter's.
    QListWidget *list() const { return m_list; }
    /// Shows it, too: a filter that hides this row is cleared.
    void setCurrentRow(int row);

private:
    void filter();

    QLineEdit *m_filter;
    QListWidget *m_list;
};

} // namespace daybook::views
