#pragma once

#include "app/cli/command.h"
#include "models/project/project.h"

namespace daybook::cli {

/// --select, --exclude, --selector and the like, as every command that chooses nodes takes them.
QList<Option> selectionOptions();

/// What they say. Error: Usage; Io and Data for a --state that cannot be read.
Result<project::Selection> selectionFrom(const CommandContext &context, const project::Project &project);

/// The nodes chosen; words that choose nothing are noted.
Result<QStringList> select(const project::Project &project, const project::Selection &selection,
                           Console &console);

} // namespace daybook::cli
