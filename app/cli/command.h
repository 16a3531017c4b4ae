#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

#include <QCoro/QCoroTask>
#include <QProcessEnvironment>

#include <memory>
#include <stop_token>
#include <vector>

namespace daybook::cli {

/// What daybookctl promises to schedulers.
enum ExitStatus : int { Proven = 0, SomethingFailed = 1, CouldNotRun = 2 };

/// The status of a command that ended in this error: 1 when the figures are at fault or somebody stopped it,
/// 2 when it never came to look at them.
int exitStatusOf(const Error &error);

/// What help says of a command, and what its words are checked against.
struct Synopsis
{
    QString name;
    QString summary; ///< one line, without a full stop
    QList<Positional> positionals = {};
    QList<Option> options = {};
    QString notes = {}; ///< further lines for `daybookctl NAME --help`
};

/// All that a command may touch. A value, as a coroutine wants it.
struct CommandContext
{
    Arguments arguments; ///< the command's own options, and the common ones
    std::shared_ptr<Console> console;
    QProcessEnvironment environment;
    QString workingDirectory;
    std::stop_token stop;
};

/// One of daybookctl's commands, in a file of its own; see commands.cpp for the list.
class Command
{
public:
    virtual ~Command() = default;

    virtual Synopsis synopsis() const = 0;

    /// Gives the exit status; an error is printed by the program and becomes exitStatusOf it. The context is
    /// the coroutine's own; the command outlives its task.
    virtual QCoro::Task<Result<int>> run(CommandContext context) = 0;
};

using CommandList = std::vector<std::unique_ptr<Command>>;

/// Options that every command takes: --dsn, --project-dir, --profiles-dir, --profile, --target, --schema,
/// --vars, --threads, --format, --help, --version.
QList<Option> commonOptions();

} // namespace daybook::cli
