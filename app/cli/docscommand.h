#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl docs generate`.
class DocsCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
