#include "models/warehouse/systemschema.h"

#include "models/warehouse/identifier.h"
#include "models/warehouse/shippedsql.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QCryptographicHash>
#include <QDir>

namespace daybook::warehouse {
namespace {

struct Applied
{
    qint64 version = 0;
    QString name;
    QString checksum;
};

/// What the database has of the schema.
struct State
{
    bool hasSchema = false;
    bool hasTable = false;
    QList<Applied> applied;
};

/// A plain function: GCC 12 miscompiles temporaries in the arguments of what is awaited.
QFuture<Result<ResultSet>> send(const Connection::Pointer &connection, const QString &sql,
                                const std::stop_token &stop)
{
    return connection->execute(sql, {}, stop);
}

/// The server's refusal, with what the owner of the database can do about it.
Error explained(Error error, const Connection &connection)
{
    const bool readOnly = error.sqlState == QStringLiteral("25006");
    if (error.kind != ErrorKind::Permission && !readOnly)
        return error;
    error.detail = error.message + (error.detail.isEmpty() ? QString() : QLatin1Char('\n') + error.detail);
    error.kind = ErrorKind::Permission;
    const QString place = connection.spec().displayName();
    const QString user = connection.spec().value(QStringLiteral("user"));
    const QString role = user.isEmpty() ? QStringLiteral("THE_USER") : quoteIdentifier(user);
    error.message =
        readOnly
            ? QStringLiteral("Daybook's own schema on %1 has to be set up or updated, and this "
                             "connection is read-only. Run a build on a connection that may write.")
                  .arg(place)
            : QStringLiteral("Daybook keeps its runs in the schema \"daybook\", which this user may not use "
                             "or change on %1. Ask the database's owner to run: create schema if not "
                             "exists daybook authorization %2")
                  .arg(place, role);
    return error;
}

QCoro::Task<Result<State>> readState(Connection::Pointer connection, std::stop_token stop)
{
    const QString stateSql = shippedSql(u"system/schema/state");
    const Result<ResultSet> found = co_await send(connection, stateSql, stop);
    if (!found)
        co_return failure(found.error());
    State state;
    state.hasSchema = found->boolean(0, 0).value_or(false);
    state.hasTable = found->boolean(0, 1).value_or(false);
    if (!state.hasTable)
        co_return state;
    const QString appliedSql = shippedSql(u"system/schema/applied");
    const Result<ResultSet> rows = co_await send(connection, appliedSql, stop);
    if (!rows)
        co_return failure(explained(rows.error(), *connection));
    for (int row = 0; row < rows->rowCount(); ++row)
        state.applied.append({rows->integer(row, 0).value_or(0), rows->text(row, 1), rows->text(row, 2)});
    co_return state;
}

/// How many of the known migrations are applied; an error when the database went another way.
Result<qsizetype> countApplied(const QList<Applied> &applied, const QList<Migration> &known,
                               const QString &place)
{
    if (applied.size() > known.size())
        return failure(
            ErrorKind::Conflict,
            QStringLiteral("The schema \"daybook\" on %1 is at version %2, newer than this program "
                           "(Daybook %3 knows version %4). Update Daybook.")
                .arg(place)
                .arg(applied.last().version)
                .arg(QStringLiteral(DAYBOOK_VERSION))
                .arg(known.size()));
    for (qsizetype i = 0; i < applied.size(); ++i) {
        if (applied[i].version != known[i].version || applied[i].checksum != known[i].checksum())
            return failure(
                ErrorKind::Data,
                QStringLiteral("The schema \"daybook\" on %1 was set up by a migration %2 (%3) that "
                               "differs from this program's. Use the release of Daybook that set it up.")
                    .arg(place)
                    .arg(applied[i].version)
                    .arg(applied[i].name),
                QStringLiteral("Checksum in the database %1, in this program %2 (%3).")
                    .arg(applied[i].checksum, known[i].checksum(), known[i].name));
    }
    return applied.size();
}

QCoro::Task<Result<void>> run(Connection::Pointer connection, QString sql, std::stop_token stop)
{
    const Result<ResultSet> done = co_await send(connection, sql, stop);
    if (!done)
        co_return failure(explained(done.error(), *connection));
    co_return Result<void>();
}

/// The migration's text, then the row that says so.
QCoro::Task<Result<void>> apply(Connection::Pointer connection, Migration migration, std::stop_token stop)
{
    Result<void> done = co_await run(connection, migration.sql, stop);
    if (!done) {
        Error error = done.error();
        const QString file = QStringLiteral("sql/system/migrations/%1_%2.sql")
                                 .arg(migration.version, 4, 10, QLatin1Char('0'))
                                 .arg(migration.name);
        if (!error.where)
            error.where = Location();
        error.where->file = file;
        co_return failure(error);
    }
    const QList<Parameter> values{QString::number(migration.version), migration.name, migration.checksum()};
    const QFuture<Result<ResultSet>> recording =
        askShipped(connection, u"system/schema/record", values, stop);
    const Result<ResultSet> recorded = co_await recording;
    if (!recorded)
        co_return failure(explained(recorded.error(), *connection));
    co_return Result<void>();
}

/// Inside the transaction: somebody else may have been faster, so everything is looked at again. Where only
/// tables can be locked, and there is none yet, one of those who create it at a time can.
QCoro::Task<Result<void>> applyNext(Connection::Pointer connection, QList<Migration> known, bool canLock,
                                    std::stop_token stop)
{
    const Dialect dialect = connection->dialect();
    Result<void> done;
    if (canLock)
        done = co_await run(connection, dialect.shipped(u"system/schema/lock"), stop);
    if (!done)
        co_return done;
    const Result<State> state = co_await readState(connection, stop);
    if (!state)
        co_return failure(state.error());
    const Result<qsizetype> applied = countApplied(state->applied, known, connection->spec().displayName());
    if (!applied)
        co_return failure(applied.error());
    if (!state->hasSchema) {
        const QString create = dialect.shipped(u"system/schema/create_schema");
        done = co_await run(connection, create, stop);
    }
    if (done && !state->hasTable) {
        const QString create = dialect.shipped(u"system/schema/create_table");
        done = co_await run(connection, create, stop);
    }
    if (done && *applied < known.size()) {
        const Migration next = known[*applied];
        done = co_await apply(connection, next, stop);
    }
    co_return done;
}

} // namespace

QString Migration::checksum() const
{
    return QString::fromLatin1(QCryptographicHash::hash(sql.toUtf8(), QCryptographicHash::Sha256).toHex());
}

QList<Migration> shippedMigrations(const Dialect &dialect)
{
    QList<Migration> migrations;
    const QStringList files = QDir(QStringLiteral(":/sql/system/migrations"))
                                  .entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        const QString stem = file.chopped(4);
        const Migration migration{.version = stem.section(QLatin1Char('_'), 0, 0).toInt(),
                                  .name = stem.section(QLatin1Char('_'), 1),
                                  .sql = dialect.shipped(QStringLiteral("system/migrations/") + stem)};
        if (migration.version != migrations.size() + 1)
            qFatal("Migration %s is out of order", qPrintable(file));
        migrations.append(migration);
    }
    return migrations;
}

QCoro::Task<Result<int>> ensureSystemSchema(Connection::Pointer connection, std::stop_token stop)
{
    const QList<Migration> shipped = shippedMigrations(connection->dialect());
    return migrateSystemSchema(std::move(connection), shipped, std::move(stop));
}

QCoro::Task<Result<SystemSchemaVersion>> systemSchemaVersion(Connection::Pointer connection,
                                                             std::stop_token stop)
{
    const Result<State> state = co_await readState(connection, stop);
    if (!state)
        co_return failure(state.error());
    const QList<Migration> known = shippedMigrations(connection->dialect());
    const Result<qsizetype> applied = countApplied(state->applied, known, connection->spec().displayName());
    if (!applied)
        co_return failure(applied.error());
    SystemSchemaVersion version;
    version.applied = static_cast<int>(*applied);
    version.known = static_cast<int>(known.size());
    co_return version;
}

QCoro::Task<Result<int>> migrateSystemSchema(Connection::Pointer connection, QList<Migration> known,
                                             std::stop_token stop)
{
    Q_ASSERT(!connection->isInTransaction());
    const bool hasLocks = connection->dialect().has(Dialect::Feature::AdvisoryLocks);
    Result<void> done;
    qsizetype before = -1; // so far applied
    while (true) {
        const Result<State> state = co_await readState(connection, stop);
        if (!state)
            co_return failure(state.error());
        const Result<qsizetype> applied =
            countApplied(state->applied, known, connection->spec().displayName());
        if (!applied)
            co_return failure(applied.error());
        if (state->hasTable && *applied == known.size())
            co_return static_cast<int>(known.size());
        const qsizetype now = state->hasTable ? *applied + 1 : 0;
        if (!done && now == before) // nobody else has been faster: it is ours to tell
            co_return failure(done.error());
        before = now;
        // Read committed, whatever the role's default is: after the lock the others' work must be visible.
        const QString begin = QStringLiteral("begin isolation level read committed");
        done = co_await run(connection, begin, stop);
        if (done)
            done = co_await applyNext(connection, known, hasLocks || state->hasTable, stop);
        const QString end = done ? QStringLiteral("commit") : QStringLiteral("rollback");
        const std::stop_token never; // half a transaction is no place to stop
        const Result<void> ended = co_await run(connection, end, never);
        if (!done && hasLocks)
            co_return failure(done.error());
        if (!ended)
            co_return failure(ended.error());
    }
}

} // namespace daybook::warehouse
