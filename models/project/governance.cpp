#include "models/project/governance.h"

#include "models/project/collect.h"
#include "models/project/yamlread.h"

#include <QDateTime>

namespace daybook::project {

using templating::Value;

namespace {

void checkGroup(const Node &node, const QStringList &names, Problems &problems)
{
    const QString group = node.config.find(u"group").stringOr({});
    if (group.isEmpty() || names.contains(group))
        return;
    problems.error(node.declared.value_or(Location{node.path}),
                   QStringLiteral("'%1' is of the group '%2', which no properties file declares%3: add it "
                                  "under 'groups:'")
                       .arg(node.name, group, didYouMean(group, names).remove(QLatin1Char('?'))));
}

void checkAccess(const Node &node, Problems &problems)
{
    static const QStringList known{QStringLiteral("private"), QStringLiteral("protected"),
                                   QStringLiteral("public")};
    const Value written = node.config.find(u"access");
    if (!written.isPresent())
        return; // nearly all
    const Location where = node.declared.value_or(Location{node.path});
    const QString access = node.access();
    if (!known.contains(access))
        problems.error(where, QStringLiteral("'%1' has the access '%2': write private, protected or public")
                                  .arg(node.name, access));
    else if (access == u"public" && node.materialization() == u"ephemeral")
        problems.error(
            where,
            QStringLiteral("'%1' is ephemeral and cannot be public: nobody could read it").arg(node.name));
}

void checkConstraint(const Value &constraint, const Node &node, Problems &problems)
{
    static const QStringList types{QStringLiteral("check"),       QStringLiteral("not_null"),
                                   QStringLiteral("unique"),      QStringLiteral("primary_key"),
                                   QStringLiteral("foreign_key"), QStringLiteral("custom")};
    const Location where = node.declared.value_or(Location{node.path});
    const QString type = constraint.find(u"type").stringOr({});
    if (!types.contains(type))
        problems.error(where, QStringLiteral("A constraint of '%1' has the type '%2': write one of %3")
                                  .arg(node.name, type, types.join(QStringLiteral(", "))));
    const QString to = constraint.find(u"to").stringOr({});
    if (type == u"foreign_key" && !to.isEmpty() && !readReference(to))
        problems.error(where, QStringLiteral("A foreign key of '%1' points to \"%2\": write ref('model') or "
                                             "source('source', 'table')")
                                  .arg(node.name, to));
}

/// A key of several columns is the relation's.
void checkConstraints(const Node &node, Problems &problems)
{
    int keys = 0;
    const auto check = [&](const Value &constraints) {
        bool hasKey = false;
        for (const Value &constraint : constraints.items()) {
            checkConstraint(constraint, node, problems);
            hasKey = hasKey || constraint.find(u"type").stringOr({}) == u"primary_key";
        }
        keys += hasKey ? 1 : 0;
    };
    check(node.constraints);
    for (const Column &column : node.columns)
        check(column.constraints);
    if (keys > 1)
        problems.error(
            node.declared.value_or(Location{node.path}),
            QStringLiteral("'%1' has more than one primary key: write a single one with its columns "
                           "under the model's constraints")
                .arg(node.name));
}

QString described(const Node &node)
{
    return node.version ? QStringLiteral("version %1 of '%2'").arg(node.version->number.toString(), node.name)
                        : QStringLiteral("'%1'").arg(node.name);
}

/// The view that dbt 1.12 offers, in beta and only when asked, of the latest version.
void warnOfPointer(const Node &node, Problems &problems)
{
    if (node.version && node.version->isLatest() &&
        node.config.find(u"latest_version_pointer").find(u"enabled").boolOr(false))
        problems.warning(node.declared.value_or(Location{node.path}),
                         QStringLiteral("No latest_version_pointer is built for '%1': write a model of kind "
                                        "view that selects from {{ ref('%1') }} where a name without version "
                                        "is needed")
                             .arg(node.name));
}

void warnOfReading(const Node &node, const QHash<QString, const Node *> &deprecated, Problems &problems)
{
    for (const QString &id : node.dependsOn) {
        const Node *parent = deprecated.value(id);
        if (parent == nullptr)
            continue;
        const bool isPast =
            QDateTime::fromString(parent->deprecationDate, Qt::ISODate) < QDateTime::currentDateTime();
        const QString remedy =
            parent->version && !parent->version->isLatest()
                ? QStringLiteral(": the latest version is %1").arg(parent->version->latest.toString())
                : QString();
        problems.warning(Location{node.path},
                         (isPast ? QStringLiteral("'%1' reads %2, which is deprecated since %3%4")
                                 : QStringLiteral("'%1' reads %2, which will be deprecated on %3%4"))
                             .arg(node.name, described(*parent), parent->deprecationDate.left(10), remedy));
    }
}

} // namespace

GroupSpec readGroupSpec(const YamlNode &map, Problems &problems)
{
    static const QStringList known{QStringLiteral("name"), QStringLiteral("owner"), QStringLiteral("config"),
                                   QStringLiteral("meta"), QStringLiteral("description")};
    GroupSpec spec;
    spec.where = map.where();
    warnOfUnknownKeys(map, known, QStringLiteral("a group"), problems);
    spec.name = readText(map, u"name", problems);
    spec.description = readText(map, u"description", problems);
    const YamlNode owner = readMap(map, u"owner", problems);
    spec.owner = owner.toValue();
    if (spec.name.isEmpty() || (owner.find(u"name").isNull() && owner.find(u"email").isNull()))
        problems.error(map.where(), QStringLiteral("A group needs a name, and an owner with a name or an "
                                                   "email"));
    spec.config = readConfigOf(map, {}, problems);
    return spec;
}

std::optional<QString> whyNotReadable(const Node &parent, const Node &node, const QString &group,
                                      const QSet<QString> &restricted)
{
    if (parent.type != ResourceType::Model)
        return {};
    const QString access = parent.access();
    const bool isAbroad = parent.package != node.package && restricted.contains(parent.package);
    if (access == u"private") {
        const QString owners = parent.config.find(u"group").stringOr({});
        if (group.isEmpty() || group != owners || isAbroad)
            return QStringLiteral("'%1' reads %2, which is private to the group '%3': read another model, "
                                  "have it made protected, or make this one of that group")
                .arg(node.name, described(parent), owners);
    }
    if (access == u"protected" && isAbroad)
        return QStringLiteral("'%1' reads %2, which is protected: other packages may read only what '%3' "
                              "makes public")
            .arg(node.name, described(parent), parent.package);
    return {};
}

void checkGovernance(const Node &node, const QStringList &groups, Problems &problems)
{
    checkGroup(node, groups, problems);
    if (node.type != ResourceType::Model)
        return;
    checkAccess(node, problems);
    checkConstraints(node, problems);
    warnOfPointer(node, problems);
    if (!node.deprecationDate.isEmpty() &&
        !QDateTime::fromString(node.deprecationDate, Qt::ISODate).isValid())
        problems.error(node.declared.value_or(Location{node.path}),
                       QStringLiteral("deprecation_date '%1' of '%2' is no date: write 2027-01-31")
                           .arg(node.deprecationDate, node.name));
}

void warnOfDeprecated(const Nodes &nodes, Problems &problems)
{
    QHash<QString, const Node *> deprecated;
    for (const Node &node : nodes) {
        if (!node.deprecationDate.isEmpty())
            deprecated.insert(node.uniqueId, &node);
    }
    if (deprecated.isEmpty())
        return;
    for (const Node &node : nodes) {
        if (node.type == ResourceType::Model)
            warnOfReading(node, deprecated, problems);
    }
}

} // namespace daybook::project
