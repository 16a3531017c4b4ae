#include "models/settlement/ledgerquery.h"

#include "models/settlement/sqltemplate.h"
#include "models/warehouse/shippedsql.h"

namespace daybook::settlement {
namespace {

using warehouse::quoteIdentifier;
using warehouse::shippedSql;

/// Qualified, since the page has a column of its own beside the ledger's.
QString ofLedger(const QString &column)
{
    return QStringLiteral("ledger.") + quoteIdentifier(column);
}

/// A statement being put together: pieces by name, values as parameters.
class Composer
{
public:
    enum class Values { Parameters, Literals };

    explicit Composer(const LedgerQuery &query, Values values = Values::Parameters)
        : m_query(query), m_asLiterals(values == Values::Literals)
    {
        const LedgerDefinition &ledger = query.ledger;
        const QString relation = ledger.relation.toSql();
        set(QStringLiteral("relation"), relation);
        set(QStringLiteral("relation_literal"), warehouse::quoteLiteral(relation));
        set(QStringLiteral("key"), ofLedger(ledger.key));
        set(QStringLiteral("sort"), ofLedger(query.sort()));
        set(QStringLiteral("date"), ofLedger(ledger.date));
        set(QStringLiteral("occurred_at"), ofLedger(ledger.occurredAt));
        set(QStringLiteral("type"), ofLedger(ledger.type));
        set(QStringLiteral("amount"),
            ledger.amount.isEmpty() ? QStringLiteral("null::numeric") : ofLedger(ledger.amount));
        set(QStringLiteral("direction"), query.descending ? QStringLiteral("desc") : QStringLiteral("asc"));
        set(QStringLiteral("beyond"), query.descending ? QStringLiteral("<=") : QStringLiteral(">="));
        set(QStringLiteral("within"), query.descending ? QStringLiteral(">=") : QStringLiteral("<="));
        set(QStringLiteral("where"), where());
    }

    void set(const QString &name, const QString &sql) { m_values.insert(name, sql); }

    /// `name` will stand for that value.
    void bind(const QString &name, const QString &value)
    {
        if (m_asLiterals) {
            set(name, warehouse::quoteLiteral(value));
            return;
        }
        m_parameters << value;
        set(name, QLatin1Char('$') + QString::number(m_parameters.size()));
    }

    QString piece(const QString &name) const
    {
        return fillSql(sqlPiece(shippedSql(u"system/report/ledger_fragments"), name), m_values);
    }

    /// The condition that seeks a page; both bounds spare a table without an index from sorting all that is
    /// left.
    QString between(const Bounds &bounds)
    {
        if (!bounds.from)
            return piece(QStringLiteral("all"));
        bind(QStringLiteral("key_value"), bounds.from->key);
        if (!bounds.from->sort)
            return piece(m_query.descending ? QStringLiteral("from_null_descending")
                                            : QStringLiteral("from_null_ascending"));
        bind(QStringLiteral("sort_value"), *bounds.from->sort);
        if (bounds.until && bounds.until->sort) {
            bind(QStringLiteral("until_sort"), *bounds.until->sort);
            bind(QStringLiteral("until_key"), bounds.until->key);
            return piece(QStringLiteral("from_value")) + QStringLiteral("\n   and ") +
                   piece(QStringLiteral("until_value"));
        }
        // Ascending, NULLs come last, so they follow every value; the range itself admits none of its own.
        const QString sort = m_query.sort();
        const bool canBeNull = sort != rangeColumn() && sort != m_query.ledger.key;
        return piece(canBeNull && !m_query.descending ? QStringLiteral("from_value_ascending_with_nulls")
                                                      : QStringLiteral("from_value"));
    }

    Statement statement(QStringView file) const
    {
        return {fillSql(shippedSql(file), m_values), m_parameters};
    }

private:
    QString rangeColumn() const
    {
        return m_query.ledger.date.isEmpty() ? m_query.ledger.occurredAt : m_query.ledger.date;
    }

    QString where()
    {
        QStringList conditions;
        const Period &period = m_query.period;
        if (!m_query.ledger.date.isEmpty()) {
            bind(QStringLiteral("first"), period.from.toString(Qt::ISODate));
            bind(QStringLiteral("last"), period.to.toString(Qt::ISODate));
            conditions << piece(QStringLiteral("by_date"));
        } else if (!m_query.ledger.occurredAt.isEmpty()) {
            const Interval interval = m_query.calendar.interval(period.from, period.to);
            bind(QStringLiteral("first"), interval.from.toString(Qt::ISODateWithMs));
            bind(QStringLiteral("last"), interval.to.toString(Qt::ISODateWithMs));
            conditions << piece(QStringLiteral("by_instant"));
        }
        if (!m_query.ledger.type.isEmpty()) {
            bind(QStringLiteral("value"), m_query.type);
            conditions << piece(QStringLiteral("of_type"));
        }
        if (!m_query.filter.isEmpty()) {
            bind(QStringLiteral("text"), m_query.filter);
            conditions << piece(QStringLiteral("containing"));
        }
        return conditions.isEmpty() ? piece(QStringLiteral("all"))
                                    : conditions.join(QStringLiteral("\n   and "));
    }

    const LedgerQuery &m_query;
    bool m_asLiterals;
    SqlValues m_values;
    QList<warehouse::Parameter> m_parameters;
};

} // namespace

QString LedgerQuery::sort() const
{
    for (const QString &column : {sortColumn, ledger.date, ledger.occurredAt})
        if (!column.isEmpty())
            return column;
    return ledger.key;
}

Statement ledgerCount(const LedgerQuery &query)
{
    return Composer(query).statement(u"system/report/ledger_count");
}

Statement ledgerBoundaries(const LedgerQuery &query, int every)
{
    Composer composer(query);
    composer.set(QStringLiteral("every"), QString::number(every));
    return composer.statement(u"system/report/ledger_boundaries");
}

Statement ledgerPage(const LedgerQuery &query, const Bounds &bounds, qint64 first, int limit)
{
    Composer composer(query);
    composer.set(QStringLiteral("from"), composer.between(bounds));
    composer.set(QStringLiteral("offset"), QString::number(first - (bounds.from ? bounds.from->before : 0)));
    composer.set(QStringLiteral("limit"), QString::number(limit));
    return composer.statement(u"system/report/ledger_page");
}

QString ledgerExportSql(const LedgerQuery &query)
{
    return Composer(query, Composer::Values::Literals).statement(u"system/report/export_ledger").sql;
}

} // namespace daybook::settlement
