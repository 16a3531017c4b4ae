#include "models/build/freshness.h"

#include "models/build/sqlplace.h"
#include "models/build/templatequery.h"
#include "models/warehouse/connection.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QtConcurrentRun>

namespace daybook::build {
namespace {

using project::Freshness;
using project::SourceFreshness;
using warehouse::Connection;
using warehouse::ResultSet;

/// What the connections share; all on one thread.
struct Work
{
    project::Project project;
    std::vector<SourceFreshness> results;
    std::size_t next = 0;
    std::optional<Error> error = {};
};

bool endsAll(const Error &error)
{
    return error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled;
}

Result<QString> statementFor(project::Project project, QString source, warehouse::Dialect dialect,
                             TemplateQuery query)
{
    const project::Node &node = *project.find(source);
    const Freshness freshness = *project::freshnessOf(node);
    if (freshness.loadedAtQuery.isEmpty()) {
        const QString filter = freshness.filter.isEmpty() ? QStringLiteral("true") : freshness.filter;
        return dialect.shipped(u"system/build/freshness")
            .arg(node.relation.toSql(), freshness.loadedAtField, filter);
    }
    project::CompileContext context;
    context.relationOf = [](const project::Node &other) { return other.relation; };
    context.query = std::move(query);
    const Result<QString> rendered = project::renderLoadedAtQuery(project, node, context);
    if (!rendered)
        return failure(rendered.error());
    QString text = rendered->trimmed();
    while (text.endsWith(QLatin1Char(';')))
        text.chop(1);
    return dialect.shipped(u"system/build/freshness_query").arg(text);
}

void fail(SourceFreshness &result, const QString &why)
{
    result.status = QStringLiteral("runtime error");
    result.error = why;
}

void judge(SourceFreshness &result, const ResultSet &found)
{
    result.newest = found.text(0, 0);
    result.askedAt = found.text(0, 1);
    result.age = found.text(0, 2).toDouble();
    result.status = result.criteria.statusOf(result.age);
}

QCoro::Task<Result<void>> measure(std::shared_ptr<Work> work, std::size_t index,
                                  Connection::Pointer connection, std::stop_token stop)
{
    const project::Node &source = *work->project.find(work->results[index].uniqueId);
    const Freshness freshness = work->results[index].criteria;
    work->results[index].startedAt = QDateTime::currentDateTimeUtc();
    if (freshness.loadedAtField.isEmpty() && freshness.loadedAtQuery.isEmpty()) {
        fail(work->results[index],
             QStringLiteral("%1 has thresholds, and PostgreSQL does not know when its rows came: give it a "
                            "loaded_at_field or a loaded_at_query")
                 .arg(source.relation.toString()));
        co_return Result<void>();
    }
    const QFuture<Result<QString>> rendering = QtConcurrent::run(
        statementFor, work->project, source.uniqueId, connection->dialect(), templateQuery(connection, stop));
    const Result<QString> statement = co_await rendering;
    Result<ResultSet> found = failure(statement ? Error() : statement.error());
    if (statement) {
        const QFuture<Result<ResultSet>> asking = connection->execute(*statement, {}, stop);
        found = co_await asking;
    }
    if (!found && endsAll(found.error()))
        co_return failure(found.error());
    if (found)
        judge(work->results[index], *found);
    else
        fail(work->results[index], inFreshness(found.error(), source).toString());
    work->results[index].finishedAt = QDateTime::currentDateTimeUtc();
    co_return Result<void>();
}

QCoro::Task<void> workOff(std::shared_ptr<Work> work, warehouse::ConnectionSpec spec, int worker,
                          std::stop_token stop)
{
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(spec, stop);
    const Result<Connection::Pointer> opened = co_await opening;
    if (!opened) {
        work->error = opened.error();
        co_return;
    }
    const QFuture<Result<ResultSet>> zoning =
        (*opened)->execute(QStringLiteral("set timezone to 'UTC'"), {}, stop);
    co_await zoning;
    while (work->next < work->results.size() && !work->error) {
        const std::size_t index = work->next++;
        work->results[index].thread = QStringLiteral("Thread-%1").arg(worker + 1);
        const Result<void> measured = co_await measure(work, index, *opened, stop);
        if (!measured)
            work->error = measured.error();
    }
}

} // namespace

QCoro::Task<Result<std::vector<SourceFreshness>>> measureFreshness(warehouse::ConnectionSpec spec,
                                                                   project::Project project,
                                                                   QStringList sources, std::stop_token stop)
{
    const auto work = std::make_shared<Work>(Work{.project = std::move(project), .results = {}});
    for (const QString &id : sources) {
        const project::Node *node = work->project.find(id);
        const auto freshness = node == nullptr ? std::nullopt : project::freshnessOf(*node);
        if (freshness)
            work->results.push_back({.uniqueId = id, .status = {}, .criteria = *freshness});
    }
    const auto workers = std::min(work->results.size(),
                                  static_cast<std::size_t>(std::max(work->project.options().threads, 1)));
    std::vector<QCoro::Task<void>> working;
    for (std::size_t worker = 0; worker < workers; ++worker)
        working.push_back(workOff(work, spec, static_cast<int>(worker), stop));
    for (QCoro::Task<void> &task : working)
        co_await task;
    if (work->error)
        co_return failure(*work->error);
    co_return std::move(work->results);
}

} // namespace daybook::build
