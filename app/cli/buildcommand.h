#pragma once

#include "app/cli/command.h"
#include "models/build/buildservice.h"

namespace daybook::cli {

/// `daybookctl build`, and its parts `run`, `test` and `seed`.
class BuildCommand : public Command
{
public:
    explicit BuildCommand(build::Command command) : m_command(command) {}

    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;

private:
    build::Command m_command;
};

/// --select and --exclude, as every command that chooses nodes takes them.
QList<Option> selectionOptions();
project::Selection selectionFrom(const Arguments &arguments);

} // namespace daybook::cli
