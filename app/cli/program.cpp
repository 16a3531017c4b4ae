#include "app/cli/program.h"

#include "app/cli/help.h"
#include "app/cli/nearest.h"

namespace daybook::cli {
namespace {

/// Looked for before anything is checked: whoever asks for help has often got the rest wrong.
bool asksFor(const QStringList &words, const QStringList &spellings)
{
    for (const QString &word : words) {
        if (word == QStringLiteral("--"))
            return false;
        if (spellings.contains(word))
            return true;
    }
    return false;
}

/// The format counts for the errors of a command line that cannot be read, too.
Format formatAskedFor(const QStringList &words)
{
    const qsizetype at = words.lastIndexOf(QStringLiteral("--format"));
    QString asked = at >= 0 ? words.value(at + 1) : QString();
    for (const QString &word : words) {
        if (word.startsWith(QStringLiteral("--format=")))
            asked = word.section(QLatin1Char('='), 1);
    }
    return asked == u"json" ? Format::Json : asked == u"jsonl" ? Format::JsonLines : Format::Text;
}

Error withAdvice(Error error, const QString &command)
{
    const QString prefix = command.isEmpty() ? QString() : command + QLatin1Char(' ');
    error.message += QStringLiteral(" See daybookctl %1--help.").arg(prefix);
    return error;
}

} // namespace

QCoro::Task<int> Program::run(QStringList words, Surroundings surroundings)
{
    const Format format = formatAskedFor(words);
    const auto console = std::make_shared<Console>(surroundings.streams, format);
    const Result<int> status = co_await runChecked(words, surroundings, console);
    if (status)
        co_return *status;
    console->report(status.error());
    co_return exitStatusOf(status.error());
}

QCoro::Task<Result<int>> Program::runChecked(QStringList words, Surroundings surroundings,
                                             std::shared_ptr<Console> console)
{
    if (asksFor(words, {QStringLiteral("--version")})) {
        console->print(QStringLiteral("daybookctl " DAYBOOK_VERSION));
        co_return Proven;
    }
    const bool wantsHelp = asksFor(words, {QStringLiteral("--help"), QStringLiteral("-h")});
    const QList<Option> common = commonOptions();
    const Result<qsizetype> at = findCommandWord(words, common);
    if (!at && !wantsHelp)
        co_return failure(withAdvice(at.error(), {}));
    if (!at || *at < 0) {
        if (wantsHelp)
            console->print(programHelp(m_commands));
        else
            co_return failure(withAdvice({ErrorKind::Usage, QStringLiteral("No command was given.")}, {}));
        co_return Proven;
    }
    const Result<Command *> command = find(words.takeAt(*at));
    if (!command)
        co_return failure(command.error());
    const Synopsis synopsis = (*command)->synopsis();
    if (wantsHelp) {
        console->print(commandHelp(synopsis));
        co_return Proven;
    }
    const QList<Option> options = synopsis.options + common;
    const Result<Arguments> arguments = Arguments::parse(words, options, synopsis.positionals);
    if (!arguments)
        co_return failure(withAdvice(arguments.error(), synopsis.name));
    const CommandContext context{*arguments, console, surroundings.environment, surroundings.workingDirectory,
                                 surroundings.stop};
    co_return co_await (*command)->run(context);
}

Result<Command *> Program::find(const QString &name) const
{
    QStringList names;
    for (const auto &command : m_commands) {
        names += command->synopsis().name;
        if (names.last() == name)
            return command.get();
    }
    const Error unknown{.kind = ErrorKind::Usage,
                        .message = QStringLiteral("There is no command \"%1\".").arg(name) +
                                   didYouMean(name, names)};
    return failure(withAdvice(unknown, {}));
}

} // namespace daybook::cli
