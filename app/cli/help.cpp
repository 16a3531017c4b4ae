#include "app/cli/help.h"

#include <algorithm>

namespace daybook::cli {
namespace {

using Entry = std::pair<QString, QString>;

/// A heading, and its entries in two columns.
QStringList section(const QString &title, const QList<Entry> &entries)
{
    if (entries.isEmpty())
        return {};
    qsizetype width = 0;
    for (const Entry &entry : entries)
        width = std::max(width, entry.first.size());
    QStringList lines{QString(), title + QLatin1Char(':')};
    for (const Entry &entry : entries)
        lines += QStringLiteral("  %1  %2").arg(entry.first, -static_cast<int>(width)).arg(entry.second);
    return lines;
}

Entry entryOf(const Option &option)
{
    QString spelling =
        option.letter.isNull() ? QStringLiteral("    ") : QStringLiteral("-%1, ").arg(option.letter);
    spelling += QStringLiteral("--") + option.name;
    if (!option.valueName.isEmpty())
        spelling += QLatin1Char(' ') + option.valueName;
    return {spelling, option.description};
}

QList<Entry> entriesOf(const QList<Option> &options)
{
    QList<Entry> entries;
    for (const Option &option : options)
        entries += entryOf(option);
    return entries;
}

QString usageOf(const Synopsis &synopsis)
{
    QString usage = QStringLiteral("Usage: daybookctl ") + synopsis.name;
    for (const Positional &positional : synopsis.positionals)
        usage += (positional.optional ? QStringLiteral(" [%1]") : QStringLiteral(" %1")).arg(positional.name);
    return usage + QStringLiteral(" [OPTIONS]");
}

} // namespace

QStringList programHelp(const CommandList &commands)
{
    QList<Entry> entries;
    for (const auto &command : commands) {
        const Synopsis synopsis = command->synopsis();
        entries += {synopsis.name, synopsis.summary};
    }
    QStringList lines{
        QStringLiteral("Daybook " DAYBOOK_VERSION ": the daily financial close, proven to the last won"),
        QString(), QStringLiteral("Usage: daybookctl COMMAND [OPTIONS]")};
    lines += section(QStringLiteral("Commands"), entries);
    lines += section(QStringLiteral("Common options"), entriesOf(commonOptions()));
    lines += {QString(), QStringLiteral("daybookctl COMMAND --help says more of one command."),
              QStringLiteral("Exit status: 0 proven, 1 something failed, 2 could not run.")};
    return lines;
}

QStringList commandHelp(const Synopsis &synopsis)
{
    QStringList lines{usageOf(synopsis), QString(), synopsis.summary + QLatin1Char('.')};
    QList<Entry> words;
    for (const Positional &positional : synopsis.positionals) {
        if (positional.choices.isEmpty())
            words += {positional.name, positional.description};
    }
    for (const Positional &positional : synopsis.positionals) {
        QList<Entry> choices;
        for (const Choice &choice : positional.choices)
            choices += {choice.value, choice.description};
        lines += section(positional.name, choices);
    }
    lines += section(QStringLiteral("Words"), words);
    lines += section(QStringLiteral("Options"), entriesOf(synopsis.options));
    lines += section(QStringLiteral("Common options"), entriesOf(commonOptions()));
    if (!synopsis.notes.isEmpty())
        lines += {QString(), synopsis.notes};
    return lines;
}

} // namespace daybook::cli
