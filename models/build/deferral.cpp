#include "models/build/deferral.h"

#include "models/build/plan.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace daybook::build {
namespace {

using project::Node;
using project::ResourceType;
using warehouse::Parameter;
using warehouse::ResultSet;

/// Models, seeds and snapshots that are read and not built, ephemeral ones looked through.
std::vector<const Node *> unbuiltParents(const project::Project &project, const Plan &plan)
{
    QSet<QString> seen;
    QStringList open;
    for (const PlannedNode &step : plan.steps()) {
        open << step.node.dependsOn;
        if (step.isBuilt())
            seen.insert(step.node.uniqueId);
    }
    std::vector<const Node *> parents;
    while (!open.isEmpty()) {
        const QString id = open.takeLast();
        const Node *node = project.find(id);
        if (node == nullptr || seen.contains(id))
            continue;
        seen.insert(id);
        if (node->type == ResourceType::Model && node->materialization() == u"ephemeral")
            open << node->dependsOn;
        else if (node->type != ResourceType::Source && node->type != ResourceType::Test)
            parents.push_back(node);
    }
    return parents;
}

Error elsewhere(const Node &node, const QString &there, const QString &here)
{
    return {.kind = ErrorKind::Usage,
            .message =
                QStringLiteral("The state has %1 in the database %2, and PostgreSQL cannot read that from %3: "
                               "take the state of an environment in the same database, or build %1 here")
                    .arg(node.name, there, here)};
}

Result<Relations> knownRelations(const project::Project &project, const Plan &plan,
                                 const project::PreviousState &state)
{
    const QString here = project.options().database;
    Relations known;
    for (const Node *node : unbuiltParents(project, plan)) {
        const auto place = state.placeOf(node->uniqueId);
        if (!place)
            continue;
        if (!place->database.isEmpty() && !here.isEmpty() && place->database != here)
            return failure(elsewhere(*node, place->database, here));
        known.insert(node->uniqueId, place->relation);
    }
    return known;
}

/// What to ask the server about: where the target would have them.
QString asJson(const Relations &relations, const project::Project &project)
{
    QJsonArray all;
    for (auto it = relations.cbegin(); it != relations.cend(); ++it) {
        const warehouse::RelationName live = project.find(it.key())->relation;
        all.append(QJsonObject{{QStringLiteral("unique_id"), it.key()},
                               {QStringLiteral("schema"), live.schema},
                               {QStringLiteral("name"), live.name}});
    }
    return QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

} // namespace

QCoro::Task<Result<Relations>> deferredRelations(project::Project project, std::shared_ptr<const Plan> plan,
                                                 Deferral deferral, warehouse::Connection::Pointer connection,
                                                 std::stop_token stop)
{
    Result<Relations> relations = knownRelations(project, *plan, *deferral.state);
    if (!relations || deferral.favorState || relations->isEmpty())
        co_return relations;
    const QList<Parameter> wanted{asJson(*relations, project)};
    const QFuture<Result<ResultSet>> asking =
        connection->execute(warehouse::shippedSql(u"system/build/existing_relations"), wanted, stop);
    const Result<ResultSet> existing = co_await asking;
    if (!existing)
        co_return failure(existing.error());
    for (int row = 0; row < existing->rowCount(); ++row)
        relations->remove(existing->text(row, 0));
    co_return relations;
}

} // namespace daybook::build
