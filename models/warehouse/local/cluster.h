#pragma once

#include "models/warehouse/local/layout.h"
#include "models/warehouse/local/serverbinaries.h"
#include "models/warehouse/local/serverprocesses.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::warehouse {

// The steps a local warehouse's life is made of. Whoever calls those that change something holds the
// warehouse's lock.

/// The postmaster on this data directory, if it is alive.
std::optional<PostmasterFile> livePostmaster(const Layout &layout);

/// initdb into a folder of another name, renamed when it is whole: there is never half a cluster. Errors: Io,
/// Cancelled.
QCoro::Task<Result<void>> createCluster(Layout layout, ServerBinaries server, std::stop_token stop);

/// Ends what outlived a crashed server and removes what it left. Errors: Conflict, Io.
QCoro::Task<Result<void>> clearTheWay(Layout layout);

/// Starts the server; comes back when it is up, is slow, or has failed. Errors: Connection with the end of
/// its log, Conflict, Io, Cancelled.
QCoro::Task<Result<void>> launchServer(Layout layout, ServerBinaries server, int startSeconds,
                                       std::stop_token stop);

/// Ends the sessions and waits until the server is down. Error: Conflict.
QCoro::Task<Result<void>> stopServer(Layout layout, int stopSeconds);

/// Removes the data of a server that is down. Error: Io.
QCoro::Task<Result<void>> removeCluster(Layout layout);

} // namespace daybook::warehouse
