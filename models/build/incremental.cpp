#include "models/build/incremental.h"

#include "models/build/moving.h"

#include <algorithm>

namespace daybook::build {
namespace {

using project::Node;
using warehouse::quoteIdentifier;
using Strategy = IncrementalOptions::Strategy;
using SchemaChange = IncrementalOptions::SchemaChange;

const QString Comma = QStringLiteral(", ");
const QString And = QStringLiteral(" and ");

QStringList quoted(const QStringList &names, const QString &prefix = {})
{
    QStringList all;
    for (const QString &name : names)
        all << prefix + quoteIdentifier(name);
    return all;
}

/// The columns that the table will have once the changes are applied, in its order.
QList<TableColumn> columnsAfter(const IncrementalOptions &options, const Table &live, const Table &delta)
{
    const bool syncs = options.onSchemaChange == SchemaChange::Sync;
    QList<TableColumn> columns;
    for (const TableColumn &column : live.columns) {
        const TableColumn *incoming = delta.find(column.name);
        if (!syncs)
            columns << column;
        else if (incoming)
            columns << *incoming;
    }
    if (syncs || options.onSchemaChange == SchemaChange::Append) {
        for (const TableColumn &column : delta.columns) {
            if (!live.find(column.name))
                columns << column;
        }
    }
    return columns;
}

/// Whether what the table has changes by more than new columns.
bool isRewritten(const Table &live, const QList<TableColumn> &after)
{
    return after.size() < live.columns.size() ||
           !std::equal(live.columns.begin(), live.columns.end(), after.begin());
}

QStringList additions(const Table &live, const QList<TableColumn> &after)
{
    QStringList statements;
    for (const TableColumn &column : after.sliced(live.columns.size()))
        statements << QStringLiteral("alter table %1 add column %2 %3")
                          .arg(live.name.toSql(), quoteIdentifier(column.name), column.type);
    return statements;
}

} // namespace

QString underOwnName(QString statement, const QString &table, const QString &alias)
{
    return statement.replace(table + QStringLiteral(" as ") + alias, table)
        .replace(alias + QLatin1Char('.'), table + QLatin1Char('.'));
}

namespace {

/// Writes the statements of one application.
class Applying
{
public:
    Applying(const IncrementalOptions &options, const Table &live, const Table &delta,
             const warehouse::Dialect &dialect)
        : m_options(options)
        , m_name(live.name.toSql())
        , m_namesTarget(dialect.has(warehouse::Dialect::Feature::TargetNames))
        , m_live(m_name + QStringLiteral(" as DBT_INTERNAL_DEST"))
        , m_delta(delta.name.toSql())
        , m_after(columnsAfter(options, live, delta))
    {
        for (const TableColumn &column : m_after) {
            const QString name = quoteIdentifier(column.name);
            const QString none = QStringLiteral("null::") + column.type;
            const TableColumn *present = live.find(column.name);
            QString own = present ? QStringLiteral("DBT_INTERNAL_DEST.") + name : none;
            if (present && present->type != column.type)
                own += QStringLiteral("::") + column.type;
            m_own << own;
            const bool given = delta.find(column.name) != nullptr;
            m_incoming << (given ? QStringLiteral("DBT_INTERNAL_SOURCE.") + name : none);
            if (given)
                m_given << column.name;
        }
        // A key that names a column exactly is that column, in whatever script and case.
        for (const QString &key : options.uniqueKey)
            m_keys << (delta.find(key) ? quoteIdentifier(key) : key);
    }

    const QList<TableColumn> &after() const { return m_after; }
    const QStringList &given() const { return m_given; }

    QString insert(const QString &live) const
    {
        return QStringLiteral("insert into %1 (%2)\nselect %2 from %3")
            .arg(live, quoted(m_given).join(Comma), m_delta);
    }

    QString all() const { return QStringLiteral("select %1 from %2").arg(named(m_own), m_live); }

    QString incoming() const
    {
        return QStringLiteral("select %1 from %2 as DBT_INTERNAL_SOURCE").arg(named(m_incoming), m_delta);
    }

    QString deleted() const
    {
        return onTarget(QStringLiteral("delete from %1\nwhere %2").arg(m_live, withPredicates(isReplaced())));
    }

    QString notReplaced() const
    {
        // A predicate or a time may be null, and then nothing is deleted.
        const bool plain = m_options.predicates.isEmpty() && m_options.strategy != Strategy::Microbatch;
        const QString stays = plain ? QStringLiteral("not ") + isReplaced()
                                    : QStringLiteral("(%1) is not true").arg(withPredicates(isReplaced()));
        return all() + QStringLiteral("\nwhere ") + stays;
    }

    QString notMatched() const
    {
        return QStringLiteral("%1\nwhere not exists (select 1 from %2 as DBT_INTERNAL_SOURCE where %3)")
            .arg(all(), m_delta, withPredicates(matches()));
    }

    QString merge(const QStringList &updated) const
    {
        QStringList sets;
        for (const QString &name : quoted(updated))
            sets << QStringLiteral("%1 = DBT_INTERNAL_SOURCE.%1").arg(name);
        const QString update =
            sets.isEmpty() ? QString()
                           : QStringLiteral("when matched then update set %1\n").arg(sets.join(Comma));
        return QStringLiteral("merge into %1\nusing %2 as DBT_INTERNAL_SOURCE\non %3\n%4"
                              "when not matched then insert (%5) values (%6)")
            .arg(m_live, m_delta, withPredicates(matches()), update, quoted(m_given).join(Comma),
                 quoted(m_given, QStringLiteral("DBT_INTERNAL_SOURCE.")).join(Comma));
    }

    /// The same on a server without MERGE. What is new goes first: an update may change what a predicate
    /// looks at, and gives the rows just inserted what they have.
    QStringList insertAndUpdate(const QStringList &updated) const
    {
        QStringList statements{
            QStringLiteral("insert into %1 (%2)\nselect %3 from %4 as DBT_INTERNAL_SOURCE\n"
                           "where not exists (select 1 from %5 where %6)")
                .arg(m_name, quoted(m_given).join(Comma),
                     quoted(m_given, QStringLiteral("DBT_INTERNAL_SOURCE.")).join(Comma), m_delta, m_live,
                     withPredicates(matches()))};
        QStringList sets;
        for (const QString &name : quoted(updated))
            sets << QStringLiteral("%1 = DBT_INTERNAL_SOURCE.%1").arg(name);
        if (!sets.isEmpty())
            statements << onTarget(
                QStringLiteral("update %1 set %2\nfrom %3 as DBT_INTERNAL_SOURCE\nwhere %4")
                    .arg(m_live, sets.join(Comma), m_delta, withPredicates(matches())));
        return statements;
    }

    /// The rows that a merge makes or changes.
    QString merged(const QStringList &updated) const
    {
        QStringList values;
        for (int i = 0; i < m_after.size(); ++i)
            values << (updated.contains(m_after[i].name) ? m_incoming[i] : m_own[i]);
        return QStringLiteral("select %1 from %2\njoin %3 as DBT_INTERNAL_SOURCE on %4\nunion all\n%5\n"
                              "where not exists (select 1 from %2 where %4)")
            .arg(named(values), m_live, m_delta, withPredicates(matches()), incoming());
    }

    Objection duplicates() const
    {
        QStringList known;
        for (const QString &key : m_keys)
            known << QStringLiteral("(%1) is not null").arg(key);
        return {QStringLiteral("select %1 from %2 where %3 group by %1 having count(*) > 1 limit 1")
                    .arg(m_keys.join(Comma), m_delta, known.join(And)),
                QStringLiteral(
                    "its new rows have a key more than once (%1), so a merge cannot tell which of them "
                    "is meant. Make the query give one row for each key.")};
    }

    Objection strays() const
    {
        return {
            QStringLiteral("select %1 from %2 where (%3) is not true limit 1")
                .arg(m_options.eventTime, m_delta, isOfReplacedTime()),
            QStringLiteral("it gave a row outside of the time it was asked for (%1), which would stand twice "
                           "after the next run. Check event_time, time_zone and the event_time of what it "
                           "reads.")};
    }

private:
    /// The statement, with the table under its own name where it cannot have another.
    QString onTarget(QString statement) const
    {
        return m_namesTarget ? statement
                             : underOwnName(statement, m_name, QStringLiteral("DBT_INTERNAL_DEST"));
    }

    QString named(const QStringList &values) const
    {
        QStringList all;
        for (int i = 0; i < m_after.size(); ++i)
            all << values[i] + QStringLiteral(" as ") + quoteIdentifier(m_after[i].name);
        return all.join(Comma);
    }

    /// That a row of the live table has a key of the delta's. A null key is never equal.
    QString isReplaced() const
    {
        if (m_options.strategy == Strategy::Microbatch)
            return isOfReplacedTime();
        QStringList keys;
        QStringList equal;
        for (int i = 0; i < m_keys.size(); ++i) {
            // Named anew, so that the key's columns can only be the live table's outside of the parentheses.
            const QString name = QStringLiteral("daybook_key_") + QString::number(i);
            keys << QStringLiteral("(%1) as %2").arg(m_keys[i], name);
            equal << QStringLiteral("daybook_delta.%2 = (%1)").arg(m_keys[i], name);
        }
        return QStringLiteral("exists (select 1 from (select %1 from %2) daybook_delta where %3)")
            .arg(keys.join(Comma), m_delta, equal.join(And));
    }

    QString isOfReplacedTime() const
    {
        return QStringLiteral("%1 >= '%2' and %1 < '%3'")
            .arg(m_options.eventTime, m_options.replaced.start, m_options.replaced.end);
    }

    QString matches() const
    {
        QStringList equal;
        for (const QString &key : m_keys)
            equal << QStringLiteral("DBT_INTERNAL_SOURCE.%1 = DBT_INTERNAL_DEST.%1").arg(key);
        return equal.join(And);
    }

    QString withPredicates(const QString &condition) const
    {
        QStringList conditions{condition};
        for (const QString &predicate : m_options.predicates)
            conditions << QStringLiteral("(%1)").arg(predicate);
        return conditions.join(And);
    }

    const IncrementalOptions &m_options;
    QString m_name;
    bool m_namesTarget;
    QString m_live; ///< under the name that dbt's predicates call it by
    QString m_delta;
    QList<TableColumn> m_after;
    QStringList m_own;      ///< by column of m_after: what a row of the live table has in it
    QStringList m_incoming; ///< by column of m_after: what a staged row has in it
    QStringList m_given;    ///< names of the columns that staged rows have
    QStringList m_keys;
};

/// The columns of a matched row that a merge updates.
Result<QStringList> updatedBy(const IncrementalOptions &options, const Node &model, const QStringList &all)
{
    const auto checked = [&](const QString &written) -> Result<QString> {
        const QString name = warehouse::columnNamed(written);
        if (all.contains(name))
            return name;
        return failure(wrongOption(
            model,
            QStringLiteral("a merge option names the column %1, which it does not have.").arg(written)));
    };
    QStringList updated = all;
    if (options.updatedColumns)
        updated.clear();
    for (const QString &written : options.updatedColumns.value_or(QStringList())) {
        const Result<QString> name = checked(written);
        if (!name)
            return failure(name.error());
        updated << *name;
    }
    for (const QString &written : options.excludedColumns) {
        const Result<QString> name = checked(written);
        if (!name)
            return failure(name.error());
        updated.removeAll(*name);
    }
    return updated;
}

Error schemaChanged(const Node &model, const QStringList &what, const QString &remedy)
{
    return wrongOption(model, QStringLiteral("its columns differ from those of the live table: %1. %2")
                                  .arg(what.join(QStringLiteral("; ")), remedy));
}

} // namespace

const TableColumn *Table::find(const QString &column) const
{
    const auto found = std::find_if(columns.cbegin(), columns.cend(),
                                    [&](const TableColumn &each) { return each.name == column; });
    return found == columns.cend() ? nullptr : &*found;
}

QString Table::keyword() const
{
    return keywordOf(kind);
}

Table readTable(const warehouse::RelationName &name, const warehouse::ResultSet &rows)
{
    Table table{.name = name, .oid = 0, .kind = {}, .columns = {}};
    for (int row = 0; row < rows.rowCount(); ++row) {
        table.oid = rows.integer(row, 0).value_or(0);
        table.kind = rows.text(row, 1);
        if (!rows.isNull(row, 2))
            table.columns << TableColumn{rows.text(row, 2), rows.text(row, 3)};
    }
    return table;
}

Result<QStringList> fitting(const IncrementalOptions &options, const Node &model, const Table &live,
                            const Table &delta)
{
    QStringList missing;
    QStringList differing;
    QStringList statements;
    for (const TableColumn &column : live.columns) {
        const TableColumn *incoming = delta.find(column.name);
        if (!incoming) {
            missing << QStringLiteral("%1 is gone").arg(column.name);
        } else if (incoming->type != column.type) {
            differing << QStringLiteral("%1 was %2 and is %3").arg(column.name, column.type, incoming->type);
            statements << QStringLiteral("alter table %1 alter column %2 type %3")
                              .arg(delta.name.toSql(), quoteIdentifier(column.name), column.type);
        }
    }
    QStringList added;
    for (const TableColumn &column : delta.columns) {
        if (!live.find(column.name))
            added << QStringLiteral("%1 is new").arg(column.name);
    }
    const QString refresh = QStringLiteral("Run it once with --full-refresh, or set on_schema_change.");
    switch (options.onSchemaChange) {
    case SchemaChange::Sync:
        return QStringList();
    case SchemaChange::Fail:
        if (const QStringList all = missing + added + differing; !all.isEmpty())
            return failure(schemaChanged(model, all, refresh));
        break;
    case SchemaChange::Append: // rows to come have no value for what is gone, as in dbt they would
        break;
    case SchemaChange::Ignore:
        if (!missing.isEmpty())
            return failure(schemaChanged(model, missing, refresh));
        break;
    }
    return statements;
}

Result<Application> application(const IncrementalOptions &options, const Node &model, const Table &live,
                                const Table &delta, const warehouse::Dialect &dialect)
{
    const Applying applying(options, live, delta, dialect);
    Application result;
    result.liveOid = live.oid;
    result.rewrites = isRewritten(live, applying.after());
    if (!result.rewrites)
        result.changes = additions(live, applying.after());
    result.altersTable = !result.changes.isEmpty();
    result.incoming = applying.incoming();
    switch (options.strategy) {
    case Strategy::Append:
        result.kept = applying.all();
        result.changes << applying.insert(live.name.toSql());
        break;
    case Strategy::Microbatch:
        result.objections << applying.strays();
        [[fallthrough]];
    case Strategy::DeleteInsert:
        result.kept = applying.notReplaced();
        result.changes << applying.deleted() << applying.insert(live.name.toSql());
        break;
    case Strategy::Merge: {
        const Result<QStringList> updated = updatedBy(options, model, applying.given());
        if (!updated)
            return failure(updated.error());
        result.kept = applying.notMatched();
        result.incoming = applying.merged(*updated);
        if (dialect.has(warehouse::Dialect::Feature::Merge))
            result.changes << applying.merge(*updated);
        else
            result.changes << applying.insertAndUpdate(*updated);
        result.objections << applying.duplicates();
        break;
    }
    }
    result.prospective = result.kept + QStringLiteral("\nunion all\n") + result.incoming;
    return result;
}

} // namespace daybook::build
