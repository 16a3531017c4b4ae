#pragma once

#include "models/build/execution.h"
#include "models/build/outcome.h"

namespace daybook::build {

/// The rendered SQL of the project's and its packages' `on-run-start` or, with the outcome, `on-run-end`, in
/// their order; those that render to nothing are left out. They see what is live, and at the end `results`
/// and `schemas`. `connection` answers templates that ask the server. Errors: Project.
QCoro::Task<Result<QStringList>> renderRunHooks(project::Project project, std::shared_ptr<const Plan> plan,
                                                RunIdentity identity, std::optional<RunOutcome> outcome,
                                                warehouse::Connection::Pointer connection);

/// A hook's failure, for people.
Error inRunHook(Error error, bool atEnd, const QString &sql);

} // namespace daybook::build
