#include "app/cli/selectionoptions.h"

#include "models/project/artifacts.h"
#include "models/project/previousstate.h"

#include <QDir>

namespace daybook::cli {

using Kind = Option::Kind;

namespace {

/// `directory` as given: from the project's folder.
Result<std::shared_ptr<const project::PreviousState>> stateIn(const QString &directory,
                                                              const project::Project &project)
{
    const QDir folder(project.options().directory);
    return project::PreviousState::load(folder.absoluteFilePath(directory),
                                        project::targetDirectory(project));
}

} // namespace

QList<Option> selectionOptions()
{
    const QString nodes = QStringLiteral("NODES");
    const QString types = QStringLiteral("TYPES");
    return {
        {.name = QStringLiteral("select"),
         .kind = Kind::Words,
         .valueName = nodes,
         .description = QStringLiteral("Only these: names, tag:, path:, +parents, children+ (as in dbt)"),
         .letter = QLatin1Char('s')},
        {.name = QStringLiteral("exclude"),
         .kind = Kind::Words,
         .valueName = nodes,
         .description = QStringLiteral("All but these")},
        {.name = QStringLiteral("selector"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("NAME"),
         .description = QStringLiteral("What selectors.yml calls by this name")},
        {.name = QStringLiteral("resource-type"),
         .kind = Kind::Words,
         .valueName = types,
         .description = QStringLiteral("Only model, seed, test, source...")},
        {.name = QStringLiteral("exclude-resource-type"),
         .kind = Kind::Words,
         .valueName = types,
         .description = QStringLiteral("All but these types")},
        {.name = QStringLiteral("indirect-selection"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("MODE"),
         .description = QStringLiteral("Tests that read selected nodes: eager (the default), or only when "
                                       "all they read is selected (cautious), built (buildable), never "
                                       "(empty)"),
         .choices = {QStringLiteral("eager"), QStringLiteral("cautious"), QStringLiteral("buildable"),
                     QStringLiteral("empty")}},
        {.name = QStringLiteral("state"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("DIR"),
         .description = QStringLiteral("Target folder of an earlier command, from the project's folder: what "
                                       "state:, result: and source_status: look at")}};
}

Result<project::Selection> selectionFrom(const CommandContext &context, const project::Project &project)
{
    const Arguments &arguments = context.arguments;
    project::Selection selection{.select = arguments.words(QStringLiteral("select")),
                                 .exclude = arguments.words(QStringLiteral("exclude")),
                                 .selector = arguments.text(QStringLiteral("selector"))};
    selection.resourceTypes = arguments.words(QStringLiteral("resource-type"));
    selection.excludedResourceTypes = arguments.words(QStringLiteral("exclude-resource-type"));
    selection.indirect = project::indirectSelectionOf(arguments.text(QStringLiteral("indirect-selection")))
                             .value_or(project::IndirectSelection::Eager);
    if (!arguments.has(QStringLiteral("state")))
        return selection;
    const auto state = stateIn(arguments.text(QStringLiteral("state")), project);
    if (!state)
        return failure(state.error());
    selection.state = *state;
    return selection;
}

QList<Option> deferralOptions()
{
    return {
        {.name = QStringLiteral("defer"),
         .description = QStringLiteral("Read what is not built now and not in the target where the state's "
                                       "manifest has it")},
        {.name = QStringLiteral("favor-state"),
         .description = QStringLiteral("With --defer: read it there even if the target has it, too")},
        {.name = QStringLiteral("defer-state"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("DIR"),
         .description = QStringLiteral("Target folder whose manifest --defer takes (default: --state)")}};
}

Result<build::Deferral> deferralFrom(const CommandContext &context, const project::Project &project,
                                     const project::Selection &selection)
{
    const Arguments &arguments = context.arguments;
    if (!arguments.knows(QStringLiteral("defer")) || !arguments.has(QStringLiteral("defer")))
        return build::Deferral{};
    build::Deferral deferral{.state = selection.state,
                             .favorState = arguments.has(QStringLiteral("favor-state"))};
    if (arguments.has(QStringLiteral("defer-state"))) {
        const auto state = stateIn(arguments.text(QStringLiteral("defer-state")), project);
        if (!state)
            return failure(state.error());
        deferral.state = *state;
    }
    if (!deferral.state || !deferral.state->hasManifest())
        return failure(ErrorKind::Usage,
                       QStringLiteral("--defer needs a manifest.json to read from: name its folder with "
                                      "--defer-state DIR, or --state DIR."));
    return deferral;
}

Result<QStringList> select(const project::Project &project, const project::Selection &selection,
                           Console &console)
{
    QStringList warnings;
    Result<QStringList> ids = project.select(selection, &warnings);
    for (const QString &warning : warnings)
        console.note(QStringLiteral("warning: ") + warning);
    return ids;
}

Result<QStringList> selectedNodes(const CommandContext &context, const project::Project &project)
{
    const Result<project::Selection> selection = selectionFrom(context, project);
    return selection ? select(project, *selection, *context.console) : failure(selection.error());
}

} // namespace daybook::cli
