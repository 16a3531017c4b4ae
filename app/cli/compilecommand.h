#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl compile`: the SQL that the project's nodes come to, into target/compiled or onto the screen.
class CompileCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
