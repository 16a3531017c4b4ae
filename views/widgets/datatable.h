#pragma once

#include "models/core/result.h"

#include <QModelIndex>
#include <QPointer>
#include <QWidget>

class QAbstractItemModel;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QTableView;
class QToolButton;

namespace daybook::views {

class ColumnSizer;
class TableFilterModel;

/// A table as the house wants it: sorts, filters, copies into a spreadsheet, offers an export, reads out what
/// it is. Takes any item model (see itemroles.h for what cells may say); never owns it.
class DataTable : public QWidget
{
    Q_OBJECT
public:
    /// Who sorts and filters: this table, over rows in memory, or the model itself (its sort() is called and
    /// filterEdited() emitted), for rows that are paged from a server.
    enum class Ordering { Here, Source };

    explicit DataTable(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model, Ordering ordering = Ordering::Here);
    QAbstractItemModel *model() const { return m_source; }
    QTableView *view() const { return m_view; }

    /// Above the table, and its accessible name.
    void setTitle(const QString &title);
    /// Beside the title, quiet: "12 rows". Set by the table itself where it orders.
    void setSummary(const QString &summary);
    /// The column that takes the width nobody needs, or AllColumns.
    void setStretchColumn(int column);
    void setFilterVisible(bool visible);
    /// A press on the export button writes the rows as they are shown, unless the owner exports what they
    /// stand for (the query behind them): then it is exportRequested().
    void setExportedByOwner(bool byOwner);
    /// The rows as shown, by the columns' order, as CSV for spreadsheets. Error: Io.
    Result<void> saveShown(const QString &path) const;
    /// In the tool row (right end) and the context menu.
    void addTableAction(QAction *action);
    /// No tool row at all, for small tables inside a panel.
    void setToolRowVisible(bool visible);

    /// The current row in the model given to setModel; invalid when there is none.
    QModelIndex currentSourceIndex() const;
    void setCurrentSourceRow(int row);
    QModelIndex toSource(const QModelIndex &viewIndex) const;

public Q_SLOTS:
    void copySelection();
    void copySelectionWithHeader();
    void focusFilter();

Q_SIGNALS:
    /// Double-click or Enter.
    void activated(const QModelIndex &sourceIndex);
    /// Another row is current; invalid when none is.
    void currentChanged(const QModelIndex &sourceIndex);
    void exportRequested();
    void filterEdited(const QString &text);
    /// A copy was too large to be one; offer an export instead.
    void copyRefused(qint64 cells);
    /// Before the context menu opens, for actions of a page's own.
    void contextMenuOpening(QMenu *menu, const QModelIndex &sourceIndex);

private:
    void buildToolRow();
    void buildView();
    void buildActions();
    void connectSelection();
    void copy(bool withHeader);
    void exportRows();
    void filter(const QString &text);
    void showContextMenu(const QPoint &position);
    void showCount();

    QTableView *m_view;
    QWidget *m_toolRow;
    QHBoxLayout *m_toolLayout;
    QLabel *m_title;
    QLabel *m_summary;
    QLineEdit *m_filter;
    QToolButton *m_export;
    QList<QAction *> m_copyActions;
    ColumnSizer *m_sizer;
    TableFilterModel *m_proxy;
    QPointer<QAbstractItemModel> m_source;
    Ordering m_ordering = Ordering::Here;
    bool m_exportedByOwner = false;
};

} // namespace daybook::views
