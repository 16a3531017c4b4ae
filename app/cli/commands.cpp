#include "app/cli/commands.h"

#include "app/cli/verifycommand.h"

namespace daybook::cli {

CommandList allCommands()
{
    CommandList commands;
    commands.push_back(std::make_unique<VerifyCommand>());
    return commands;
}

} // namespace daybook::cli
