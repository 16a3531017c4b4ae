#pragma once

#include "models/project/project.h"

namespace daybook::project {

/// Calls a macro outside of any model, as `dbt run-operation` does: "name" or "package.name", with arguments
/// by name. It may ref() whatever the project has. Gives what the macro returns. Blocks while the server
/// answers: not for the event loop. Errors: Usage for a macro that is not there or does not take these
/// arguments; Project, with place and macro stack; those of the server.
Result<templating::Value> runOperation(const Project &project, const QString &macro,
                                       const templating::Dict &arguments, const CompileContext &context);

} // namespace daybook::project
