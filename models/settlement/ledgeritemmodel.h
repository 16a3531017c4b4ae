#pragma once

#include "models/core/itemroles.h"
#include "models/settlement/ledgerpager.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>

namespace daybook::settlement {

/// The rows of a ledger, as many as there are, of which only the pages around what is looked at are held. A
/// cell whose page is on its way is LoadingRole, and shows no more than a "…". Sorting and filtering happen
/// on the server; the old rows stay until the first of the new ones are there. Lives on the pool's thread.
class LedgerItemModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        LoadingRole = FirstOwnRole, ///< bool: the row has not come yet
        KeyRole                     ///< QString: the row's key as the server wrote it
    };

    explicit LedgerItemModel(warehouse::Pool &pool, QObject *parent = nullptr);

    void open(LedgerQuery query);
    void reload();
    /// Keeps the order; an empty text shows all rows.
    void setFilter(const QString &text);
    /// Asks again for what failed.
    void retry();
    /// Gives up what is being asked for, on the server, too; the rows shown stay. Nothing where nothing is.
    void cancel();

    const LedgerQuery &query() const { return m_query; }
    /// Of the rows shown. Nothing before the first answer.
    const std::optional<LedgerCount> &count() const { return m_count; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// By the server; column -1 is the ledger's own order.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    /// New rows are being asked for; those shown are of the query before.
    void loading();
    void loaded();
    void failed(const daybook::Error &error);
    /// The ledger was published anew since it was opened: reload() shows the new one.
    void replaced();

private:
    void start();
    void show();
    void grow();
    void onPage(qint64 page, const warehouse::ResultSet &rows);
    const warehouse::ResultSet *pageOf(int row) const;
    void want(qint64 page) const;
    void requestWanted();
    void keepWithinMemory();
    QVariant display(const warehouse::ResultSet &page, int row, int column) const;
    bool isAmount(int column) const;
    bool isNumber(int column) const;

    warehouse::Pool *m_pool;
    LedgerQuery m_query;
    std::unique_ptr<LedgerPager> m_pager; ///< of the rows shown
    std::unique_ptr<LedgerPager> m_next;  ///< of the rows asked for, until its first page is there
    std::optional<LedgerCount> m_count;
    int m_rows = 0; ///< of those counted, as many as the views have been told of
    QTimer m_growing;
    std::optional<LedgerCount> m_nextCount;
    std::optional<warehouse::ResultSet> m_nextPage;
    warehouse::ResultSet m_shape; ///< the first page: its columns are everybody's
    QHash<qint64, warehouse::ResultSet> m_pages;
    QList<qint64> m_recent;         ///< pages held, the one that came last in front
    mutable QList<qint64> m_wanted; ///< pages looked at and not held, the last one in front
    mutable QTimer m_asking;
};

} // namespace daybook::settlement
