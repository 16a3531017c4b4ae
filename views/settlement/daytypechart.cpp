#include "views/settlement/daytypechart.h"

#include "models/core/format.h"
#include "models/settlement/figuretext.h"
#include "views/widgets/chartpanel.h"
#include "views/widgets/chartview.h"
#include "views/widgets/valueaxis.h"

#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QStackedBarSeries>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

using settlement::Line;
using settlement::Period;

/// Labels that fit beside each other; the days between go without.
constexpr int LabelledDays = 8;

/// A pixel's worth of a figure; the exact one is in the tip and the table.
double barHeight(const settlement::Figure &figure)
{
    return figure.total ? figure.total->toString().toDouble() : 0;
}

/// Bars stand at 0, 1, 2... A category axis of bars would cut each label to its bar's width.
QCategoryAxis *dayAxis(const Period &days)
{
    auto *axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setStartValue(-0.5);
    axis->setRange(-0.5, days.days() - 0.5);
    const int every = (days.days() + LabelledDays - 1) / LabelledDays;
    for (int day = (days.days() - 1) % every; day < days.days(); day += every)
        axis->append(days.from.addDays(day).toString(QStringLiteral("MM-dd")), day);
    return axis;
}

} // namespace

DayTypeChart::DayTypeChart(QWidget *parent)
    : QWidget(parent), m_panel(new ChartPanel(tr("Totals by day"), this)), m_chart(m_panel->makeChart())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    m_panel->setTable(&m_model);
    m_chart->setTip([this](const QString &name, int day) { return tip(name, day); });
    connect(m_panel, &ChartPanel::exportRequested, this, &DayTypeChart::exportRequested);
}

void DayTypeChart::setReport(const settlement::Report &report)
{
    m_report = report;
    m_model.setReport(report);
    const QString currency = report.currency();
    m_panel->setTitle(currency.isEmpty() ? tr("Totals by day") : tr("Totals by day (%1)").arg(currency));
    m_chart->clear();
    // Bars of different currencies would stand on top of each other as if they added up.
    if (report.hasOneCurrency())
        drawBars();
    m_panel->showTable(!report.hasOneCurrency() || m_panel->showsTable());
}

void DayTypeChart::drawBars()
{
    const Period days = m_report.trend();
    auto *bars = new QStackedBarSeries;
    bars->setBarWidth(0.72);
    int place = 0;
    for (const Line &line : m_report.lines()) {
        auto *set = new QBarSet(settlement::lineLabel(m_report, line));
        for (QDate day = days.from; day <= days.to; day = day.addDays(1))
            set->append(barHeight(m_report.cell(day, line)));
        setColorIndex(set, place++);
        bars->append(set);
    }
    m_chart->addSeries(bars);
    drawAxes(bars);
}

void DayTypeChart::drawAxes(QStackedBarSeries *bars)
{
    const Period days = m_report.trend();
    auto *dates = dayAxis(days);
    auto *amounts = new ValueAxis;
    double highest = 0;
    for (QDate day = days.from; day <= days.to; day = day.addDays(1)) {
        double sum = 0;
        for (const Line &line : m_report.lines())
            sum += barHeight(m_report.cell(day, line));
        highest = std::max(highest, sum);
    }
    amounts->setExtent(0, highest);
    m_chart->chart()->addAxis(dates, Qt::AlignBottom);
    m_chart->chart()->addAxis(amounts, Qt::AlignLeft);
    bars->attachAxis(dates);
    bars->attachAxis(amounts);
    m_chart->dress();
}

QString DayTypeChart::tip(const QString &name, int day) const
{
    const QDate date = m_report.trend().from.addDays(day);
    for (const Line &line : m_report.lines()) {
        if (settlement::lineLabel(m_report, line) != name)
            continue;
        return tr("%1\n%2: %3\nDay: %4")
            .arg(formatDate(date), name, settlement::figureText(m_report.cell(date, line).total),
                 settlement::figureText(m_report.dayTotal(date).total));
    }
    return formatDate(date);
}

} // namespace daybook::views
