#include "models/project/daybookmeta.h"

#include "models/project/problems.h"

#include <QRegularExpression>
#include <QTimeZone>

namespace daybook::project {

using templating::Value;

namespace {

/// Reads the keys of one mapping and notes what is wrong, always at the node's place: meta travels through
/// configurations, which remember no lines.
class MetaReader
{
public:
    explicit MetaReader(const Node &node)
        : m_name(node.name), m_where(node.declared.value_or(Location{node.path, 1, 0}))
    {
    }

    QString text(const Value &map, QStringView key, const QString &fallback = {})
    {
        const Value value = map.find(key);
        if (!value.isPresent())
            return fallback;
        if (value.isString())
            return value.toString();
        wrong(key, QStringLiteral("must be a text, not %1").arg(value.repr()));
        return fallback;
    }

    Label label(const Value &map)
    {
        const Value value = map.find(u"label");
        if (value.isString())
            return {value.toString(), value.toString()};
        if (value.isPresent() && !value.isDict())
            wrong(u"label", QStringLiteral("must be a text, or a mapping {en: ..., ko: ...}"));
        return {text(value, u"en"), text(value, u"ko")};
    }

    void wrong(QStringView key, const QString &what)
    {
        m_problems.error(m_where, QStringLiteral("meta: daybook: %1: of '%2' %3").arg(key, m_name, what));
    }

    template <typename T> Result<T> finish(T value) const
    {
        if (m_problems.hasErrors())
            return failure(m_problems.toError());
        return value;
    }

private:
    QString m_name;
    Location m_where;
    Problems m_problems;
};

void readRole(MetaReader &reader, const Value &map, DaybookMeta &meta)
{
    const QString role = reader.text(map, u"role");
    if (role == u"daily_report")
        meta.role = DaybookMeta::Role::DailyReport;
    else if (role == u"ledger")
        meta.role = DaybookMeta::Role::Ledger;
    else if (!role.isEmpty())
        reader.wrong(u"role", QStringLiteral("must be daily_report or ledger, not '%1'").arg(role));
}

void readCurrency(MetaReader &reader, const Value &map, DaybookMeta &meta)
{
    static const QRegularExpression iso(QStringLiteral("^[A-Z]{3}$"));
    const Value currency = map.find(u"currency");
    if (currency.isDict()) {
        meta.currency.clear();
        meta.currencyColumn = reader.text(currency, u"column");
        if (meta.currencyColumn.isEmpty())
            reader.wrong(u"currency", QStringLiteral("needs a column: write {column: currency}"));
        return;
    }
    meta.currency = reader.text(map, u"currency", meta.currency);
    if (!iso.match(meta.currency).hasMatch())
        reader.wrong(u"currency",
                     QStringLiteral("must be a code of three capitals like KRW, or {column: ...}, not '%1'")
                         .arg(meta.currency));
}

void readDay(MetaReader &reader, const Value &map, DaybookMeta &meta)
{
    meta.timeZone = reader.text(map, u"time_zone", QString::fromLatin1(meta.timeZone)).toUtf8();
    if (!QTimeZone::isTimeZoneIdAvailable(meta.timeZone))
        reader.wrong(u"time_zone", QStringLiteral("must be a time zone like Asia/Seoul, not '%1'")
                                       .arg(QString::fromUtf8(meta.timeZone)));
    const Value cutOff = map.find(u"cut_off");
    if (!cutOff.isPresent())
        return;
    meta.cutOff = QTime::fromString(cutOff.stringOr({}), QStringLiteral("HH:mm"));
    if (!meta.cutOff.isValid())
        reader.wrong(
            u"cut_off",
            QStringLiteral("must be a time of day in quotes like \"04:00\", not %1").arg(cutOff.repr()));
}

Direction readDirection(MetaReader &reader, const Value &map)
{
    const QString word = reader.text(map, u"direction");
    for (const auto direction : {Direction::In, Direction::Out, Direction::Internal}) {
        if (word == toString(direction))
            return direction;
    }
    if (!word.isEmpty())
        reader.wrong(u"types",
                     QStringLiteral("has the direction '%1': it must be in, out or internal").arg(word));
    return Direction::Unknown;
}

void readTypes(MetaReader &reader, const Value &map, DaybookMeta &meta)
{
    const Value types = map.find(u"types");
    if (types.isPresent() && !types.isList())
        reader.wrong(u"types", QStringLiteral("must be a list of types"));
    for (const Value &type : types.items()) {
        TypeMeta read;
        read.name = type.isString() ? type.toString() : reader.text(type, u"name");
        read.label = reader.label(type);
        read.direction = readDirection(reader, type);
        if (read.name.isEmpty())
            reader.wrong(
                u"types",
                QStringLiteral("has an item without a name: write the type, or {name: ..., label: ...}"));
        const bool again = std::any_of(meta.types.begin(), meta.types.end(),
                                       [&read](const TypeMeta &known) { return known.name == read.name; });
        if (again)
            reader.wrong(u"types", QStringLiteral("has '%1' twice").arg(read.name));
        meta.types.push_back(std::move(read));
    }
}

void readOrigin(MetaReader &reader, const Value &map, DaybookMeta &meta)
{
    const Value source = map.find(u"source");
    if (!source.isPresent())
        return;
    OriginMeta origin{reader.text(source, u"name"), reader.text(source, u"table"),
                      reader.text(source, u"key")};
    if (origin.name.isEmpty() || origin.table.isEmpty() || origin.key.isEmpty())
        reader.wrong(u"source",
                     QStringLiteral("needs three things: {name: wallet, table: transactions, key: id}"));
    meta.origin = std::move(origin);
}

} // namespace

QString Label::in(const QString &language, const QString &fallback) const
{
    const bool korean = language == u"ko" || language.startsWith(u"ko_") || language.startsWith(u"ko-");
    const QString &first = korean ? ko : en;
    const QString &second = korean ? en : ko;
    return !first.isEmpty() ? first : !second.isEmpty() ? second : fallback;
}

QString toString(Direction direction)
{
    switch (direction) {
    case Direction::In:
        return QStringLiteral("in");
    case Direction::Out:
        return QStringLiteral("out");
    case Direction::Internal:
        return QStringLiteral("internal");
    case Direction::Unknown:
        break;
    }
    return {};
}

Result<DaybookMeta> readDaybookMeta(const Node &node)
{
    MetaReader reader(node);
    DaybookMeta meta;
    const Value map = node.meta.find(u"daybook");
    if (map.isPresent() && !map.isDict())
        reader.wrong({}, QStringLiteral("must be a mapping with a role"));
    readRole(reader, map, meta);
    meta.label = reader.label(map);
    const std::pair<QStringView, QString *> columns[] = {{u"date", &meta.date},
                                                         {u"type", &meta.type},
                                                         {u"amount", &meta.amount},
                                                         {u"count", &meta.count},
                                                         {u"key", &meta.key},
                                                         {u"occurred_at", &meta.occurredAt},
                                                         {u"data_through", &meta.dataThrough}};
    for (const auto &[key, column] : columns)
        *column = reader.text(map, key);
    readCurrency(reader, map, meta);
    readDay(reader, map, meta);
    readTypes(reader, map, meta);
    readOrigin(reader, map, meta);
    return reader.finish(std::move(meta));
}

Label labelOf(const Value &meta)
{
    const Value label = meta.find(u"daybook").find(u"label");
    if (label.isString())
        return {label.toString(), label.toString()};
    return {label.find(u"en").stringOr({}), label.find(u"ko").stringOr({})};
}

Result<const Node *> findDailyReport(const Project &project)
{
    const Node *byRole = nullptr;
    const Node *byName = nullptr;
    for (const Node &node : project.nodes()) {
        if (node.type != ResourceType::Model)
            continue;
        if (node.name == u"daily_report")
            byName = &node;
        if (node.meta.find(u"daybook").find(u"role").stringOr({}) != u"daily_report")
            continue;
        if (byRole != nullptr)
            return failure(
                {.kind = ErrorKind::Project,
                 .message = QStringLiteral("Both '%1' and '%2' have the role daily_report: take it from one")
                                .arg(byRole->name, node.name),
                 .where = node.declared.value_or(Location{node.path})});
        byRole = &node;
    }
    if (byRole == nullptr && byName == nullptr)
        return failure(ErrorKind::Project,
                       QStringLiteral("The project '%1' has no daily report: add meta: daybook: "
                                      "{role: daily_report} to the model that is it")
                           .arg(project.name()));
    return byRole != nullptr ? byRole : byName;
}

std::vector<const Node *> findLedgers(const Project &project)
{
    std::vector<const Node *> ledgers;
    for (const Node &node : project.nodes()) {
        if (node.type == ResourceType::Model &&
            node.meta.find(u"daybook").find(u"role").stringOr({}) == u"ledger")
            ledgers.push_back(&node);
    }
    return ledgers;
}

} // namespace daybook::project
