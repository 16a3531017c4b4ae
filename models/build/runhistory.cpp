#include "models/build/runhistory.h"

#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace daybook::build {
namespace {

using warehouse::Parameter;
using warehouse::ResultSet;

/// Reads columns by name: the SQL file is the contract.
class Row
{
public:
    Row(const ResultSet &rows, int row) : m_rows(rows), m_row(row) {}

    QString text(const char *column) const { return m_rows.text(m_row, index(column)); }
    qint64 count(const char *column) const { return integer(column).value_or(0); }
    std::optional<qint64> integer(const char *column) const { return m_rows.integer(m_row, index(column)); }
    bool flag(const char *column) const { return m_rows.boolean(m_row, index(column)).value_or(false); }
    QDateTime instant(const char *column) const
    {
        return m_rows.instant(m_row, index(column)).value_or(QDateTime());
    }
    bool isNull(const char *column) const { return m_rows.isNull(m_row, index(column)); }

private:
    int index(const char *column) const { return m_rows.columnIndex(QString::fromLatin1(column)); }

    const ResultSet &m_rows;
    int m_row;
};

bool hasNoSchema(const Error &error)
{
    return error.sqlState == QStringLiteral("42P01") || error.sqlState == QStringLiteral("3F000");
}

project::ResourceType typeFrom(const QString &word)
{
    if (word == QStringLiteral("test"))
        return project::ResourceType::Test;
    if (word == QStringLiteral("seed"))
        return project::ResourceType::Seed;
    return word == QStringLiteral("snapshot") ? project::ResourceType::Snapshot
                                              : project::ResourceType::Model;
}

RunState stateOf(const Row &row)
{
    const RunState state = runStateFrom(row.text("state")).value_or(RunState::Failed);
    return state == RunState::Running && !row.flag("has_backend") ? RunState::Abandoned : state;
}

RunSummary readRun(const Row &row)
{
    RunSummary run;
    run.runId = row.count("run_id");
    run.project = row.text("project");
    run.targetSchema = row.text("target_schema");
    run.command = row.text("command");
    run.state = stateOf(row);
    run.startedAt = row.instant("started_at");
    run.finishedAt = row.instant("finished_at");
    run.dataThrough = row.instant("data_through");
    run.startedBy = row.text("started_by");
    run.host = row.text("host");
    run.program = row.text("program");
    run.gitCommit = row.text("git_commit");
    run.gitDirty = row.flag("git_dirty");
    run.republishes = row.count("republishes");
    run.models = row.count("models");
    run.modelsDone = row.count("models_done");
    run.checks = row.count("checks");
    run.checksPassed = row.count("checks_passed");
    run.failed = row.count("failed");
    run.warned = row.count("warned");
    if (!row.isNull("error_message"))
        run.error = Error{.message = row.text("error_message"), .detail = row.text("error_detail")};
    return run;
}

RunNode readNode(const Row &row)
{
    RunNode node;
    node.outcome.uniqueId = row.text("unique_id");
    node.outcome.name = row.text("name");
    node.outcome.type = typeFrom(row.text("resource_type"));
    node.outcome.materialization = row.text("materialization");
    node.outcome.state = nodeStateFrom(row.text("state")).value_or(NodeState::Error);
    node.outcome.worker = static_cast<int>(row.integer("worker").value_or(-1));
    node.outcome.startedAt = row.instant("started_at");
    node.outcome.finishedAt = row.instant("finished_at");
    node.outcome.rows = row.integer("row_count");
    node.outcome.failures = row.integer("failures");
    if (!row.isNull("message"))
        node.outcome.error = Error{.kind = ErrorKind::Sql,
                                   .message = row.text("message"),
                                   .detail = row.text("detail"),
                                   .sqlState = row.text("sql_state")};
    node.labelEn = row.text("label_en");
    node.labelKo = row.text("label_ko");
    node.description = row.text("description");
    node.path = row.text("path");
    if (!row.isNull("relation_name"))
        node.relation =
            warehouse::RelationName{row.text("relation_schema"), row.text("relation_name")}.toString();
    node.attachedNode = row.text("attached_node");
    node.column = row.text("column_name");
    node.severity = row.text("severity");
    node.keptRows = row.count("kept_rows");
    return node;
}

/// Turns (row, column, value) into rows. A row may lack a column that others have.
FailingRows pivoted(const ResultSet &cells)
{
    FailingRows sample;
    QHash<QString, qsizetype> places;
    std::optional<qint64> current;
    for (int i = 0; i < cells.rowCount(); ++i) {
        const Row cell(cells, i);
        if (current != cell.integer("row_number")) {
            current = cell.integer("row_number");
            sample.rows.emplaceBack(sample.columns.size());
        }
        const QString column = cell.text("column_name");
        if (!places.contains(column)) {
            places.insert(column, sample.columns.size());
            sample.columns << column;
        }
        auto &row = sample.rows.last();
        row.resize(std::max(row.size(), places.value(column) + 1));
        if (!cell.isNull("value"))
            row[places.value(column)] = cell.text("value");
    }
    for (auto &row : sample.rows)
        row.resize(sample.columns.size());
    return sample;
}

/// Of servers that keep a row as an array of names and values.
FailingRows listed(const ResultSet &rows)
{
    FailingRows sample;
    for (int i = 0; i < rows.rowCount(); ++i) {
        const QJsonArray fields = QJsonDocument::fromJson(Row(rows, i).text("failing_row").toUtf8()).array();
        const bool isFirst = i == 0;
        sample.rows.emplaceBack();
        for (const QJsonValue &field : fields) {
            if (isFirst)
                sample.columns << field[0].toString();
            sample.rows.last() << (field[1].isNull() ? std::nullopt
                                                     : std::optional<QString>(field[1].toString()));
        }
    }
    return sample;
}

template <typename State> std::optional<State> stateNamed(const QString &word, State last)
{
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        if (toString(static_cast<State>(value)) == word)
            return static_cast<State>(value);
    }
    return std::nullopt;
}

} // namespace

std::optional<RunState> runStateFrom(const QString &word)
{
    return stateNamed(word, RunState::Abandoned);
}

std::optional<NodeState> nodeStateFrom(const QString &word)
{
    return stateNamed(word, NodeState::Cancelled);
}

qint64 RunSummary::durationMs(const QDateTime &now) const
{
    return std::max<qint64>(0, startedAt.msecsTo(finishedAt.isValid() ? finishedAt : now));
}

QString RunNode::title() const
{
    const QString &label = QLocale().language() == QLocale::Korean ? labelKo : labelEn;
    return label.isEmpty() ? outcome.name : label;
}

QCoro::Task<Result<ResultSet>> RunHistory::query(QString file, QList<Parameter> parameters,
                                                 std::stop_token stop)
{
    const Result<std::shared_ptr<warehouse::Lease>> lease = co_await m_pool->acquire(stop);
    if (!lease)
        co_return failure(lease.error());
    const QFuture<Result<ResultSet>> asking =
        warehouse::askShipped((**lease).connection(), file, parameters, stop);
    co_return co_await asking;
}

QCoro::Task<Result<QList<RunSummary>>> RunHistory::recent(QString project, int limit, std::stop_token stop)
{
    QList<Parameter> parameters;
    parameters << (project.isEmpty() ? Parameter() : Parameter(project)) << Parameter(QString::number(limit))
               << Parameter();
    return runs(parameters, stop);
}

QCoro::Task<Result<std::optional<RunSummary>>> RunHistory::run(qint64 runId, std::stop_token stop)
{
    QList<Parameter> parameters;
    parameters << Parameter() << Parameter(QStringLiteral("1")) << Parameter(QString::number(runId));
    const Result<QList<RunSummary>> found = co_await runs(parameters, stop);
    if (!found)
        co_return failure(found.error());
    std::optional<RunSummary> summary;
    if (!found->isEmpty())
        summary = found->first();
    co_return summary;
}

QCoro::Task<Result<QList<RunSummary>>> RunHistory::runs(QList<Parameter> parameters, std::stop_token stop)
{
    const QString file = QStringLiteral("system/history/recent_runs");
    const Result<ResultSet> rows = co_await query(file, parameters, stop);
    if (!rows && hasNoSchema(rows.error()))
        co_return QList<RunSummary>();
    if (!rows)
        co_return failure(rows.error());
    QList<RunSummary> runs;
    for (int row = 0; row < rows->rowCount(); ++row)
        runs << readRun(Row(*rows, row));
    co_return runs;
}

QCoro::Task<Result<QList<RunNode>>> RunHistory::nodes(qint64 runId, std::stop_token stop)
{
    QList<Parameter> parameters;
    parameters << Parameter(QString::number(runId));
    const QString file = QStringLiteral("system/history/run_nodes");
    const Result<ResultSet> rows = co_await query(file, parameters, stop);
    if (!rows)
        co_return failure(rows.error());
    QList<RunNode> nodes;
    for (int row = 0; row < rows->rowCount(); ++row)
        nodes << readNode(Row(*rows, row));
    co_return nodes;
}

QCoro::Task<Result<FailingRows>> RunHistory::failingRows(qint64 runId, QString uniqueId, std::stop_token stop)
{
    QList<Parameter> parameters;
    parameters << Parameter(QString::number(runId)) << Parameter(uniqueId);
    const QString file = QStringLiteral("system/history/failing_rows");
    const Result<ResultSet> cells = co_await query(file, parameters, stop);
    if (!cells)
        co_return failure(cells.error());
    co_return cells->columnIndex(QStringLiteral("failing_row")) >= 0 ? listed(*cells) : pivoted(*cells);
}

} // namespace daybook::build
