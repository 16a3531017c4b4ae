#include "models/build/snapshot.h"

#include "models/warehouse/shippedsql.h"

#include <QRegularExpression>

#include <algorithm>

namespace daybook::build {
namespace {

using project::Node;
using project::SnapshotOptions;
using warehouse::columnNamed;
using warehouse::quoteIdentifier;
using warehouse::RelationName;
using warehouse::shippedSql;
using HardDeletes = SnapshotOptions::HardDeletes;
using Strategy = SnapshotOptions::Strategy;

const QString Comma = QStringLiteral(", ");
const QString And = QStringLiteral(" and ");

const QString Rows = QStringLiteral("daybook_rows.");
const QString Current = QStringLiteral("daybook_current.");
const QString RowTime = QStringLiteral("daybook_rows.daybook_time");

QString keyName(qsizetype i)
{
    return QStringLiteral("daybook_key_") + QString::number(i + 1);
}

/// An expression that is a column's name, in whatever script and case, is that column.
QString resolved(const QString &expression, const QStringList &columns)
{
    return columns.contains(expression) ? quoteIdentifier(expression) : expression;
}

/// The width of a text's type; 0 when it has none.
int widthOf(const QString &type)
{
    static const QRegularExpression form(QStringLiteral("^character varying\\((\\d+)\\)$"));
    return form.match(type).captured(1).toInt();
}

/// As dbt: a text that has become wider widens its column.
bool widens(const QString &live, const QString &incoming)
{
    return widthOf(live) > 0 && widthOf(incoming) > widthOf(live);
}

/// The columns that the live table will have, in its order.
QList<TableColumn> columnsAfter(const Table &live, const Table &rows)
{
    QList<TableColumn> after = live.columns;
    for (TableColumn &column : after) {
        const TableColumn *incoming = rows.find(column.name);
        if (incoming && widens(column.type, incoming->type))
            column.type = incoming->type;
    }
    for (const TableColumn &column : rows.columns) {
        if (!live.find(column.name))
            after << column;
    }
    return after;
}

/// As IS DISTINCT FROM, which not every server has.
QString areDistinct(const QString &one, const QString &other)
{
    return QStringLiteral("%1 <> %2 or (%1 is null and %2 is not null) or (%1 is not null and %2 is null)")
        .arg(one, other);
}

} // namespace

Snapshot::Snapshot(const Node &node, SnapshotOptions options, QString now)
    : m_name(node.name), m_path(node.path), m_options(std::move(options)), m_now(std::move(now))
{
}

QStringList Snapshot::metaColumns() const
{
    const SnapshotOptions::MetaColumns &names = m_options.columns;
    QStringList all{names.scdId, names.updatedAt, names.validFrom, names.validTo};
    if (m_options.hardDeletes == HardDeletes::NewRecord)
        all << names.isDeleted;
    return all;
}

Result<Snapshot> Snapshot::make(const Node &node, const QStringList &columns, const QString &now)
{
    Result<SnapshotOptions> options = SnapshotOptions::read(node);
    if (!options)
        return failure(options.error());
    for (QString &key : options->uniqueKey)
        key = resolved(key, columns);
    options->updatedAt = resolved(options->updatedAt, columns);
    for (QString &column : options->checkedColumns) {
        if (!columns.contains(column))
            column = columnNamed(column);
        if (!columns.contains(column))
            return failure(wrongOption(
                node, QStringLiteral("check_cols names the column %1, which its query does not have.")
                          .arg(column)));
    }
    if (options->checksAll)
        options->checkedColumns = columns;
    Snapshot snapshot(node, std::move(*options), now);
    for (const QString &name : snapshot.metaColumns()) {
        if (columns.contains(name))
            return failure(wrongOption(
                node,
                QStringLiteral("its query has a column %1, which a snapshot adds itself: give the query's "
                               "another name, or name the snapshot's with snapshot_meta_column_names.")
                    .arg(name)));
    }
    return snapshot;
}

/// What dbt calls the id of a version: a hash of its key and its time.
QString Snapshot::versionOf(const QStringList &parts) const
{
    QStringList texts;
    for (const QString &part : parts)
        texts << QStringLiteral("coalesce(cast(%1 as varchar), '')").arg(part);
    return QStringLiteral("md5(%1)").arg(texts.join(QStringLiteral(" || '|' || ")));
}

/// When a version that begins now ends: not yet, in the type of its time, as dbt has it.
QString Snapshot::endOfCurrent(const QString &time) const
{
    return QStringLiteral("coalesce(nullif(%1, %1), %2)")
        .arg(time, m_options.validToCurrent.isEmpty() ? QStringLiteral("null") : m_options.validToCurrent);
}

QString Snapshot::creation(const RelationName &table, const QString &compiled) const
{
    const SnapshotOptions::MetaColumns &names = m_options.columns;
    const QString deleted = m_options.hardDeletes == HardDeletes::NewRecord
                                ? QStringLiteral(",\n    'False' as ") + quoteIdentifier(names.isDeleted)
                                : QString();
    return shippedSql(u"system/snapshot/first")
        .arg(table.toSql(), versionOf(m_options.uniqueKey + QStringList{time()}), time(),
             endOfCurrent(time()), quoteIdentifier(names.scdId), quoteIdentifier(names.updatedAt),
             quoteIdentifier(names.validFrom), quoteIdentifier(names.validTo), deleted, compiled);
}

QList<Objection> Snapshot::objectionsTo(const RelationName &rows) const
{
    const QString keys = m_options.uniqueKey.join(Comma);
    QStringList missing;
    for (const QString &key : m_options.uniqueKey)
        missing << QStringLiteral("(%1) is null").arg(key);
    QList<Objection> all{
        {QStringLiteral("select %1 from %2 where %3 limit 1")
             .arg(keys, rows.toSql(), missing.join(QStringLiteral(" or "))),
         QStringLiteral("a row of its query has no unique_key (%1), so no later row could be known to be the "
                        "same. Leave such rows out of the query, or choose another unique_key.")},
        {QStringLiteral("select %1 from %2 group by %1 having count(*) > 1 limit 1").arg(keys, rows.toSql()),
         QStringLiteral("its query gives a unique_key more than once (%1), so its history would hold two "
                        "current rows. Make the query give one row for each key, or add the columns to "
                        "unique_key that tell them apart.")}};
    if (!m_options.updatedAt.isEmpty())
        all << Objection{
            QStringLiteral("select %1 from %2 where (%3) is null limit 1")
                .arg(keys, rows.toSql(), m_options.updatedAt),
            QStringLiteral("a row of its query has no updated_at (%1), so its changes would never be seen. "
                           "Give it one with coalesce(), or use the strategy check.")};
    return all;
}

QString Snapshot::timeType(const RelationName &rows, const warehouse::Dialect &dialect) const
{
    if (m_options.updatedAt.isEmpty())
        return {};
    return dialect.shipped(u"system/snapshot/time_type").arg(m_options.updatedAt, rows.toSql());
}

Result<void> Snapshot::checkLive(const Table &live) const
{
    const auto refused = [&](const QString &what) {
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("%1: %2").arg(m_name, what),
                        .where = Location{m_path, 0, 0}});
    };
    if (!live.isTable())
        return refused(QStringLiteral("%1 is not a table, and is left alone: move it away, or give the "
                                      "snapshot an alias or a schema of its own.")
                           .arg(live.name.toString()));
    QStringList missing;
    for (const QString &name : metaColumns()) {
        if (!live.find(name))
            missing << name;
    }
    if (missing == QStringList{m_options.columns.isDeleted})
        return refused(
            QStringLiteral("hard_deletes is new_record, and its table %1 has no column %2 yet. Add it: alter "
                           "table %3 add column %4 text default 'False'")
                .arg(live.name.toString(), missing.front(), live.name.toSql(),
                     quoteIdentifier(missing.front())));
    if (!missing.isEmpty())
        return refused(QStringLiteral("%1 is not a snapshot's table: it has no %2. Move it away, or give the "
                                      "snapshot an alias or a schema of its own, or, where its columns have "
                                      "other names, name them in snapshot_meta_column_names.")
                           .arg(live.name.toString(), missing.join(Comma)));
    return {};
}

QList<Objection> Snapshot::objectionsToLive(const Table &live) const
{
    const QString keys = m_options.uniqueKey.join(Comma);
    return {
        {QStringLiteral("select %1 from %2 as daybook_live where %3 group by %1 having count(*) > 1 limit 1")
             .arg(keys, live.name.toSql(), isCurrent(QStringLiteral("daybook_live."))),
         QStringLiteral("its table has more than one current row of a key (%1), which dbt leaves behind "
                        "when its query once gave that key twice. End all of them but one: set %2.")
             .replace(QStringLiteral("%2"), m_options.columns.validTo)}};
}

QString Snapshot::keyColumns() const
{
    QStringList keys;
    for (qsizetype i = 0; i < m_options.uniqueKey.size(); ++i)
        keys << QStringLiteral("(%1) as %2").arg(m_options.uniqueKey[i], keyName(i));
    return keys.join(Comma);
}

QString Snapshot::matches() const
{
    QStringList equal;
    for (qsizetype i = 0; i < m_options.uniqueKey.size(); ++i)
        equal << QStringLiteral("%1 = %2").arg(Rows + keyName(i), Current + keyName(i));
    return equal.join(And);
}

/// That a row of the live table is the last of its key. `relation` ends in a dot.
QString Snapshot::isCurrent(const QString &relation) const
{
    const QString end = relation + quoteIdentifier(m_options.columns.validTo);
    if (m_options.validToCurrent.isEmpty())
        return end + QStringLiteral(" is null");
    return QStringLiteral("(%1 = %2 or %1 is null)").arg(end, m_options.validToCurrent);
}

QString Snapshot::isChanged(const Table &live) const
{
    QStringList differs;
    if (m_options.strategy == Strategy::Timestamp) {
        differs << Current + quoteIdentifier(m_options.columns.validFrom) + QStringLiteral(" < ") + RowTime;
    } else {
        // As dbt: what the table does not have yet is a change of every row.
        for (const QString &column : m_options.checkedColumns)
            differs << (live.find(column)
                            ? areDistinct(Current + quoteIdentifier(column), Rows + quoteIdentifier(column))
                            : QStringLiteral("true"));
    }
    if (m_options.hardDeletes == HardDeletes::NewRecord) // it is back
        differs << Current + quoteIdentifier(m_options.columns.isDeleted) + QStringLiteral(" = 'True'");
    return QStringLiteral("(%1)").arg(differs.join(QStringLiteral(" or ")));
}

SnapshotChanges Snapshot::changes(const Table &live, const Table &rows, const RelationName &delta) const
{
    const Meeting meeting{live, rows, delta, columnsAfter(live, rows)};
    return {staging(meeting), application(meeting)};
}

/// What a version that begins has in dbt's columns: of a row of the query, or of one that is gone.
QHash<QString, QString> Snapshot::metaValues(bool isGone) const
{
    const SnapshotOptions::MetaColumns &names = m_options.columns;
    QStringList parts;
    for (qsizetype i = 0; i < m_options.uniqueKey.size(); ++i)
        parts << Rows + keyName(i);
    const QString time = isGone ? m_now : RowTime;
    parts << RowTime;
    if (isGone)
        parts = QStringList{Current + quoteIdentifier(names.scdId), m_now};
    QHash<QString, QString> values{
        {names.scdId, versionOf(parts)},
        {names.updatedAt, time},
        {names.validFrom, time},
        {names.validTo, isGone ? Current + quoteIdentifier(names.validTo) : endOfCurrent(time)}};
    if (m_options.hardDeletes == HardDeletes::NewRecord)
        values.insert(names.isDeleted, isGone ? QStringLiteral("'True'") : QStringLiteral("'False'"));
    return values;
}

/// Adds a version to the table of changes for each row that `from` gives.
QString Snapshot::beginning(const Meeting &meeting, bool isGone, const QString &from) const
{
    const QHash<QString, QString> meta = metaValues(isGone);
    QStringList names{QStringLiteral("dbt_change_type")};
    QStringList values{QStringLiteral("'insert'")};
    for (const TableColumn &column : meeting.after) {
        const QString name = quoteIdentifier(column.name);
        const bool isMeta = meta.contains(column.name);
        if (!isMeta && !meeting.rows.find(column.name))
            continue; // the query has it no more
        names << name;
        if (isMeta)
            values << meta.value(column.name);
        else if (!isGone)
            values << Rows + name;
        else
            values << (meeting.live.find(column.name) ? Current + name : QStringLiteral("null"));
    }
    return compared(meeting, names, values, from);
}

/// Notes the end of the current version of each row that `from` gives.
QString Snapshot::ending(const Meeting &meeting, const QString &change, const QString &time,
                         const QString &from) const
{
    const QString version = quoteIdentifier(m_options.columns.scdId);
    return compared(meeting,
                    {QStringLiteral("dbt_change_type"), version, quoteIdentifier(m_options.columns.validTo)},
                    {warehouse::quoteLiteral(change), Current + version, time}, from);
}

QString Snapshot::compared(const Meeting &meeting, const QStringList &names, const QStringList &values,
                           const QString &from) const
{
    const QString keys = keyColumns();
    return shippedSql(u"system/snapshot/compare")
        .arg(meeting.delta.toSql(), names.join(Comma), meeting.rows.name.toSql(),
             keys + QStringLiteral(", (%1) as daybook_time").arg(time()), meeting.live.name.toSql(), keys,
             isCurrent(QStringLiteral("daybook_live.")), values.join(Comma), from);
}

QStringList Snapshot::staging(const Meeting &meeting) const
{
    QStringList definitions{QStringLiteral("dbt_change_type text")};
    for (const TableColumn &column : meeting.after)
        definitions << quoteIdentifier(column.name) + QLatin1Char(' ') + column.type;
    const QString changed = isChanged(meeting.live);
    const QString known = Current + keyName(0);
    QString absent = QStringLiteral("daybook_current where not exists (select 1 from daybook_rows where %1)")
                         .arg(matches());
    if (m_options.hardDeletes == HardDeletes::NewRecord)
        absent += QStringLiteral(" and coalesce(%1, '') <> 'True'")
                      .arg(Current + quoteIdentifier(m_options.columns.isDeleted));
    QStringList statements{
        QStringLiteral("create table %1 (%2)").arg(meeting.delta.toSql(), definitions.join(Comma)),
        ending(meeting, QStringLiteral("update"), RowTime,
               QStringLiteral("daybook_rows join daybook_current on %1 where %2").arg(matches(), changed)),
        beginning(meeting, false,
                  QStringLiteral("daybook_rows left join daybook_current on %1 where %2 is null or %3")
                      .arg(matches(), known, changed))};
    if (m_options.hardDeletes != HardDeletes::Ignore)
        statements << ending(meeting, QStringLiteral("delete"), m_now, absent);
    if (m_options.hardDeletes == HardDeletes::NewRecord)
        statements << beginning(meeting, true, absent);
    return statements << QStringLiteral("analyze ") + meeting.delta.toSql();
}

/// That a row of the table of changes ends one of the live table's.
QString Snapshot::ends() const
{
    return QStringLiteral(
               "daybook_delta.dbt_change_type <> 'insert' and daybook_delta.%1 = daybook_live.%1 and %2")
        .arg(quoteIdentifier(m_options.columns.scdId), isCurrent(QStringLiteral("daybook_live.")));
}

/// The statements that make the live table's columns those it will have.
QStringList Snapshot::alterations(const Meeting &meeting)
{
    QStringList statements;
    for (const TableColumn &column : meeting.after) {
        const TableColumn *known = meeting.live.find(column.name);
        if (known && known->type == column.type)
            continue;
        statements << QStringLiteral("alter table %1 %2 %3 %4 %5")
                          .arg(meeting.live.name.toSql(),
                               known ? QStringLiteral("alter column") : QStringLiteral("add column"),
                               quoteIdentifier(column.name), known ? QStringLiteral("type") : QString(),
                               column.type);
    }
    return statements;
}

Application Snapshot::application(const Meeting &meeting) const
{
    QStringList names;
    QStringList kept;
    QStringList ended;
    for (const TableColumn &column : meeting.after) {
        const QString name = quoteIdentifier(column.name);
        const TableColumn *known = meeting.live.find(column.name);
        QString own = known ? QStringLiteral("daybook_live.") + name : QStringLiteral("null");
        if (!known || known->type != column.type)
            own += QStringLiteral("::") + column.type;
        const bool isEnd = column.name == m_options.columns.validTo;
        names << name;
        kept << own + QStringLiteral(" as ") + name;
        ended << (isEnd ? QStringLiteral("daybook_delta.") + name : kept.last());
    }
    const QString live = meeting.live.name.toSql();
    const QString delta = meeting.delta.toSql();
    const QString added =
        QStringLiteral("select %1 from %2 where dbt_change_type = 'insert'").arg(names.join(Comma), delta);
    Application result;
    result.liveOid = meeting.live.oid;
    result.changes = alterations(meeting);
    result.retypes = std::any_of(meeting.live.columns.begin(), meeting.live.columns.end(),
                                 [&](const TableColumn &column) { return !meeting.after.contains(column); });
    result.altersTable = !result.changes.isEmpty();
    result.changes
        << QStringLiteral(
               "update %1 as daybook_live set %2 = daybook_delta.%2\nfrom %3 as daybook_delta where %4")
               .arg(live, quoteIdentifier(m_options.columns.validTo), delta, ends())
        << QStringLiteral("insert into %1 (%2)\n%3").arg(live, names.join(Comma), added);
    result.kept = QStringLiteral("select %1 from %2 as daybook_live\nwhere not exists (select 1 from %3 as "
                                 "daybook_delta where %4)")
                      .arg(kept.join(Comma), live, delta, ends());
    result.incoming =
        QStringLiteral("select %1 from %2 as daybook_live join %3 as daybook_delta on %4\nunion all\n%5")
            .arg(ended.join(Comma), live, delta, ends(), added);
    result.prospective = result.kept + QStringLiteral("\nunion all\n") + result.incoming;
    return result;
}

} // namespace daybook::build
