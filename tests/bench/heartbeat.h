#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace daybook::test {

inline qint64 threadCpuMicroseconds()
{
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000 + now.tv_nsec / 1000;
}

/// The largest gap between two beats of a timer that wants to beat every millisecond: by the clock, and in
/// the event loop's own processor time, which other programs on the machine do not lengthen.
class Heartbeat
{
public:
    Heartbeat()
    {
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.start(1);
        m_since.start();
    }
    qint64 longest() const { return m_longest; }
    qint64 longestBusy() const { return m_longestBusy; }

private:
    void beat()
    {
        m_longest = std::max(m_longest, m_since.restart());
        const qint64 now = threadCpuMicroseconds();
        m_longestBusy = std::max(m_longestBusy, now - m_busy);
        m_busy = now;
    }

    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    qint64 m_busy = threadCpuMicroseconds();
    qint64 m_longestBusy = 0;
};

} // namespace daybook::test
