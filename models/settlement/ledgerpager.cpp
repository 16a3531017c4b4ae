#include "models/settlement/ledgerpager.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>
#include <QPointer>

#include <algorithm>

namespace daybook::settlement {
namespace {

using warehouse::ResultSet;

/// Rows between two boundaries; a page is at most this far from one.
constexpr int BoundaryRows = 16 * LedgerPager::PageRows;
/// So far from the start, counting rows off is quicker than anything.
constexpr qint64 DirectRows = 4 * BoundaryRows;
/// Pages under way at a time; more would only queue behind each other.
constexpr int Fetches = 2;

QCoro::Task<Result<ResultSet>> run(QPointer<warehouse::Pool> pool, Statement statement, std::stop_token stop)
{
    const auto lease = co_await pool->acquire(stop);
    if (!lease)
        co_return failure(lease.error());
    const warehouse::Connection::Pointer connection = (*lease)->connection();
    co_return co_await connection->execute(statement.sql, statement.parameters, stop);
}

bool isCancelled(const Result<ResultSet> &rows)
{
    return !rows && rows.error().kind == ErrorKind::Cancelled;
}

} // namespace

LedgerPager::LedgerPager(warehouse::Pool &pool, LedgerQuery query, QObject *parent)
    : QObject(parent), m_pool(&pool), m_query(std::move(query))
{
}

LedgerPager::~LedgerPager()
{
    m_stop.request_stop();
    for (std::stop_source &fetching : m_fetching)
        fetching.request_stop();
}

void LedgerPager::start()
{
    QCoro::connect(run(m_pool, ledgerCount(m_query), m_stop.get_token()), this,
                   [this](const Result<ResultSet> &rows) { onCounted(rows); });
}

void LedgerPager::onCounted(const Result<ResultSet> &rows)
{
    if (isCancelled(rows))
        return;
    if (!rows) {
        Q_EMIT failed(rows.error());
        return;
    }
    LedgerCount count;
    count.rows = rows->integer(0, 0).value_or(0);
    count.totalsMissing = rows->integer(0, 2).value_or(0);
    if (count.totalsMissing == 0)
        count.total = rows->decimal(0, 1);
    checkRelation(rows->text(0, 3));
    m_indexed = count.rows <= DirectRows;
    Q_EMIT counted(count);
    if (m_indexed)
        Q_EMIT indexed();
    else
        gatherBoundaries();
}

void LedgerPager::gatherBoundaries()
{
    QCoro::connect(run(m_pool, ledgerBoundaries(m_query, BoundaryRows), m_stop.get_token()), this,
                   [this](const Result<ResultSet> &rows) { onBoundaries(rows); });
}

void LedgerPager::onBoundaries(const Result<ResultSet> &rows)
{
    if (isCancelled(rows))
        return;
    if (!rows) {
        Q_EMIT failed(rows.error());
        return;
    }
    m_boundaries.reserve(rows->rowCount());
    for (int row = 0; row < rows->rowCount(); ++row) {
        Boundary boundary;
        boundary.position = rows->integer(row, 0).value_or(0);
        boundary.before = rows->integer(row, 1).value_or(0);
        if (!rows->isNull(row, 2))
            boundary.sort = rows->text(row, 2);
        boundary.key = rows->text(row, 3);
        m_boundaries << boundary;
    }
    if (rows->rowCount() > 0)
        checkRelation(rows->text(0, 4));
    m_indexed = true;
    Q_EMIT indexed();
    fetchNext();
}

Bounds LedgerPager::boundsOf(qint64 row) const
{
    const auto after =
        std::upper_bound(m_boundaries.begin(), m_boundaries.end(), row,
                         [](qint64 sought, const Boundary &boundary) { return sought < boundary.position; });
    Bounds bounds;
    if (after != m_boundaries.begin())
        bounds.from = *std::prev(after);
    if (after != m_boundaries.end())
        bounds.until = *after; // a page never crosses a boundary: BoundaryRows is a multiple of its rows
    return bounds;
}

bool LedgerPager::canFetch(qint64 page) const
{
    return m_indexed || page * PageRows < DirectRows;
}

void LedgerPager::request(const QList<qint64> &pages)
{
    m_wanted = pages;
    for (auto it = m_fetching.begin(); it != m_fetching.end(); ++it)
        if (!pages.contains(it.key()))
            it->request_stop();
    fetchNext();
}

void LedgerPager::fetchNext()
{
    for (qsizetype i = 0; i < m_wanted.size() && m_fetching.size() < Fetches;) {
        const qint64 page = m_wanted[i];
        if (m_fetching.contains(page) || !canFetch(page)) {
            ++i;
            continue;
        }
        m_wanted.removeAt(i);
        fetch(page);
    }
}

void LedgerPager::fetch(qint64 page)
{
    const std::stop_source stop;
    m_fetching.insert(page, stop);
    const qint64 first = page * PageRows;
    const Statement statement = ledgerPage(m_query, boundsOf(first), first, PageRows);
    QCoro::connect(run(m_pool, statement, stop.get_token()), this,
                   [this, page](const Result<ResultSet> &rows) { onPage(page, rows); });
}

void LedgerPager::onPage(qint64 page, const Result<ResultSet> &rows)
{
    m_fetching.remove(page);
    if (rows) {
        if (rows->rowCount() > 0)
            checkRelation(rows->text(0, rows->columnCount() - 1));
        Q_EMIT pageReady(page, *rows);
    } else if (!isCancelled(rows)) {
        m_wanted.clear();
        Q_EMIT failed(rows.error());
    }
    fetchNext();
}

void LedgerPager::checkRelation(const QString &oid)
{
    if (m_relation.isEmpty())
        m_relation = oid;
    else if (m_relation != oid)
        Q_EMIT replaced();
}

} // namespace daybook::settlement
