#pragma once

#include "models/core/result.h"
#include "models/project/project.h"

#include <QStringList>

#include <optional>

namespace daybook::build {

/// What an option of the model has wrong, and where the model is.
Error wrongOption(const project::Node &model, const QString &what);

/// How an incremental model says that its new rows meet those it has: dbt's options, read and checked.
struct IncrementalOptions
{
    enum class Strategy { Append, DeleteInsert, Merge, Microbatch };
    enum class SchemaChange { Ignore, Fail, Append, Sync };

    Strategy strategy = Strategy::Append;
    SchemaChange onSchemaChange = SchemaChange::Ignore;
    QStringList uniqueKey;  ///< SQL over the columns
    QStringList predicates; ///< SQL over DBT_INTERNAL_DEST and, in a merge, DBT_INTERNAL_SOURCE
    std::optional<QStringList> updatedColumns; ///< as written
    QStringList excludedColumns;               ///< as written

    /// Of a microbatch model: the part of time that is replaced, and the column that tells a row's time, as
    /// SQL.
    QString eventTime;
    project::EventTimes replaced;

    /// All but what is replaced. Errors: Project, naming the option.
    static Result<IncrementalOptions> read(const project::Node &model);
};

} // namespace daybook::build
