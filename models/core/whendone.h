#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace daybook {

/// Calls `callback` with the future's result on the thread of `context`, once it is there; not at all when
/// `context` has gone by then. Unlike QFuture::then(context, ...), which in Qt 6.4 asserts that the context
/// outlives the future. `callback` takes nothing for a QFuture<void>.
template <typename T, typename Callback>
void whenDone(const QFuture<T> &future, QObject *context, Callback callback)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, callback = std::move(callback)]() mutable {
                         watcher->deleteLater();
                         if constexpr (std::is_void_v<T>)
                             callback();
                         else
                             callback(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace daybook
