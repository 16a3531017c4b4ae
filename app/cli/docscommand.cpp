#include "app/cli/docscommand.h"

#include "app/cli/artifacts.h"
#include "app/cli/selectionoptions.h"
#include "app/cli/session.h"
#include "models/build/catalog.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QSet>
#include <QtConcurrentRun>

namespace daybook::cli {
namespace {

using project::CatalogRelation;
using warehouse::Connection;

/// target/compiled and the manifest, with a server at hand.
QCoro::Task<Result<void>> compileAll(std::shared_ptr<Artifacts> artifacts, Connection::Pointer connection,
                                     QStringList uniqueIds, std::stop_token stop)
{
    artifacts->answerWith(build::templateQuery(connection, stop));
    const QFuture<Result<void>> compiling =
        QtConcurrent::run([artifacts, uniqueIds] { return artifacts->compile(uniqueIds); });
    const Result<void> compiled = co_await compiling;
    if (!compiled)
        co_return compiled;
    if (artifacts->failedToCompile())
        co_return failure(*artifacts->failedToCompile());
    co_return artifacts->writeManifest();
}

/// The failing rows that a test keeps are none of the project's relations.
QStringList withoutTests(const QStringList &uniqueIds, const project::Project &project)
{
    QStringList others;
    for (const QString &id : uniqueIds) {
        if (project.find(id)->type != project::ResourceType::Test)
            others.append(id);
    }
    return others;
}

/// What should be there and is not: it was never built, or is somebody else's to make.
QStringList missing(const QStringList &uniqueIds, const std::vector<CatalogRelation> &found,
                    const project::Project &project)
{
    QSet<QString> known;
    for (const CatalogRelation &relation : found)
        known.insert(relation.uniqueId);
    QStringList names;
    for (const QString &id : uniqueIds) {
        const project::Node &node = *project.find(id);
        if (!node.relation.name.isEmpty() && !known.contains(id))
            names.append(node.relation.toString());
    }
    return names;
}

void tell(const std::vector<CatalogRelation> &found, const QStringList &missing, const QString &file,
          Console &console)
{
    if (console.isJson())
        console.print(QJsonObject{{QStringLiteral("catalog"), file},
                                  {QStringLiteral("relations"), qint64(found.size())},
                                  {QStringLiteral("missing"), QJsonArray::fromStringList(missing)}});
    else
        console.note(QStringLiteral("%1 relations written to %2").arg(found.size()).arg(file));
    if (!missing.isEmpty())
        console.note(QStringLiteral("warning: %1 not there (build first?): %2")
                         .arg(missing.size() == 1 ? QStringLiteral("one relation is")
                                                  : QStringLiteral("%1 relations are").arg(missing.size()),
                              missing.join(QStringLiteral(", "))));
}

} // namespace

Synopsis DocsCommand::synopsis() const
{
    QList<Option> options = selectionOptions();
    options << Option{.name = QStringLiteral("no-compile"),
                      .description = QStringLiteral("Leave target/compiled and the manifest as they are")};
    return {.name = QStringLiteral("docs"),
            .summary = QStringLiteral("Write what the server says of the project's relations into target"),
            .positionals = {{QStringLiteral("ACTION"),
                             QStringLiteral("What to do"),
                             {{QStringLiteral("generate"),
                               QStringLiteral("Write dbt's catalog.json, beside the manifest")}}}},
            .options = options,
            .notes = QStringLiteral("There is no web site of it (dbt's docs serve): the desktop shows the "
                                    "project, and other programs read the two files.")};
}

QCoro::Task<Result<int>> DocsCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    const project::Project project = *session->project;
    const Result<QStringList> selected = selectedNodes(context, project);
    if (!selected)
        co_return failure(selected.error());
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(session->spec, context.stop);
    const Result<Connection::Pointer> connection = co_await opening;
    if (!connection)
        co_return failure(connection.error());
    const auto artifacts = std::make_shared<Artifacts>(project, context, QStringLiteral("generate"));
    if (!context.arguments.has(QStringLiteral("no-compile"))) {
        const Result<void> compiled = co_await compileAll(artifacts, *connection, *selected, context.stop);
        if (!compiled)
            co_return failure(compiled.error());
    }
    const QStringList relations = withoutTests(*selected, project);
    const Result<std::vector<CatalogRelation>> found =
        co_await build::readCatalog(*connection, project, relations, context.stop);
    if (!found)
        co_return failure(found.error());
    const QString file = QStringLiteral("catalog.json");
    const Result<void> written =
        writeTargetFile(project, file, catalogJson(project, *found, artifacts->invocationId()));
    if (!written)
        co_return failure(written.error());
    tell(*found, missing(relations, *found, project),
         project::targetDirectory(project) + QLatin1Char('/') + file, *context.console);
    co_return Proven;
}

} // namespace daybook::cli
