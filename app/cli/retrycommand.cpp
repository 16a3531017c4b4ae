#include "app/cli/retrycommand.h"

#include "app/cli/buildcommand.h"
#include "app/cli/session.h"
#include "models/project/artifacts.h"

#include <QDir>

namespace daybook::cli {
namespace {

using project::RunResult;
using project::RunResults;
using templating::Value;

/// The folder named with --state, else the project's target.
Result<QString> stateFolder(const CommandContext &context)
{
    const Result<QString> target = targetFolder(context);
    if (!target)
        return failure(target.error());
    const QString named = context.arguments.text(QStringLiteral("state"));
    return named.isEmpty() ? *target : QDir(QFileInfo(*target).path()).absoluteFilePath(named);
}

Result<build::Command> commandOf(const RunResults &earlier)
{
    const QString which = earlier.args.find(u"which").stringOr({});
    for (const build::Command command : {build::Command::Build, build::Command::Run, build::Command::Test,
                                         build::Command::Seed, build::Command::Snapshot}) {
        if (build::toString(command) == which)
            return command;
    }
    return failure(
        ErrorKind::Usage,
        QStringLiteral(
            "The last command was '%1', and only build, run, test, seed and snapshot can be retried: "
            "give that command again")
            .arg(which));
}

/// The earlier command's options as words, but for those given now. Whom to connect to is looked up anew.
QStringList wordsOf(const RunResults &earlier, const Arguments &now)
{
    QStringList words;
    for (const char *option : {"vars", "target", "profile", "schema", "threads"}) {
        const QString name = QString::fromUtf8(option);
        const Value value = earlier.args.find(name);
        const bool isEmpty = !value.isPresent() || (value.isDict() && value.entries().isEmpty());
        const QString text = value.isDict() ? QString::fromUtf8(value.toJson()) : value.toString();
        if (now.has(name))
            words << QStringLiteral("--") + name << now.text(name);
        else if (!isEmpty && !text.isEmpty())
            words << QStringLiteral("--") + name << text;
    }
    for (const char *option : {"dsn", "project-dir", "profiles-dir", "format"}) {
        const QString name = QString::fromUtf8(option);
        if (now.has(name))
            words << QStringLiteral("--") + name << now.text(name);
    }
    for (const char *flag : {"full_refresh", "fail_fast", "defer", "favor_state", "store_failures"}) {
        const QString name = QString::fromUtf8(flag);
        if (earlier.args.find(name).boolOr(false))
            words << QStringLiteral("--") + QString(name).replace(QLatin1Char('_'), QLatin1Char('-'));
    }
    for (const char *option : {"event_time_start", "event_time_end"}) {
        const QString name = QString::fromUtf8(option);
        if (const QString text = earlier.args.find(name).stringOr({}); !text.isEmpty())
            words << QStringLiteral("--") + QString(name).replace(QLatin1Char('_'), QLatin1Char('-')) << text;
    }
    const QString state =
        earlier.args.find(u"defer_state").stringOr(earlier.args.find(u"state").stringOr({}));
    if (earlier.args.find(u"defer").boolOr(false))
        words << QStringLiteral("--defer-state") << state;
    return words;
}

QStringList unfinished(const RunResults &earlier)
{
    static const QStringList statuses{QStringLiteral("error"), QStringLiteral("fail"),
                                      QStringLiteral("skipped"), QStringLiteral("runtime error"),
                                      QStringLiteral("partial success")};
    QStringList ids;
    for (const RunResult &result : earlier.results) {
        if (statuses.contains(result.status))
            ids.append(result.uniqueId);
    }
    return ids;
}

} // namespace

Synopsis RetryCommand::synopsis() const
{
    return {
        .name = QStringLiteral("retry"),
        .summary = QStringLiteral("Do again what the last build, run, test or seed left unfinished"),
        .options = {{.name = QStringLiteral("state"),
                     .kind = Option::Kind::Text,
                     .valueName = QStringLiteral("DIR"),
                     .description = QStringLiteral("Folder of that command's run_results.json (default: the "
                                                   "project's target)")}},
        .notes =
            QStringLiteral("What failed or was skipped runs again, with the options it had then. A run that "
                           "failed has published nothing, so all it built is built again.")};
}

QCoro::Task<Result<int>> RetryCommand::run(CommandContext context)
{
    const Result<QString> folder = stateFolder(context);
    if (!folder)
        co_return failure(folder.error());
    const QString file = QDir(*folder).filePath(QStringLiteral("run_results.json"));
    const Result<RunResults> earlier = RunResults::read(file);
    if (!earlier)
        co_return failure(earlier.error());
    const Result<build::Command> which = commandOf(*earlier);
    if (!which)
        co_return failure(which.error());
    const QStringList ids = unfinished(*earlier);
    if (ids.isEmpty()) {
        context.console->note(QStringLiteral("Nothing to retry: all of it succeeded the last time."));
        co_return Proven;
    }
    BuildCommand command(*which, ids);
    const QList<Option> options = command.synopsis().options + commonOptions();
    const Result<Arguments> arguments = Arguments::parse(wordsOf(*earlier, context.arguments), options, {});
    if (!arguments)
        co_return failure(arguments.error());
    context.arguments = *arguments;
    co_return co_await command.run(context);
}

} // namespace daybook::cli
