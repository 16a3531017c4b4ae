#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

namespace daybook::project {

/// How a snapshot tells that a row has changed, and what it keeps of it: dbt's options, read and checked.
struct SnapshotOptions
{
    enum class Strategy { Timestamp, Check };
    enum class HardDeletes { Ignore, Invalidate, NewRecord };
    /// As the server has them, not quoted.
    struct MetaColumns
    {
        QString scdId;
        QString updatedAt;
        QString validFrom;
        QString validTo;
        QString isDeleted;
    };

    Strategy strategy = Strategy::Timestamp;
    HardDeletes hardDeletes = HardDeletes::Ignore;
    QStringList uniqueKey;      ///< SQL over the columns
    QString updatedAt;          ///< SQL over the columns; empty: the time of the run
    bool checksAll = false;     ///< every column that the query and the table have
    QStringList checkedColumns; ///< as written, where not all are checked
    QString validToCurrent;     ///< SQL of what a current row's end is; empty: null
    MetaColumns columns;

    /// Errors: Project, naming the option and what it may be; without a line.
    static Result<SnapshotOptions> read(const Node &snapshot);
};

} // namespace daybook::project
