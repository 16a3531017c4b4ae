#pragma once

#include "models/core/result.h"

#include <QCoro/QCoroTask>
#include <QString>

#include <memory>
#include <stop_token>

namespace daybook::warehouse {

/// Keeps programs of this machine out of each other's way. The kernel lets go of it when we die, however
/// that happens; children do not inherit it.
class FileLock
{
public:
    using Pointer = std::shared_ptr<FileLock>;

    /// Waits for it. Errors: Conflict after `milliseconds`, Io, Cancelled.
    static QCoro::Task<Result<Pointer>> take(QString path, int milliseconds, std::stop_token stop);

    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    /// Removes the file while it is still locked, so that the folder it is in can go.
    void removeFile();

private:
    enum class Attempt { Taken, Busy, Failed };

    explicit FileLock(QString path) : m_path(std::move(path)) {}
    Attempt tryOnce();

    QString m_path;
    int m_descriptor = -1;
};

/// Lets the event loop run for a while.
QCoro::Task<void> pauseFor(int milliseconds);

} // namespace daybook::warehouse
