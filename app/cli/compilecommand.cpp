#include "app/cli/compilecommand.h"

#include "app/cli/buildcommand.h"
#include "app/cli/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QUuid>

namespace daybook::cli {
namespace {

using project::Node;
using project::ResourceType;

bool hasSql(const Node &node)
{
    return node.type == ResourceType::Model || node.type == ResourceType::Test;
}

QString targetOf(const project::Project &project, const Node &node)
{
    const QString file = node.rawSql.isEmpty() ? node.name + QStringLiteral(".sql") : node.path;
    return project.options().directory + QStringLiteral("/target/compiled/") + project.name() +
           QLatin1Char('/') + file;
}

Result<void> write(const QString &path, const QString &sql)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(sql.toUtf8()) < 0 || !file.commit())
        return failure(
            {.kind = ErrorKind::Io,
             .message = QStringLiteral("The compiled SQL cannot be written: %1.").arg(file.errorString()),
             .where = Location{.file = path, .line = 0, .column = 0}});
    return {};
}

} // namespace

Synopsis CompileCommand::synopsis() const
{
    return {.name = QStringLiteral("compile"),
            .summary = QStringLiteral("Write the SQL that models and checks come to into target/compiled"),
            .options = selectionOptions(),
            .notes = QStringLiteral("A selection of one node is printed instead.")};
}

QCoro::Task<Result<int>> CompileCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openProject(context);
    if (!session)
        co_return failure(session.error());
    const project::Project project = *session->project;
    const Result<QStringList> selected = project.select(selectionFrom(context.arguments));
    if (!selected)
        co_return failure(selected.error());
    project::CompileContext compiling;
    compiling.relationOf = [](const Node &node) { return node.relation; };
    compiling.runStartedAt = QDateTime::currentDateTimeUtc();
    compiling.invocationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const bool isSelection = context.arguments.has(QStringLiteral("select"));
    qsizetype models = 0;
    for (const QString &id : *selected)
        models += project.find(id)->type == ResourceType::Model ? 1 : 0;
    int written = 0;
    for (const QString &id : *selected) {
        const Node &node = *project.find(id);
        if (!hasSql(node))
            continue;
        const Result<QString> sql = project.compile(node, compiling);
        if (!sql)
            co_return failure(sql.error());
        if (isSelection && models == 1 && node.type == ResourceType::Model)
            context.console->print(*sql);
        const Result<void> saved = write(targetOf(project, node), *sql);
        if (!saved)
            co_return failure(saved.error());
        ++written;
    }
    context.console->note(QStringLiteral("%1 files written below %2/target/compiled")
                              .arg(written)
                              .arg(project.options().directory));
    co_return Proven;
}

} // namespace daybook::cli
