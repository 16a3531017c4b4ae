#pragma once

#include "models/build/failingrowsitemmodel.h"
#include "models/core/error.h"

#include <QWidget>

namespace daybook::build {
class RunNodesItemModel;
}

namespace daybook::views {

class DataTable;
class FilterList;
class StatePanel;

/// The checks of a run that did not pass, and the rows that made each of them fail.
class ChecksPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ChecksPanel(QWidget *parent = nullptr);

    /// Reads the checks anew; keeps the one that is chosen, if it is still there.
    void showChecks(const build::RunNodesItemModel &nodes);
    bool isEmpty() const;
    void choose(const QString &uniqueId);

    void showRows(const QString &uniqueId, const build::FailingRows &rows);
    void showFailure(const QString &uniqueId, const Error &error);

Q_SIGNALS:
    void rowsWanted(const QString &uniqueId);
    void cancelRequested();

private:
    void ask();
    QString chosen() const;

    FilterList *m_checks;
    StatePanel *m_panel;
    DataTable *m_table;
    build::FailingRowsItemModel m_rows;
    QHash<QString, Error> m_errors; ///< of the nodes that have one, by unique id
};

} // namespace daybook::views
