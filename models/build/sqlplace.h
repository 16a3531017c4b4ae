#pragma once

#include "models/core/error.h"
#include "models/project/node.h"

namespace daybook::build {

/// Turns a server's error about a statement into one about the model's file: where it is, and what to do.
/// `linesBefore` is how many lines the statement had in front of `compiled`.
Error inModel(Error error, const project::Node &node, const QString &compiled, int linesBefore);

/// The same for a source whose load time could not be read.
Error inSource(Error error, const project::Node &node);
/// The same, where it was the source's freshness that was asked for.
Error inFreshness(Error error, const project::Node &node);

/// In which line of `statement`, counting from 0, `compiled` begins.
int linesBefore(const QString &statement, const QString &compiled);

} // namespace daybook::build
