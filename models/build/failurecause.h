#pragma once

#include "models/build/outcome.h"

#include <QMap>

namespace daybook::build {

/// Who has to look when something failed.
enum class FailureCause {
    ModelLogic,    ///< whoever writes the project: its SQL, its configuration, what its checks find in its
                   ///< models
    SourceDrift,   ///< whoever delivers the sources: late, of another shape, or with rows that the checks
                   ///< refuse
    Infrastructure ///< whoever runs the servers: unreachable, out of room, rights
};

/// "model_logic", "source_drift", "infrastructure".
QString toString(FailureCause cause);
/// The same for people.
QString describe(FailureCause cause);

/// Nothing for what somebody stopped or asked for wrongly: then nothing is broken.
std::optional<FailureCause> causeOf(const Error &error);
/// Nothing for a node that did not fail, or was only skipped.
std::optional<FailureCause> causeOf(const NodeOutcome &node);

/// What failed in a run, by cause: names of nodes; of a failure that is of no node, an empty list.
QMap<FailureCause, QStringList> causesOf(const RunOutcome &run);

/// A failure that may well be gone by itself when the same is tried again: the server unreachable or shutting
/// down, out of connections, a deadlock, a serialization failure, a lock not given in time.
bool isTransient(const Error &error);

} // namespace daybook::build
