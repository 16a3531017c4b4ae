#pragma once

#include "models/settlement/exportdescription.h"
#include "models/settlement/reportservice.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace daybook::views {

class Banner;
class DayTypeChart;
class DayTypeHeatMap;
class LedgerPage;
class PeriodBar;
class ReportTable;
class StatePanel;

/// The settlement report of a day or of some days, what it rests on, and the way from each figure to its
/// rows. The pool is the application's, and outlives the page.
class SettlementPage : public QWidget
{
    Q_OBJECT
public:
    explicit SettlementPage(warehouse::Pool &pool, QWidget *parent = nullptr);
    ~SettlementPage() override;

    /// Which report to show, and of which days; nothing: of the last complete business day.
    void setDefinition(const settlement::ReportDefinition &definition,
                       const std::optional<settlement::Period> &days = {});
    /// There is none to show, and why.
    void setDefinitionError(const Error &error);

    /// The days that were asked for; nothing: the last complete one, whichever that is.
    const std::optional<settlement::Period> &asked() const { return m_asked; }
    /// The report on the screen; nothing while there is none.
    const std::optional<settlement::Report> &report() const { return m_report; }
    /// False while something loads: a picture of the page would lie.
    bool isSettled() const;
    LedgerPage *ledgerPage();
    StatePanel *panel() const { return m_panel; }

public Q_SLOTS:
    /// Again, the same days; after a build, or a connection that came back.
    void reload();
    void showPeriod(const daybook::settlement::Period &period);
    void showLastCompleteDay();
    void openLedger(const QString &type, const daybook::settlement::Period &period);
    void closeLedger();

Q_SIGNALS:
    void reportShown(const daybook::settlement::Report &report);
    void exportRequested(const daybook::settlement::ExportDescription &what);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *buildOverview();
    QWidget *buildHead();
    void addChart();
    void addHeatMap();
    void connectSignals();
    void load(QDate from, QDate to);
    void take(const Result<settlement::Report> &report);
    void showReport();
    void showFailure(const Error &error);
    void cancelLoading();
    void backToShown();
    void openReason(const QString &id);
    void requestExport();

    warehouse::Pool *m_pool;
    std::optional<settlement::ReportDefinition> m_definition;
    std::optional<settlement::Report> m_report;
    std::optional<settlement::Period> m_asked; ///< nothing: the last complete day
    std::stop_source m_stop;
    int m_generation = 0; ///< answers to older questions are dropped
    QStackedWidget *m_stack;
    QLabel *m_title;
    PeriodBar *m_period;
    Banner *m_banner;
    StatePanel *m_panel;
    ReportTable *m_table;
    QSplitter *m_pictures;
    DayTypeChart *m_chart = nullptr; ///< like the heat map, made soon after the page
    DayTypeHeatMap *m_heatMap = nullptr;
    LedgerPage *m_ledger = nullptr;
};

} // namespace daybook::views
