#include "views/settlement/reporttable.h"

#include "models/core/format.h"
#include "views/widgets/celldelegate.h"
#include "views/widgets/columnsizer.h"
#include "views/widgets/datatable.h"
#include "views/widgets/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

using settlement::ReportItemModel;

/// The total stands apart: bold, under a line.
class ReportDelegate : public CellDelegate
{
public:
    using CellDelegate::CellDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        CellDelegate::paint(painter, option, index);
        if (!index.data(ReportItemModel::TotalRole).toBool())
            return;
        painter->save();
        painter->setPen(mutedText(option.palette));
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
        painter->restore();
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        CellDelegate::initStyleOption(option, index);
        if (index.data(ReportItemModel::TotalRole).toBool())
            option->font.setBold(true);
        else if (index.data().toString() == QStringLiteral("–"))
            option->palette.setColor(QPalette::Text, mutedText(option->palette));
    }
};

} // namespace

ReportTable::ReportTable(QWidget *parent) : QWidget(parent), m_table(new DataTable(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_table->setModel(&m_model, DataTable::Ordering::Source);
    m_table->view()->setItemDelegate(new ReportDelegate(m_table->view()));
    connect(m_table, &DataTable::filterEdited, &m_model, &ReportItemModel::setFilter);
    m_table->setExportedByOwner(true);
    m_table->setStretchColumn(AllColumns);
    m_table->view()->setSelectionBehavior(QAbstractItemView::SelectItems);
    connect(m_table, &DataTable::exportRequested, this, &ReportTable::exportRequested);
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (const QVariant type = index.data(ReportItemModel::TypeRole); type.isValid())
            Q_EMIT typeActivated(type.toString());
    });
}

void ReportTable::setReport(const settlement::Report &report)
{
    const settlement::Period &period = report.period;
    m_table->setTitle(period.days() == 1 ? formatDate(period.from)
                                         : tr("%1 – %2").arg(formatDate(period.from), formatDate(period.to)));
    m_table->setSummary(period.days() == 1 ? QString() : tr("%n days", nullptr, period.days()));
    m_model.setReport(report);
    fitHeight();
}

void ReportTable::fitHeight()
{
    // As high as its rows, so that the pictures below get the rest; scrolls past a dozen types.
    const int rows = std::min(static_cast<int>(m_model.report()->lines().size()) + 1, 13);
    const QTableView *view = m_table->view();
    const int heads = std::max(4 * Grid, view->horizontalHeader()->sizeHint().height());
    m_table->view()->setFixedHeight(heads + rows * view->verticalHeader()->defaultSectionSize() + 4);
}

} // namespace daybook::views
