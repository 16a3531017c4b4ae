#pragma once

#include "models/build/claim.h"
#include "models/build/dependents.h"
#include "models/build/moving.h"
#include "models/build/retiring.h"
#include "models/core/result.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QList>

#include <stop_token>
#include <vector>

namespace daybook::build {

/// Makes everything a run has built live in one short transaction: what was live is renamed away, the new
/// takes its place (as the server can, see Moving) with the rights its model names (else those of the old or,
/// as the first of its name, the schema's default ones), views that read the old are pointed at the new, the
/// old is dropped, and the run is recorded as published. A candidate with changes keeps its table, and its
/// readers. All of it, or nothing. Owned by the run; lives on its thread.
class Publisher
{
public:
    /// Candidates in the order of the plan, parents first. `closing` are statements of the project's, run
    /// last.
    Publisher(warehouse::Connection::Pointer connection, const Claim &claim, qint64 runId,
              QString stagingSchema, QList<Candidate> candidates, QStringList closing = {});
    ~Publisher();

    /// Waits for readers a few times, briefly, so that they never queue up behind a waiting publish for
    /// long. Errors: Conflict (a reader that does not let go, something that depends on what would go, a
    /// view that belongs to another), Permission, Sql, Connection. After Connection the outcome is open if
    /// wasCommitting().
    QCoro::Task<Result<void>> publish(std::stop_token stop);

    /// True once COMMIT was sent: a connection lost after that has left the outcome in doubt.
    bool wasCommitting() const { return m_committing; }

private:
    QCoro::Task<Result<void>> attempt();
    QCoro::Task<Result<void>> open();
    QCoro::Task<Result<void>> execute(QString sql);
    QCoro::Task<Result<void>> carryOut(QString file, QList<warehouse::Parameter> parameters);
    QCoro::Task<Result<void>> executeAll(QStringList statements);
    QCoro::Task<Result<void>> executeInTime(QStringList statements);
    QCoro::Task<Result<void>> executeAsUsers(QStringList statements);
    QCoro::Task<Result<void>> readLive();
    QCoro::Task<Result<void>> lockLive();
    QCoro::Task<Result<void>> findDependents();
    QCoro::Task<Result<void>> bringIn(std::size_t index);
    QCoro::Task<Result<void>> change(std::size_t index);
    QCoro::Task<Result<void>> replace(std::size_t index);
    QCoro::Task<Result<void>> grantRights();
    QCoro::Task<Result<void>> record();
    QCoro::Task<Result<void>> close();
    QCoro::Task<QString> describeReaders();

    bool isReplaced(std::size_t index) const;
    QList<Retired> retired() const;

    warehouse::Connection::Pointer m_connection;
    const Claim &m_claim;
    std::unique_ptr<const Moving> m_moving;
    QString m_runId;
    QString m_stagingSchema;
    QList<Candidate> m_candidates;
    QStringList m_closing;    ///< the run's last statements, once all is in its place
    std::vector<Live> m_live; ///< by candidate
    QList<Dependent> m_dependents;
    bool m_committing = false;
};

/// Whether a run whose COMMIT was not answered has been published: ends the old session, then reads the
/// run's own record on `connection`. Errors: those of the server.
QCoro::Task<Result<bool>> wasPublished(warehouse::Connection::Pointer connection, qint64 runId,
                                       int oldSession);

} // namespace daybook::build
