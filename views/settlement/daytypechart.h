#pragma once

#include "models/settlement/daytypeitemmodel.h"

#include <QWidget>

class QStackedBarSeries;

namespace daybook::views {

class ChartPanel;
class ChartView;

/// Totals by day, stacked by transaction type; the table behind it is the matrix itself.
class DayTypeChart : public QWidget
{
    Q_OBJECT
public:
    explicit DayTypeChart(QWidget *parent = nullptr);

    void setReport(const settlement::Report &report);
    ChartPanel *panel() const { return m_panel; }
    /// The figures as rows, for whoever shows the same.
    QAbstractItemModel *matrix() { return &m_model; }

Q_SIGNALS:
    void exportRequested();

private:
    void drawBars();
    void drawAxes(QStackedBarSeries *bars);
    QString tip(const QString &name, int day) const;

    settlement::Report m_report;
    settlement::DayTypeItemModel m_model;
    ChartPanel *m_panel;
    ChartView *m_chart;
};

} // namespace daybook::views
