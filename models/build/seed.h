#pragma once

#include "models/core/result.h"
#include "models/project/node.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::build {

/// A seed as it will be loaded: its CSV in the server's form, and a type for every column.
struct SeedFile
{
    struct Column
    {
        QString name;
        QString type; ///< SQL
    };
    QString path;
    std::vector<Column> columns;
    QByteArray csv; ///< without the header, as COPY ... CSV takes it
};

/// Reads a seed's file from the project and infers the types as dbt does (integer, numeric, boolean, date,
/// timestamp, text; `column_types` wins), except that what has decimals is exact. Any thread. Errors: Io,
/// Project with the line that is wrong.
Result<SeedFile> readSeed(QString projectDirectory, project::Node node);

/// Creates `relation` and loads the seed; gives the number of rows.
QCoro::Task<Result<qint64>> loadSeed(warehouse::Connection::Pointer connection,
                                     warehouse::RelationName relation, SeedFile seed, std::stop_token stop);

} // namespace daybook::build
