#pragma once

#include "models/settlement/ledgerquery.h"
#include "models/settlement/report.h"

namespace daybook::settlement {

/// What is seen on a page, as a query that stands on its own, for whoever writes it to a file.
struct ExportDescription
{
    QString label;    ///< for people: "Daily report, 2026-11-19"
    QString fileName; ///< a proposal, without folder
    QString sql;
    QStringList orderBy; ///< quoted columns; a total order
    QString typeColumn;  ///< the parts the columns play; empty where there is none
    QString amountColumn;
    QString countColumn;
    Interval interval;
    QString timeZone;
    QString project;
    std::optional<qint64> runId;
    QString gitCommit; ///< of the project when the run read it; empty where none is known
    bool gitDirty = false;
    QString modelName;
    QString modelVersion;
};

ExportDescription exportOf(const Report &report);
/// `rests` is the report that the ledger was reached from.
ExportDescription exportOf(const LedgerQuery &query, const Report &rests);

} // namespace daybook::settlement
