#include "app/cli/runoperationcommand.h"

#include "app/cli/session.h"
#include "models/build/templatequery.h"
#include "models/project/operation.h"
#include "models/project/yaml.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroFuture>
#include <QUuid>
#include <QtConcurrentRun>

namespace daybook::cli {
namespace {

using templating::Dict;
using templating::Value;

Result<Dict> argumentsOf(const Arguments &given)
{
    const QString text = given.text(QStringLiteral("args"));
    if (text.trimmed().isEmpty())
        return Dict{};
    const auto document = project::parseYaml(text.toUtf8(), QStringLiteral("--args"));
    if (document && document->root.isMap())
        return document->root.toValue().entries();
    return failure(ErrorKind::Usage,
                   QStringLiteral("--args must be a mapping, as YAML or JSON: --args '{name: value}'."),
                   document ? QString() : document.error().toString());
}

} // namespace

Synopsis RunOperationCommand::synopsis() const
{
    return {.name = QStringLiteral("run-operation"),
            .summary = QStringLiteral("Call a macro of the project, with a server at hand"),
            .positionals = {{QStringLiteral("MACRO"), QStringLiteral("Its name, or package.name")}},
            .options = {{.name = QStringLiteral("args"),
                         .kind = Option::Kind::Text,
                         .valueName = QStringLiteral("YAML"),
                         .description = QStringLiteral("Its arguments by name: '{role: reader}'")}},
            .notes = QStringLiteral("Each statement the macro runs is committed on its own, unless the macro "
                                    "begins a transaction and commits it.")};
}

QCoro::Task<Result<int>> RunOperationCommand::run(CommandContext context)
{
    const Result<Dict> arguments = argumentsOf(context.arguments);
    if (!arguments)
        co_return failure(arguments.error());
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    const QFuture<Result<warehouse::Connection::Pointer>> opening =
        warehouse::Connection::open(session->spec, context.stop);
    const Result<warehouse::Connection::Pointer> connection = co_await opening;
    if (!connection)
        co_return failure(connection.error());
    project::CompileContext compiling;
    compiling.relationOf = [](const project::Node &node) { return node.relation; };
    compiling.runStartedAt = QDateTime::currentDateTimeUtc();
    compiling.invocationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    compiling.query = build::templateQuery(*connection, context.stop);
    const QFuture<Result<Value>> calling =
        QtConcurrent::run(project::runOperation, *session->project,
                          context.arguments.positional(QStringLiteral("MACRO")), *arguments, compiling);
    const Result<Value> returned = co_await calling;
    if (!returned)
        co_return failure(returned.error());
    const QString text = returned->isPresent() ? returned->toString().trimmed() : QString();
    if (!text.isEmpty())
        context.console->print(text);
    co_return Proven;
}

} // namespace daybook::cli
