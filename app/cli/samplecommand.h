#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl sample load|show`: the sample of a payments company.
class SampleCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
