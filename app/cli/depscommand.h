#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl deps`: installs what packages.yml asks for. Needs no server.
class DepsCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;
};

} // namespace daybook::cli
