#include "models/build/outcome.h"

namespace daybook::build {

QString toString(NodeState state)
{
    switch (state) {
    case NodeState::Pending:
        return QStringLiteral("pending");
    case NodeState::Running:
        return QStringLiteral("running");
    case NodeState::Success:
        return QStringLiteral("success");
    case NodeState::Pass:
        return QStringLiteral("pass");
    case NodeState::Warn:
        return QStringLiteral("warn");
    case NodeState::Fail:
        return QStringLiteral("fail");
    case NodeState::Error:
        return QStringLiteral("error");
    case NodeState::Skipped:
        return QStringLiteral("skipped");
    case NodeState::Cancelled:
        break;
    }
    return QStringLiteral("cancelled");
}

QString toString(RunState state)
{
    switch (state) {
    case RunState::Running:
        return QStringLiteral("running");
    case RunState::Published:
        return QStringLiteral("published");
    case RunState::Passed:
        return QStringLiteral("passed");
    case RunState::ChecksFailed:
        return QStringLiteral("checks_failed");
    case RunState::Failed:
        return QStringLiteral("failed");
    case RunState::Cancelled:
        return QStringLiteral("cancelled");
    case RunState::Abandoned:
        break;
    }
    return QStringLiteral("abandoned");
}

int RunOutcome::exitStatus() const
{
    switch (state) {
    case RunState::Published:
    case RunState::Passed:
        return 0;
    case RunState::ChecksFailed:
        return 1;
    case RunState::Failed:
        // A model the server rejected is a failure; a server that went away means that we could not run.
        return error && (error->kind == ErrorKind::Connection || error->kind == ErrorKind::Permission ||
                         error->kind == ErrorKind::Authentication)
                   ? 2
                   : 1;
    default:
        return 2;
    }
}

} // namespace daybook::build
