#include "models/workspace/serverlink.h"

#include "models/core/whendone.h"
#include "models/warehouse/identifier.h"

#include <algorithm>

namespace daybook::workspace {
namespace {

constexpr int LongestWait = 30;

std::chrono::seconds waitBefore(int attempt)
{
    return std::chrono::seconds(std::min(1 << std::min(attempt, 5), LongestWait));
}

} // namespace

using warehouse::Connection;

ServerLink::ServerLink(warehouse::ConnectionSpec spec, QStringList channels, QObject *parent)
    : QObject(parent), m_spec(std::move(spec)), m_channels(std::move(channels))
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer); // people read the seconds that are left
    connect(&m_retry, &QTimer::timeout, this, &ServerLink::connectNow);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] { Q_EMIT countdown(secondsToRetry()); });
}

ServerLink::~ServerLink()
{
    m_stop.request_stop();
    if (m_connection)
        m_connection->disconnect(this);
}

int ServerLink::secondsToRetry() const
{
    return m_state == State::Lost ? (m_retry.remainingTime() + 999) / 1000 : 0;
}

void ServerLink::connectNow()
{
    if (m_state == State::Connecting || m_state == State::Connected)
        return;
    m_retry.stop();
    enter(State::Connecting);
    whenDone(Connection::open(m_spec, m_stop.get_token()), this,
             [this](const Result<Connection::Pointer> &opened) {
                 if (opened)
                     adopt(*opened);
                 else
                     lose(opened.error());
             });
}

void ServerLink::adopt(const Connection::Pointer &connection)
{
    m_connection = connection;
    m_error.reset();
    m_attempts = 0;
    connect(connection.get(), &Connection::lost, this, &ServerLink::lose);
    connect(connection.get(), &Connection::notified, this, &ServerLink::notified);
    const bool tells = connection->dialect().has(warehouse::Dialect::Feature::Notifications);
    for (const QString &channel : tells ? m_channels : QStringList())
        connection->execute(QStringLiteral("listen ") + warehouse::quoteIdentifier(channel));
    enter(State::Connected);
}

void ServerLink::lose(const Error &error)
{
    if (m_connection) {
        m_connection->disconnect(this);
        // It is the connection that is speaking: let it finish.
        QTimer::singleShot(0, this, [gone = std::exchange(m_connection, nullptr)] {});
    }
    m_error = error;
    m_retry.start(waitBefore(m_attempts++));
    enter(State::Lost);
}

void ServerLink::enter(State state)
{
    m_state = state;
    if (state == State::Lost)
        m_tick.start();
    else
        m_tick.stop();
    Q_EMIT stateChanged(state);
}

} // namespace daybook::workspace
