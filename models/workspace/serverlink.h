#pragma once

#include "models/core/error.h"
#include "models/warehouse/connection.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace daybook::workspace {

/// The desktop's link to its server: one session that stays open to hear notifications and to notice at once
/// when the server is gone, and that is opened again, after ever longer waits, until it is back. Owned by the
/// composition root; lives on its thread.
class ServerLink : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Connecting, Connected, Lost };
    Q_ENUM(State)

    ServerLink(warehouse::ConnectionSpec spec, QStringList channels, QObject *parent = nullptr);
    ~ServerLink() override;

    State state() const { return m_state; }
    const std::optional<Error> &lastError() const { return m_error; }
    /// Until the next attempt; 0 unless Lost.
    int secondsToRetry() const;

public Q_SLOTS:
    /// Now, without waiting for the next attempt; nothing while connected.
    void connectNow();

Q_SIGNALS:
    void stateChanged(daybook::workspace::ServerLink::State state);
    /// Once a second while waiting.
    void countdown(int seconds);
    void notified(const QString &channel, const QString &payload);

private:
    void adopt(const warehouse::Connection::Pointer &connection);
    void lose(const Error &error);
    void enter(State state);

    warehouse::ConnectionSpec m_spec;
    QStringList m_channels;
    State m_state = State::Idle;
    std::optional<Error> m_error;
    warehouse::Connection::Pointer m_connection;
    std::stop_source m_stop;
    QTimer m_retry;
    QTimer m_tick;
    int m_attempts = 0; ///< in a row, without success
};

} // namespace daybook::workspace
