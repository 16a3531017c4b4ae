#include "views/settlement/daytypeheatmap.h"

#include "models/core/format.h"
#include "models/settlement/figuretext.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace daybook::views {
namespace {

using settlement::Figure;
using settlement::Line;
using settlement::Report;

constexpr double NoFigure = -1;
/// A weak day is still a day with a figure.
constexpr double Weakest = 0.12;
constexpr int MinimumCell = 10;
constexpr int HighestCell = 8 * Grid;
constexpr int LegendHeight = 4 * Grid;
constexpr int AxisHeight = 4 * Grid;
constexpr int Swatches = 5;
constexpr int Swatch = 12;

/// Where a figure stands between a type's weakest day and its strongest; all alike are in the middle.
double strength(const Decimal &figure, const Decimal &weakest, const Decimal &strongest)
{
    const Result<Decimal> above = figure.minus(weakest);
    const Result<Decimal> span = strongest.minus(weakest);
    const std::optional<Decimal> ratio = above && span ? above->ratioTo(*span, 3) : std::nullopt;
    return ratio ? Weakest + (1 - Weakest) * ratio->toString().toDouble() : 0.5;
}

QList<double> strengthsOf(const Report &report, const Line &line)
{
    const settlement::Period days = report.trend();
    std::optional<Decimal> weakest;
    std::optional<Decimal> strongest;
    for (QDate day = days.from; day <= days.to; day = day.addDays(1)) {
        const Figure figure = report.cell(day, line);
        if (figure.total && (!strongest || *figure.total > *strongest))
            strongest = figure.total;
        if (figure.total && (!weakest || *figure.total < *weakest))
            weakest = figure.total;
    }
    QList<double> strengths;
    for (QDate day = days.from; day <= days.to; day = day.addDays(1)) {
        const Figure figure = report.cell(day, line);
        if (!figure.total) {
            strengths << NoFigure;
            continue;
        }
        strengths << strength(*figure.total, *weakest, *strongest);
    }
    return strengths;
}

} // namespace

DayTypeHeatMap::DayTypeHeatMap(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Days by type"));
}

void DayTypeHeatMap::setReport(const Report &report)
{
    m_report = report;
    m_strengths.clear();
    for (const Line &line : report.lines())
        m_strengths << strengthsOf(report, line);
    m_current = {report.trend().days() - 1, report.lines().isEmpty() ? -1 : 0};
    updateGeometry();
    update();
}

QSize DayTypeHeatMap::sizeHint() const
{
    return {50 * Grid, static_cast<int>(m_report.lines().size()) * 4 * Grid + LegendHeight + AxisHeight};
}

QSize DayTypeHeatMap::minimumSizeHint() const
{
    return {30 * Grid, static_cast<int>(m_report.lines().size()) * MinimumCell + LegendHeight + AxisHeight};
}

QRect DayTypeHeatMap::gridRect() const
{
    int labels = 0;
    for (const Line &line : m_report.lines())
        labels = std::max(labels, fontMetrics().horizontalAdvance(settlement::lineLabel(m_report, line)));
    labels = std::min(labels + 3 * Grid, width() / 3);
    const int lines = std::max(1, static_cast<int>(m_report.lines().size()));
    const int high = std::min(height() - LegendHeight - AxisHeight, lines * HighestCell);
    return {labels, LegendHeight, width() - labels - Grid, high};
}

QRect DayTypeHeatMap::rectOf(const Cell &cell) const
{
    const QRect grid = gridRect();
    const int days = m_report.trend().days();
    const auto lines = static_cast<int>(m_report.lines().size());
    const int left = grid.left() + grid.width() * cell.day / days;
    const int right = grid.left() + grid.width() * (cell.day + 1) / days;
    const int top = grid.top() + grid.height() * cell.line / lines;
    const int bottom = grid.top() + grid.height() * (cell.line + 1) / lines;
    const int gap = right - left > MinimumCell ? 2 : 1;
    return {left, top, right - left - gap, bottom - top - gap};
}

DayTypeHeatMap::Cell DayTypeHeatMap::cellAt(const QPoint &position) const
{
    const QRect grid = gridRect();
    if (!grid.contains(position) || m_report.lines().isEmpty())
        return {};
    const int days = m_report.trend().days();
    const auto lines = static_cast<int>(m_report.lines().size());
    return {std::min(days - 1, (position.x() - grid.left()) * days / grid.width()),
            std::min(lines - 1, (position.y() - grid.top()) * lines / grid.height())};
}

void DayTypeHeatMap::paintEvent(QPaintEvent *)
{
    if (m_report.lines().isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintLegend(painter);
    paintLabels(painter);
    for (int line = 0; line < m_report.lines().size(); ++line)
        for (int day = 0; day < m_report.trend().days(); ++day)
            paintCell(painter, {day, line});
    paintPeriod(painter);
    if (hasFocus() && m_current.isValid()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(accent(palette()), 2));
        painter.drawRoundedRect(rectOf(m_current).adjusted(-1, -1, 1, 1), 3, 3);
    }
}

void DayTypeHeatMap::paintPeriod(QPainter &painter) const
{
    const settlement::Period days = m_report.trend();
    if (m_report.period == days)
        return;
    const auto first = static_cast<int>(days.from.daysTo(m_report.period.from));
    const auto lastLine = static_cast<int>(m_report.lines().size()) - 1;
    const QRect around = rectOf({first, 0}).united(rectOf({days.days() - 1, lastLine}));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
    painter.drawRoundedRect(QRectF(around).adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4);
}

void DayTypeHeatMap::paintCell(QPainter &painter, const Cell &cell) const
{
    const QRect rect = rectOf(cell);
    const double strength = m_strengths[cell.line][cell.day];
    painter.setPen(Qt::NoPen);
    if (strength >= 0) {
        painter.setBrush(heatColor(strength, palette()));
        painter.drawRoundedRect(rect, 3, 3);
        return;
    }
    paintNothing(painter, rect);
}

void DayTypeHeatMap::paintNothing(QPainter &painter, const QRect &place) const
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(border(palette()));
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(mutedText(palette()));
    painter.drawText(place, Qt::AlignCenter, QStringLiteral("–"));
}

void DayTypeHeatMap::paintLabels(QPainter &painter) const
{
    const QRect grid = gridRect();
    painter.setPen(palette().color(QPalette::Text));
    for (int line = 0; line < m_report.lines().size(); ++line) {
        const QRect row = rectOf({0, line});
        const QString label = settlement::lineLabel(m_report, m_report.lines()[line]);
        const QRect place(Grid, row.top(), grid.left() - 2 * Grid, row.height());
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(label, Qt::ElideRight, place.width()));
    }
    painter.setPen(mutedText(palette()));
    painter.setFont(tabularFont(font()));
    const int days = m_report.trend().days();
    const int space = painter.fontMetrics().horizontalAdvance(QStringLiteral("00-00")) + Grid;
    const int every = std::max(1, (space * days + grid.width() - 1) / grid.width());
    for (int day = days - 1; day >= 0; day -= every) {
        const QRect cell = rectOf({day, 0});
        QRect place(cell.center().x() - space / 2, grid.bottom() + 2, space, 2 * Grid + 4);
        place.moveRight(std::min(place.right(), width() - 1));
        painter.drawText(place, Qt::AlignCenter,
                         m_report.trend().from.addDays(day).toString(QStringLiteral("MM-dd")));
    }
}

void DayTypeHeatMap::paintLegend(QPainter &painter) const
{
    const QString weak = tr("Each type's weakest day");
    const QString strong = tr("strongest");
    const QString none = tr("no rows");
    const auto widthOf = [this](const QString &words) { return fontMetrics().horizontalAdvance(words); };
    const int scale = Swatches * (Swatch + 2);
    const int all = widthOf(weak) + scale + widthOf(strong) + Swatch + widthOf(none) + 6 * Grid;
    const int top = (LegendHeight - Swatch) / 2;
    int x = std::max(Grid, (width() - all) / 2);
    const auto say = [&](const QString &words) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(x, 0, widthOf(words) + 1, LegendHeight), Qt::AlignVCenter, words);
        x += widthOf(words) + Grid;
    };
    say(weak);
    painter.setPen(Qt::NoPen);
    for (int step = 0; step < Swatches; ++step, x += Swatch + 2) {
        painter.setBrush(heatColor(Weakest + (1 - Weakest) * step / (Swatches - 1), palette()));
        painter.drawRoundedRect(x, top, Swatch, Swatch, 2, 2);
    }
    x += Grid;
    say(strong);
    x += Grid;
    paintNothing(painter, {x, top, Swatch, Swatch});
    x += Swatch + Grid;
    say(none);
}

QString DayTypeHeatMap::describe(const Cell &cell) const
{
    const Line &line = m_report.lines()[cell.line];
    const Figure figure = m_report.cell(dayOf(cell), line);
    QString text = tr("%1\n%2: %3 · %4 rows")
                       .arg(formatDate(dayOf(cell)), settlement::lineLabel(m_report, line),
                            settlement::figureText(figure.total), settlement::figureText(figure.count));
    const QString why = settlement::absenceText(figure, figure.total);
    return why.isEmpty() ? text : text + QLatin1Char('\n') + why;
}

bool DayTypeHeatMap::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Cell cell = cellAt(help->pos());
        if (cell.isValid())
            QToolTip::showText(help->globalPos(), describe(cell), this, rectOf(cell));
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void DayTypeHeatMap::mousePressEvent(QMouseEvent *event)
{
    if (const Cell cell = cellAt(event->pos()); cell.isValid())
        moveTo(cell);
}

void DayTypeHeatMap::mouseDoubleClickEvent(QMouseEvent *event)
{
    activate(cellAt(event->pos()));
}

void DayTypeHeatMap::keyPressEvent(QKeyEvent *event)
{
    Cell cell = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        --cell.day;
        break;
    case Qt::Key_Right:
        ++cell.day;
        break;
    case Qt::Key_Up:
        --cell.line;
        break;
    case Qt::Key_Down:
        ++cell.line;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate(m_current);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (cell.day >= 0 && cell.day < m_report.trend().days() && cell.line >= 0 &&
        cell.line < m_report.lines().size())
        moveTo(cell);
}

void DayTypeHeatMap::moveTo(const Cell &cell)
{
    m_current = cell;
    setAccessibleDescription(describe(cell));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

void DayTypeHeatMap::activate(const Cell &cell)
{
    if (cell.isValid())
        Q_EMIT cellActivated(dayOf(cell), m_report.lines()[cell.line].type);
}

void DayTypeHeatMap::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void DayTypeHeatMap::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace daybook::views
