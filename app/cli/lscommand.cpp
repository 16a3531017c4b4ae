#include "app/cli/lscommand.h"

#include "app/cli/artifacts.h"
#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"

#include <QJsonArray>

namespace daybook::cli {
namespace {

QJsonObject toJson(const project::Node &node)
{
    return {{QStringLiteral("unique_id"), node.uniqueId},
            {QStringLiteral("resource_type"), project::toString(node.type)},
            {QStringLiteral("name"), node.name},
            {QStringLiteral("path"), node.path},
            {QStringLiteral("relation"), node.relation.toString()},
            {QStringLiteral("depends_on"), QJsonArray::fromStringList(node.dependsOn)}};
}

QString toLine(const project::Node &node)
{
    // As dbt prints them: sources carry their type, the others their path through the project.
    return node.type == project::ResourceType::Source
               ? QStringLiteral("source:") + node.fqn.join(QLatin1Char('.'))
               : node.fqn.join(QLatin1Char('.'));
}

} // namespace

Synopsis LsCommand::synopsis() const
{
    return {.name = QStringLiteral("ls"),
            .summary = QStringLiteral("List the project's models, seeds, sources and checks"),
            .options = selectionOptions()};
}

QCoro::Task<Result<int>> LsCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openProject(context);
    if (!session)
        co_return failure(session.error());
    const Result<QStringList> selected = selectedNodes(context, *session->project);
    if (!selected)
        co_return failure(selected.error());
    Artifacts(*session->project, context, QStringLiteral("ls")).leaveManifest();
    QJsonArray nodes;
    for (const QString &id : *selected) {
        const project::Node &node = *session->project->find(id);
        if (context.console->isJson())
            nodes.append(toJson(node));
        else
            context.console->print(toLine(node));
    }
    if (context.console->isJson())
        context.console->print(QJsonObject{{QStringLiteral("nodes"), nodes}});
    co_return Proven;
}

} // namespace daybook::cli
