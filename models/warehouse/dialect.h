#pragma once

#include <QString>

namespace daybook::warehouse {

/// What answers behind the PostgreSQL protocol.
enum class Engine { PostgreSQL, Citus, Redshift };

/// The SQL that one server understands: a value, found out when a connection opens. Those who write
/// statements ask it what it has and how it says things; nobody else compares engines.
class Dialect
{
public:
    enum class Feature {
        AdvisoryLocks,       ///< pg_try_advisory_lock and its like
        AggregateFilter,     ///< count(*) filter (where ...)
        ClientCopy,          ///< COPY ... FROM STDIN, COPY ... TO STDOUT
        Distribution,        ///< create_distributed_table and its like
        Indexes,             ///< CREATE INDEX
        Json,                ///< json_to_recordset, row_to_json and their like
        LateBinding,         ///< views that look up what they read when they are read
        LockTimeout,         ///< the setting lock_timeout
        MaterializedViews,   ///< that are renamed, and made within a transaction
        Merge,               ///< MERGE, with a name for its target
        MovesBetweenSchemas, ///< ALTER TABLE ... SET SCHEMA
        Notifications,       ///< LISTEN
        StorageAttributes,   ///< CREATE TABLE ... DISTSTYLE, SORTKEY
        TargetNames,         ///< UPDATE and DELETE of a table under another name
        TypeChanges          ///< ALTER TABLE ... ALTER COLUMN ... TYPE
    };

    Dialect() = default;
    /// The version as libpq tells it: 150020 for 15.20.
    Dialect(Engine engine, int version) : m_engine(engine), m_version(version) {}
    /// By what a server says of itself: version(), and whether it has the extension.
    static Dialect detected(const QString &versionText, int version, bool hasCitus);

    /// "PostgreSQL 13", "Citus on PostgreSQL 15", "Redshift".
    QString name() const;
    bool has(Feature feature) const;

    /// A SQL file as shippedSql() gives it: this engine's own where there is one
    /// (sql/system/redshift/session.sql for system/session), else the one for all.
    QString shipped(QStringView path) const;

    /// How many rows meet the condition.
    QString countWhere(const QString &condition) const;

    bool operator==(const Dialect &) const = default;

private:
    Engine m_engine = Engine::PostgreSQL;
    int m_version = 150000;
};

} // namespace daybook::warehouse
