#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <stop_token>

namespace daybook::cli {

/// Turns the first SIGINT or SIGTERM into a request to stop; a second one ends the process at once, even
/// when the event loop is stuck. One per process, owned by main, on its thread.
class Interrupts : public QObject
{
    Q_OBJECT
public:
    Interrupts();
    ~Interrupts() override;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace daybook::cli
