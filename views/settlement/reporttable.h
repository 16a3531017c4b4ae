#pragma once

#include "models/settlement/reportitemmodel.h"

#include <QWidget>

namespace daybook::views {

class DataTable;

/// The settlement table by transaction type, with its total.
class ReportTable : public QWidget
{
    Q_OBJECT
public:
    explicit ReportTable(QWidget *parent = nullptr);

    void setReport(const settlement::Report &report);
    DataTable *table() const { return m_table; }

Q_SIGNALS:
    /// Double-click or Enter on a figure that is there.
    void typeActivated(const QString &type);
    void exportRequested();

private:
    void fitHeight();

    settlement::ReportItemModel m_model;
    DataTable *m_table;
};

} // namespace daybook::views
