#include "models/warehouse/connectionopening.h"

#include "models/core/whendone.h"
#include "models/warehouse/hostlookup.h"
#include "models/warehouse/libpqkeywords.h"
#include "models/warehouse/servererror.h"

#include <libpq-fe.h>

namespace daybook::warehouse {
namespace {

constexpr int ConnectSecondsByDefault = 10;

} // namespace

QFuture<Result<Connection::Pointer>> Connection::open(ConnectionSpec spec, std::stop_token stop)
{
    // A connection may be let go from within its own signals, so it is deleted later.
    Pointer connection(new Connection(std::move(spec)), [](Connection *c) { c->deleteLater(); });
    connection->m_opening = std::make_unique<Opening>();
    connection->m_opening->self = connection;
    connection->m_opening->promise.start();
    QFuture<Result<Pointer>> future = connection->m_opening->promise.future();
    connection->startConnecting(std::move(stop));
    return future;
}

void Connection::startConnecting(std::stop_token stop)
{
    // libpq minds connect_timeout only when it may block.
    const int seconds = m_spec.value(QStringLiteral("connect_timeout")).toInt();
    const int milliseconds = (seconds > 0 ? seconds : ConnectSecondsByDefault) * 1000;
    connect(&m_deadline, &QTimer::timeout, this, [this] { finishOpening(failure(noAnswer())); });
    m_deadline.start(milliseconds);
    m_opening->onStop.emplace(stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { finishOpening(failure(cancelled())); }, Qt::QueuedConnection);
    });
    m_lookup = std::make_unique<HostLookup>(keywordsOf(m_spec));
    connect(m_lookup.get(), &HostLookup::done, this, &Connection::connectToHosts);
    m_lookup->start(milliseconds / 2);
}

void Connection::connectToHosts()
{
    if (!m_opening)
        return; // stopped, or out of time
    if (!m_lookup->hasHosts()) {
        finishOpening(failure(openingError()));
        return;
    }
    m_connection = startConnection(m_lookup->keywords());
    if (!m_connection || PQstatus(m_connection) == CONNECTION_BAD)
        finishOpening(failure(openingError()));
    else
        watchSocket(false, true);
}

Error Connection::openingError() const
{
    const QString unknown = m_lookup->problems().join(QStringLiteral(", "));
    if (!m_connection && !unknown.isEmpty())
        return {.kind = ErrorKind::Connection,
                .message =
                    QStringLiteral("Cannot connect to %1: no address is known for the host %2. Check its "
                                   "spelling, and that this machine reaches its name server.")
                        .arg(m_spec.displayName(), unknown)};
    Error error = connectionError(m_connection, m_spec.displayName(), false);
    if (!unknown.isEmpty())
        error.detail += QStringLiteral("\nNot tried, for want of an address: ") + unknown;
    return error;
}

Error Connection::noAnswer() const
{
    if (!m_connection)
        return openingError();
    return {.kind = ErrorKind::Connection,
            .message = QStringLiteral("%1 did not answer in time. Check that the server runs and that "
                                      "the address is right.")
                           .arg(m_spec.displayName())};
}

void Connection::pollConnecting()
{
    switch (PQconnectPoll(m_connection)) {
    case PGRES_POLLING_READING: // the socket may be another one after each poll
        watchSocket(true, false);
        return;
    case PGRES_POLLING_WRITING:
        watchSocket(false, true);
        return;
    case PGRES_POLLING_OK:
        prepareSession();
        return;
    default:
        finishOpening(failure(openingError()));
    }
}

void Connection::prepareSession()
{
    m_state = State::Open;
    PQsetnonblocking(m_connection, 1);
    PQsetNoticeProcessor(
        m_connection, [](void *, const char *) {}, nullptr);
    watchSocket(true, false);
    // Nothing else that speaks the protocol calls itself this old.
    if (m_spec.engine() == Engine::Redshift || serverVersion() < 90000)
        m_dialect = Dialect(Engine::Redshift, serverVersion());
    QString setup = m_dialect.shipped(u"system/session");
    if (m_spec.isReadOnly())
        setup += QStringLiteral("set default_transaction_read_only = on;\n");
    setup += m_dialect.shipped(u"system/dialect");
    whenDone(execute(setup), this, [this](const Result<ResultSet> &prepared) {
        if (prepared)
            noteDialect(*prepared);
        if (prepared)
            finishOpening(m_opening ? m_opening->self : Pointer());
        else
            finishOpening(failure(prepared.error()));
    });
}

void Connection::noteDialect(const ResultSet &answer)
{
    m_dialect = m_spec.engine()
                    ? Dialect(*m_spec.engine(), serverVersion())
                    : Dialect::detected(answer.text(0, 0), serverVersion(), answer.boolean(0, 1) == true);
}

void Connection::finishOpening(Result<Pointer> outcome)
{
    if (!m_opening)
        return;
    const std::unique_ptr<Opening> opening = std::move(m_opening);
    m_deadline.stop();
    opening->onStop.reset();
    if (!outcome)
        m_state = State::Closed;
    opening->promise.addResult(std::move(outcome));
    opening->promise.finish();
}

} // namespace daybook::warehouse
