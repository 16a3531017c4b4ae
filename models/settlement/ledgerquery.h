#pragma once

#include "models/settlement/report.h"
#include "models/warehouse/connection.h"

namespace daybook::settlement {

/// Which rows of a ledger, in which order.
struct LedgerQuery
{
    LedgerDefinition ledger;
    BusinessCalendar calendar;
    QString type;
    Period period;
    QString sortColumn = {}; ///< empty: by date, then key
    bool descending = false;
    QString filter = {}; ///< rows that hold this text in any column, in whatever case; empty: all

    /// The column that orders; ties are broken by the key.
    QString sort() const;
};

/// A row whose place is known: `before` rows come before its key in the query's order.
struct Boundary
{
    qint64 position = 0;
    qint64 before = 0;
    std::optional<QString> sort; ///< nothing: NULL
    QString key;
};

struct Statement
{
    QString sql;
    QList<warehouse::Parameter> parameters;
};

/// Rows, sum of the amounts, NULL amounts.
Statement ledgerCount(const LedgerQuery &query);
/// The boundary of every `every`th row.
Statement ledgerBoundaries(const LedgerQuery &query, int every);
/// The known keys around a page; nothing where none is known.
struct Bounds
{
    std::optional<Boundary> from;  ///< at or before its first row
    std::optional<Boundary> until; ///< after its last row
};

/// Rows first..first+limit-1, sought between the bounds. The last column is the relation's oid.
Statement ledgerPage(const LedgerQuery &query, const Bounds &bounds, qint64 first, int limit);
/// All rows, in no order, the values as literals.
QString ledgerExportSql(const LedgerQuery &query);

} // namespace daybook::settlement
