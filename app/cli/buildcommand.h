#pragma once

#include "app/cli/command.h"
#include "models/build/buildservice.h"

namespace daybook::cli {

/// `daybookctl build`, and its parts `run`, `test`, `seed` and `snapshot`.
class BuildCommand : public Command
{
public:
    explicit BuildCommand(build::Command command) : m_command(command) {}
    /// Only these nodes, by unique id, and their tests.
    BuildCommand(build::Command command, QStringList only) : m_command(command), m_only(std::move(only)) {}

    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;

private:
    build::BuildRequest requestFrom(const Arguments &arguments) const;

    build::Command m_command;
    QStringList m_only;
};

} // namespace daybook::cli
