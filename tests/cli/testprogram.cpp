#include "tests/cli/runcli.h"

#include <QCoro/QCoroTimer>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::cli;
using namespace daybook::test;

namespace {

/// Says back what it was given; fails when told to; waits for a stop when told to.
class EchoCommand : public Command
{
public:
    Synopsis synopsis() const override
    {
        return {.name = QStringLiteral("echo"),
                .summary = QStringLiteral("Say it back"),
                .positionals = {{QStringLiteral("WHAT"), QStringLiteral("the words to say")}},
                .options = {{.name = QStringLiteral("fail"), .description = QStringLiteral("Fail instead")},
                            {.name = QStringLiteral("wait"), .description = QStringLiteral("Wait")}}};
    }

    QCoro::Task<Result<int>> run(CommandContext context) override
    {
        const QString what = context.arguments.positional(QStringLiteral("WHAT"));
        if (context.arguments.has(QStringLiteral("fail")))
            co_return failure(ErrorKind::Data, what);
        while (context.arguments.has(QStringLiteral("wait")) && !context.stop.stop_requested()) {
            QTimer pause;
            pause.start(5);
            co_await pause;
        }
        if (context.stop.stop_requested())
            co_return failure(ErrorKind::Cancelled, QStringLiteral("Cancelled."));
        context.console->print(what + context.arguments.text(QStringLiteral("dsn")));
        co_return Proven;
    }
};

Ran echo(const QStringList &words, const RunOptions &options = {})
{
    CommandList commands;
    commands.push_back(std::make_unique<EchoCommand>());
    return runCli(words, options, std::move(commands));
}

QStringList split(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

} // namespace

TEST_CASE("common options stand before or after the command")
{
    const Ran before = echo(split("--dsn host=x echo hi"));
    const Ran after = echo(split("echo hi --dsn host=x"));
    CHECK(before.status == 0);
    CHECK(before.out == QStringLiteral("hihost=x\n"));
    CHECK(after.out == before.out);
}

TEST_CASE("what cannot be run exits with 2 and points to help")
{
    const auto [words, message] = GENERATE(table<const char *, const char *>(
        {{"ehco hi", "There is no command \"ehco\". Did you mean echo? See daybookctl --help."},
         {"echo hi --fial", "There is no option --fial. Did you mean --fail? See daybookctl echo --help."},
         {"--fial echo hi", "There is no option --fial. See daybookctl --help."},
         {"echo", "WHAT is missing: the words to say. See daybookctl echo --help."},
         {"--threads 2", "No command was given. See daybookctl --help."}}));
    const Ran ran = echo(split(words));
    CHECK(ran.status == 2);
    CHECK(ran.out.isEmpty());
    CHECK(ran.err == QStringLiteral("error: %1\n").arg(QString::fromUtf8(message)));
}

TEST_CASE("an error of the command line is JSON where JSON was asked for")
{
    const Ran ran = echo(split("ehco --format json"));
    CHECK(ran.status == 2);
    const QJsonObject document = QJsonDocument::fromJson(ran.err.toUtf8()).object();
    CHECK(document.value(QStringLiteral("error")).toObject().value(QStringLiteral("kind")) ==
          QStringLiteral("usage"));
}

TEST_CASE("figures at fault exit with 1, and so does a run that was stopped")
{
    CHECK(echo(split("echo bad --fail")).status == 1);
    std::stop_source stop;
    QTimer::singleShot(50, [&stop] { stop.request_stop(); });
    const Ran stopped = echo(split("echo hi --wait"), {.stop = stop.get_token()});
    CHECK(stopped.status == 1);
    CHECK(stopped.err == QStringLiteral("error: Cancelled.\n"));
}

TEST_CASE("help needs nothing else to be right")
{
    const Ran program = echo(split("--help"));
    CHECK(program.status == 0);
    CHECK(program.out.contains(QStringLiteral("  echo  Say it back\n")));
    CHECK(program.out.contains(QStringLiteral("--profiles-dir DIR")));
    const Ran command = echo(split("echo -h"));
    CHECK(command.status == 0);
    CHECK(command.out.startsWith(QStringLiteral("Usage: daybookctl echo WHAT [OPTIONS]\n")));
    CHECK(command.out.contains(QStringLiteral("--fail")));
    CHECK(echo(split("--version")).out == QStringLiteral("daybookctl " DAYBOOK_VERSION "\n"));
}
