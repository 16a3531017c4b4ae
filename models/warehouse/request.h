#pragma once

#include "models/warehouse/connection.h"

#include <QPromise>

namespace daybook::warehouse {

/// One statement on its way through a Connection. Internal to this folder.
class Request
{
public:
    enum class Kind { Query, CopyOut, CopyIn };

    Kind kind = Kind::Query;
    QString sql;
    QList<Parameter> parameters;
    CopySink sink;
    CopySource source;

    std::shared_ptr<const pg_result> last;
    std::optional<Error> error; ///< the first thing that went wrong
    bool copying = false;
    bool paused = false; ///< its sink can hold no more
    bool stopRequested = false;

    Request() { m_promise.start(); }

    /// Somebody stopped it, or what it copies has no taker any more.
    bool isUnwanted() const { return stopRequested || error.has_value(); }

    QFuture<Result<ResultSet>> future() { return m_promise.future(); }

    /// Calls `callback` on the thread that asks for the stop; it must only post.
    void watch(std::stop_token stop, std::function<void()> callback)
    {
        m_onStop.emplace(std::move(stop), std::move(callback));
    }

    void fail(Error reason)
    {
        if (!error)
            error = std::move(reason);
    }

    /// Hands the outcome to whoever waits. Later calls do nothing.
    void complete()
    {
        if (m_completed)
            return;
        m_completed = true;
        m_onStop.reset();
        if (error)
            m_promise.addResult(Result<ResultSet>(failure(*error)));
        else
            m_promise.addResult(Result<ResultSet>(ResultSet(last)));
        m_promise.finish();
    }

private:
    QPromise<Result<ResultSet>> m_promise;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop;
    bool m_completed = false;
};

} // namespace daybook::warehouse
