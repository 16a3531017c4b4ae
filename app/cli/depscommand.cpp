#include "app/cli/depscommand.h"

#include "app/cli/session.h"
#include "models/project/dependencies.h"

#include <QCoro/QCoroFuture>
#include <QtConcurrentRun>

namespace daybook::cli {

Synopsis DepsCommand::synopsis() const
{
    return {.name = QStringLiteral("deps"),
            .summary = QStringLiteral("Install the packages that packages.yml asks for"),
            .notes = QStringLiteral(
                "Folders (local:) and repositories (git:, with revision: and subdirectory:).")};
}

QCoro::Task<Result<int>> DepsCommand::run(CommandContext context)
{
    const auto lines = std::make_shared<QStringList>();
    const project::InstallReport report = [lines](const QString &line) { *lines << line; };
    const QString directory = projectFolder(context);
    if (directory.isEmpty())
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("There is no dbt_project.yml here: go to a project's folder, "
                                         "or name it with --project-dir."));
    const QFuture<Result<QStringList>> installing =
        QtConcurrent::run(project::installPackages, directory, report, context.stop);
    const Result<QStringList> installed = co_await installing;
    for (const QString &line : std::as_const(*lines))
        context.console->note(line);
    if (!installed)
        co_return failure(installed.error());
    context.console->print(installed->isEmpty()
                               ? QStringLiteral("No packages are asked for.")
                               : QStringLiteral("Installed: %1").arg(installed->join(QStringLiteral(", "))));
    co_return Proven;
}

} // namespace daybook::cli
