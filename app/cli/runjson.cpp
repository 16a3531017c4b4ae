#include "app/cli/runjson.h"

#include "app/cli/console.h"
#include "models/build/failurecause.h"

#include <QJsonArray>

namespace daybook::cli {

QJsonObject toJson(const build::NodeOutcome &node)
{
    QJsonObject json{{QStringLiteral("unique_id"), node.uniqueId},
                     {QStringLiteral("name"), node.name},
                     {QStringLiteral("resource_type"), project::toString(node.type)},
                     {QStringLiteral("state"), build::toString(node.state)},
                     {QStringLiteral("started_at"), node.startedAt.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("finished_at"), node.finishedAt.toString(Qt::ISODateWithMs)}};
    if (node.rows)
        json.insert(QStringLiteral("rows"), *node.rows);
    if (node.failures)
        json.insert(QStringLiteral("failures"), *node.failures);
    if (!node.note.isEmpty())
        json.insert(QStringLiteral("note"), node.note);
    if (const auto cause = build::causeOf(node))
        json.insert(QStringLiteral("cause"), build::toString(*cause));
    if (node.error)
        json.insert(QStringLiteral("error"), cli::toJson(*node.error));
    return json;
}

QJsonObject toJson(const build::RunOutcome &run)
{
    QJsonObject causes;
    const QMap<build::FailureCause, QStringList> found = build::causesOf(run);
    for (auto cause = found.cbegin(); cause != found.cend(); ++cause)
        causes.insert(build::toString(cause.key()), QJsonArray::fromStringList(cause.value()));
    QJsonObject json{{QStringLiteral("run_id"), run.runId},
                     {QStringLiteral("state"), build::toString(run.state)},
                     {QStringLiteral("exit_status"), run.exitStatus()},
                     {QStringLiteral("started_at"), run.startedAt.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("finished_at"), run.finishedAt.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("causes"), causes},
                     {QStringLiteral("notes"), QJsonArray::fromStringList(run.notes)}};
    if (run.error)
        json.insert(QStringLiteral("error"), cli::toJson(*run.error));
    return json;
}

} // namespace daybook::cli
