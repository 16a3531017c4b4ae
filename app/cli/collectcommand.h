#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// One thing that `daybookctl collect` collects, in a file of its own; see collectcommand.cpp for the list.
struct Collector
{
    QString name;
    QString summary;
    QList<Option> options; ///< its own, beside those that every collector takes
    QCoro::Task<Result<int>> (*run)(CommandContext context);
};

/// `daybookctl collect WHAT`: samples what stands beside the close, until it is stopped.
class CollectCommand : public Command
{
public:
    CollectCommand();

    Synopsis synopsis() const override;
    QCoro::Task<Result<int>> run(CommandContext context) override;

private:
    QList<Collector> m_collectors;
};

} // namespace daybook::cli
