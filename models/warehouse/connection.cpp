#include "models/warehouse/connection.h"

#include "models/core/whendone.h"
#include "models/warehouse/connectionopening.h"
#include "models/warehouse/hostlookup.h"
#include "models/warehouse/request.h"
#include "models/warehouse/servererror.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QSocketNotifier>
#include <QTimer>
#include <QtConcurrentRun>

#include <libpq-fe.h>

namespace daybook::warehouse {
namespace {

/// How long one visit to the socket may keep the event loop.
constexpr qint64 SliceMilliseconds = 8;
/// The server sends a copy in pieces of a few kilobytes: so long they gather, or the loop turns once for
/// each.
constexpr int GatherMilliseconds = 1;
constexpr int CancelAgainMilliseconds = 500;
constexpr int LinesPerGlance = 32; ///< at the clock, which costs as much as a short line

} // namespace

Connection::Connection(ConnectionSpec spec) : m_spec(std::move(spec))
{
    m_deadline.setSingleShot(true);
}

Connection::~Connection()
{
    close({.kind = ErrorKind::Connection,
           .message = QStringLiteral("The connection to %1 was closed.").arg(m_spec.displayName())});
}

bool Connection::isInTransaction() const
{
    return m_connection && PQtransactionStatus(m_connection) != PQTRANS_IDLE;
}

int Connection::backendPid() const
{
    return m_connection ? PQbackendPID(m_connection) : 0;
}

int Connection::serverVersion() const
{
    return m_connection ? PQserverVersion(m_connection) : 0;
}

void Connection::watchSocket(bool read, bool write)
{
    const int socket = PQsocket(m_connection);
    const auto renew = [this, socket](std::unique_ptr<QSocketNotifier> &notifier,
                                      QSocketNotifier::Type type) {
        if (!notifier || notifier->socket() != socket) {
            if (notifier) {
                notifier->setEnabled(false);
                notifier.release()->deleteLater();
            }
            notifier = std::make_unique<QSocketNotifier>(socket, type);
            connect(notifier.get(), &QSocketNotifier::activated, this, &Connection::onSocket);
        }
    };
    if (socket < 0)
        return;
    renew(m_reading, QSocketNotifier::Read);
    renew(m_writing, QSocketNotifier::Write);
    m_reading->setEnabled(read);
    m_writing->setEnabled(write);
}

void Connection::onSocket()
{
    if (m_state == State::Connecting)
        pollConnecting();
    else if (m_state == State::Open)
        drain();
}

QFuture<Result<ResultSet>> Connection::execute(QString sql, QList<Parameter> parameters, std::stop_token stop)
{
    auto request = std::make_shared<Request>();
    request->sql = std::move(sql);
    request->parameters = std::move(parameters);
    return enqueue(std::move(request), std::move(stop));
}

QFuture<Result<ResultSet>> Connection::copyOut(QString sql, CopySink sink, std::stop_token stop)
{
    auto request = std::make_shared<Request>();
    request->kind = Request::Kind::CopyOut;
    request->sql = std::move(sql);
    request->sink = std::move(sink);
    return enqueue(std::move(request), std::move(stop));
}

QFuture<Result<ResultSet>> Connection::copyIn(QString sql, CopySource source, std::stop_token stop)
{
    auto request = std::make_shared<Request>();
    request->kind = Request::Kind::CopyIn;
    request->sql = std::move(sql);
    request->source = std::move(source);
    return enqueue(std::move(request), std::move(stop));
}

QFuture<Result<ResultSet>> Connection::enqueue(std::shared_ptr<Request> request, std::stop_token stop)
{
    QFuture<Result<ResultSet>> future = request->future();
    if (m_state != State::Open) {
        request->fail(
            {.kind = ErrorKind::Connection,
             .message = QStringLiteral("The connection to %1 is closed.").arg(m_spec.displayName())});
        request->complete();
        return future;
    }
    m_waiting.append(request);
    request->watch(std::move(stop), [this, weak = std::weak_ptr(request)] {
        QMetaObject::invokeMethod(
            this, [this, weak] { this->stop(weak); }, Qt::QueuedConnection);
    });
    startNext();
    return future;
}

void Connection::startNext()
{
    if (m_active || m_cancelling || m_waiting.isEmpty() || m_state != State::Open)
        return;
    m_active = m_waiting.takeFirst();
    const QByteArray sql = m_active->sql.toUtf8();
    int sent = 0;
    if (m_active->parameters.isEmpty()) {
        sent = PQsendQuery(m_connection, sql.constData());
    } else {
        QList<QByteArray> texts;
        QList<const char *> values;
        for (const Parameter &parameter : std::as_const(m_active->parameters))
            texts << (parameter ? parameter->toUtf8() : QByteArray());
        for (qsizetype i = 0; i < texts.size(); ++i)
            values << (m_active->parameters[i] ? texts[i].constData() : nullptr);
        sent = PQsendQueryParams(m_connection, sql.constData(), static_cast<int>(values.size()), nullptr,
                                 values.constData(), nullptr, nullptr, 0);
    }
    if (!sent) {
        lose();
        return;
    }
    flush();
}

void Connection::flush()
{
    const int left = PQflush(m_connection);
    if (left < 0)
        lose();
    else
        watchSocket(true, left > 0);
}

void Connection::pauseCopy()
{
    if (m_active && m_active->kind == Request::Kind::CopyOut)
        m_active->paused = !m_active->stopRequested;
}

void Connection::resumeCopy()
{
    if (!m_active || !std::exchange(m_active->paused, false))
        return;
    // What libpq has read already does not make the socket readable again.
    QMetaObject::invokeMethod(this, &Connection::onSocket, Qt::QueuedConnection);
}

void Connection::drain()
{
    if (m_active && m_active->paused) {
        watchSocket(false, false);
        return;
    }
    if (!PQconsumeInput(m_connection)) {
        lose();
        return;
    }
    flush();
    if (m_state != State::Open)
        return;
    readNotifications();
    while (m_active) {
        if (m_active->copying) {
            const bool whole = m_active->kind == Request::Kind::CopyOut ? drainCopyOut() : drainCopyIn();
            if (!whole)
                return;
        }
        if (PQisBusy(m_connection))
            return;
        PGresult *result = PQgetResult(m_connection);
        if (!result) {
            finishActive();
            continue;
        }
        const std::shared_ptr<const pg_result> shared(result, [](PGresult *r) { PQclear(r); });
        const ExecStatusType status = PQresultStatus(result);
        m_active->copying = status == PGRES_COPY_OUT || status == PGRES_COPY_IN;
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
            m_active->fail(serverError(result, m_active->sql));
        else
            m_active->last = shared;
    }
}

bool Connection::drainCopyOut()
{
    QElapsedTimer slice;
    slice.start();
    int lines = 0;
    int looked = -1; // at the socket, after so many lines
    while (true) {
        char *data = nullptr;
        const int size = PQgetCopyData(m_connection, &data, 1);
        if (size < 0) {
            m_active->copying = false;
            return true;
        }
        if (size == 0) {
            if (std::exchange(looked, lines) == lines) {
                watchSocket(false, false);
                QTimer::singleShot(GatherMilliseconds, this, &Connection::onSocket);
                return false;
            }
            if (PQconsumeInput(m_connection))
                continue;
            lose();
            return false;
        }
        // After an error the rest is still read, and thrown away: the server has to be let finish.
        Result<void> taken =
            m_active->error || !m_active->sink ? Result<void>() : m_active->sink(QByteArrayView(data, size));
        PQfreemem(data);
        if (!taken) {
            m_active->fail(taken.error());
            cancelOnServer();
        }
        if (m_active->paused)
            return false;
        if (++lines % LinesPerGlance == 0 && slice.hasExpired(SliceMilliseconds)) {
            QMetaObject::invokeMethod(this, &Connection::onSocket, Qt::QueuedConnection);
            return false;
        }
    }
}

bool Connection::drainCopyIn()
{
    QElapsedTimer slice;
    slice.start();
    while (!slice.hasExpired(SliceMilliseconds)) {
        Result<QByteArray> piece = m_active->stopRequested ? failure(cancelled())
                                   : m_active->source      ? m_active->source()
                                                           : QByteArray();
        const bool last = !piece || piece->isEmpty();
        if (!piece)
            m_active->fail(piece.error());
        const int sent =
            last ? PQputCopyEnd(m_connection, piece ? nullptr : "the source of the copy failed")
                 : PQputCopyData(m_connection, piece->constData(), static_cast<int>(piece->size()));
        if (sent < 0) {
            lose();
            return false;
        }
        m_active->copying = !last;
        flush();
        if (m_state != State::Open)
            return false;
        if (last)
            return true;
        if (m_writing->isEnabled()) // the server is slower than we are: wait until it takes more
            return false;
    }
    QMetaObject::invokeMethod(this, &Connection::onSocket, Qt::QueuedConnection);
    return false;
}

void Connection::finishActive()
{
    const std::shared_ptr<Request> done = std::move(m_active);
    m_active.reset();
    if (done->stopRequested && done->error && done->error->sqlState == QStringLiteral("57014"))
        done->error = cancelled();
    startNext();
    done->complete();
}

void Connection::stop(std::weak_ptr<Request> weak)
{
    const std::shared_ptr<Request> request = weak.lock();
    if (!request)
        return;
    request->stopRequested = true;
    if (request == m_active) {
        resumeCopy();
        cancelOnServer();
    } else if (m_waiting.removeOne(request)) {
        request->fail(cancelled());
        request->complete();
    }
}

void Connection::cancelOnServer()
{
    PGcancel *handle = m_cancelling ? nullptr : PQgetCancel(m_connection);
    if (!handle)
        return;
    m_cancelling = true;
    // PQcancel opens a connection of its own and blocks. Until it is back nothing new may start, or the
    // cancel could hit the wrong statement.
    const QFuture<void> cancelling = QtConcurrent::run([handle] {
        char reason[256];
        PQcancel(handle, reason, sizeof reason);
        PQfreeCancel(handle);
    });
    whenDone(cancelling, this, [this] {
        m_cancelling = false;
        startNext();
        cancelAgain();
    });
}

/// A server that has not yet read the statement forgets the cancel, and would run it to its end.
void Connection::cancelAgain()
{
    if (!m_active || !m_active->isUnwanted())
        return;
    QTimer::singleShot(CancelAgainMilliseconds, this, [this, weak = std::weak_ptr(m_active)] {
        if (m_active && m_active == weak.lock())
            cancelOnServer();
    });
}

void Connection::readNotifications()
{
    while (PGnotify *notification = PQnotifies(m_connection)) {
        Q_EMIT notified(QString::fromUtf8(notification->relname), QString::fromUtf8(notification->extra));
        PQfreemem(notification);
    }
}

void Connection::lose()
{
    if (!m_connection)
        return;
    const bool wasOpen = m_state == State::Open && !m_opening;
    const Error reason = connectionError(m_connection, m_spec.displayName(), true);
    close(reason);
    if (wasOpen)
        Q_EMIT lost(reason);
}

void Connection::close(const Error &reason)
{
    m_state = State::Closed;
    for (std::unique_ptr<QSocketNotifier> *notifier : {&m_reading, &m_writing}) {
        if (!*notifier)
            continue;
        (*notifier)->setEnabled(false);
        notifier->release()->deleteLater(); // we may be inside its signal
    }
    PQfinish(m_connection);
    m_connection = nullptr;
    QList<std::shared_ptr<Request>> pending = std::exchange(m_waiting, {});
    if (m_active)
        pending.prepend(std::exchange(m_active, nullptr));
    for (const auto &request : pending) {
        request->fail(reason);
        request->complete();
    }
}

} // namespace daybook::warehouse
