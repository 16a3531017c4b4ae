#pragma once

#include <QFuture>
#include <QPromise>
#include <queue>

#include <deque>
#include <memory>
#include <optional>

namespace daybook::build {

/// Steps whose parents are all done, most urgent first, and the workers that wait for one. Whoever waits is
/// woken the moment there is something; nobody polls. One thread.
class ReadyQueue
{
public:
    void push(std::size_t step, int urgency)
    {
        m_ready.push({urgency, -static_cast<qint64>(step)});
        serve();
    }

    /// No more steps will come: everyone who waits goes home.
    void close()
    {
        m_closed = true;
        serve();
    }

    /// The next step; nothing once the queue is closed.
    QFuture<std::optional<std::size_t>> pop()
    {
        auto promise = std::make_shared<Promise>();
        promise->start();
        QFuture<std::optional<std::size_t>> future = promise->future();
        m_waiting.push_back(std::move(promise));
        serve();
        return future;
    }

private:
    using Promise = QPromise<std::optional<std::size_t>>;

    void serve()
    {
        while (!m_waiting.empty() && (m_closed || !m_ready.empty())) {
            std::optional<std::size_t> step;
            if (!m_closed) {
                step = static_cast<std::size_t>(-m_ready.top().second);
                m_ready.pop();
            }
            const std::shared_ptr<Promise> promise = std::move(m_waiting.front());
            m_waiting.pop_front();
            promise->addResult(step);
            promise->finish();
        }
    }

    std::priority_queue<std::pair<int, qint64>> m_ready; ///< urgency, then the plan's order
    std::deque<std::shared_ptr<Promise>> m_waiting;
    bool m_closed = false;
};

} // namespace daybook::build
