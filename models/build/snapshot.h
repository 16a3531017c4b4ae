#pragma once

#include "models/build/incremental.h"
#include "models/project/snapshotoptions.h"

#include <QHash>

namespace daybook::build {

/// What it takes to bring a snapshot's table up to date.
struct SnapshotChanges
{
    QStringList staging; ///< make and fill the table of changes
    Application application;
};

/// Writes the statements of one run of one snapshot, in dbt's terms: the same columns, types and ids of
/// versions, so that a table of dbt's goes on as it is. A value; knows no server.
class Snapshot
{
public:
    /// `columns` are those of its query, `now` the run's time as SQL. Errors: Project, when an option names a
    /// column that the query does not have, or the query has one of dbt's.
    static Result<Snapshot> make(const project::Node &node, const QStringList &columns, const QString &now);

    /// Creates `table` of the query: the first run.
    QString creation(const warehouse::RelationName &table, const QString &compiled) const;

    /// What no row of the query, which `rows` has, may be: without a key, or a second of its key, or without
    /// a time.
    QList<Objection> objectionsTo(const warehouse::RelationName &rows) const;
    /// The type of the rows' time, and whether it is one; empty when the run's own is taken.
    QString timeType(const warehouse::RelationName &rows, const warehouse::Dialect &dialect) const;
    /// What a live table may not be: without dbt's columns. Errors: Project.
    Result<void> checkLive(const Table &live) const;
    /// The same of its rows: two of them current.
    QList<Objection> objectionsToLive(const Table &live) const;

    /// How `rows`, which has those of the query, meet `live` through the table of changes that is to be made.
    SnapshotChanges changes(const Table &live, const Table &rows, const warehouse::RelationName &delta) const;

private:
    Snapshot(const project::Node &node, project::SnapshotOptions options, QString now);

    /// What meets: the live table and the query's rows, in a table of changes with the columns that will be.
    struct Meeting
    {
        const Table &live;
        const Table &rows;
        warehouse::RelationName delta;
        QList<TableColumn> after;
    };

    QStringList metaColumns() const;
    QString time() const { return m_options.updatedAt.isEmpty() ? m_now : m_options.updatedAt; }
    QString endOfCurrent(const QString &time) const;
    QString versionOf(const QStringList &parts) const;
    QString keyColumns() const;
    QString matches() const;
    QString isChanged(const Table &live) const;
    QString isCurrent(const QString &relation) const;
    QString ends() const;
    QHash<QString, QString> metaValues(bool isGone) const;
    QString beginning(const Meeting &meeting, bool isGone, const QString &from) const;
    QString ending(const Meeting &meeting, const QString &change, const QString &time,
                   const QString &from) const;
    QString compared(const Meeting &meeting, const QStringList &names, const QStringList &values,
                     const QString &from) const;
    QStringList staging(const Meeting &meeting) const;
    static QStringList alterations(const Meeting &meeting);
    Application application(const Meeting &meeting) const;

    QString m_name;
    QString m_path;
    project::SnapshotOptions m_options; ///< with names of columns where the query has them
    QString m_now;
};

} // namespace daybook::build
