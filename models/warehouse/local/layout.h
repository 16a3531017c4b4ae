#pragma once

#include "models/core/result.h"
#include "models/warehouse/local/serveruser.h"

#include <QString>

#include <optional>

namespace daybook::warehouse {

/// Where the local warehouse keeps what. With us as root the folder is root's, and only the server's own
/// parts of it belong to the server's user: nothing root opens there can be swapped for something else.
struct Layout
{
    QString directory; ///< absolute, with symbolic links resolved
    QString socketDirectory;
    QString clusterName; ///< unique to the data directory; stands in its processes' titles
    ServerUser user;

    QString data() const { return directory + QStringLiteral("/data"); }
    QString log() const { return directory + QStringLiteral("/log"); }
    QString previousLog() const { return directory + QStringLiteral("/log.1"); }
    QString lock() const { return directory + QStringLiteral("/lock"); }
    /// Written when the folder is first used; without it nothing in the folder is ever removed.
    QString marker() const { return directory + QStringLiteral("/daybook-warehouse"); }
    QString socket(int port) const;
};

/// Only names; touches nothing. `runtimeDirectory` is XDG_RUNTIME_DIR, or empty: the socket goes there, or to
/// /tmp, where the warehouse's own path cannot be a socket's: too long, or with a comma.
Layout layoutFor(const QString &directory, const QString &runtimeDirectory, const ServerUser &user);

/// True for a folder that Daybook itself has claimed for a warehouse.
bool hasMarker(const Layout &layout);

/// Makes the folder, closed to others, with its marker. A folder that holds other things is refused. Error:
/// Io, with what to do.
Result<void> prepareDirectory(const Layout &layout);

/// Makes a folder that belongs to the server's user and is closed to everybody else, or makes sure that the
/// one there is such a folder. Error: Io.
Result<void> prepareServerFolder(const QString &path, const ServerUser &user);

/// Removes sockets and socket locks that nobody listens behind, and gives the first port that is free. Error:
/// Conflict.
Result<int> clearSockets(const Layout &layout);

/// The major version of the cluster; nothing when there is none. Error: Data, for a folder that is not one;
/// Io, for one that is not ours to use.
Result<std::optional<int>> clusterVersion(const Layout &layout);

/// A name beside the data directory that removeLeftovers knows: "new" for one in the making, "gone" for one
/// that is to be removed.
QString temporaryName(const Layout &layout, const QString &what);

} // namespace daybook::warehouse
