#pragma once

#include "models/core/progress.h"
#include "models/warehouse/connection.h"
#include "models/warehouse/local/layout.h"

#include <QCoro/QCoroTask>
#include <QProcessEnvironment>

namespace daybook::warehouse {

/// Where the warehouse is, and how long its server may take.
struct LocalWarehouseOptions
{
    QString directory;         ///< absolute
    QString runtimeDirectory;  ///< XDG_RUNTIME_DIR, if any
    QStringList binaryFolders; ///< where PostgreSQL servers are looked for
    int startSeconds = 60;
    int stopSeconds = 60;
    int lockSeconds = 180;

    /// DAYBOOK_WAREHOUSE_DIR, else $XDG_DATA_HOME/daybook/warehouse; for root, whose home is closed to the
    /// server's user, /var/lib/daybook/warehouse.
    static LocalWarehouseOptions fromEnvironment(const QProcessEnvironment &environment);
};

struct LocalWarehouseStatus
{
    enum class State { Absent, Stopped, Starting, Running };

    State state = State::Absent;
    QString directory;
    QString logFile;
    int dataVersion = 0;   ///< major version of the data directory; 0 while there is none
    QString serverVersion; ///< while running
    qint64 pid = 0;        ///< the postmaster's, while starting or running
    QDateTime startedAt;
    QString user; ///< as whom the server runs
    ConnectionSpec spec;
};

/// "absent", "stopped", "starting", "running".
QString toString(LocalWarehouseStatus::State state);

/// A private PostgreSQL of this user's: reachable through a unix socket in a folder that only its owner can
/// open, and through nothing else. Its server goes on when the program ends. Any number of programs may use
/// one warehouse at the same time; a file lock keeps their starts and stops apart. Lives on the thread of its
/// event loop, never blocks it, and must outlive its tasks.
class LocalWarehouse
{
public:
    explicit LocalWarehouse(LocalWarehouseOptions options) : m_options(std::move(options)) {}

    /// Changes nothing. Errors: Io, Data (see clusterVersion).
    QCoro::Task<Result<LocalWarehouseStatus>> status();

    /// Creates the cluster when there is none, starts the server when it does not run, and comes back once it
    /// takes connections. Errors: Io, Data, Connection (with the end of the server's log), Conflict,
    /// Cancelled.
    QCoro::Task<Result<LocalWarehouseStatus>> start(ProgressSink progress = {}, std::stop_token stop = {});

    /// Waits until the server is down; one that does not run is fine. Sessions are ended.
    QCoro::Task<Result<void>> stop(std::stop_token stop = {});

    /// Stops the server and removes the data, for good. Only what is a cluster in a folder that has our
    /// marker is removed. Errors: Io, Data, Conflict, Cancelled.
    QCoro::Task<Result<void>> destroy(std::stop_token stop = {});

    /// How to reach it, as things stand; a running server's own socket is looked up.
    Result<ConnectionSpec> spec() const;

private:
    struct Answer;

    Result<Layout> layout() const;
    static QCoro::Task<Result<Answer>> probe(ConnectionSpec spec);
    QCoro::Task<Result<LocalWarehouseStatus>> look(Layout layout);
    QCoro::Task<Result<LocalWarehouseStatus>> startLocked(Layout layout, ProgressSink progress,
                                                          std::stop_token stop);
    QCoro::Task<Result<void>> bringUp(Layout layout, LocalWarehouseStatus now, ProgressSink progress,
                                      std::stop_token stop);
    QCoro::Task<Result<LocalWarehouseStatus>> awaitReady(Layout layout, std::stop_token stop);
    QCoro::Task<Result<void>> ensureDatabase(Layout layout);
    QCoro::Task<Result<void>> destroyLocked(Layout layout);

    LocalWarehouseOptions m_options;
};

} // namespace daybook::warehouse
