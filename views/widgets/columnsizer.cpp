#include "views/widgets/columnsizer.h"

#include "views/widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>
#include <QTimer>

#include <numeric>

namespace daybook::views {
namespace {

constexpr int MinimumWidth = 7 * Grid;
constexpr int MaximumWidth = 45 * Grid;
constexpr int SampledRows = 50; // each cell of them is laid out, on the event loop

} // namespace

ColumnSizer::ColumnSizer(QTableView *view) : QObject(view), m_view(view)
{
    view->horizontalHeader()->setResizeContentsPrecision(SampledRows);
    view->viewport()->installEventFilter(this);
    connect(view->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (!m_resizing)
            m_dragged.insert(section);
    });
}

void ColumnSizer::watchModel()
{
    m_wanted.clear();
    m_dragged.clear();
    QAbstractItemModel *model = m_view->model();
    connect(model, &QAbstractItemModel::modelReset, this, &ColumnSizer::schedule);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ColumnSizer::schedule);
    connect(model, &QAbstractItemModel::columnsInserted, this, &ColumnSizer::schedule);
    connect(model, &QAbstractItemModel::dataChanged, this, &ColumnSizer::schedule);
    schedule();
}

void ColumnSizer::setStretchColumn(int column)
{
    m_stretchColumn = column;
    schedule();
}

bool ColumnSizer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        stretch();
    else if (event->type() == QEvent::Show)
        schedule();
    return QObject::eventFilter(watched, event);
}

void ColumnSizer::schedule()
{
    if (m_scheduled || !m_view->isVisible()) // an unseen table is measured when it is shown
        return;
    m_scheduled = true;
    QTimer::singleShot(0, this, &ColumnSizer::widen);
}

void ColumnSizer::widen()
{
    m_scheduled = false;
    m_wanted.resize(m_view->horizontalHeader()->count());
    for (int column = 0; column < m_wanted.size(); ++column) {
        const int hint = std::max(static_cast<QAbstractItemView *>(m_view)->sizeHintForColumn(column),
                                  m_view->horizontalHeader()->sectionSizeHint(column) + Grid);
        m_wanted[column] = std::clamp(hint + Grid, std::max(m_wanted[column], MinimumWidth), MaximumWidth);
    }
    stretch();
}

void ColumnSizer::stretch()
{
    if (m_wanted.isEmpty() || m_wanted.size() != m_view->horizontalHeader()->count())
        return;
    m_resizing = true;
    int total = 0;
    for (int column = 0; column < m_wanted.size(); ++column) {
        if (!m_dragged.contains(column))
            m_view->setColumnWidth(column, m_wanted[column]);
        total += m_view->isColumnHidden(column) ? 0 : m_view->columnWidth(column);
    }
    const int spare = m_view->viewport()->width() - total;
    const auto columns = static_cast<int>(m_wanted.size());
    for (int column = 0; m_stretchColumn == AllColumns && spare > 0 && column < columns; ++column) {
        if (!m_dragged.contains(column))
            m_view->setColumnWidth(column, m_view->columnWidth(column) + spare / columns);
    }
    if (m_stretchColumn >= 0 && m_stretchColumn < m_wanted.size() && spare > 0 &&
        !m_dragged.contains(m_stretchColumn))
        m_view->setColumnWidth(m_stretchColumn, m_view->columnWidth(m_stretchColumn) + spare);
    m_resizing = false;
}

} // namespace daybook::views
