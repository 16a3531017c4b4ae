#pragma once

#include "models/build/candidate.h"
#include "models/core/error.h"

namespace daybook::build {

/// Readers in the way, and deadlocks with them, pass; everything else is there to stay.
bool isWorthAnotherTry(const Error &error);

/// What a server says when a publish fails, said for people: the relation's predecessor could not be dropped,
/// its new rows could not be applied, a hook that follows on them failed.
Error notReplaced(Error error, const QString &relation);
Error notApplied(Error error, const Candidate &candidate);
Error notClosed(Error error, const QString &relation);

} // namespace daybook::build
