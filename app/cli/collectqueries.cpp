#include "app/cli/collectqueries.h"

namespace daybook::cli {
namespace {

QCoro::Task<Result<int>> collectQueries(CommandContext)
{
    co_return failure(ErrorKind::Usage, QStringLiteral("Statements cannot be collected yet."));
}

} // namespace

Collector queriesCollector()
{
    return {.name = QStringLiteral("queries"),
            .summary = QStringLiteral("Slow statements and lock waits of the server"),
            .options = {},
            .run = collectQueries};
}

} // namespace daybook::cli
