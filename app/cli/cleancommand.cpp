#include "app/cli/cleancommand.h"

#include "app/cli/session.h"
#include "models/project/clean.h"

namespace daybook::cli {

Synopsis CleanCommand::synopsis() const
{
    return {.name = QStringLiteral("clean"),
            .summary = QStringLiteral("Remove the project's clean-targets (by default its target folder)"),
            .notes = QStringLiteral("Nothing is removed outside of the project, nothing that the project is "
                                    "made of, and no repository with changes that are not committed.")};
}

QCoro::Task<Result<int>> CleanCommand::run(CommandContext context)
{
    const QString found = projectFolder(context);
    const Result<QStringList> removed =
        project::cleanProject(found.isEmpty() ? context.workingDirectory : found);
    if (!removed)
        co_return failure(removed.error());
    if (removed->isEmpty())
        context.console->note(QStringLiteral("There is nothing to clean."));
    for (const QString &path : *removed)
        context.console->note(QStringLiteral("Removed %1").arg(path));
    co_return Proven;
}

} // namespace daybook::cli
