#pragma once

#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::warehouse {

/// One step of Daybook's own schema, from sql/system/migrations/NNNN_name.sql. Once released it never
/// changes.
struct Migration
{
    int version = 0;
    QString name;
    QString sql;

    /// SHA-256 of the text, in hex.
    QString checksum() const;
};

/// What ships with this program for a server, oldest first. The file names are checked: a gap is a
/// programmer's mistake.
QList<Migration> shippedMigrations(const Dialect &dialect = {});

/// Brings the schema "daybook" of the connection's database to what this program knows, and gives its
/// version. Each migration is one transaction, under a lock (or, where there is nothing to lock yet, as the
/// only one that can): programs that race, or die, leave it whole. Where it is up to date this only reads.
/// The connection must not be in a transaction. Errors: Permission (with what to ask the owner for), Conflict
/// (the schema is newer than the program), Data (an applied migration is not the one that ships), Connection,
/// Sql, Cancelled.
QCoro::Task<Result<int>> ensureSystemSchema(Connection::Pointer connection, std::stop_token stop = {});

/// How far the schema "daybook" of a database is, and how far this program would bring it.
struct SystemSchemaVersion
{
    int applied = 0; ///< 0: it is not there yet
    int known = 0;
};

/// Only reads. Errors: as ensureSystemSchema.
QCoro::Task<Result<SystemSchemaVersion>> systemSchemaVersion(Connection::Pointer connection,
                                                             std::stop_token stop = {});

/// ensureSystemSchema with other migrations than those that ship.
QCoro::Task<Result<int>> migrateSystemSchema(Connection::Pointer connection, QList<Migration> known,
                                             std::stop_token stop = {});

} // namespace daybook::warehouse
