#include "models/operations/rebalances/rebalance.h"

namespace daybook::operations {

QString toString(Knowledge how)
{
    switch (how) {
    case Knowledge::Unknown:
        break;
    case Knowledge::Inferred:
        return QStringLiteral("inferred");
    case Knowledge::Observed:
        return QStringLiteral("observed");
    }
    return QStringLiteral("unknown");
}

QString toString(GroupProtocol protocol)
{
    return protocol == GroupProtocol::Classic ? QStringLiteral("classic") : QStringLiteral("consumer");
}

QString toString(Rebalance::Kind kind)
{
    switch (kind) {
    case Rebalance::Kind::Rebalance:
        break;
    case Rebalance::Kind::Emptied:
        return QStringLiteral("emptied");
    case Rebalance::Kind::Missed:
        return QStringLiteral("missed");
    case Rebalance::Kind::Ended:
        return QStringLiteral("ended");
    }
    return QStringLiteral("rebalance");
}

QString toString(Rebalance::Outcome outcome)
{
    switch (outcome) {
    case Rebalance::Outcome::Running:
        return QStringLiteral("running");
    case Rebalance::Outcome::Settled:
        return QStringLiteral("settled");
    case Rebalance::Outcome::Superseded:
        return QStringLiteral("superseded");
    case Rebalance::Outcome::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

} // namespace daybook::operations
