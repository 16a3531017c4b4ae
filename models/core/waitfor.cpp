#include "models/core/waitfor.h"

#include <QCoro/QCoroTimer>
#include <QDeadlineTimer>

namespace daybook {

QCoro::Task<void> waitFor(std::chrono::milliseconds pause, std::stop_token stop)
{
    constexpr std::chrono::milliseconds slice(100);
    const QDeadlineTimer deadline(pause);
    while (!deadline.hasExpired() && !stop.stop_requested()) {
        const std::chrono::milliseconds left(deadline.remainingTime());
        co_await QCoro::sleepFor(std::min(slice, left));
    }
}

} // namespace daybook
