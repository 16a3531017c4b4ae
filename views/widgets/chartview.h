#pragma once

#include <QChartView>

#include <functional>

class QAbstractAxis;
class QAbstractSeries;
class QBarSet;

namespace daybook::views {

/// A Qt Chart in the house's dress: follows the scheme, has a legend, answers the pointer and the keyboard's
/// users' screen readers.
class ChartView : public QChartView
{
    Q_OBJECT
public:
    /// What to say of the `index`-th point or bar of the series (or bar set) called `name`; exact figures,
    /// from the table behind the chart and not from the chart's doubles.
    using Tip = std::function<QString(const QString &name, int index)>;

    explicit ChartView(QWidget *parent = nullptr);

    /// Takes the series over; use instead of chart()->addSeries, then attach axes.
    void addSeries(QAbstractSeries *series);
    /// Removes all series and axes.
    void clear();
    void setTip(Tip tip);
    /// For axes that were added since; called by itself when the scheme changes.
    void dress();

protected:
    void changeEvent(QEvent *event) override;

private:
    void dressAxis(QAbstractAxis *axis) const;
    void dressSeries();
    void say(bool entered, const QString &name, int index);

    Tip m_tip;
};

/// The n-th colour of the series instead of its place in the chart: a type keeps its colour whatever is
/// shown.
void setColorIndex(QObject *seriesOrBarSet, int index);

} // namespace daybook::views
