#pragma once

#include <QDateTime>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <vector>

class QAbstractItemModel;

namespace daybook::views {

/// A run as bars over time, one lane per worker: who waited for whom, and what took long. Reads a model by
/// the roles of build::RunNodesItemModel; never owns it. Arrow keys go from bar to bar.
class TimelineView : public QWidget
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model);
    void setRunStart(const QDateTime &start);
    int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    /// The row whose bar is there; -1 for none.
    int rowAt(const QPoint &position) const;
    QRect barOf(int row) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentRowChanged(int row);
    void activated(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Bar
    {
        int row = 0;
        int lane = 0;
        qint64 from = 0; ///< milliseconds since the run's start
        qint64 to = 0;
        QRect place;
    };

    void gather();
    void gatherSoon();
    void place();
    int labelWidth() const;
    void paintAxis(QPainter &painter) const;
    void paintLanes(QPainter &painter) const;
    void paintBar(QPainter &painter, const Bar &bar) const;
    void paintLegend(QPainter &painter) const;
    QString describe(int row) const;
    void step(int by);

    QPointer<QAbstractItemModel> m_model;
    QDateTime m_start;
    std::vector<Bar> m_bars; ///< by time of beginning
    int m_lanes = 0;
    qint64 m_extent = 1000; ///< milliseconds
    QTimer m_soon;          ///< bundles changes
    int m_current = -1;
};

} // namespace daybook::views
