#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl ls`: the project's nodes, in the order in which they are built.
class LsCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
