#pragma once

#include "models/core/result.h"
#include "models/project/project.h"
#include "models/warehouse/dialect.h"

#include <QStringList>

#include <optional>

namespace daybook::build {

/// How a model's table is to lie on a server that spreads its tables, read and checked: Citus'
/// `distributed_by`, `colocate_with` and `reference` (in the config, or under `meta: daybook:`), Redshift's
/// `dist`, `sort`, `sort_type`, `backup` and `bind` as dbt-redshift has them.
struct Distribution
{
    QString column;       ///< Citus: by which column; empty: not by one
    QString colocateWith; ///< Citus: the name of another model, or default, or none; empty: default
    bool isReference = false;

    QString style; ///< Redshift: even, all, auto, or the column
    QStringList sort;
    QString sortType;
    bool isBackedUp = true;
    bool isBound = true; ///< false: a view looks up what it reads when it is read

    /// Errors: Project, naming the option.
    static Result<Distribution> read(const project::Node &model);

    /// Whether it asks for what only Citus has.
    bool isSpread() const { return isReference || !column.isEmpty(); }
    /// Whether `colocateWith` is a model, not one of Citus' own words.
    bool isBesideModel() const;

    /// Citus: what spreads a table; `beside` is the table it goes with, where it goes with one.
    QString spreading(const warehouse::RelationName &table,
                      const std::optional<warehouse::RelationName> &beside) const;
    /// What stands behind the name in CREATE TABLE, with a blank before it; empty on a server that has none
    /// of it.
    QString attributes(const warehouse::Dialect &dialect) const;
    /// A table of a query's rows, or a view of it; the query begins on the second line, as everywhere.
    QString createTable(const warehouse::RelationName &table, const QString &query,
                        const warehouse::Dialect &dialect) const;
    QString createView(const QString &kind, const warehouse::RelationName &view, const QString &query,
                       const warehouse::Dialect &dialect) const;
};

/// Citus: makes a table one that every node has.
QString referenceStatement(const warehouse::RelationName &table);

} // namespace daybook::build
