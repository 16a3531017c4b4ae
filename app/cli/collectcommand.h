#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl collect WHAT`: keeps in the warehouse what the pages of operations show. What there is to
/// collect stands in a list in collectcommand.cpp, each in a file of its own.
class CollectCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
