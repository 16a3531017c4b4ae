#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl warehouse start|stop|status|dsn|destroy`: the private server of this user's.
class WarehouseCommand : public Command
{
public:
    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;

private:
    static QCoro::Task<Result<int>> start(CommandContext context);
    static QCoro::Task<Result<int>> stop(CommandContext context);
    static QCoro::Task<Result<int>> status(CommandContext context);
    static QCoro::Task<Result<int>> destroy(CommandContext context);
    static Result<int> dsn(const CommandContext &context);
};

} // namespace daybook::cli
