#pragma once

#include "models/settlement/sourcerow.h"

#include <QStandardItemModel>
#include <QWidget>

class QLabel;

namespace daybook::views {

class DataTable;
class StatePanel;

/// The source row of a ledger row, field by field.
class SourceRowPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SourceRowPanel(warehouse::Pool &pool, QWidget *parent = nullptr);
    ~SourceRowPanel() override;

    /// `zone` is the one moments are shown in.
    void showRow(const settlement::SourceLink &link, const QString &key, const QTimeZone &zone);
    void clear();

Q_SIGNALS:
    void closeRequested();

private:
    void load();
    void take(const Result<settlement::SourceRow> &row);

    warehouse::Pool *m_pool;
    settlement::SourceLink m_link;
    QString m_key;
    QTimeZone m_zone;
    std::stop_source m_stop;
    int m_generation = 0; ///< answers to older questions are dropped
    QStandardItemModel m_fields;
    QLabel *m_title;
    StatePanel *m_panel;
    DataTable *m_table;
};

} // namespace daybook::views
