#include "app/cli/collectcommand.h"

#include "app/cli/collectkafka.h"

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
};

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
        synopsis.options += each.options();
        notes << each.notes();
    }
    synopsis.notes = notes.join(QLatin1Char('\n'));
    return synopsis;
}

QCoro::Task<Result<int>> CollectCommand::run(CommandContext context)
{
    const QString word = context.arguments.positional(QStringLiteral("WHAT"));
    for (const Collection &each : Collections) {
        if (word == QLatin1String(each.name))
            co_return co_await each.run(context);
    }
    co_return failure(ErrorKind::Usage, QStringLiteral("\"%1\" cannot be collected.").arg(word));
}

} // namespace daybook::cli
