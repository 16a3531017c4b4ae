#include "models/build/buildservice.h"

#include "models/build/run.h"

namespace daybook::build {

QString toString(Command command)
{
    switch (command) {
    case Command::Build:
        return QStringLiteral("build");
    case Command::Run:
        return QStringLiteral("run");
    case Command::Test:
        return QStringLiteral("test");
    case Command::Seed:
        return QStringLiteral("seed");
    case Command::Snapshot:
        break;
    }
    return QStringLiteral("snapshot");
}

BuildService::BuildService(warehouse::ConnectionSpec spec, project::Project project, QObject *parent)
    : QObject(parent), m_spec(std::move(spec)), m_project(std::move(project))
{
}

QCoro::Task<Result<RunOutcome>> BuildService::build(BuildRequest request, std::stop_token stop)
{
    Run run(m_spec, m_project, std::move(request));
    connect(&run, &Run::started, this, &BuildService::runStarted);
    connect(&run, &Run::nodeChanged, this, &BuildService::nodeChanged);
    const Result<RunOutcome> outcome = co_await run.carryOut(stop);
    if (outcome)
        Q_EMIT runFinished(*outcome);
    co_return outcome;
}

} // namespace daybook::build
