#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl retry`: what failed or never came to it, again, as the earlier command had it.
class RetryCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
