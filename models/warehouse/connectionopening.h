#pragma once

#include "models/warehouse/connection.h"

#include <QPromise>

namespace daybook::warehouse {

/// What a Connection holds until it is open or has failed to. Internal to this folder.
struct Connection::Opening
{
    Pointer self; ///< keeps the connection alive until it is handed out
    QPromise<Result<Pointer>> promise;
    std::optional<std::stop_callback<std::function<void()>>> onStop;
};

} // namespace daybook::warehouse
