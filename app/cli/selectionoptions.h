#pragma once

#include "app/cli/command.h"
#include "models/build/deferral.h"
#include "models/project/project.h"

namespace daybook::cli {

/// --select, --exclude, --selector and the like, as every command that chooses nodes takes them.
QList<Option> selectionOptions();

/// What they say. Error: Usage; Io and Data for a --state that cannot be read.
Result<project::Selection> selectionFrom(const CommandContext &context, const project::Project &project);

/// --defer, --favor-state and --defer-state.
QList<Option> deferralOptions();
/// What they say, to be used with the state of `selection` where they name none. Error: Usage, for --defer
/// without a state that holds a manifest; Io and Data for one that cannot be read.
Result<build::Deferral> deferralFrom(const CommandContext &context, const project::Project &project,
                                     const project::Selection &selection);

/// The nodes they choose. Errors: those of selectionFrom, and Usage for what cannot be selected.
Result<QStringList> selectedNodes(const CommandContext &context, const project::Project &project);

/// The nodes chosen; words that choose nothing are noted.
Result<QStringList> select(const project::Project &project, const project::Selection &selection,
                           Console &console);

} // namespace daybook::cli
