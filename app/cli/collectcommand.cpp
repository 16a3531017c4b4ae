#include "app/cli/collectcommand.h"

#include "app/cli/collectqueries.h"

#include <algorithm>

namespace daybook::cli {
namespace {

QList<Option> sharedOptions()
{
    return {{.name = QStringLiteral("once"), .description = QStringLiteral("Look once and end")},
            {.name = QStringLiteral("for"),
             .kind = Option::Kind::Number,
             .valueName = QStringLiteral("SECONDS"),
             .description = QStringLiteral("End after so many seconds (default: when stopped)")},
            {.name = QStringLiteral("keep-days"),
             .kind = Option::Kind::Number,
             .valueName = QStringLiteral("DAYS"),
             .description = QStringLiteral("Forget what is older (31; 0: never)")}};
}

bool declares(const Collector &collector, const QString &option)
{
    return std::any_of(collector.options.begin(), collector.options.end(),
                       [&](const Option &own) { return own.name == option; });
}

} // namespace

CollectCommand::CollectCommand() : m_collectors{queriesCollector()} {}

Synopsis CollectCommand::synopsis() const
{
    Positional what{.name = QStringLiteral("WHAT"), .description = QStringLiteral("What to collect")};
    QList<Option> options = sharedOptions();
    for (const Collector &collector : m_collectors) {
        what.choices.append({collector.name, collector.summary});
        for (const Option &own : collector.options) {
            const bool known = std::any_of(options.begin(), options.end(),
                                           [&](const Option &option) { return option.name == own.name; });
            if (!known)
                options.append(own);
        }
    }
    return {.name = QStringLiteral("collect"),
            .summary = QStringLiteral("Keep a history of what stands beside the close"),
            .positionals = {what},
            .options = options,
            .notes = QStringLiteral(
                "It goes on until SIGINT or SIGTERM, and over lost connections. Exit status: 0 "
                "ended as asked, 2 could not run.")};
}

QCoro::Task<Result<int>> CollectCommand::run(CommandContext context)
{
    const QString what = context.arguments.positional(QStringLiteral("WHAT"));
    const auto chosen = std::find_if(m_collectors.begin(), m_collectors.end(),
                                     [&](const Collector &collector) { return collector.name == what; });
    Q_ASSERT(chosen != m_collectors.end()); // the arguments were checked against the choices
    for (const Collector &other : m_collectors) {
        for (const Option &option : other.options) {
            if (context.arguments.has(option.name) && !declares(*chosen, option.name))
                co_return failure(ErrorKind::Usage,
                                  QStringLiteral("--%1 is for `collect %2`, not for `collect %3`.")
                                      .arg(option.name, other.name, what));
        }
    }
    co_return co_await chosen->run(context);
}

} // namespace daybook::cli
