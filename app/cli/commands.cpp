#include "app/cli/commands.h"

#include "app/cli/buildcommand.h"
#include "app/cli/cleancommand.h"
#include "app/cli/collectcommand.h"
#include "app/cli/compilecommand.h"
#include "app/cli/debugcommand.h"
#include "app/cli/depscommand.h"
#include "app/cli/docscommand.h"
#include "app/cli/exportcommand.h"
#include "app/cli/lscommand.h"
#include "app/cli/reportcommand.h"
#include "app/cli/retrycommand.h"
#include "app/cli/rollbackcommand.h"
#include "app/cli/runoperationcommand.h"
#include "app/cli/runscommand.h"
#include "app/cli/samplecommand.h"
#include "app/cli/sourcecommand.h"
#include "app/cli/verifycommand.h"
#include "app/cli/warehousecommand.h"

namespace daybook::cli {

CommandList allCommands()
{
    CommandList commands;
    for (const build::Command command : {build::Command::Build, build::Command::Test, build::Command::Run,
                                         build::Command::Seed, build::Command::Snapshot})
        commands.push_back(std::make_unique<BuildCommand>(command));
    commands.push_back(std::make_unique<RetryCommand>());
    commands.push_back(std::make_unique<RollbackCommand>());
    commands.push_back(std::make_unique<CompileCommand>());
    commands.push_back(std::make_unique<LsCommand>());
    commands.push_back(std::make_unique<DepsCommand>());
    commands.push_back(std::make_unique<DocsCommand>());
    commands.push_back(std::make_unique<SourceCommand>());
    commands.push_back(std::make_unique<RunOperationCommand>());
    commands.push_back(std::make_unique<CleanCommand>());
    commands.push_back(std::make_unique<CollectCommand>());
    commands.push_back(std::make_unique<ReportCommand>());
    commands.push_back(std::make_unique<RunsCommand>());
    commands.push_back(std::make_unique<DebugCommand>());
    commands.push_back(std::make_unique<ExportCommand>());
    commands.push_back(std::make_unique<VerifyCommand>());
    commands.push_back(std::make_unique<SampleCommand>());
    commands.push_back(std::make_unique<WarehouseCommand>());
    return commands;
}

} // namespace daybook::cli
