#include "app/cli/compilecommand.h"

#include "app/cli/artifacts.h"
#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"

#include <QUuid>

namespace daybook::cli {
namespace {

using project::Node;
using project::ResourceType;

bool hasSql(const Node &node)
{
    return node.type == ResourceType::Model || node.type == ResourceType::Test;
}

} // namespace

Synopsis CompileCommand::synopsis() const
{
    return {.name = QStringLiteral("compile"),
            .summary = QStringLiteral("Write the SQL that models and checks come to into target/compiled"),
            .options = selectionOptions(),
            .notes = QStringLiteral("A selection of one node is printed instead.")};
}

QCoro::Task<Result<int>> CompileCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openProject(context);
    if (!session)
        co_return failure(session.error());
    const project::Project project = *session->project;
    const Result<project::Selection> selection = selectionFrom(context, project);
    if (!selection)
        co_return failure(selection.error());
    const Result<QStringList> selected = select(project, *selection, *context.console);
    if (!selected)
        co_return failure(selected.error());
    project::CompileContext compiling;
    compiling.relationOf = [](const Node &node) { return node.relation; };
    compiling.runStartedAt = QDateTime::currentDateTimeUtc();
    compiling.invocationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const bool isSelection = context.arguments.has(QStringLiteral("select"));
    qsizetype models = 0;
    for (const QString &id : *selected)
        models += project.find(id)->type == ResourceType::Model ? 1 : 0;
    int written = 0;
    for (const QString &id : *selected) {
        const Node &node = *project.find(id);
        if (!hasSql(node))
            continue;
        const Result<QString> sql = project.compile(node, compiling);
        if (!sql)
            co_return failure(sql.error());
        if (isSelection && models == 1 && node.type == ResourceType::Model)
            context.console->print(*sql);
        ++written;
    }
    Artifacts artifacts(project, context, QStringLiteral("compile"));
    Result<void> saved = artifacts.compile(*selected);
    if (saved)
        saved = artifacts.writeManifest();
    if (!saved)
        co_return failure(saved.error());
    context.console->note(QStringLiteral("%1 files written below %2/compiled")
                              .arg(written)
                              .arg(project::targetDirectory(project)));
    co_return Proven;
}

} // namespace daybook::cli
