#include "models/build/failurecause.h"

namespace daybook::build {
namespace {

/// SQLSTATE classes by which the server says that it is not the statement's fault: rollbacks that pass, want
/// of resources, an operator at work, the system below it, and corruption or a mistake of the server's own.
bool isTheServersFault(const QString &sqlState)
{
    for (const QStringView prefix : {u"40", u"53", u"55P03", u"57", u"58", u"XX"}) {
        if (sqlState.startsWith(prefix))
            return true;
    }
    return false;
}

} // namespace

QString toString(FailureCause cause)
{
    switch (cause) {
    case FailureCause::ModelLogic:
        return QStringLiteral("model_logic");
    case FailureCause::SourceDrift:
        return QStringLiteral("source_drift");
    case FailureCause::Infrastructure:
        break;
    }
    return QStringLiteral("infrastructure");
}

QString describe(FailureCause cause)
{
    return toString(cause).replace(QLatin1Char('_'), QLatin1Char(' '));
}

std::optional<FailureCause> causeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Usage:
        return std::nullopt;
    case ErrorKind::Source:
        return FailureCause::SourceDrift;
    case ErrorKind::Project:
    case ErrorKind::Data:
        return FailureCause::ModelLogic;
    case ErrorKind::Sql:
        return isTheServersFault(error.sqlState) ? FailureCause::Infrastructure : FailureCause::ModelLogic;
    default:
        return FailureCause::Infrastructure;
    }
}

std::optional<FailureCause> causeOf(const NodeOutcome &node)
{
    if (node.state == NodeState::Fail)
        return node.testsSources ? FailureCause::SourceDrift : FailureCause::ModelLogic;
    if (node.state != NodeState::Error)
        return std::nullopt;
    const auto cause = causeOf(node.error.value_or(Error()));
    const bool onSource = node.testsSources || node.type == project::ResourceType::Source;
    return onSource && cause == FailureCause::ModelLogic ? FailureCause::SourceDrift : cause;
}

QMap<FailureCause, QStringList> causesOf(const RunOutcome &run)
{
    QMap<FailureCause, QStringList> causes;
    for (const NodeOutcome &node : run.nodes) {
        if (const auto cause = causeOf(node))
            causes[*cause] << node.name;
    }
    const auto whole = run.error ? causeOf(*run.error) : std::nullopt;
    if (whole && !causes.contains(*whole))
        causes.insert(*whole, {});
    return causes;
}

bool isTransient(const Error &error)
{
    return error.kind == ErrorKind::Connection || error.sqlState.startsWith(u"40") ||
           error.sqlState == u"55P03" || error.sqlState == u"53300";
}

} // namespace daybook::build
