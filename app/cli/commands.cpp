#include "app/cli/commands.h"

namespace daybook::cli {

CommandList allCommands()
{
    CommandList commands;
    return commands;
}

} // namespace daybook::cli
