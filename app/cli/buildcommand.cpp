#include "app/cli/buildcommand.h"

#include "app/cli/artifacts.h"
#include "app/cli/buildreport.h"
#include "app/cli/scheduling.h"
#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"

namespace daybook::cli {
namespace {

QString summaryOf(build::Command command)
{
    switch (command) {
    case build::Command::Build:
        return QStringLiteral(
            "Build seeds, snapshots and models, check them, and publish all of it or nothing");
    case build::Command::Run:
        return QStringLiteral("Build and publish models without checking them");
    case build::Command::Test:
        return QStringLiteral("Run the checks on what is live");
    case build::Command::Seed:
        return QStringLiteral("Load the project's seeds");
    case build::Command::Snapshot:
        break;
    }
    return QStringLiteral("Note what has changed in the relations that snapshots follow");
}

} // namespace

Synopsis BuildCommand::synopsis() const
{
    QList<Option> options = selectionOptions();
    if (m_command != build::Command::Snapshot)
        options << Option{QStringLiteral("full-refresh"),
                          Option::Kind::Flag,
                          {},
                          QStringLiteral("Rebuild incremental models from nothing")};
    options << Option{QStringLiteral("no-fused-tests"),
                      Option::Kind::Flag,
                      {},
                      QStringLiteral("Run every test on its own instead of many in one scan")};
    options << Option{.name = QStringLiteral("fail-fast"),
                      .description = QStringLiteral("End the run at the first failure"),
                      .letter = QLatin1Char('x')};
    if (m_command == build::Command::Build || m_command == build::Command::Test)
        options << Option{.name = QStringLiteral("store-failures"),
                          .description =
                              QStringLiteral("Keep the failing rows of every test in a table of its own")};
    if (m_command != build::Command::Seed)
        options += deferralOptions();
    options += schedulingOptions();
    if (m_command == build::Command::Build || m_command == build::Command::Run)
        options << Option{QStringLiteral("event-time-start"), Option::Kind::Text, QStringLiteral("TIME"),
                          QStringLiteral("Microbatch models: build from this day or time on")}
                << Option{QStringLiteral("event-time-end"), Option::Kind::Text, QStringLiteral("TIME"),
                          QStringLiteral("Microbatch models: build up to this day or time, not included")};
    return {.name = build::toString(m_command),
            .summary = summaryOf(m_command),
            .options = options,
            .notes = QStringLiteral("Exit status: 0 proven, 1 something failed, 2 could not run.")};
}

/// What the words say about how to build; not what.
build::BuildRequest BuildCommand::requestFrom(const Arguments &arguments) const
{
    build::BuildRequest request;
    request.command = m_command;
    if (arguments.knows(QStringLiteral("full-refresh")))
        request.fullRefresh = arguments.has(QStringLiteral("full-refresh"));
    if (arguments.knows(QStringLiteral("event-time-start"))) {
        request.eventTimeStart = arguments.text(QStringLiteral("event-time-start"));
        request.eventTimeEnd = arguments.text(QStringLiteral("event-time-end"));
    }
    request.fuseTests = !arguments.has(QStringLiteral("no-fused-tests"));
    request.failFast = arguments.has(QStringLiteral("fail-fast"));
    request.program = QStringLiteral("daybookctl");
    applyScheduling(arguments, request);
    return request;
}

QCoro::Task<Result<int>> BuildCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    for (const QString &warning : session->project->warnings())
        context.console->note(QStringLiteral("warning: ") + warning);
    Result<project::Selection> selection = selectionFrom(context, *session->project);
    if (!selection)
        co_return failure(selection.error());
    selection->only = m_only;
    if (const Result<QStringList> ids = select(*session->project, *selection, *context.console); !ids)
        co_return failure(ids.error());
    const Result<build::Deferral> deferral = deferralFrom(context, *session->project, *selection);
    if (!deferral)
        co_return failure(deferral.error());
    build::BuildRequest request = requestFrom(context.arguments);
    request.selection = *selection;
    request.threads = session->project->options().threads;
    request.deferral = *deferral;
    const Result<void> fresh = co_await awaitSources(context, session->spec, *session->project, request);
    if (!fresh)
        co_return failure(fresh.error());
    build::BuildService service(session->spec, *session->project);
    BuildReport report(service, context.console);
    Artifacts artifacts(*session->project, context, build::toString(m_command));
    const Result<build::RunOutcome> outcome = co_await service.build(request, context.stop);
    if (!outcome)
        co_return failure(outcome.error());
    artifacts.leave(*outcome);
    report.printOutcome(*outcome);
    co_return outcome->exitStatus();
}

} // namespace daybook::cli
