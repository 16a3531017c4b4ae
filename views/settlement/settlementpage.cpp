#include "views/settlement/settlementpage.h"

#include "models/settlement/prooftext.h"
#include "views/settlement/checkrowsdialog.h"
#include "views/settlement/daytypechart.h"
#include "views/settlement/daytypeheatmap.h"
#include "views/settlement/ledgerpage.h"
#include "views/settlement/periodbar.h"
#include "views/settlement/reporttable.h"
#include "views/settlement/verdict.h"
#include "views/widgets/banner.h"
#include "views/widgets/chartpanel.h"
#include "views/widgets/glyph.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace daybook::views {

using settlement::Period;
using settlement::Report;

SettlementPage::SettlementPage(warehouse::Pool &pool, QWidget *parent)
    : QWidget(parent)
    , m_pool(&pool)
    , m_stack(new QStackedWidget(this))
    , m_title(new QLabel(tr("Settlement"), this))
    , m_period(new PeriodBar(this))
    , m_banner(new Banner(this))
    , m_panel(new StatePanel(this))
    , m_table(new ReportTable(this))
    , m_pictures(new QSplitter(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Grid, 2 * Grid, 3 * Grid, 2 * Grid);
    layout->addWidget(m_stack);
    m_stack->addWidget(buildOverview());
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Settlement"));
    m_banner->hide();
    connectSignals();
    // A turn for each: made together with the page they would hold up the window.
    QTimer::singleShot(0, this, [this] {
        addChart();
        QTimer::singleShot(0, this, &SettlementPage::addHeatMap);
    });
}

SettlementPage::~SettlementPage()
{
    m_stop.request_stop();
}

QWidget *SettlementPage::buildOverview()
{
    auto *overview = new QWidget(this);
    auto *layout = new QVBoxLayout(overview);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Grid);
    layout->addWidget(buildHead());
    layout->addWidget(m_banner);
    layout->addWidget(m_panel, 1);
    auto *content = new QWidget(m_panel);
    auto *parts = new QVBoxLayout(content);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(2 * Grid);
    parts->addWidget(m_table);
    m_pictures->setHandleWidth(3 * Grid);
    m_pictures->setChildrenCollapsible(false);
    parts->addWidget(m_pictures, 1);
    m_panel->setContent(content);
    return overview;
}

QWidget *SettlementPage::buildHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid);
    m_title->setFont(titleFont(font()));
    auto *reload = new QToolButton(head);
    reload->setProperty("quiet", true);
    reload->setIcon(glyph(QStringLiteral("refresh")));
    reload->setAccessibleName(tr("Load again"));
    reload->setToolTip(tr("Load again (F5); Esc cancels"));
    reload->setFocusPolicy(Qt::TabFocus);
    connect(reload, &QToolButton::clicked, this, &SettlementPage::reload);
    layout->addWidget(m_title);
    layout->addStretch(1);
    layout->addWidget(m_period);
    layout->addWidget(reload);
    return head;
}

void SettlementPage::addChart()
{
    if (m_chart)
        return;
    m_chart = new DayTypeChart(m_pictures);
    connect(m_chart, &DayTypeChart::exportRequested, this, &SettlementPage::requestExport);
    m_pictures->addWidget(m_chart);
    m_pictures->setStretchFactor(0, 1);
}

/// Beside the chart, whose table is behind it, too.
void SettlementPage::addHeatMap()
{
    if (m_heatMap)
        return;
    addChart();
    auto *panel = new ChartPanel(tr("Days by type"), m_pictures);
    m_heatMap = new DayTypeHeatMap(panel);
    panel->setPlot(m_heatMap);
    panel->setTable(m_chart->matrix());
    connect(panel, &ChartPanel::exportRequested, this, &SettlementPage::requestExport);
    connect(m_heatMap, &DayTypeHeatMap::cellActivated, this, [this](QDate day, const QString &type) {
        openLedger(type, {day, day});
    });
    m_pictures->addWidget(panel);
    m_pictures->setStretchFactor(1, 1);
    m_pictures->setSizes({1000, 1000});
}

void SettlementPage::connectSignals()
{
    connect(m_period, &PeriodBar::periodPicked, this, &SettlementPage::showPeriod);
    connect(m_period, &PeriodBar::lastCompleteDayPicked, this, &SettlementPage::showLastCompleteDay);
    connect(m_panel, &StatePanel::retryRequested, this, &SettlementPage::reload);
    m_panel->setCancellable(true);
    connect(m_panel, &StatePanel::cancelRequested, this, &SettlementPage::cancelLoading);
    connect(m_banner, &Banner::detailActivated, this, &SettlementPage::openReason);
    connect(m_table, &ReportTable::typeActivated, this,
            [this](const QString &type) { openLedger(type, m_report->period); });
    connect(m_table, &ReportTable::exportRequested, this, &SettlementPage::requestExport);
}

/// Made when the first ledger is opened: most mornings none is.
LedgerPage *SettlementPage::ledgerPage()
{
    if (!m_ledger) {
        m_ledger = new LedgerPage(*m_pool, m_stack);
        m_stack->addWidget(m_ledger);
        connect(m_ledger, &LedgerPage::backRequested, this, &SettlementPage::closeLedger);
        connect(m_ledger, &LedgerPage::exportRequested, this, &SettlementPage::exportRequested);
    }
    return m_ledger;
}

void SettlementPage::setDefinition(const settlement::ReportDefinition &definition,
                                   const std::optional<Period> &days)
{
    m_definition = definition;
    m_title->setText(settlement::spoken(definition.label, tr("Settlement")));
    m_asked = days;
    setFocus(); // the arrows step days from the start
    reload();
}

void SettlementPage::setDefinitionError(const Error &error)
{
    m_stop.request_stop();
    ++m_generation;
    m_definition.reset();
    m_report.reset();
    m_banner->hide();
    m_panel->showEmpty({}, {});
    m_panel->showFailed(error);
}

bool SettlementPage::isSettled() const
{
    return m_panel->isSettled() &&
           (!m_ledger || m_stack->currentWidget() != m_ledger || m_ledger->panel()->isSettled());
}

void SettlementPage::reload()
{
    if (!m_definition)
        return;
    load(m_asked ? m_asked->from : QDate(), m_asked ? m_asked->to : QDate());
}

void SettlementPage::showPeriod(const Period &period)
{
    m_asked = period;
    m_period->setPeriod(period);
    reload();
}

void SettlementPage::showLastCompleteDay()
{
    m_asked.reset();
    reload();
}

void SettlementPage::load(QDate from, QDate to)
{
    m_stop.request_stop();
    m_stop = {};
    const int generation = ++m_generation;
    m_panel->showLoading(tr("Loading the report…"));
    QCoro::connect(settlement::ReportService(*m_pool).load(*m_definition, from, to, m_stop.get_token()), this,
                   [this, generation](const Result<Report> &report) {
                       if (generation == m_generation)
                           take(report);
                   });
}

void SettlementPage::take(const Result<Report> &report)
{
    if (!report && report.error().kind == ErrorKind::Cancelled && m_report) {
        backToShown();
        return;
    }
    if (!report) {
        showFailure(report.error());
        return;
    }
    m_report = *report;
    showReport();
}

void SettlementPage::showReport()
{
    m_period->setPeriod(m_report->period);
    const QDate today = m_report->definition.calendar.dateOf(m_report->readAt);
    QDate complete = settlement::lastCompleteDay(m_report->definition.calendar, m_report->proof.dataThrough);
    if (!complete.isValid())
        complete = today.addDays(-1);
    m_period->setBounds(today, complete);
    showVerdict(*m_banner, *m_report);
    m_banner->show();
    m_table->setReport(*m_report);
    addHeatMap();
    m_chart->setReport(*m_report);
    m_heatMap->setReport(*m_report);
    if (m_report->lines().isEmpty())
        m_panel->showEmpty(
            tr("The report is empty"),
            tr("It has no row at all. Run a build, and see whether its sources hold anything."));
    else
        m_panel->showContent();
    Q_EMIT reportShown(*m_report);
}

void SettlementPage::showFailure(const Error &error)
{
    // What is on the screen stays only if it is what was asked for; its proof is then a thing of the past.
    const bool stays = m_report && (!m_asked || *m_asked == m_report->period);
    if (!stays) {
        m_report.reset();
        m_banner->hide();
        m_panel->showEmpty({}, {});
    } else {
        showUnknownVerdict(*m_banner, error);
    }
    m_panel->showFailed(error);
}

/// The server is told; its answer comes as any other does.
void SettlementPage::cancelLoading()
{
    m_stop.request_stop();
}

/// Whoever gives up waiting for other days still looks at these.
void SettlementPage::backToShown()
{
    m_asked = m_report->period;
    m_period->setPeriod(m_report->period);
    m_panel->showContent();
}

void SettlementPage::openLedger(const QString &type, const Period &period)
{
    if (!m_report)
        return;
    ledgerPage()->open(*m_report, type, period);
    m_stack->setCurrentWidget(m_ledger);
}

void SettlementPage::closeLedger()
{
    m_stack->setCurrentIndex(0);
    setFocus();
}

void SettlementPage::openReason(const QString &id)
{
    const int place = id.toInt();
    if (!m_report || place >= m_report->proof.reasons.size())
        return;
    const settlement::Reason &reason = m_report->proof.reasons[place];
    auto *dialog =
        new CheckRowsDialog(settlement::sentence(reason, m_report->definition.calendar), reason.checks, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void SettlementPage::requestExport()
{
    if (m_report)
        Q_EMIT exportRequested(settlement::exportOf(*m_report));
}

void SettlementPage::keyPressEvent(QKeyEvent *event)
{
    // A step of a day, wherever the focus is not in something that uses the arrows itself.
    if (m_ledger && m_stack->currentWidget() == m_ledger)
        QWidget::keyPressEvent(event);
    else if (event->key() == Qt::Key_Left)
        m_period->goBack();
    else if (event->key() == Qt::Key_Right)
        m_period->goForward();
    else if (event->key() == Qt::Key_Escape && !m_panel->isSettled())
        cancelLoading();
    else
        QWidget::keyPressEvent(event);
}

} // namespace daybook::views
