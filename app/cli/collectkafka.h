#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// --brokers, --config, --groups, --once, --keep-days, --lag-seconds.
QList<Option> collectKafkaOptions();
QString collectKafkaNotes();

/// `daybookctl collect kafka`: see operations::collectRebalances.
QCoro::Task<Result<int>> collectKafka(CommandContext context);

} // namespace daybook::cli
