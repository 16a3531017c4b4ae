#include "app/cli/artifacts.h"

#include <QUuid>

namespace daybook::cli {

using project::Node;
using project::RunResult;
using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// dbt's word for it. A model that was built and not published is one that a retry has to build again.
QString statusOf(const build::NodeOutcome &node, bool isLive)
{
    switch (node.state) {
    case build::NodeState::Success:
        return isLive ? QStringLiteral("success") : QStringLiteral("skipped");
    case build::NodeState::Pending:
    case build::NodeState::Running:
    case build::NodeState::Cancelled:
        return QStringLiteral("skipped");
    default:
        return build::toString(node.state);
    }
}

RunResult resultOf(const build::NodeOutcome &node, bool isLive)
{
    RunResult result{.uniqueId = node.uniqueId, .status = statusOf(node, isLive)};
    result.startedAt = node.startedAt;
    result.finishedAt = node.finishedAt;
    result.failures = node.failures;
    result.rows = node.rows;
    result.thread = QStringLiteral("Thread-%1").arg(node.worker + 1);
    if (node.error)
        result.message = node.error->toString();
    else if (node.state == build::NodeState::Success && !isLive)
        result.message = QStringLiteral("Built, and not published, since the run failed");
    return result;
}

Value words(const QStringList &texts)
{
    List list;
    for (const QString &text : texts)
        list.push_back(Value(text));
    return Value(std::move(list));
}

} // namespace

Artifacts::Artifacts(project::Project project, CommandContext context, QString command)
    : m_project(std::move(project))
    , m_context(std::move(context))
    , m_command(std::move(command))
    , m_invocationId(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_startedAt(QDateTime::currentDateTimeUtc())
{
}

Result<void> Artifacts::compile(const QStringList &uniqueIds)
{
    project::CompileContext compiling;
    compiling.relationOf = [this](const Node &node) {
        return m_deferred.value(node.uniqueId, node.relation);
    };
    compiling.runStartedAt = m_startedAt;
    compiling.invocationId = m_invocationId;
    compiling.query = m_query;
    for (const QString &id : uniqueIds) {
        const Node *node = m_project.find(id);
        const QString file =
            node == nullptr ? QString() : project::sqlFileOf(m_project, *node, QStringLiteral("compiled"));
        if (file.isEmpty())
            continue;
        const Result<QString> sql = m_project.compile(*node, compiling);
        if (!sql) {
            if (!m_failedToCompile)
                m_failedToCompile = sql.error();
            continue;
        }
        m_compiled.insert(id, *sql);
        if (const Result<void> written = writeSqlFile(m_project, file, *sql); !written)
            return written;
    }
    return {};
}

/// What the run made of a node and did with it.
Result<void> Artifacts::keepSql(const build::NodeOutcome &node)
{
    m_compiled.insert(node.uniqueId, node.compiledSql);
    const Node *known = m_project.find(node.uniqueId);
    const auto fileOf = [&](const QString &kind) {
        return known == nullptr ? QString() : project::sqlFileOf(m_project, *known, kind);
    };
    const QString compiled = fileOf(QStringLiteral("compiled"));
    if (compiled.isEmpty())
        return {};
    const Result<void> written = writeSqlFile(m_project, compiled, node.compiledSql);
    if (!written || node.statements.isEmpty())
        return written;
    const QString statements = node.statements.join(QStringLiteral(";\n\n")) + QStringLiteral(";\n");
    return writeSqlFile(m_project, fileOf(QStringLiteral("run")), statements);
}

Result<void> Artifacts::writeManifest() const
{
    project::ManifestStamp stamp{.invocationId = m_invocationId, .startedAt = m_startedAt};
    stamp.compiledSql = [this](const Node &node) {
        const auto sql = m_compiled.constFind(node.uniqueId);
        return sql == m_compiled.constEnd() ? std::nullopt : std::optional(*sql);
    };
    return writeManifestFile(m_project, stamp);
}

Result<void> Artifacts::writeResults(const build::RunOutcome &run) const
{
    project::RunResults results{
        .invocationId = m_invocationId, .args = arguments(), .startedAt = m_startedAt};
    const bool isLive = run.state == build::RunState::Published || run.state == build::RunState::Passed;
    for (const build::NodeOutcome &node : run.nodes) {
        if (node.type == project::ResourceType::Source)
            continue;
        RunResult result = resultOf(node, isLive);
        const Node *known = m_project.find(node.uniqueId);
        if (known != nullptr && !known->relation.name.isEmpty())
            result.relation = known->relation.toSql();
        if (m_compiled.contains(node.uniqueId))
            result.compiledSql = m_compiled.value(node.uniqueId);
        results.results.push_back(std::move(result));
    }
    results.elapsed = static_cast<double>(run.startedAt.msecsTo(run.finishedAt)) / 1000;
    return writeTargetFile(m_project, QStringLiteral("run_results.json"), results.toJson());
}

void Artifacts::leave(const build::RunOutcome &run)
{
    m_deferred = run.deferred;
    QStringList ids;
    Result<void> written;
    for (const build::NodeOutcome &node : run.nodes) {
        if (node.compiledSql.isEmpty()) // it did not come to that
            ids.append(node.uniqueId);
        else if (written)
            written = keepSql(node);
    }
    if (written)
        written = compile(ids);
    if (written)
        written = writeResults(run);
    note(written ? writeManifest() : written);
}

void Artifacts::leaveManifest() const
{
    note(writeManifest());
}

void Artifacts::note(const Result<void> &written) const
{
    if (!written)
        m_context.console->note(QStringLiteral("warning: ") + written.error().toString());
}

/// What `retry` needs to do the same again, by dbt's names. Connections are left out: they hold secrets.
Value Artifacts::arguments() const
{
    const Arguments &given = m_context.arguments;
    Dict args{{QStringLiteral("which"), Value(m_command)}};
    args.insert(u"select", words(given.words(QStringLiteral("select"))));
    args.insert(u"exclude", words(given.words(QStringLiteral("exclude"))));
    for (const char *option : {"selector", "indirect-selection", "vars", "target", "profile", "schema"}) {
        const QString name = QString::fromUtf8(option);
        if (given.has(name))
            args.insert(QString(name).replace(QLatin1Char('-'), QLatin1Char('_')), Value(given.text(name)));
    }
    if (const auto threads = given.number(QStringLiteral("threads")))
        args.insert(u"threads", Value(*threads));
    for (const char *option : {"full-refresh", "fail-fast", "defer", "favor-state", "store-failures"}) {
        const QString name = QString::fromUtf8(option);
        if (given.knows(name))
            args.insert(QString(name).replace(QLatin1Char('-'), QLatin1Char('_')), Value(given.has(name)));
    }
    for (const char *option : {"state", "defer-state", "event-time-start", "event-time-end"}) {
        const QString name = QString::fromUtf8(option);
        if (given.knows(name) && given.has(name))
            args.insert(QString(name).replace(QLatin1Char('-'), QLatin1Char('_')), Value(given.text(name)));
    }
    return Value(std::move(args));
}

} // namespace daybook::cli
