#include "views/widgets/chartview.h"

#include "views/widgets/theme.h"

#include <QAbstractAxis>
#include <QAbstractBarSeries>
#include <QAreaSeries>
#include <QBarSet>
#include <QChart>
#include <QCursor>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLegend>
#include <QToolTip>
#include <QXYSeries>

namespace daybook::views {
namespace {

const char *const ColorIndex = "daybookColorIndex";

int colorIndexOf(const QObject *object, int otherwise)
{
    const QVariant index = object->property(ColorIndex);
    return index.isValid() ? index.toInt() : otherwise;
}

} // namespace

void setColorIndex(QObject *seriesOrBarSet, int index)
{
    seriesOrBarSet->setProperty(ColorIndex, index);
}

ChartView::ChartView(QWidget *parent) : QChartView(parent)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setMargins(QMargins(0, Grid, Grid, 0));
    chart()->setBackgroundRoundness(0);
    chart()->legend()->setAlignment(Qt::AlignTop);
    chart()->legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    dress();
}

void ChartView::addSeries(QAbstractSeries *series)
{
    chart()->addSeries(series);
    if (auto *bars = qobject_cast<QAbstractBarSeries *>(series))
        connect(bars, &QAbstractBarSeries::hovered, this,
                [this](bool entered, int index, QBarSet *set) { say(entered, set->label(), index); });
    if (auto *line = qobject_cast<QXYSeries *>(series))
        connect(line, &QXYSeries::hovered, this, [this, line](const QPointF &point, bool entered) {
            int nearest = 0;
            for (int i = 1; i < line->count(); ++i) {
                if (std::abs(line->at(i).x() - point.x()) < std::abs(line->at(nearest).x() - point.x()))
                    nearest = i;
            }
            say(entered, line->name(), nearest);
        });
    dress();
}

void ChartView::clear()
{
    chart()->removeAllSeries();
    for (QAbstractAxis *axis : chart()->axes()) {
        chart()->removeAxis(axis);
        delete axis;
    }
}

void ChartView::setTip(Tip tip)
{
    m_tip = std::move(tip);
}

void ChartView::dress()
{
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    chart()->setBackgroundBrush(palette().color(QPalette::Base));
    chart()->legend()->setLabelColor(palette().color(QPalette::Text));
    chart()->legend()->setFont(small);
    setBackgroundBrush(palette().color(QPalette::Base));
    for (QAbstractAxis *axis : chart()->axes())
        dressAxis(axis);
    dressSeries();
}

void ChartView::dressAxis(QAbstractAxis *axis) const
{
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    axis->setLabelsFont(tabularFont(small));
    axis->setTitleFont(small);
    axis->setLabelsColor(mutedText(palette()));
    axis->setTitleBrush(mutedText(palette()));
    axis->setGridLineColor(border(palette()));
    axis->setLinePenColor(border(palette()));
    axis->setGridLineVisible(axis->orientation() == Qt::Vertical);
}

void ChartView::dressSeries()
{
    int place = 0;
    for (QAbstractSeries *series : chart()->series()) {
        if (auto *bars = qobject_cast<QAbstractBarSeries *>(series)) {
            for (QBarSet *set : bars->barSets()) {
                set->setColor(seriesColor(colorIndexOf(set, place++), palette()));
                set->setBorderColor(palette().color(QPalette::Base));
            }
        } else if (auto *line = qobject_cast<QXYSeries *>(series)) {
            line->setPen(QPen(seriesColor(colorIndexOf(line, place++), palette()), 2));
        } else if (auto *area = qobject_cast<QAreaSeries *>(series)) {
            area->setColor(seriesColor(colorIndexOf(area, place), palette()));
            area->setBorderColor(seriesColor(colorIndexOf(area, place++), palette()));
        }
    }
}

void ChartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        dress();
    QChartView::changeEvent(event);
}

void ChartView::say(bool entered, const QString &name, int index)
{
    if (!entered)
        QToolTip::hideText();
    else if (m_tip)
        QToolTip::showText(QCursor::pos(), m_tip(name, index), this);
}

} // namespace daybook::views
