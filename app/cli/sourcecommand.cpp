#include "app/cli/sourcecommand.h"

#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"
#include "app/cli/texttable.h"
#include "models/build/freshness.h"
#include "models/project/artifacts.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

namespace daybook::cli {
namespace {

using project::SourceFreshness;
using project::SourceResults;

/// "3 hours", "2 days": the largest unit that is there at least once.
QString ageText(double seconds)
{
    const std::pair<qint64, const char *> units[] = {
        {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
    for (const auto &[size, name] : units) {
        const auto count = static_cast<qint64>(seconds) / size;
        if (count >= 1 || size == 1)
            return QStringLiteral("%1 %2%3").arg(count).arg(QString::fromUtf8(name),
                                                            count == 1 ? QString() : QStringLiteral("s"));
    }
    return {};
}

QStringList table(const std::vector<SourceFreshness> &results, const project::Project &project)
{
    TextTable table({{QStringLiteral("status")},
                     {QStringLiteral("source")},
                     {QStringLiteral("newest row")},
                     {QStringLiteral("age"), TextTable::Align::Right}});
    for (const SourceFreshness &result : results) {
        const project::Node &node = *project.find(result.uniqueId);
        const bool isKnown = result.error.isEmpty();
        const bool hasRows = isKnown && !result.newest.startsWith(QStringLiteral("0001-"));
        table.addRow({result.status, node.source->sourceName + QLatin1Char('.') + node.name,
                      hasRows   ? result.newest
                      : isKnown ? QStringLiteral("none")
                                : QString(),
                      hasRows ? ageText(result.age) : QString()});
    }
    return table.lines();
}

QStringList sourcesAmong(const QStringList &uniqueIds, const project::Project &project)
{
    QStringList sources;
    for (const QString &id : uniqueIds) {
        const project::Node *node = project.find(id);
        if (node != nullptr && project::freshnessOf(*node))
            sources.append(id);
    }
    return sources;
}

QString fileOf(const CommandContext &context, const project::Project &project)
{
    const QString named = context.arguments.text(QStringLiteral("output"));
    return named.isEmpty() ? QDir(project::targetDirectory(project)).filePath(QStringLiteral("sources.json"))
                           : QDir(project.options().directory).absoluteFilePath(named);
}

void tell(const SourceResults &all, const project::Project &project, Console &console)
{
    if (console.isJson()) {
        console.print(QJsonDocument::fromJson(all.toJson()).object());
        return;
    }
    console.print(table(all.results, project));
    for (const SourceFreshness &result : all.results) {
        if (!result.error.isEmpty())
            console.note(QStringLiteral("error: ") + result.error);
    }
}

int statusOf(const SourceResults &all)
{
    const bool failed =
        std::any_of(all.results.begin(), all.results.end(), [](const SourceFreshness &result) {
            return result.status == QStringLiteral("error") ||
                   result.status == QStringLiteral("runtime error");
        });
    return failed ? SomethingFailed : Proven;
}

} // namespace

Synopsis SourceCommand::synopsis() const
{
    QList<Option> options = selectionOptions();
    options << Option{.name = QStringLiteral("output"),
                      .kind = Option::Kind::Text,
                      .valueName = QStringLiteral("FILE"),
                      .description = QStringLiteral("Where the results go (default: sources.json in the "
                                                    "project's target folder)"),
                      .letter = QLatin1Char('o')};
    return {.name = QStringLiteral("source"),
            .summary = QStringLiteral("Look how old the newest rows of the project's sources are"),
            .positionals = {{QStringLiteral("ACTION"),
                             QStringLiteral("What to do"),
                             {{QStringLiteral("freshness"),
                               QStringLiteral("Hold sources to their warn_after and error_after")}}}},
            .options = options,
            .notes = QStringLiteral("Exit status: 0 fresh enough (warnings included), 1 a source is too old "
                                    "or cannot be asked, 2 could not run.")};
}

QCoro::Task<Result<int>> SourceCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    const project::Project project = *session->project;
    const Result<QStringList> selected = selectedNodes(context, project);
    if (!selected)
        co_return failure(selected.error());
    const QStringList sources = sourcesAmong(*selected, project);
    if (sources.isEmpty())
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("Nothing to do: no selected source of project %1 has a freshness "
                                         "with warn_after or error_after.")
                              .arg(project.name()));
    SourceResults all{.invocationId = QUuid::createUuid().toString(QUuid::WithoutBraces),
                      .startedAt = QDateTime::currentDateTimeUtc(),
                      .results = {}};
    Result<std::vector<SourceFreshness>> results =
        co_await build::measureFreshness(session->spec, project, sources, context.stop);
    if (!results)
        co_return failure(results.error());
    all.results = std::move(*results);
    all.elapsed = static_cast<double>(all.startedAt.msecsTo(QDateTime::currentDateTimeUtc())) / 1000;
    const Result<void> written = project::writeWhole(fileOf(context, project), all.toJson());
    if (!written)
        co_return failure(written.error());
    tell(all, project, *context.console);
    co_return statusOf(all);
}

} // namespace daybook::cli
