#pragma once

#include "models/settlement/report.h"

#include <QWidget>

namespace daybook::views {

/// Date x type as squares, each type between its own weakest and strongest day, so that a quiet type's odd
/// day shows as well as a busy one's. A square without a figure is a frame with a dash, not pale. The days of
/// the report's period are framed among those of its trend. Arrow keys move, Enter opens.
class DayTypeHeatMap : public QWidget
{
    Q_OBJECT
public:
    explicit DayTypeHeatMap(QWidget *parent = nullptr);

    void setReport(const settlement::Report &report);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellActivated(QDate day, const QString &type);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// Day and line by number; both -1 outside.
    struct Cell
    {
        int day = -1;
        int line = -1;
        bool isValid() const { return day >= 0 && line >= 0; }
        bool operator==(const Cell &) const = default;
    };
    Cell cellAt(const QPoint &position) const;
    QRect rectOf(const Cell &cell) const;
    QRect gridRect() const;
    QDate dayOf(const Cell &cell) const { return m_report.trend().from.addDays(cell.day); }
    QString describe(const Cell &cell) const;
    void moveTo(const Cell &cell);
    void activate(const Cell &cell);
    void paintPeriod(QPainter &painter) const;
    void paintCell(QPainter &painter, const Cell &cell) const;
    void paintNothing(QPainter &painter, const QRect &place) const;
    void paintLabels(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;

    settlement::Report m_report;
    QList<QList<double>> m_strengths; ///< by line and day, 0 to 1; negative: no figure
    Cell m_current;
};

} // namespace daybook::views
