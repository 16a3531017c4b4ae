#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl rollback`: the version of the project that was published before the one that is live, once
/// more.
class RollbackCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
