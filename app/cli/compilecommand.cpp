#include "app/cli/compilecommand.h"

#include "app/cli/artifacts.h"
#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"

namespace daybook::cli {
namespace {

QStringList modelsAmong(const QStringList &uniqueIds, const project::Project &project)
{
    QStringList models;
    for (const QString &id : uniqueIds) {
        const project::ResourceType type = project.find(id)->type;
        if (type == project::ResourceType::Model || type == project::ResourceType::Snapshot)
            models.append(id);
    }
    return models;
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
    const Result<QStringList> selected = selectedNodes(context, project);
    if (!selected)
        co_return failure(selected.error());
    Artifacts artifacts(project, context, QStringLiteral("compile"));
    Result<void> saved = artifacts.compile(*selected);
    if (saved)
        saved = artifacts.writeManifest();
    if (!saved)
        co_return failure(saved.error());
    if (artifacts.failedToCompile())
        co_return failure(*artifacts.failedToCompile());
    const QStringList models = modelsAmong(*selected, project);
    if (context.arguments.has(QStringLiteral("select")) && models.size() == 1)
        context.console->print(artifacts.compiled(models.front()));
    context.console->note(QStringLiteral("%1 files written below %2/compiled")
                              .arg(artifacts.count())
                              .arg(project::targetDirectory(project)));
    co_return Proven;
}

} // namespace daybook::cli
