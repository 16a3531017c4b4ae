#pragma once

#include "models/settlement/checkrowsitemmodel.h"
#include "models/settlement/proof.h"

#include <QDialog>

class QLabel;

namespace daybook::views {

class DataTable;
class FilterList;
class StatePanel;

/// The checks behind one reason, and the rows each of them found.
class CheckRowsDialog : public QDialog
{
    Q_OBJECT
public:
    CheckRowsDialog(const QString &reason, QList<settlement::CheckOutcome> checks, QWidget *parent = nullptr);

private:
    QWidget *buildRows();
    void showCheck(int row);

    QList<settlement::CheckOutcome> m_checks;
    settlement::CheckRowsItemModel m_rows;
    FilterList *m_list;
    QLabel *m_about;
    StatePanel *m_panel;
    DataTable *m_table;
};

} // namespace daybook::views
