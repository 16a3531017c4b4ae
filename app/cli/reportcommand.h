#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl report`: the settlement table of some days, and what it rests on.
class ReportCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
