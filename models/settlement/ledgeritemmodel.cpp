#include "models/settlement/ledgeritemmodel.h"

#include "models/core/format.h"

#include <limits>

namespace daybook::settlement {
namespace {

constexpr int PageRows = LedgerPager::PageRows;
/// Pages held: 16,384 rows, far more than any window shows.
constexpr int PagesHeld = 64;
/// Pages looked at that are still asked for; older ones were scrolled past.
constexpr int PagesWanted = 4;
/// Rows that the views are told of at a time: a header makes a section of each, and ten million at once would
/// hold up the event loop.
constexpr qint64 RowsTold = 500'000;
/// Looks are gathered for so long, so that a dragged scroll bar does not ask for all it passes.
constexpr int GatherMilliseconds = 15;

// pg_type.oid of the types that look different for people; they are fixed.
constexpr unsigned TimestampTz = 1184;
constexpr unsigned Numbers[] = {20, 21, 23, 700, 701, 1700};

} // namespace

LedgerItemModel::LedgerItemModel(warehouse::Pool &pool, QObject *parent)
    : QAbstractTableModel(parent), m_pool(&pool)
{
    m_asking.setSingleShot(true);
    m_asking.setInterval(GatherMilliseconds);
    connect(&m_asking, &QTimer::timeout, this, &LedgerItemModel::requestWanted);
    m_growing.setSingleShot(true);
    m_growing.setInterval(0);
    connect(&m_growing, &QTimer::timeout, this, &LedgerItemModel::grow);
}

void LedgerItemModel::open(LedgerQuery query)
{
    m_query = std::move(query);
    start();
}

void LedgerItemModel::reload()
{
    start();
}

void LedgerItemModel::setFilter(const QString &text)
{
    if (text == m_query.filter)
        return;
    m_query.filter = text;
    start();
}

void LedgerItemModel::sort(int column, Qt::SortOrder order)
{
    const QString name = column >= 0 && column < columnCount() ? m_shape.columnName(column) : QString();
    const bool descending = order == Qt::DescendingOrder;
    if (!m_pager || (name == m_query.sortColumn && descending == m_query.descending))
        return;
    m_query.sortColumn = name;
    m_query.descending = descending;
    start();
}

void LedgerItemModel::retry()
{
    if (m_next || !m_pager)
        start();
    else
        m_asking.start();
}

void LedgerItemModel::cancel()
{
    if (!m_next)
        return;
    m_next.reset();
    Q_EMIT failed({.kind = ErrorKind::Cancelled, .message = tr("Cancelled.")});
}

void LedgerItemModel::start()
{
    m_nextCount.reset();
    m_nextPage.reset();
    m_next = std::make_unique<LedgerPager>(*m_pool, m_query);
    connect(m_next.get(), &LedgerPager::counted, this, [this](const LedgerCount &count) {
        m_nextCount = count;
        show();
    });
    connect(m_next.get(), &LedgerPager::pageReady, this, &LedgerItemModel::onPage);
    connect(m_next.get(), &LedgerPager::indexed, this, &LedgerItemModel::requestWanted);
    connect(m_next.get(), &LedgerPager::failed, this, &LedgerItemModel::failed);
    connect(m_next.get(), &LedgerPager::replaced, this, &LedgerItemModel::replaced);
    Q_EMIT loading();
    m_next->request({0});
    m_next->start();
}

void LedgerItemModel::onPage(qint64 page, const warehouse::ResultSet &rows)
{
    if (sender() == m_next.get()) {
        m_nextPage = rows;
        show();
        return;
    }
    m_pages.insert(page, rows);
    m_recent.removeOne(page);
    m_recent.prepend(page);
    m_wanted.removeOne(page);
    keepWithinMemory();
    const qint64 first = page * PageRows;
    const qint64 last = std::min<qint64>(first + PageRows, rowCount()) - 1;
    if (last >= first)
        Q_EMIT dataChanged(index(static_cast<int>(first), 0),
                           index(static_cast<int>(last), columnCount() - 1));
}

void LedgerItemModel::show()
{
    if (!m_nextCount || !m_nextPage)
        return;
    beginResetModel();
    // We may be inside a signal of the one that goes.
    if (m_pager) {
        m_pager->disconnect(this);
        m_pager.release()->deleteLater();
    }
    m_pager = std::move(m_next);
    m_count = m_nextCount;
    m_shape = *m_nextPage;
    m_pages = {{0, m_shape}};
    m_recent = {0};
    m_wanted.clear();
    m_nextPage.reset();
    m_rows = static_cast<int>(std::min(m_count->rows, RowsTold));
    endResetModel();
    m_growing.start();
    Q_EMIT loaded();
}

void LedgerItemModel::grow()
{
    const qint64 most = std::min<qint64>(m_count->rows, std::numeric_limits<int>::max());
    const auto rows = static_cast<int>(std::min(m_rows + RowsTold, most));
    if (rows <= m_rows)
        return;
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
    m_growing.start();
}

int LedgerItemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int LedgerItemModel::columnCount(const QModelIndex &parent) const
{
    // The last one is the relation's oid, ours and not the ledger's.
    return parent.isValid() || !m_pager ? 0 : m_shape.columnCount() - 1;
}

const warehouse::ResultSet *LedgerItemModel::pageOf(int row) const
{
    const qint64 page = row / PageRows;
    const auto found = m_pages.constFind(page);
    if (found == m_pages.constEnd()) {
        want(page);
        return nullptr;
    }
    return row % PageRows < found->rowCount() ? &*found : nullptr;
}

void LedgerItemModel::want(qint64 page) const
{
    if (!m_wanted.isEmpty() && m_wanted.first() == page)
        return;
    m_wanted.removeOne(page);
    m_wanted.prepend(page);
    if (m_wanted.size() > PagesWanted)
        m_wanted.resize(PagesWanted);
    if (!m_asking.isActive())
        m_asking.start();
}

void LedgerItemModel::requestWanted()
{
    if (!m_pager || m_wanted.isEmpty())
        return;
    QList<qint64> pages = m_wanted;
    // What is next in either direction comes before it is looked at.
    for (const qint64 page : {m_wanted.first() + 1, m_wanted.first() - 1})
        if (page >= 0 && page * PageRows < m_count->rows && !m_pages.contains(page) && !pages.contains(page))
            pages << page;
    m_pager->request(pages);
}

void LedgerItemModel::keepWithinMemory()
{
    while (m_recent.size() > PagesHeld)
        m_pages.remove(m_recent.takeLast());
}

bool LedgerItemModel::isAmount(int column) const
{
    return m_shape.columnName(column) == m_query.ledger.amount;
}

bool LedgerItemModel::isNumber(int column) const
{
    if (isAmount(column))
        return true;
    const bool numeric =
        std::find(std::begin(Numbers), std::end(Numbers), m_shape.columnType(column)) != std::end(Numbers);
    return numeric && m_shape.columnName(column) != m_query.ledger.key;
}

QVariant LedgerItemModel::display(const warehouse::ResultSet &page, int row, int column) const
{
    if (page.isNull(row, column))
        return QStringLiteral("–");
    if (isAmount(column)) {
        const std::optional<Decimal> amount = page.decimal(row, column);
        return amount ? amount->toGroupedString() : page.text(row, column);
    }
    if (page.columnType(column) == TimestampTz)
        if (const std::optional<QDateTime> instant = page.instant(row, column))
            return formatInstant(*instant, QTimeZone(m_query.calendar.zoneName().toUtf8()));
    return page.text(row, column);
}

QVariant LedgerItemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == NumericRole)
        return isNumber(index.column());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != RawValueRole && role != LoadingRole &&
        role != KeyRole && role != SeverityRole)
        return {};
    const warehouse::ResultSet *page = pageOf(index.row());
    if (role == LoadingRole)
        return page == nullptr;
    if (!page)
        return role == Qt::DisplayRole && index.column() == 0 ? QVariant(QStringLiteral("…")) : QVariant();
    const int row = index.row() % PageRows;
    const bool null = page->isNull(row, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(*page, row, index.column());
    case Qt::ToolTipRole:
        return null ? tr("No value (NULL)") : QVariant();
    case RawValueRole:
        return page->text(row, index.column());
    case SeverityRole:
        return null && isAmount(index.column()) ? QVariant::fromValue(Severity::Failed) : QVariant();
    default:
        return page->text(row, page->columnIndex(m_query.ledger.key));
    }
}

QVariant LedgerItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(formatCount(section + 1)) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const QString name = m_shape.columnName(section);
    if (role == Qt::DisplayRole)
        return spoken(m_query.ledger.columnLabels.value(name), name);
    if (role == Qt::ToolTipRole || role == RawValueRole)
        return name;
    return role == NumericRole ? QVariant(isNumber(section)) : QVariant();
}

} // namespace daybook::settlement
