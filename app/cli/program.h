#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// What surrounds one run of the program. The streams must outlive it.
struct Surroundings
{
    Streams streams;
    QProcessEnvironment environment;
    QString workingDirectory;
    std::stop_token stop;
};

/// daybookctl without a process around it: finds the command, checks its words, runs it, prints its error.
/// Must outlive the task that run() gives.
class Program
{
public:
    explicit Program(CommandList commands) : m_commands(std::move(commands)) {}

    /// `words` without the program's own name. Gives the exit status.
    QCoro::Task<int> run(QStringList words, Surroundings surroundings);

private:
    QCoro::Task<Result<int>> runChecked(QStringList words, Surroundings surroundings,
                                        std::shared_ptr<Console> console);
    Result<Command *> find(const QString &name) const;

    CommandList m_commands;
};

} // namespace daybook::cli
