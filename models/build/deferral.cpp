#include "models/build/deferral.h"

#include "models/build/plan.h"
#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
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
            .message = QStringLiteral(
                           "The state has %1 in the database %2, and PostgreSQL cannot read that from %3: "
                           "take the state of an environment in the same database, or build %1 here")
                           .arg(node.name, there, here)};
}

using Places = QHash<QString, project::PreviousState::Place>;

Places knownPlaces(const project::Project &project, const Plan &plan, const project::PreviousState &state)
{
    Places known;
    for (const Node *node : unbuiltParents(project, plan)) {
        if (const auto place = state.placeOf(node->uniqueId))
            known.insert(node->uniqueId, *place);
    }
    return known;
}

Result<Relations> readable(const project::Project &project, const Places &places)
{
    const QString here = project.options().database;
    Relations relations;
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        if (!place->database.isEmpty() && !here.isEmpty() && place->database != here)
            return failure(elsewhere(*project.find(place.key()), place->database, here));
        relations.insert(place.key(), place->relation);
    }
    return relations;
}

/// What to ask the server about: where the target would have them.
QString asJson(const Places &places, const project::Project &project)
{
    QJsonArray all;
    for (auto it = places.cbegin(); it != places.cend(); ++it) {
        const warehouse::RelationName live = project.find(it.key())->relation;
        all.append(QJsonObject{{QStringLiteral("unique_id"), it.key()},
                               {QStringLiteral("schema"), live.schema},
                               {QStringLiteral("name"), live.name}});
    }
    return compactJson(all);
}

} // namespace

QCoro::Task<Result<Relations>> deferredRelations(project::Project project, std::shared_ptr<const Plan> plan,
                                                 Deferral deferral, warehouse::Connection::Pointer connection,
                                                 std::stop_token stop)
{
    Places places = knownPlaces(project, *plan, *deferral.state);
    if (deferral.favorState || places.isEmpty())
        co_return readable(project, places);
    const QList<Parameter> wanted{asJson(places, project)};
    const QFuture<Result<ResultSet>> asking =
        warehouse::askShipped(connection, u"system/build/existing_relations", wanted, stop);
    const Result<ResultSet> existing = co_await asking;
    if (!existing)
        co_return failure(existing.error());
    for (int row = 0; row < existing->rowCount(); ++row)
        places.remove(existing->text(row, 0));
    co_return readable(project, places);
}

} // namespace daybook::build
