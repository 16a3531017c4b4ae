#pragma once

#include "models/core/result.h"

#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace daybook::views {

class ChartView;
class DataTable;

/// A picture of figures with what every picture here has: a heading, the table behind it one click away, and
/// "save as image". Holds a ChartView, or any other widget that draws (a timeline, a heat map).
class ChartPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ChartPanel(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Takes it over.
    void setPlot(QWidget *plot);
    /// Makes, sets and gives a ChartView.
    ChartView *makeChart();
    /// The same figures as rows; never owned.
    void setTable(QAbstractItemModel *model);
    DataTable *table() const { return m_table; }
    /// Beside the heading, before the panel's own buttons.
    void addTool(QWidget *tool);

    void showTable(bool table);
    bool showsTable() const;

    /// The picture at twice the screen's resolution, PNG or what the name's ending says. Error: Io.
    Result<void> saveImage(const QString &path) const;

Q_SIGNALS:
    void exportRequested();

private:
    void buildHead(const QString &title);
    void askWhereToSave();

    QLabel *m_title;
    QHBoxLayout *m_head;
    QToolButton *m_toggle;
    QToolButton *m_save;
    QStackedWidget *m_stack;
    QWidget *m_plot = nullptr;
    DataTable *m_table;
};

} // namespace daybook::views
