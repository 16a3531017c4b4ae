#include "models/warehouse/pool.h"

#include "models/core/whendone.h"
#include "models/warehouse/servererror.h"

namespace daybook::warehouse {
namespace {

template <typename Promise, typename Value> void complete(Promise &promise, Value &&value)
{
    promise.addResult(std::forward<Value>(value));
    promise.finish();
}

} // namespace

Lease::Lease(QPointer<Pool> pool, Connection::Pointer connection)
    : m_pool(std::move(pool)), m_connection(std::move(connection))
{
}

Lease::~Lease()
{
    giveBack();
}

Lease &Lease::operator=(Lease &&other) noexcept
{
    if (this != &other) {
        giveBack();
        m_pool = std::move(other.m_pool);
        m_connection = std::move(other.m_connection);
    }
    return *this;
}

void Lease::giveBack()
{
    if (m_connection && m_pool)
        m_pool->giveBack(std::move(m_connection));
    m_connection.reset();
}

Pool::Pool(ConnectionSpec spec, int size, QObject *parent)
    : QObject(parent), m_spec(std::move(spec)), m_size(size)
{
}

Pool::~Pool()
{
    for (const Waiter &waiter : m_waiting)
        m_opening.push_back(waiter.promise);
    for (const std::shared_ptr<Promise> &promise : m_opening)
        complete(*promise, Result<std::shared_ptr<Lease>>(
                               failure(ErrorKind::Cancelled, QStringLiteral("The program is closing."))));
}

QFuture<Result<std::shared_ptr<Lease>>> Pool::acquire(std::stop_token stop)
{
    auto promise = std::make_shared<Promise>();
    promise->start();
    QFuture<Result<std::shared_ptr<Lease>>> future = promise->future();
    m_waiting.push_back({std::move(promise), std::move(stop)});
    serve();
    return future;
}

void Pool::serve()
{
    while (!m_waiting.empty() && m_lent < m_size) {
        Waiter waiter = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (waiter.stop.stop_requested()) {
            complete(*waiter.promise, Result<std::shared_ptr<Lease>>(failure(cancelled())));
            continue;
        }
        ++m_lent;
        if (m_idle.empty()) {
            openFor(std::move(waiter));
            continue;
        }
        const Connection::Pointer connection = std::move(m_idle.front());
        m_idle.pop_front();
        handOut(waiter, connection);
    }
}

void Pool::openFor(Waiter waiter)
{
    m_opening.push_back(waiter.promise);
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(m_spec, waiter.stop);
    // The pool may be gone by then; its end has told the waiter so.
    whenDone(opening, this, [this, waiter](const Result<Connection::Pointer> &opened) {
        std::erase(m_opening, waiter.promise);
        onOpened(waiter, opened);
    });
}

void Pool::onOpened(const Waiter &waiter, const Result<Connection::Pointer> &opened)
{
    if (opened) {
        connect(opened->get(), &Connection::lost, this, [this, raw = opened->get()](const Error &error) {
            std::erase_if(m_idle, [raw](const Connection::Pointer &idle) { return idle.get() == raw; });
            Q_EMIT unavailable(error);
        });
        Q_EMIT available();
        handOut(waiter, *opened);
        return;
    }
    --m_lent;
    if (opened.error().kind != ErrorKind::Cancelled)
        Q_EMIT unavailable(opened.error());
    complete(*waiter.promise, Result<std::shared_ptr<Lease>>(failure(opened.error())));
    serve();
}

void Pool::handOut(const Waiter &waiter, const Connection::Pointer &connection)
{
    complete(*waiter.promise,
             Result<std::shared_ptr<Lease>>(std::make_shared<Lease>(QPointer<Pool>(this), connection)));
}

void Pool::giveBack(Connection::Pointer connection)
{
    --m_lent;
    if (connection->isOpen() && !connection->isInTransaction())
        m_idle.push_back(std::move(connection));
    serve();
}

} // namespace daybook::warehouse
