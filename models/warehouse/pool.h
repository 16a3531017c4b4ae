#pragma once

#include "models/warehouse/connection.h"

#include <QObject>
#include <QPointer>
#include <QPromise>

#include <deque>
#include <vector>

namespace daybook::warehouse {

class Pool;

/// A connection on loan; goes back when the lease ends. One that is still in a transaction, or lost, is
/// closed instead, so that nobody inherits another's state.
class Lease
{
public:
    Lease() = default;
    Lease(QPointer<Pool> pool, Connection::Pointer connection);
    ~Lease();
    Lease(Lease &&other) noexcept = default;
    Lease &operator=(Lease &&other) noexcept;
    Lease(const Lease &) = delete;
    Lease &operator=(const Lease &) = delete;

    Connection *operator->() const { return m_connection.get(); }
    const Connection::Pointer &connection() const { return m_connection; }

private:
    void giveBack();

    QPointer<Pool> m_pool;
    Connection::Pointer m_connection;
};

/// Up to `size` connections to one server, opened when first needed. Lives on the thread that uses it.
class Pool : public QObject
{
    Q_OBJECT
public:
    Pool(ConnectionSpec spec, int size, QObject *parent = nullptr);
    ~Pool() override;

    const ConnectionSpec &spec() const { return m_spec; }

    /// Waits for a free connection. The lease is shared so that it can travel through a future; it ends with
    /// its last holder. Errors: those of Connection::open.
    QFuture<Result<std::shared_ptr<Lease>>> acquire(std::stop_token stop = {});

Q_SIGNALS:
    /// A pooled connection was lost, or could not be opened.
    void unavailable(const daybook::Error &error);
    void available();

private:
    friend class Lease;
    using Promise = QPromise<Result<std::shared_ptr<Lease>>>;
    struct Waiter
    {
        std::shared_ptr<Promise> promise;
        std::stop_token stop;
    };

    void serve();
    void openFor(Waiter waiter);
    void onOpened(const Waiter &waiter, const Result<Connection::Pointer> &opened);
    void giveBack(Connection::Pointer connection);
    void handOut(const Waiter &waiter, const Connection::Pointer &connection);

    ConnectionSpec m_spec;
    int m_size;
    int m_lent = 0; ///< handed out or being opened
    std::deque<Connection::Pointer> m_idle;
    std::deque<Waiter> m_waiting;
    std::vector<std::shared_ptr<Promise>> m_opening; ///< told when the pool goes while theirs is being opened
};

} // namespace daybook::warehouse
