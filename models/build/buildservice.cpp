#include "models/build/buildservice.h"

#include "models/build/failurecause.h"
#include "models/build/run.h"
#include "models/core/waitfor.h"

namespace daybook::build {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds LongestPause = 60s;

/// A second, two, four...
std::chrono::seconds pauseBefore(int attempt)
{
    return attempt > 6 ? LongestPause : std::min(std::chrono::seconds(1 << (attempt - 1)), LongestPause);
}

/// Whether the same build may go well a little later. Never after a COMMIT that nobody could answer for: what
/// adds rows would add them twice.
bool passes(const Result<RunOutcome> &outcome)
{
    if (!outcome)
        return isTransient(outcome.error());
    return outcome->state == RunState::Failed && outcome->error && isTransient(*outcome->error) &&
           !outcome->isInDoubt;
}

} // namespace

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
    Result<RunOutcome> outcome = co_await runOnce(request, stop);
    for (int attempt = 1; attempt <= request.retries && passes(outcome); ++attempt) {
        const std::chrono::seconds pause = pauseBefore(attempt);
        Q_EMIT retrying(outcome ? *outcome->error : outcome.error(), attempt, pause);
        co_await waitFor(pause, stop);
        if (stop.stop_requested())
            break;
        outcome = co_await runOnce(request, stop);
    }
    if (outcome)
        Q_EMIT runFinished(*outcome);
    co_return outcome;
}

QCoro::Task<Result<RunOutcome>> BuildService::runOnce(BuildRequest request, std::stop_token stop)
{
    Run run(m_spec, m_project, std::move(request));
    connect(&run, &Run::started, this, &BuildService::runStarted);
    connect(&run, &Run::nodeChanged, this, &BuildService::nodeChanged);
    co_return co_await run.carryOut(stop);
}

} // namespace daybook::build
