#pragma once

#include <QCoro/QCoroTask>
#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QTimer>

#include <stdexcept>

namespace daybook::test {

/// Runs the event loop until the future is done. A test that waits longer than a minute has failed.
template <typename T> T await(QFuture<T> future)
{
    QEventLoop loop;
    QFutureWatcher<T> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(60'000, &loop, [&loop] { loop.exit(1); });
    watcher.setFuture(future);
    if (!future.isFinished() && loop.exec() != 0)
        throw std::runtime_error("nothing came back within a minute");
    return future.result();
}

template <typename T> T await(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

/// Runs the event loop until `condition` holds; false after `milliseconds`.
template <typename Condition> bool eventually(Condition condition, int milliseconds = 20'000)
{
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.quit();
    });
    poll.start(5);
    QTimer::singleShot(milliseconds, &loop, [&loop] { loop.exit(1); });
    return condition() || loop.exec() == 0;
}

} // namespace daybook::test
