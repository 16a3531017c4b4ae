#pragma once

#include "models/build/incrementaloptions.h"
#include "models/warehouse/dialect.h"
#include "models/warehouse/identifier.h"
#include "models/warehouse/resultset.h"

#include <QList>
#include <QStringList>

namespace daybook::build {

/// A column as the server has it; `type` with its modifier and, where it is not the type's own, its
/// collation.
struct TableColumn
{
    QString name;
    QString type;
    bool operator==(const TableColumn &) const = default;
};

/// A relation as the catalog shows it.
struct Table
{
    warehouse::RelationName name;
    qint64 oid = 0; ///< 0: there is none
    QString kind;   ///< pg_class.relkind
    QList<TableColumn> columns;

    bool isTable() const { return kind == QStringLiteral("r") || kind == QStringLiteral("p"); }
    const TableColumn *find(const QString &column) const;
    /// "table", "view"..., as SQL calls it in DROP.
    QString keyword() const;
};

/// Reads the answer to sql/system/build/table.sql.
Table readTable(const warehouse::RelationName &name, const warehouse::ResultSet &rows);

/// Staged rows that must not be: the query finds one.
struct Objection
{
    QString query;
    QString what; ///< a sentence's end for people, with %1 for the row
};

/// What becomes of a live table when staged rows are applied to it.
struct Application
{
    qint64 liveOid = 0;
    /// A query: the relation exactly as it will be.
    QString prospective;
    /// On the live table, in the publishing transaction.
    QStringList changes;
    QStringList closing; ///< once the changes are made: comments, hooks
    bool altersTable = false;
    /// Columns go or change their type: then a new table is due, of what is prospective, and no changes.
    bool rewrites = false;
    /// A column of the live table changes its type, which no view on it lives through: what is shown is a
    /// copy.
    bool retypes = false;
    /// Queries with the columns that the table will have: the live rows that stay, and those made or changed.
    /// Together they are `prospective`.
    QString kept;
    QString incoming;
    QList<Objection> objections;
};

/// What the staged rows must go through first: their columns get the types of the live table's, so that what
/// cannot be stored is found before anything is published. Statements on `delta`. Errors: Project, when the
/// model's on_schema_change does not allow the difference, or a column is missing.
Result<QStringList> fitting(const IncrementalOptions &options, const project::Node &model, const Table &live,
                            const Table &delta);

/// A statement that changes `table` under the name `alias`, for servers on which it cannot have another name.
QString underOwnName(QString statement, const QString &table, const QString &alias);

/// How `delta`, after fitting(), is applied to `live`. Errors: Project, when a named column does not exist.
Result<Application> application(const IncrementalOptions &options, const project::Node &model,
                                const Table &live, const Table &delta, const warehouse::Dialect &dialect);

} // namespace daybook::build
