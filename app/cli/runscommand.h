#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl runs`: what was built lately, and how it went; with a run's number, its steps.
class RunsCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
