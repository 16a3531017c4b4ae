#pragma once

#include "app/cli/command.h"

namespace daybook::cli {

/// Every command of daybookctl, in the order of help.
CommandList allCommands();

} // namespace daybook::cli
