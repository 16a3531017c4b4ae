#include "models/build/retiring.h"

#include "models/build/publisherrors.h"
#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QMultiHash>
#include <QSet>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

/// By oid, who reads it.
using Readers = QMultiHash<qint64, qint64>;

class Order
{
public:
    explicit Order(Readers readers) : m_readers(std::move(readers)) {}

    void add(qint64 oid)
    {
        if (m_seen.contains(oid))
            return;
        m_seen.insert(oid);
        const QList<qint64> readers = m_readers.values(oid);
        for (const qint64 reader : readers)
            add(reader);
        m_oids.append(oid);
    }

    const QList<qint64> &oids() const { return m_oids; }

private:
    Readers m_readers;
    QSet<qint64> m_seen;
    QList<qint64> m_oids;
};

} // namespace

QCoro::Task<Result<void>> dropRetired(Connection::Pointer connection, QList<Retired> retired)
{
    if (retired.isEmpty())
        co_return Result<void>();
    QJsonArray oids;
    QHash<qint64, Retired> byOid;
    for (const Retired &one : std::as_const(retired)) {
        oids.append(one.oid);
        byOid.insert(one.oid, one);
    }
    const QList<Parameter> parameters{compactJson(oids)};
    const QFuture<Result<ResultSet>> asking = askShipped(connection, u"system/publish/reads", parameters);
    const Result<ResultSet> reads = co_await asking;
    if (!reads)
        co_return failure(reads.error());
    Readers readers;
    for (int row = 0; row < reads->rowCount(); ++row)
        readers.insert(reads->integer(row, 1).value_or(0), reads->integer(row, 0).value_or(0));
    Order order(std::move(readers));
    for (const Retired &one : std::as_const(retired))
        order.add(one.oid);
    for (const qint64 oid : order.oids()) {
        const Retired next = byOid.value(oid);
        const QFuture<Result<ResultSet>> dropping = connection->execute(next.drop);
        const Result<ResultSet> dropped = co_await dropping;
        if (!dropped)
            co_return failure(notReplaced(dropped.error(), next.live));
    }
    co_return Result<void>();
}

} // namespace daybook::build
