#include "views/runs/timelineview.h"

#include "models/build/outcometext.h"
#include "models/build/runnodesitemmodel.h"
#include "models/core/format.h"
#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"
#include "views/widgets/valueaxis.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <set>

namespace daybook::views {
namespace {

using build::RunNodesItemModel;

constexpr int LegendHeight = 3 * Grid;
constexpr int LaneHeight = 4 * Grid;
constexpr int AxisHeight = 3 * Grid;
constexpr int NarrowestBar = 3;
constexpr auto AtMostEvery = std::chrono::milliseconds(40);

Severity meaningOf(const QModelIndex &index)
{
    return index.data(RunNodesItemModel::MeaningRole).value<Severity>();
}

} // namespace

TimelineView::TimelineView(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Timeline of the run"));
}

void TimelineView::setModel(QAbstractItemModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_current = -1;
        gather();
    });
    connect(model, &QAbstractItemModel::dataChanged, this, &TimelineView::gatherSoon);
    m_soon.setSingleShot(true);
    m_soon.setInterval(AtMostEvery);
    connect(&m_soon, &QTimer::timeout, this, &TimelineView::gather, Qt::UniqueConnection);
    gather();
}

void TimelineView::setRunStart(const QDateTime &start)
{
    m_start = start;
    gather();
}

void TimelineView::gatherSoon()
{
    if (!m_soon.isActive())
        m_soon.start(); // a build changes hundreds of bars in a second
}

void TimelineView::gather()
{
    m_bars.clear();
    std::set<int> workers;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_extent = 100;
    for (int row = 0; m_model && row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const QDateTime start = index.data(RunNodesItemModel::StartRole).toDateTime();
        const QDateTime end = index.data(RunNodesItemModel::EndRole).toDateTime();
        const int worker = index.data(RunNodesItemModel::WorkerRole).toInt();
        const bool running = meaningOf(index) == Severity::Active;
        if (!start.isValid() || worker < 0 || (!end.isValid() && !running))
            continue;
        const qint64 from = std::max<qint64>(0, m_start.msecsTo(start));
        m_bars.push_back({row, worker, from, std::max(from, m_start.msecsTo(end.isValid() ? end : now)), {}});
        workers.insert(worker);
        m_extent = std::max(m_extent, m_bars.back().to);
    }
    m_lanes = workers.empty() ? 0 : *workers.rbegin() + 1;
    std::stable_sort(m_bars.begin(), m_bars.end(),
                     [](const Bar &a, const Bar &b) { return a.from < b.from; });
    place();
    updateGeometry();
    update();
}

int TimelineView::labelWidth() const
{
    return fontMetrics().horizontalAdvance(tr("Worker %1").arg(99)) + 3 * Grid;
}

void TimelineView::place()
{
    const int left = labelWidth();
    const double scale = std::max(1, width() - left - 2 * Grid) / static_cast<double>(m_extent);
    for (Bar &bar : m_bars) {
        const bool check = m_model->index(bar.row, 0).data(RunNodesItemModel::CheckRole).toBool();
        const int x = left + static_cast<int>(static_cast<double>(bar.from) * scale);
        const int w =
            std::max(NarrowestBar, static_cast<int>(static_cast<double>(bar.to - bar.from) * scale));
        const int inset = check ? Grid : Grid / 2;
        bar.place = QRect(x, LegendHeight + bar.lane * LaneHeight + inset, w, LaneHeight - 2 * inset);
    }
}

QSize TimelineView::sizeHint() const
{
    return {80 * Grid, LegendHeight + std::max(2, m_lanes) * LaneHeight + AxisHeight + Grid};
}

QSize TimelineView::minimumSizeHint() const
{
    return {40 * Grid, sizeHint().height()};
}

void TimelineView::resizeEvent(QResizeEvent *)
{
    place();
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintLegend(painter);
    paintLanes(painter);
    paintAxis(painter);
    for (const Bar &bar : m_bars)
        paintBar(painter, bar);
}

void TimelineView::paintLegend(QPainter &painter) const
{
    const std::pair<Severity, QString> entries[] = {{Severity::Proven, tr("Built or passed")},
                                                    {Severity::Warning, tr("Warning or cancelled")},
                                                    {Severity::Failed, tr("Failed")},
                                                    {Severity::Active, tr("Running")}};
    int x = labelWidth();
    for (const auto &[severity, words] : entries) {
        glyph(severity).paint(&painter, QRect(x, 4, 14, 14));
        painter.setPen(mutedText(palette()));
        const int w = fontMetrics().horizontalAdvance(words);
        painter.drawText(QRect(x + 20, 0, w + 1, LegendHeight - 2), Qt::AlignVCenter, words);
        x += w + 20 + 2 * Grid;
    }
}

void TimelineView::paintLanes(QPainter &painter) const
{
    for (int lane = 0; lane < m_lanes; ++lane) {
        const int top = LegendHeight + lane * LaneHeight;
        painter.setPen(border(palette()));
        painter.drawLine(0, top, width(), top);
        painter.setPen(mutedText(palette()));
        painter.drawText(QRect(Grid, top, labelWidth() - 2 * Grid, LaneHeight), Qt::AlignVCenter,
                         tr("Worker %1").arg(lane + 1));
    }
}

void TimelineView::paintAxis(QPainter &painter) const
{
    const int top = LegendHeight + m_lanes * LaneHeight;
    const int left = labelWidth();
    const double scale = std::max(1, width() - left - 2 * Grid) / static_cast<double>(m_extent);
    const double tick = roundStep(static_cast<double>(m_extent), std::clamp((width() - left) / 100, 2, 10));
    painter.setPen(border(palette()));
    painter.drawLine(0, top, width(), top);
    painter.setFont(tabularFont(font()));
    for (double at = 0; at <= static_cast<double>(m_extent); at += tick) {
        const int x = left + static_cast<int>(at * scale);
        painter.setPen(border(palette()));
        painter.drawLine(x, LegendHeight, x, top + 4);
        painter.setPen(mutedText(palette()));
        const QString words = at > 0 ? formatDuration(static_cast<qint64>(at)) : QStringLiteral("0");
        painter.drawText(QRect(x - 50, top + 4, 100, AxisHeight - 4), Qt::AlignHCenter | Qt::AlignTop, words);
    }
    painter.setFont(font());
}

void TimelineView::paintBar(QPainter &painter, const Bar &bar) const
{
    const QModelIndex index = m_model->index(bar.row, 0);
    const Severity meaning = meaningOf(index);
    const bool current = bar.row == m_current;
    const QColor line = ink(meaning, palette());
    painter.setPen(QPen(line, current ? 2 : 1));
    painter.setBrush(bar.place.width() < 3 * Grid ? line : tint(meaning, palette()));
    painter.drawRoundedRect(QRectF(bar.place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (current && hasFocus()) {
        painter.setPen(QPen(accent(palette()), 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(bar.place.adjusted(-3, -3, 3, 3), 4, 4);
    }
    const QRect inside = bar.place.adjusted(Grid / 2, 0, -Grid / 2, 0);
    if (inside.width() < 5 * Grid || bar.place.height() < fontMetrics().height() - 2)
        return;
    painter.setPen(line);
    painter.drawText(inside, Qt::AlignVCenter,
                     fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, inside.width()));
}

QString TimelineView::describe(int row) const
{
    const auto at = [this, row](int column) { return m_model->index(row, column).data().toString(); };
    QString words =
        QStringLiteral("%1\n%2 · %3")
            .arg(at(RunNodesItemModel::Title), at(RunNodesItemModel::Kind), at(RunNodesItemModel::Outcome));
    words += QLatin1Char('\n') +
             tr("%1, begun after %2").arg(at(RunNodesItemModel::Duration), at(RunNodesItemModel::Started));
    if (const QString rows = at(RunNodesItemModel::Rows); !rows.isEmpty())
        words += QLatin1Char('\n') + tr("Rows: %1").arg(rows);
    if (const QString failures = at(RunNodesItemModel::Failures); !failures.isEmpty())
        words += QLatin1Char('\n') + tr("Failures: %1").arg(failures);
    return words;
}

int TimelineView::rowAt(const QPoint &position) const
{
    for (auto bar = m_bars.rbegin(); bar != m_bars.rend(); ++bar) {
        if (bar->place.adjusted(-1, -2, 1, 2).contains(position))
            return bar->row;
    }
    return -1;
}

QRect TimelineView::barOf(int row) const
{
    const auto bar =
        std::find_if(m_bars.begin(), m_bars.end(), [row](const Bar &each) { return each.row == row; });
    return bar == m_bars.end() ? QRect() : bar->place;
}

void TimelineView::setCurrentRow(int row)
{
    if (m_current == row)
        return;
    m_current = row;
    setAccessibleDescription(row >= 0 && m_model ? describe(row) : QString());
    update();
    Q_EMIT currentRowChanged(row);
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (const int row = rowAt(event->pos()); row >= 0)
        setCurrentRow(row);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int row = rowAt(event->pos()); row >= 0)
        Q_EMIT activated(row);
}

void TimelineView::step(int by)
{
    if (m_bars.empty())
        return;
    const auto bar =
        std::find_if(m_bars.begin(), m_bars.end(), [this](const Bar &each) { return each.row == m_current; });
    const auto last = static_cast<std::ptrdiff_t>(m_bars.size()) - 1;
    const auto place = bar == m_bars.end() ? (by > 0 ? std::ptrdiff_t{0} : last)
                                           : std::clamp(bar - m_bars.begin() + by, std::ptrdiff_t{0}, last);
    setCurrentRow(m_bars[static_cast<std::size_t>(place)].row);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Right)
        step(1);
    else if (event->key() == Qt::Key_Left)
        step(-1);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current >= 0)
        Q_EMIT activated(m_current);
    else
        QWidget::keyPressEvent(event);
}

bool TimelineView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int row = rowAt(help->pos());
        if (row >= 0)
            QToolTip::showText(help->globalPos(), describe(row), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace daybook::views
