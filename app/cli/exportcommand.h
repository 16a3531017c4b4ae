#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl export`: rows as a CSV that proves itself.
class ExportCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
