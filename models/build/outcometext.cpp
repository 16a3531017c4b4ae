#include "models/build/outcometext.h"

#include <QCoreApplication>

namespace daybook::build {
namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(daybook::build)
};

} // namespace

Severity severityOf(const RunSummary &run)
{
    switch (run.state) {
    case RunState::Running:
        return Severity::Active;
    case RunState::Published:
    case RunState::Passed:
        return run.checks > 0 ? Severity::Proven : Severity::Neutral;
    case RunState::ChecksFailed:
    case RunState::Failed:
        return Severity::Failed;
    case RunState::Cancelled:
    case RunState::Abandoned:
        break;
    }
    return Severity::Warning;
}

QString describe(const RunSummary &run)
{
    switch (run.state) {
    case RunState::Running:
        return Text::tr("Running");
    case RunState::Published:
        return run.checks > 0 ? Text::tr("Published") : Text::tr("Published unchecked");
    case RunState::Passed:
        return run.checks > 0 ? Text::tr("Checks passed") : Text::tr("Nothing to check");
    case RunState::ChecksFailed:
        return Text::tr("Checks failed");
    case RunState::Failed:
        return Text::tr("Failed");
    case RunState::Cancelled:
        return Text::tr("Cancelled");
    case RunState::Abandoned:
        break;
    }
    return Text::tr("Abandoned");
}

Severity severityOf(NodeState state)
{
    switch (state) {
    case NodeState::Running:
        return Severity::Active;
    case NodeState::Success:
    case NodeState::Pass:
        return Severity::Proven;
    case NodeState::Warn:
    case NodeState::Cancelled:
        return Severity::Warning;
    case NodeState::Fail:
    case NodeState::Error:
        return Severity::Failed;
    case NodeState::Pending:
    case NodeState::Skipped:
        break;
    }
    return Severity::Neutral;
}

QString describe(NodeState state)
{
    switch (state) {
    case NodeState::Pending:
        return Text::tr("Waiting");
    case NodeState::Running:
        return Text::tr("Running");
    case NodeState::Success:
        return Text::tr("Built");
    case NodeState::Pass:
        return Text::tr("Passed");
    case NodeState::Warn:
        return Text::tr("Warning");
    case NodeState::Fail:
        return Text::tr("Failed");
    case NodeState::Error:
        return Text::tr("Error");
    case NodeState::Skipped:
        return Text::tr("Skipped");
    case NodeState::Cancelled:
        break;
    }
    return Text::tr("Cancelled");
}

QString describe(project::ResourceType type)
{
    switch (type) {
    case project::ResourceType::Seed:
        return Text::tr("Seed");
    case project::ResourceType::Snapshot:
        return Text::tr("Snapshot");
    case project::ResourceType::Test:
        return Text::tr("Check");
    case project::ResourceType::Source:
        return Text::tr("Source");
    case project::ResourceType::Exposure: // is never built
    case project::ResourceType::Model:
        break;
    }
    return Text::tr("Model");
}

} // namespace daybook::build
