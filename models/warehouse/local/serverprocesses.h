#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>
#include <sys/types.h>

namespace daybook::warehouse {

/// Whose a process is, as seen from one data directory.
enum class ProcessOwner {
    Gone,
    Ours,    ///< a server process on this data directory
    Foreign, ///< no server, yet it has the number: something else was given it, or it waits as a zombie
    Unknown  ///< a server whose directory we may not see
};

/// `clusterName` is what the server shows in its processes' titles; it tells where the kernel does not let us
/// see a process's directory (containers).
ProcessOwner ownerOf(pid_t pid, const QString &dataDirectory, const QString &clusterName);

/// Every live server process on this data directory: a postmaster and its children, or the children that
/// outlived it.
QList<pid_t> processesOn(const QString &dataDirectory, const QString &clusterName);

/// What a server says about itself in postmaster.pid.
struct PostmasterFile
{
    pid_t pid = 0;
    QDateTime startedAt;
    int port = 0;
    QString socketDirectory;
};

/// Nothing when there is none, or it is not whole yet.
std::optional<PostmasterFile> readPostmasterFile(const QString &dataDirectory);

} // namespace daybook::warehouse
