#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl verify FILE`: re-proves an exported CSV against its manifest. Needs no server.
class VerifyCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
