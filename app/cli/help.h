#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// `daybookctl --help`.
QStringList programHelp(const CommandList &commands);

/// `daybookctl COMMAND --help`.
QStringList commandHelp(const Synopsis &synopsis);

} // namespace daybook::cli
