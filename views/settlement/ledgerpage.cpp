#include "views/settlement/ledgerpage.h"

#include "models/core/format.h"
#include "models/settlement/figuretext.h"
#include "views/settlement/sourcerowpanel.h"
#include "views/widgets/datatable.h"
#include "views/widgets/glyph.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace daybook::views {
namespace {

using settlement::Figure;
using settlement::LedgerDefinition;
using settlement::LedgerQuery;
using settlement::Period;

QString daysText(const Period &period)
{
    return period.days() == 1 ? formatDate(period.from)
                              : formatDate(period.from) + QStringLiteral(" – ") + formatDate(period.to);
}

} // namespace

LedgerPage::LedgerPage(warehouse::Pool &pool, QWidget *parent)
    : QWidget(parent)
    , m_model(pool)
    , m_title(new QLabel(this))
    , m_sign(new QLabel(this))
    , m_reconciliation(new QLabel(this))
    , m_panel(new StatePanel(this))
    , m_table(new DataTable(this))
    , m_splitter(new QSplitter(this))
    , m_source(new SourceRowPanel(pool, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Grid);
    layout->addWidget(buildHead());
    layout->addWidget(m_splitter, 1);
    m_panel->setContent(m_table);
    m_splitter->addWidget(m_panel);
    m_splitter->addWidget(m_source);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setHandleWidth(2 * Grid);
    m_splitter->setChildrenCollapsible(false);
    m_source->setMinimumWidth(34 * Grid);
    m_source->hide();
    m_table->setModel(&m_model, DataTable::Ordering::Source);
    m_table->setExportedByOwner(true);
    m_table->view()->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(250);
    connectModel();
}

QWidget *LedgerPage::buildHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Grid);
    auto *back = new QPushButton(tr("◀  Settlement"), head);
    back->setAccessibleName(tr("Back to the settlement report"));
    back->setToolTip(tr("Back to the settlement report (Esc)"));
    connect(back, &QPushButton::clicked, this, &LedgerPage::backRequested);
    for (const QKeySequence &keys : {QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Back)}) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &LedgerPage::backRequested);
    }
    m_title->setFont(titleFont(font()));
    m_reconciliation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(back);
    layout->addWidget(m_title);
    layout->addStretch(1);
    layout->addWidget(m_sign);
    layout->addWidget(m_reconciliation);
    return head;
}

void LedgerPage::connectModel()
{
    using settlement::LedgerItemModel;
    connect(&m_model, &LedgerItemModel::loading, this, [this] { m_panel->showLoading(); });
    connect(&m_model, &LedgerItemModel::loaded, this, &LedgerPage::showLoaded);
    connect(&m_model, &LedgerItemModel::failed, m_panel, &StatePanel::showFailed);
    connect(&m_model, &LedgerItemModel::replaced, this, [this] {
        m_panel->showStale(
            tr("This ledger was published anew since it was opened. Retry shows the new one."));
    });
    connect(m_panel, &StatePanel::retryRequested, &m_model, &LedgerItemModel::reload);
    m_panel->setCancellable(true);
    connect(m_panel, &StatePanel::cancelRequested, &m_model, &LedgerItemModel::cancel);
    connect(this, &LedgerPage::backRequested, &m_model, &LedgerItemModel::cancel);
    connect(m_table, &DataTable::activated, this, &LedgerPage::openSource);
    connect(m_table, &DataTable::filterEdited, this, [this](const QString &text) {
        m_filterText = text;
        m_filterDelay.start();
    });
    connect(&m_filterDelay, &QTimer::timeout, this, [this] { m_model.setFilter(m_filterText); });
    connect(m_table, &DataTable::exportRequested, this,
            [this] { Q_EMIT exportRequested(settlement::exportOf(m_model.query(), m_report)); });
    connect(m_source, &SourceRowPanel::closeRequested, this, &LedgerPage::closeSource);
}

void LedgerPage::open(const settlement::Report &report, const QString &type, const Period &period)
{
    m_report = report;
    m_type = type;
    m_period = period;
    m_title->setText(QStringLiteral("%1 · %2").arg(report.definition.typeLabel(type), daysText(period)));
    m_sign->clear();
    m_reconciliation->clear();
    closeSource();
    m_panel->showEmpty({}, {}); // the rows of another figure must not stand for this one's
    const LedgerDefinition *ledger = report.definition.ledgerFor(type);
    if (!ledger || ledger->key.isEmpty()) {
        m_panel->showEmpty(
            tr("No ledger to open"),
            ledger ? tr("The ledger %1 names no key. Write \"key: <column>\" under meta: daybook: "
                        "of the model.")
                         .arg(ledger->name)
                   : tr("No model declares the ledger of this type. Give the ledger's model "
                        "\"role: ledger\" and \"types: [%1]\" under meta: daybook:.")
                         .arg(type));
        return;
    }
    LedgerQuery query;
    query.ledger = *ledger;
    query.calendar = report.definition.calendar;
    query.type = type;
    query.period = period;
    m_table->setTitle(settlement::spoken(ledger->label, ledger->name));
    m_model.open(query);
}

void LedgerPage::showLoaded()
{
    const qint64 rows = m_model.count()->rows;
    m_table->setSummary(tr("%1 row(s)", nullptr, static_cast<int>(rows)).arg(formatCount(rows)));
    if (rows == 0 && m_model.query().filter.isEmpty())
        m_panel->showEmpty(tr("No rows"), tr("The ledger has no row of this type in these days."));
    else
        m_panel->showContent();
    showReconciliation();
    m_table->view()->setFocus();
}

void LedgerPage::showReconciliation()
{
    if (!m_model.query().filter.isEmpty()) {
        m_sign->clear();
        m_reconciliation->setText(tr("Filtered: %1").arg(settlement::figureText(m_model.count()->total)));
        return;
    }
    Figure figure;
    for (const settlement::Line &line : m_report.lines())
        if (line.type == m_type)
            figure = m_report.figure(line, m_period);
    const settlement::LedgerCount &count = *m_model.count();
    const bool agrees = figure.count && figure.total && count.total && *figure.count == Decimal(count.rows) &&
                        *figure.total == *count.total;
    const Severity severity = agrees ? Severity::Proven : Severity::Failed;
    m_sign->setPixmap(glyph(severity).pixmap(18, 18));
    const QString rows = tr("%1 rows, %2").arg(formatCount(count.rows), settlement::figureText(count.total));
    const QString reported =
        tr("%1 rows, %2").arg(settlement::figureText(figure.count), settlement::figureText(figure.total));
    m_reconciliation->setText(agrees ? tr("%1: equals the report").arg(rows)
                                     : tr("%1; the report says %2").arg(rows, reported));
}

void LedgerPage::openSource(const QModelIndex &index)
{
    const QString key = index.data(settlement::LedgerItemModel::KeyRole).toString();
    const auto &link = m_model.query().ledger.source;
    if (!link || key.isEmpty())
        return;
    m_source->show();
    m_source->showRow(*link, key, QTimeZone(m_model.query().calendar.zoneName().toUtf8()));
}

void LedgerPage::closeSource()
{
    m_source->clear();
    m_source->hide();
    m_table->view()->setFocus();
}

} // namespace daybook::views
