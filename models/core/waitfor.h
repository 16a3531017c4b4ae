#pragma once

#include <QCoro/QCoroTask>

#include <chrono>
#include <stop_token>

namespace daybook {

/// Returns after `pause`, or soon after a stop. The event loop goes on.
QCoro::Task<void> waitFor(std::chrono::milliseconds pause, std::stop_token stop);

} // namespace daybook
