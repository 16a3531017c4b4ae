#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl debug`: what Daybook finds (server, rights, its own schema, project) and from where, and what
/// to do about what is not as it should be. Exit status 0 only when all of it is.
class DebugCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
