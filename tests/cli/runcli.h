#pragma once

#include "app/cli/commands.h"
#include "app/cli/program.h"
#include "tests/support/await.h"

#include <QBuffer>
#include <QJsonDocument>

namespace daybook::test {

/// What one run of daybookctl gave.
struct Ran
{
    int status = -1;
    QString out;
    QString err;

    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

struct RunOptions
{
    QProcessEnvironment environment = {};
    QString workingDirectory = QStringLiteral("/");
    bool terminal = false;
    std::stop_token stop = {};
};

/// Runs commands in this process, as `daybookctl WORDS` would; without a list, the ones that ship.
inline Ran runCli(const QStringList &words, const RunOptions &options = {},
                  cli::CommandList commands = cli::allCommands())
{
    QBuffer out;
    QBuffer err;
    out.open(QIODevice::WriteOnly);
    err.open(QIODevice::WriteOnly);
    cli::Surroundings surroundings{.streams = {.out = &out,
                                               .err = &err,
                                               .outIsTerminal = options.terminal,
                                               .errIsTerminal = options.terminal,
                                               .colour = options.terminal,
                                               .columns = 40},
                                   .environment = options.environment,
                                   .workingDirectory = options.workingDirectory,
                                   .stop = options.stop};
    cli::Program program(std::move(commands));
    Ran ran;
    ran.status = await(program.run(words, surroundings));
    ran.out = QString::fromUtf8(out.data());
    ran.err = QString::fromUtf8(err.data());
    return ran;
}

} // namespace daybook::test
