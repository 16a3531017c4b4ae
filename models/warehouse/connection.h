#pragma once

#include "models/core/result.h"
#include "models/warehouse/connectionspec.h"
#include "models/warehouse/resultset.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

class QSocketNotifier;
struct pg_conn;

namespace daybook::warehouse {

class HostLookup;
class Request;

/// A statement's parameter in text form; nothing is NULL.
using Parameter = std::optional<QString>;

/// Receives COPY data as the server sends it, one line of the server's at a time, on the connection's
/// thread. The view lives only during the call. An error stops the copy, and becomes its result.
using CopySink = std::function<Result<void>(QByteArrayView)>;

/// Gives the next piece of COPY data; an empty array ends it. An error makes the server forget the copy.
using CopySource = std::function<Result<QByteArray>()>;

/// One session on a server. Never blocks the event loop; owned by whoever holds the pointer; lives on the
/// thread that opened it. Statements run one after the other, in the order they were handed in. Every future
/// completes exactly once, whatever happens to the server or to this object.
///
/// Stopping a request tells the server to cancel, and completes with ErrorKind::Cancelled once the server
/// has let go, so that the next statement starts on a clean session.
class Connection : public QObject
{
    Q_OBJECT
public:
    using Pointer = std::shared_ptr<Connection>;

    /// Errors: Connection, Authentication, Permission, Cancelled.
    static QFuture<Result<Pointer>> open(ConnectionSpec spec, std::stop_token stop = {});
    ~Connection() override;

    /// Runs a statement, or several separated by semicolons when there are no parameters; gives the last
    /// one's rows. Errors: what the server said (see serverError), Connection, Cancelled.
    QFuture<Result<ResultSet>> execute(QString sql, QList<Parameter> parameters = {},
                                       std::stop_token stop = {});

    /// COPY ... TO STDOUT, in constant memory.
    QFuture<Result<ResultSet>> copyOut(QString sql, CopySink sink, std::stop_token stop = {});

    /// For a sink that can hold no more: leaves the rest of the copy with the server until resumeCopy(). A
    /// stop resumes, because the server has to be let finish. Without a copy under way, nothing happens.
    void pauseCopy();
    void resumeCopy();

    /// COPY ... FROM STDIN.
    QFuture<Result<ResultSet>> copyIn(QString sql, CopySource source, std::stop_token stop = {});

    const ConnectionSpec &spec() const { return m_spec; }
    bool isOpen() const { return m_state == State::Open; }
    /// True between BEGIN and COMMIT or ROLLBACK, a failed transaction included.
    bool isInTransaction() const;
    int backendPid() const;
    /// 150020 for 15.20.
    int serverVersion() const;
    /// What its SQL is, once open.
    Dialect dialect() const { return m_dialect; }

Q_SIGNALS:
    /// The session is gone, and with it everything it held. Not emitted for failures of open().
    void lost(const daybook::Error &error);
    void notified(const QString &channel, const QString &payload);

private:
    enum class State { Connecting, Open, Closed };

    explicit Connection(ConnectionSpec spec);
    void startConnecting(std::stop_token stop);
    void connectToHosts();
    void pollConnecting();
    void prepareSession();
    void noteDialect(const ResultSet &answer);
    void finishOpening(Result<Pointer> outcome);
    Error openingError() const;
    Error noAnswer() const;
    void watchSocket(bool read, bool write);
    void onSocket();

    QFuture<Result<ResultSet>> enqueue(std::shared_ptr<Request> request, std::stop_token stop);
    void startNext();
    void flush();
    void drain();
    bool drainCopyOut();
    bool drainCopyIn();
    void finishActive();
    void stop(std::weak_ptr<Request> request);
    void cancelOnServer();
    void cancelAgain();
    void lose();
    void close(const Error &reason);
    void readNotifications();

    ConnectionSpec m_spec;
    std::unique_ptr<HostLookup> m_lookup;
    Dialect m_dialect;
    pg_conn *m_connection = nullptr; ///< null while hosts are looked up
    State m_state = State::Connecting;
    std::unique_ptr<QSocketNotifier> m_reading;
    std::unique_ptr<QSocketNotifier> m_writing;
    QTimer m_deadline;
    struct Opening;
    std::unique_ptr<Opening> m_opening;
    std::shared_ptr<Request> m_active;
    QList<std::shared_ptr<Request>> m_waiting;
    bool m_cancelling = false; ///< a cancel request is on its way; nothing new may start
};

} // namespace daybook::warehouse
