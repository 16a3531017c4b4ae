#include "models/operations/rebalances/rebalance.h"

#include <QJsonArray>

namespace daybook::operations {
namespace {

QJsonValue written(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

void put(QJsonObject &json, const QString &name, const QJsonValue &value, Knowledge how)
{
    const bool isKnown = how != Knowledge::Unknown;
    json.insert(name, isKnown ? value : QJsonValue());
}

void putHow(QJsonObject &json, const QString &name, Knowledge how)
{
    put(json, name + QStringLiteral("_how"), toString(how), how);
}

void put(QJsonObject &json, const QString &name, const Moment &moment)
{
    put(json, name + QStringLiteral("_at"), written(moment.at), moment.how);
    putHow(json, name, moment.how);
}

void put(QJsonObject &json, const QString &name, const Figure &figure)
{
    put(json, name, figure.value, figure.how);
    putHow(json, name, figure.how);
}

QJsonArray written(const QList<MemberChange> &changes)
{
    QJsonArray all;
    for (const MemberChange &change : changes)
        all.append(QJsonObject{{QStringLiteral("member"), change.member},
                               {QStringLiteral("client"), change.client},
                               {QStringLiteral("joined"), change.joined}});
    return all;
}

} // namespace

QString toString(Knowledge how)
{
    switch (how) {
    case Knowledge::Unknown:
        break;
    case Knowledge::Inferred:
        return QStringLiteral("inferred");
    case Knowledge::Observed:
        return QStringLiteral("observed");
    }
    return QStringLiteral("unknown");
}

QString toString(GroupProtocol protocol)
{
    return protocol == GroupProtocol::Classic ? QStringLiteral("classic") : QStringLiteral("consumer");
}

QString toString(Rebalance::Kind kind)
{
    switch (kind) {
    case Rebalance::Kind::Rebalance:
        break;
    case Rebalance::Kind::Emptied:
        return QStringLiteral("emptied");
    case Rebalance::Kind::Missed:
        return QStringLiteral("missed");
    case Rebalance::Kind::Ended:
        return QStringLiteral("ended");
    }
    return QStringLiteral("rebalance");
}

QString toString(Rebalance::Outcome outcome)
{
    switch (outcome) {
    case Rebalance::Outcome::Running:
        return QStringLiteral("running");
    case Rebalance::Outcome::Settled:
        return QStringLiteral("settled");
    case Rebalance::Outcome::Superseded:
        return QStringLiteral("superseded");
    case Rebalance::Outcome::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonObject toJson(const Rebalance &entry)
{
    QJsonObject json{{QStringLiteral("group_id"), entry.group},
                     {QStringLiteral("protocol"), toString(entry.protocol)},
                     {QStringLiteral("kind"), toString(entry.kind)},
                     {QStringLiteral("outcome"), toString(entry.outcome)},
                     {QStringLiteral("first_generation"), entry.firstGeneration},
                     {QStringLiteral("generation"), entry.generation},
                     {QStringLiteral("noted_at"), written(entry.notedAt)},
                     {QStringLiteral("assignor"), entry.assignor},
                     {QStringLiteral("clock_skew"), entry.clockSkew},
                     {QStringLiteral("changes"), written(entry.changes)}};
    put(json, QStringLiteral("began"), entry.began);
    put(json, QStringLiteral("assigned"), entry.assigned);
    put(json, QStringLiteral("ended"), entry.ended);
    put(json, QStringLiteral("members"), entry.members);
    put(json, QStringLiteral("members_changed"), entry.membersChanged);
    put(json, QStringLiteral("members_paused"), entry.membersPaused);
    put(json, QStringLiteral("partitions_total"), entry.partitionsTotal);
    put(json, QStringLiteral("partitions_moved"), entry.partitionsMoved);
    put(json, QStringLiteral("still_ms"), entry.stillFor);
    put(json, QStringLiteral("still_sum_ms"), entry.stillSum);
    return json;
}

} // namespace daybook::operations
