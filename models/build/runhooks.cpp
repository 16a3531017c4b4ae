#include "models/build/runhooks.h"

#include "models/project/hooks.h"

#include <QCoro/QCoroFuture>
#include <QtConcurrentRun>

namespace daybook::build {
namespace {

using templating::Dict;
using templating::List;
using templating::Value;

/// dbt's words for how a node ended.
QString statusOf(NodeState state)
{
    return state == NodeState::Cancelled || state == NodeState::Pending ? QStringLiteral("skipped")
                                                                        : toString(state);
}

Value resultOf(const project::Project &project, const NodeOutcome &outcome)
{
    const project::Node *node = project.find(outcome.uniqueId);
    Dict about{{QStringLiteral("unique_id"), Value(outcome.uniqueId)},
               {QStringLiteral("name"), Value(outcome.name)},
               {QStringLiteral("resource_type"), Value(project::toString(outcome.type))}};
    if (node) {
        about.insert(QStringLiteral("schema"), Value(node->relation.schema));
        about.insert(QStringLiteral("alias"), Value(node->relation.name));
        about.insert(QStringLiteral("config"), node->config);
    }
    const double seconds = outcome.startedAt.isValid() && outcome.finishedAt.isValid()
                               ? static_cast<double>(outcome.startedAt.msecsTo(outcome.finishedAt)) / 1000.0
                               : 0.0;
    return Value(
        Dict{{QStringLiteral("node"), Value(std::move(about))},
             {QStringLiteral("unique_id"), Value(outcome.uniqueId)},
             {QStringLiteral("status"), Value(statusOf(outcome.state))},
             {QStringLiteral("execution_time"), Value(seconds)},
             {QStringLiteral("failures"), outcome.failures ? Value(*outcome.failures) : Value::none()},
             {QStringLiteral("message"), outcome.error ? Value(outcome.error->message) : Value::none()}});
}

Dict namesAtEnd(const project::Project &project, const Plan &plan, const RunOutcome &outcome)
{
    List results;
    for (const NodeOutcome &node : outcome.nodes) {
        if (node.type != project::ResourceType::Source)
            results.push_back(resultOf(project, node));
    }
    QStringList schemas;
    for (const PlannedNode &step : plan.steps()) {
        if (step.isBuilt() && !schemas.contains(step.node.relation.schema))
            schemas << step.node.relation.schema;
    }
    List names;
    List pairs;
    for (const QString &schema : std::as_const(schemas)) {
        names.push_back(Value(schema));
        pairs.push_back(Value::fromTuple({Value(project.options().database), Value(schema)}));
    }
    return {{QStringLiteral("results"), Value(std::move(results))},
            {QStringLiteral("schemas"), Value(std::move(names))},
            {QStringLiteral("database_schemas"), Value(std::move(pairs))}};
}

Result<QStringList> renderAll(project::Project project, RunIdentity identity, bool atEnd, Dict more,
                              TemplateQuery query)
{
    const project::CompileContext context = contextOf(
        identity, [](const project::Node &node) { return node.relation; }, std::move(query));
    QStringList statements;
    for (const project::RunHook &hook : project::runHooks(project, atEnd)) {
        const Result<QString> sql = project::renderRunHook(project, hook, context, more);
        if (!sql)
            return failure(inRunHook(sql.error(), atEnd, hook.sql));
        if (!sql->trimmed().isEmpty())
            statements << *sql;
    }
    return statements;
}

} // namespace

Error inRunHook(Error error, bool atEnd, const QString &sql)
{
    if (error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled)
        return error;
    error.message =
        QStringLiteral("%1 failed, and nothing was published: %2")
            .arg(atEnd ? QStringLiteral("on-run-end") : QStringLiteral("on-run-start"), error.message);
    error.detail += (error.detail.isEmpty() ? QString() : QStringLiteral("\n")) + sql;
    error.where = Location{QStringLiteral("dbt_project.yml"), 0, 0};
    return error;
}

QCoro::Task<Result<QStringList>> renderRunHooks(project::Project project, std::shared_ptr<const Plan> plan,
                                                RunIdentity identity, std::optional<RunOutcome> outcome,
                                                warehouse::Connection::Pointer connection)
{
    const bool atEnd = outcome.has_value();
    if (project::runHooks(project, atEnd).empty())
        co_return QStringList();
    Dict more;
    if (atEnd)
        more = namesAtEnd(project, *plan, *outcome);
    const QFuture<Result<QStringList>> rendering = QtConcurrent::run(
        renderAll, project, identity, atEnd, more, templateQuery(connection, std::stop_token()));
    co_return co_await rendering;
}

} // namespace daybook::build
