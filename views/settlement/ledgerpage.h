#pragma once

#include "models/settlement/exportdescription.h"
#include "models/settlement/ledgeritemmodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSplitter;

namespace daybook::views {

class DataTable;
class SourceRowPanel;
class StatePanel;

/// From a figure to its rows: the ledger of one type over some days, whether its rows add up to the figure,
/// and from a row the row of the source it came from.
class LedgerPage : public QWidget
{
    Q_OBJECT
public:
    explicit LedgerPage(warehouse::Pool &pool, QWidget *parent = nullptr);

    /// `report` is the one the figure stands in.
    void open(const settlement::Report &report, const QString &type, const settlement::Period &period);

    DataTable *table() const { return m_table; }
    StatePanel *panel() const { return m_panel; }
    settlement::LedgerItemModel &model() { return m_model; }

Q_SIGNALS:
    void backRequested();
    void exportRequested(const daybook::settlement::ExportDescription &what);

private:
    QWidget *buildHead();
    void connectModel();
    void showLoaded();
    void showReconciliation();
    void openSource(const QModelIndex &index);
    void closeSource();

    settlement::Report m_report;
    settlement::Period m_period;
    QString m_type;
    settlement::LedgerItemModel m_model;
    QTimer m_filterDelay; ///< typing is one filter, not one per letter
    QString m_filterText;
    QLabel *m_title;
    QLabel *m_sign;
    QLabel *m_reconciliation;
    StatePanel *m_panel;
    DataTable *m_table;
    QSplitter *m_splitter;
    SourceRowPanel *m_source;
};

} // namespace daybook::views
