#pragma once

#include "models/build/outcome.h"
#include "models/core/result.h"
#include "models/warehouse/pool.h"

#include <QCoro/QCoroTask>
#include <QDateTime>
#include <QList>

#include <optional>
#include <stop_token>

namespace daybook::build {

/// One run as the history tells it. Times are the server's.
struct RunSummary
{
    qint64 runId = 0;
    QString project;
    QString targetSchema;
    QString command;
    RunState state = RunState::Running; ///< Abandoned also for one whose session is gone
    QDateTime startedAt;
    QDateTime finishedAt;  ///< invalid while it runs
    QDateTime dataThrough; ///< invalid: unknown
    QString startedBy;
    QString host;
    QString program;
    QString gitCommit;
    bool gitDirty = false;
    qint64 republishes = 0; ///< the run whose version was taken back; 0: none
    qint64 models = 0;      ///< models and seeds
    qint64 modelsDone = 0;
    qint64 checks = 0;
    qint64 checksPassed = 0; ///< warnings included
    qint64 failed = 0;       ///< checks and models
    qint64 warned = 0;
    std::optional<Error> error;

    /// Until `now` for one that runs.
    qint64 durationMs(const QDateTime &now) const;
};

/// One node of a run as the history tells it.
struct RunNode
{
    NodeOutcome outcome;
    QString labelEn;
    QString labelKo;
    QString description;
    QString path;
    QString relation; ///< "schema.name", empty for checks
    QString attachedNode;
    QString column;
    QString severity;
    qint64 keptRows = 0; ///< failing rows that were kept

    bool isCheck() const { return outcome.type == project::ResourceType::Test; }
    /// In the language of QLocale's default; the name where the project gives no label.
    QString title() const;
};

/// The rows that made a check fail, as far as they were kept; values as text, nothing for NULL.
struct FailingRows
{
    QStringList columns;
    QList<QList<std::optional<QString>>> rows;
};

/// Reads what builds have left in Daybook's own schema. A server without that schema has no runs; that is no
/// error. Does not own the pool; lives on its thread. Errors: Connection, Permission, Sql, Cancelled.
class RunHistory
{
public:
    explicit RunHistory(warehouse::Pool &pool) : m_pool(&pool) {}

    /// Newest first; of every project when `project` is empty.
    QCoro::Task<Result<QList<RunSummary>>> recent(QString project, int limit, std::stop_token stop = {});
    /// One run; nothing where there is none of that number.
    QCoro::Task<Result<std::optional<RunSummary>>> run(qint64 runId, std::stop_token stop = {});
    /// In the order of the plan.
    QCoro::Task<Result<QList<RunNode>>> nodes(qint64 runId, std::stop_token stop = {});
    QCoro::Task<Result<FailingRows>> failingRows(qint64 runId, QString uniqueId, std::stop_token stop = {});

private:
    QCoro::Task<Result<QList<RunSummary>>> runs(QList<warehouse::Parameter> parameters, std::stop_token stop);
    QCoro::Task<Result<warehouse::ResultSet>> query(QString file, QList<warehouse::Parameter> parameters,
                                                    std::stop_token stop);

    warehouse::Pool *m_pool;
};

/// What `state` is called in the database, read back; nothing for a word that is none of them.
std::optional<RunState> runStateFrom(const QString &word);
std::optional<NodeState> nodeStateFrom(const QString &word);

} // namespace daybook::build
