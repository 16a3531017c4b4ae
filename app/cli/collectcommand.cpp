#include "app/cli/collectcommand.h"

#include "app/cli/collectkafka.h"
#include "app/cli/collectqueries.h"

#include <algorithm>
#include <array>

namespace daybook::cli {
namespace {

/// Something that is collected.
struct Collection
{
    const char *name;
    const char *description;
    QList<Option> (*options)();
    QString (*notes)();
    QCoro::Task<Result<int>> (*run)(CommandContext);
};

constexpr std::array Collections{
    Collection{"kafka", "Rebalances and lag of Kafka's consumer groups", collectKafkaOptions,
               collectKafkaNotes, collectKafka},
    Collection{"queries", "Slow statements and waits for locks of the server", collectQueriesOptions,
               collectQueriesNotes, collectQueries},
};

bool declares(const QList<Option> &options, const QString &name)
{
    return std::any_of(options.begin(), options.end(),
                       [&](const Option &option) { return option.name == name; });
}

/// An option of another collection than the one that was asked for; empty when there is none.
QString strayOption(const Arguments &arguments, const QList<Option> &own)
{
    for (const Collection &each : Collections) {
        for (const Option &option : each.options()) {
            if (arguments.has(option.name) && !declares(own, option.name))
                return option.name;
        }
    }
    return {};
}

} // namespace

Synopsis CollectCommand::synopsis() const
{
    Synopsis synopsis{.name = QStringLiteral("collect"),
                      .summary =
                          QStringLiteral("Keep what happens beside the close, for the pages that show it"),
                      .positionals = {{.name = QStringLiteral("WHAT"),
                                       .description = QStringLiteral("What is collected")}}};
    QStringList notes;
    for (const Collection &each : Collections) {
        synopsis.positionals.front().choices.append(
            {QString::fromLatin1(each.name), QString::fromLatin1(each.description)});
        for (const Option &option : each.options()) {
            if (!declares(synopsis.options, option.name))
                synopsis.options += option;
        }
        notes << each.notes();
    }
    synopsis.notes = notes.join(QLatin1Char('\n'));
    return synopsis;
}

QCoro::Task<Result<int>> CollectCommand::run(CommandContext context)
{
    const QString word = context.arguments.positional(QStringLiteral("WHAT"));
    for (const Collection &each : Collections) {
        if (word != QLatin1String(each.name))
            continue;
        const QString stray = strayOption(context.arguments, each.options());
        if (!stray.isEmpty())
            co_return failure(ErrorKind::Usage, QStringLiteral("`collect %1` has no --%2.").arg(word, stray));
        co_return co_await each.run(context);
    }
    co_return failure(ErrorKind::Usage, QStringLiteral("\"%1\" cannot be collected.").arg(word));
}

} // namespace daybook::cli
