#include "views/settlement/sourcerowpanel.h"

#include "models/core/itemroles.h"
#include "views/widgets/datatable.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace daybook::views {

using settlement::SourceRow;

SourceRowPanel::SourceRowPanel(warehouse::Pool &pool, QWidget *parent)
    : QWidget(parent)
    , m_pool(&pool)
    , m_title(new QLabel(tr("Source row"), this))
    , m_panel(new StatePanel(this))
    , m_table(new DataTable(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid / 2);
    auto *head = new QHBoxLayout;
    auto *close = new QToolButton(this);
    close->setProperty("quiet", true);
    close->setText(QStringLiteral("✕"));
    close->setAccessibleName(tr("Close the source row"));
    close->setToolTip(close->accessibleName());
    m_title->setFont(headingFont(font()));
    head->addWidget(m_title, 1);
    head->addWidget(close);
    layout->addLayout(head);
    layout->addWidget(m_panel, 1);
    m_table->setToolRowVisible(false);
    m_table->setModel(&m_fields);
    m_table->setStretchColumn(1);
    m_panel->setContent(m_table);
    connect(close, &QToolButton::clicked, this, &SourceRowPanel::closeRequested);
    connect(m_panel, &StatePanel::retryRequested, this, &SourceRowPanel::load);
    m_panel->setCancellable(true);
    connect(m_panel, &StatePanel::cancelRequested, this, [this] { m_stop.request_stop(); });
}

SourceRowPanel::~SourceRowPanel()
{
    m_stop.request_stop();
}

void SourceRowPanel::showRow(const settlement::SourceLink &link, const QString &key, const QTimeZone &zone)
{
    m_link = link;
    m_key = key;
    m_zone = zone;
    m_title->setText(tr("Source row in %1").arg(link.name));
    load();
}

void SourceRowPanel::clear()
{
    m_stop.request_stop();
    ++m_generation;
    m_panel->showEmpty({}, {});
}

void SourceRowPanel::load()
{
    m_stop.request_stop();
    m_stop = {};
    const int generation = ++m_generation;
    m_panel->showLoading();
    QCoro::connect(settlement::readSourceRow(m_pool, m_link, m_key, m_zone, m_stop.get_token()), this,
                   [this, generation](const Result<SourceRow> &row) {
                       if (generation == m_generation)
                           take(row);
                   });
}

void SourceRowPanel::take(const Result<SourceRow> &row)
{
    if (!row) {
        m_panel->showEmpty({}, {}); // another row's fields must not stand for this one's
        m_panel->showFailed(row.error());
        return;
    }
    m_fields.clear();
    m_fields.setHorizontalHeaderLabels({tr("Field"), tr("Value")});
    for (const SourceRow::Field &field : row->fields) {
        auto *value = new QStandardItem(field.shown);
        value->setData(field.value.value_or(QString()), RawValueRole);
        value->setToolTip(field.value.value_or(tr("No value (NULL)")));
        auto *name = new QStandardItem(field.name);
        for (QStandardItem *item : {name, value})
            item->setEditable(false);
        m_fields.appendRow({name, value});
    }
    m_panel->showContent();
    if (!row->isUnique)
        m_panel->showStale(tr("The source holds several rows under this key; this is one of them."));
}

} // namespace daybook::views
