#include "models/build/sourceshape.h"

#include "models/core/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::build {
namespace {

QJsonObject toObject(const QMap<QString, QStringList> &lists)
{
    QJsonObject object;
    for (auto list = lists.cbegin(); list != lists.cend(); ++list)
        object.insert(list.key(), QJsonArray::fromStringList(list.value()));
    return object;
}

QMap<QString, QStringList> toLists(const QJsonObject &object)
{
    QMap<QString, QStringList> lists;
    for (auto member = object.begin(); member != object.end(); ++member) {
        QStringList &list = lists[member.key()];
        for (const QJsonValue &each : member.value().toArray())
            list << each.toString();
    }
    return lists;
}

QStringList neverSeen(const QStringList &now, const QStringList &before)
{
    QStringList unseen;
    for (const QString &each : now) {
        if (!before.contains(each))
            unseen << each;
    }
    return unseen;
}

/// Of columns that were looked at before, too.
void compareLists(const QMap<QString, QStringList> &before, const QMap<QString, QStringList> &now,
                  Drift::Kind kind, QList<Drift> &drifts)
{
    for (auto known = before.cbegin(); known != before.cend(); ++known) {
        const QStringList unseen = neverSeen(now.value(known.key()), known.value());
        if (!unseen.isEmpty())
            drifts << Drift{kind, known.key(), {}, unseen.join(QStringLiteral(", "))};
    }
}

} // namespace

QString SourceShape::toJson() const
{
    QJsonObject columns;
    for (auto type = types.cbegin(); type != types.cend(); ++type)
        columns.insert(type.key(), type.value());
    const QJsonObject shape{{QStringLiteral("types"), columns},
                            {QStringLiteral("labels"), toObject(labels)},
                            {QStringLiteral("values"), toObject(values)}};
    return compactJson(shape);
}

std::optional<SourceShape> SourceShape::fromJson(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        return std::nullopt;
    SourceShape shape;
    const QJsonObject types = document[u"types"].toObject();
    for (auto type = types.begin(); type != types.end(); ++type)
        shape.types.insert(type.key(), type.value().toString());
    shape.labels = toLists(document[u"labels"].toObject());
    shape.values = toLists(document[u"values"].toObject());
    return shape;
}

QString Drift::toString() const
{
    switch (kind) {
    case Kind::Gone:
        return QStringLiteral("the column %1 is gone").arg(column);
    case Kind::Retyped:
        return QStringLiteral("the column %1 is %2, and was %3").arg(column, is, was);
    case Kind::NewLabel:
        return QStringLiteral("the type of column %1 allows what it did not before: %2").arg(column, is);
    case Kind::NewValue:
        break;
    }
    return QStringLiteral("the column %1 has what was never seen in it: %2").arg(column, is);
}

QList<Drift> driftBetween(const SourceShape &before, const SourceShape &now)
{
    QList<Drift> drifts;
    for (auto type = before.types.cbegin(); type != before.types.cend(); ++type) {
        const auto found = now.types.constFind(type.key());
        if (found == now.types.cend())
            drifts << Drift{Drift::Kind::Gone, type.key(), {}, {}};
        else if (found.value() != type.value())
            drifts << Drift{Drift::Kind::Retyped, type.key(), type.value(), found.value()};
    }
    compareLists(before.labels, now.labels, Drift::Kind::NewLabel, drifts);
    compareLists(before.values, now.values, Drift::Kind::NewValue, drifts);
    return drifts;
}

} // namespace daybook::build
