#include "app/cli/debugcommand.h"

#include "app/cli/session.h"
#include "models/project/daybookmeta.h"
#include "models/warehouse/connection.h"
#include "models/warehouse/shippedsql.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>

namespace daybook::cli {
namespace {

using warehouse::Connection;
using warehouse::ResultSet;
using workspace::ResolvedConnection;

/// One thing looked at.
struct Finding
{
    QString name;
    bool isOk = false;
    QString text;
    QString remedy; ///< what to do, or the technical rest
};

Finding good(const QString &name, const QString &text)
{
    return {name, true, text, {}};
}

Finding bad(const QString &name, const Error &error)
{
    return {name, false, error.toString(), error.detail};
}

/// What could not be looked at is not well: it is not known.
QList<Finding> unknown(const QStringList &names)
{
    QList<Finding> findings;
    for (const QString &name : names)
        findings << Finding{name, false, QStringLiteral("not known without a connection"),
                            QStringLiteral("Mend the connection first.")};
    return findings;
}

QString serverName()
{
    return QStringLiteral("server");
}
QString connectionName()
{
    return QStringLiteral("connection");
}
QString rightsName()
{
    return QStringLiteral("rights");
}
QString schemaName()
{
    return QStringLiteral("schema daybook");
}
QString projectName()
{
    return QStringLiteral("project");
}
QString reportName()
{
    return QStringLiteral("daily report");
}

Finding rightsFinding(const ResultSet &rights, const QString &target)
{
    const auto lacks = [&rights](const char *column) {
        const int index = rights.columnIndex(QString::fromLatin1(column));
        return !rights.boolean(0, index).value_or(true); // of what does not exist, NULL
    };
    const QString role = warehouse::quoteIdentifier(rights.text(0, 0));
    const QString grant = QStringLiteral("Ask the database's owner to run: grant create on %1 %2 to %3");
    if (lacks("takes_changes"))
        return {rightsName(), false, QStringLiteral("The server or this role's sessions are read-only"),
                QStringLiteral("Name a server that takes changes, such as the primary.")};
    if (lacks("may_create_schemas"))
        return {rightsName(), false, QStringLiteral("The role %1 may not create schemas").arg(role),
                grant.arg(QStringLiteral("database"), warehouse::quoteIdentifier(rights.text(0, 1)), role)};
    for (const auto &[column, schema] : {std::pair("may_create_in_target", target),
                                         std::pair("may_create_in_daybook", QStringLiteral("daybook"))}) {
        const QString name = warehouse::quoteIdentifier(schema);
        if (lacks(column))
            return {rightsName(), false,
                    QStringLiteral("The role %1 may not create relations in the schema %2").arg(role, name),
                    grant.arg(QStringLiteral("schema"), name, role)};
    }
    return good(rightsName(), QStringLiteral("may create schemas; builds go into the schema %1").arg(target));
}

QCoro::Task<Finding> inspectSchema(Connection::Pointer connection, std::stop_token stop)
{
    const Result<warehouse::SystemSchemaVersion> version =
        co_await warehouse::systemSchemaVersion(connection, stop);
    if (!version)
        co_return bad(schemaName(), version.error());
    if (version->applied == version->known)
        co_return good(schemaName(), QStringLiteral("up to date, version %1").arg(version->known));
    const QString text = version->applied == 0 ? QStringLiteral("not there yet; the first build sets it up")
                                               : QStringLiteral("version %1; the next build brings it to %2")
                                                     .arg(version->applied)
                                                     .arg(version->known);
    co_return good(schemaName(), text);
}

QCoro::Task<QList<Finding>> inspectServer(warehouse::ConnectionSpec spec, QString target,
                                          std::stop_token stop)
{
    const QStringList after{rightsName(), schemaName()};
    QList<Finding> findings;
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(spec, stop);
    const Result<Connection::Pointer> connection = co_await opening;
    if (!connection) {
        findings << bad(connectionName(), connection.error()) << unknown(after);
        co_return findings;
    }
    const QString sql = (*connection)->dialect().shipped(u"system/debug/rights");
    const QList<warehouse::Parameter> parameters{target};
    const Result<ResultSet> rights = co_await (*connection)->execute(sql, parameters, stop);
    if (!rights) {
        findings << bad(connectionName(), rights.error()) << unknown(after);
        co_return findings;
    }
    findings << good(connectionName(), QStringLiteral("%1 (%2), database %3, as %4")
                                           .arg((*connection)->dialect().name(), rights->text(0, 2),
                                                rights->text(0, 1), rights->text(0, 0)));
    findings << rightsFinding(*rights, target);
    const Finding schema = co_await inspectSchema(*connection, stop);
    findings << schema;
    co_return findings;
}

Finding reportFinding(const project::Project &project)
{
    const Result<const project::Node *> report = project::findDailyReport(project);
    if (!report)
        return bad(reportName(), report.error());
    return good(reportName(), QStringLiteral("%1, %2").arg((*report)->name, (*report)->path));
}

QCoro::Task<QList<Finding>> inspectProject(ResolvedConnection connection, CommandContext context)
{
    const Result<project::Project> project = co_await loadProject(connection, context);
    QList<Finding> findings;
    if (!project) {
        const Finding report{reportName(), false, QStringLiteral("not known without a project"),
                             QStringLiteral("Mend the project first.")};
        findings << bad(projectName(), project.error()) << report;
        co_return findings;
    }
    int models = 0;
    int checks = 0;
    for (const project::Node &node : project->nodes()) {
        models += node.type == project::ResourceType::Model ? 1 : 0;
        checks += node.type == project::ResourceType::Test ? 1 : 0;
    }
    findings << good(projectName(), QStringLiteral("%1 in %2: %3 models, %4 checks, %5 warnings")
                                        .arg(project->name(), project->options().directory)
                                        .arg(models)
                                        .arg(checks)
                                        .arg(project->warnings().size()));
    findings << reportFinding(*project);
    co_return findings;
}

QCoro::Task<QList<Finding>> inspect(CommandContext context)
{
    const QStringList after{connectionName(), rightsName(), schemaName()};
    QList<Finding> findings;
    Result<ResolvedConnection> connection = resolveConnection(context);
    Result<warehouse::ConnectionSpec> spec;
    if (connection)
        spec = co_await reach(*connection, context);
    if (!connection || !spec) {
        findings << bad(serverName(), connection ? spec.error() : connection.error()) << unknown(after);
        if (!connection)
            connection = ResolvedConnection();
    } else {
        connection->spec = *spec;
        findings << good(serverName(),
                         QStringLiteral("%1 (%2)").arg(spec->displayName(), connection->origin));
        const QList<Finding> server = co_await inspectServer(*spec, connection->targetSchema, context.stop);
        findings << server;
    }
    const QList<Finding> project = co_await inspectProject(*connection, context);
    findings << project;
    co_return findings;
}

void print(Console &console, const QList<Finding> &findings)
{
    QJsonArray objects;
    for (const Finding &finding : findings) {
        objects.append(QJsonObject{{QStringLiteral("name"), finding.name},
                                   {QStringLiteral("ok"), finding.isOk},
                                   {QStringLiteral("text"), finding.text},
                                   {QStringLiteral("remedy"), finding.remedy}});
        if (console.isJson())
            continue;
        const QString verdict = finding.isOk ? console.toned(Tone::Good, QStringLiteral("ok    "))
                                             : console.toned(Tone::Bad, QStringLiteral("not ok"));
        console.print(
            QStringLiteral("%1  %2  %3").arg(verdict, finding.name.leftJustified(14), finding.text));
        const QStringList remedy = finding.remedy.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (const QString &line : remedy)
            console.print(QString(24, QLatin1Char(' ')) + line);
    }
    if (console.isJson())
        console.print(QJsonObject{{QStringLiteral("version"), QStringLiteral(DAYBOOK_VERSION)},
                                  {QStringLiteral("findings"), objects}});
}

} // namespace

Synopsis DebugCommand::synopsis() const
{
    return {.name = QStringLiteral("debug"),
            .summary = QStringLiteral("Say what is found, from where, and what stands in the way"),
            .notes = QStringLiteral("Exit status: 0 when all is well, else 2.")};
}

QCoro::Task<Result<int>> DebugCommand::run(CommandContext context)
{
    const QList<Finding> findings = co_await inspect(context);
    print(*context.console, findings);
    const bool isWell =
        std::all_of(findings.begin(), findings.end(), [](const Finding &finding) { return finding.isOk; });
    co_return isWell ? Proven : CouldNotRun;
}

} // namespace daybook::cli
