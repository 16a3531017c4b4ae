#pragma once

#include "models/settlement/ledgerquery.h"
#include "models/warehouse/pool.h"

#include <QHash>
#include <QObject>

#include <stop_token>

namespace daybook::settlement {

/// How many rows a query has, and their exact sum.
struct LedgerCount
{
    qint64 rows = 0;
    std::optional<Decimal> total; ///< nothing when there are no rows, or NULLs among the amounts
    qint64 totalsMissing = 0;
};

/// Fetches one query's rows page by page, in any order. A page in the middle of ten million rows is sought
/// from a boundary, a key whose place is known; boundaries are gathered once, in the background, and until
/// they are there only pages near the start are fetched. Lives on the pool's thread; destruction cancels on
/// the server.
class LedgerPager : public QObject
{
    Q_OBJECT
public:
    static constexpr int PageRows = 256;

    LedgerPager(warehouse::Pool &pool, LedgerQuery query, QObject *parent = nullptr);
    ~LedgerPager() override;

    const LedgerQuery &query() const { return m_query; }

    /// Counts, and gathers boundaries where there are rows enough to need them.
    void start();

    /// The pages wanted now, most urgent first; what is on its way and not wanted any more is cancelled.
    void request(const QList<qint64> &pages);

    /// True when every page can be fetched at once.
    bool isIndexed() const { return m_indexed; }

Q_SIGNALS:
    void counted(const daybook::settlement::LedgerCount &count);
    void indexed();
    void pageReady(qint64 page, const daybook::warehouse::ResultSet &rows);
    void failed(const daybook::Error &error);
    /// The relation is not the one that was counted: it was published anew meanwhile.
    void replaced();

private:
    void onCounted(const Result<warehouse::ResultSet> &rows);
    void gatherBoundaries();
    void onBoundaries(const Result<warehouse::ResultSet> &rows);
    void fetchNext();
    void fetch(qint64 page);
    void onPage(qint64 page, const Result<warehouse::ResultSet> &rows);
    Bounds boundsOf(qint64 row) const;
    bool canFetch(qint64 page) const;
    void checkRelation(const QString &oid);

    warehouse::Pool *m_pool;
    LedgerQuery m_query;
    std::stop_source m_stop;
    QList<Boundary> m_boundaries;
    bool m_indexed = false;
    QString m_relation; ///< oid of what was read first
    QList<qint64> m_wanted;
    QHash<qint64, std::stop_source> m_fetching;
};

} // namespace daybook::settlement
