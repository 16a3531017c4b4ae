#pragma once

#include "models/core/result.h"

#include <QCoro/QCoroTask>
#include <QStringList>

#include <optional>

namespace daybook::warehouse {

/// An installed PostgreSQL server.
struct ServerBinaries
{
    QString folder;
    int major = 0;
    QString version; ///< "15.20"

    QString program(const QString &name) const { return folder + QLatin1Char('/') + name; }
};

/// Where servers are looked for: Debian's folders, newest first, then PATH's.
QStringList defaultBinaryFolders(const QString &path);

/// The server for a data directory of version `major`; without one, the newest. Errors: Io, naming what is
/// there, what is needed and how to install it.
QCoro::Task<Result<ServerBinaries>> findServer(QStringList folders, std::optional<int> major,
                                               QString dataDirectory);

} // namespace daybook::warehouse
