#pragma once

#include "models/build/candidate.h"
#include "models/build/fusion.h"
#include "models/build/incremental.h"
#include "models/build/livenames.h"
#include "models/build/microbatch.h"
#include "models/build/plan.h"
#include "models/build/readyqueue.h"
#include "models/build/snapshot.h"
#include "models/build/templatequery.h"
#include "models/project/hooks.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QSet>

#include <stop_token>

namespace daybook::build {

/// What one run is, to those who carry it out.
struct RunIdentity
{
    qint64 runId = 0;
    QDateTime watermark;   ///< UTC, the server's clock when the run began: rows loaded later are not read
    QString watermarkText; ///< the same as the server wrote it, to the microsecond
    QString invocationId;
    bool fullRefresh = false;
    bool rebuildsChanged = false; ///< incremental models last published from another version are built whole
    bool failFast = false;
    WantedTime eventTimes; ///< of microbatch models
};

using RelationOf = std::function<warehouse::RelationName(const project::Node &)>;

/// What templates of a run see of it.
project::CompileContext contextOf(const RunIdentity &identity, RelationOf relationOf, TemplateQuery query);

/// Carries out a plan beside the live relations on several connections: a step starts the moment its last
/// parent is done and a connection is free. Owned by the run; lives on the thread of its event loop.
class Execution : public QObject
{
    Q_OBJECT
public:
    Execution(warehouse::ConnectionSpec spec, warehouse::Dialect dialect, project::Project project,
              std::shared_ptr<const Plan> plan, RunIdentity identity);

    /// Returns when every step has ended, one way or another. What failed is in the outcomes; error() is set
    /// only when the run as a whole could not go on.
    QCoro::Task<void> run(int threads, std::stop_token stop);

    const QList<NodeOutcome> &outcomes() const { return m_outcomes; }
    const std::optional<Error> &error() const { return m_error; }

    /// What there is to publish once all steps have succeeded, in the order of the plan.
    QList<Candidate> candidates() const;

    /// Ends the run early, for a reason that lies outside of it.
    void abort(const Error &reason);

Q_SIGNALS:
    void nodeChanged(const daybook::build::NodeOutcome &node, const QString &compiledSql);
    void sampled(const QString &uniqueId, const QString &rowsAsJson);
    void sourceMeasured(const QString &uniqueId, const QString &name, const std::optional<QString> &newest);

private:
    /// Which relations a compiled text reads.
    enum class Reading {
        Staged,     ///< what this run builds
        Incremental ///< the same, and of itself what is live
    };
    QCoro::Task<void> work(int worker);
    QCoro::Task<void> runStep(std::size_t index, warehouse::Connection::Pointer connection, int worker);
    QCoro::Task<Result<void>> perform(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> performPatiently(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> undo(std::size_t index, warehouse::Connection::Pointer connection);
    QFuture<Result<QString>> startCompiling(std::size_t index,
                                            const warehouse::Connection::Pointer &connection,
                                            Reading reading = Reading::Staged,
                                            std::optional<project::EventTimes> batch = {}) const;
    QCoro::Task<Result<QString>> compile(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> checkRoles(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> materialize(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<qint64>> fillTable(warehouse::RelationName table, QString compiled, bool create,
                                          std::size_t index, warehouse::Connection::Pointer connection);
    Result<void> checkDistribution(std::size_t index, const warehouse::Connection::Pointer &connection);
    bool isSpread(std::size_t index, const warehouse::Connection::Pointer &connection) const;
    QCoro::Task<Result<warehouse::RelationName>> tableBeside(QString name, std::size_t index,
                                                             warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> createSpread(warehouse::RelationName table, QString compiled, std::size_t index,
                                           warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> spread(warehouse::RelationName table, bool isFilled, std::size_t index,
                                     warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> checkContract(QString compiled, std::size_t index,
                                            warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> createPromised(warehouse::RelationName table, std::size_t index,
                                             warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> finish(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> buildBetweenHooks(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> produce(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> runHooks(std::vector<project::Hook> hooks, bool inTransaction,
                                       std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<QString>> render(QString hook, bool live, std::size_t index,
                                        warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> noteClosing(std::vector<project::Hook> hooks, std::size_t index,
                                          warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> build(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> buildSnapshot(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<Snapshot>> readSnapshot(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> beginSnapshot(Snapshot snapshot, std::size_t index,
                                            warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> continueSnapshot(Snapshot snapshot, Table live, std::size_t index,
                                               warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> checkRows(Snapshot snapshot, std::size_t index,
                                        warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> noteChanges(QStringList statements, std::size_t index,
                                          warehouse::Connection::Pointer connection);
    QCoro::Task<Result<Table>> look(warehouse::RelationName relation,
                                    warehouse::Connection::Pointer connection);
    QCoro::Task<Result<warehouse::ResultSet>> ask(QString sql, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> applyTo(Table live, std::size_t index,
                                      warehouse::Connection::Pointer connection);
    QCoro::Task<Result<Table>> stageDelta(Table live, IncrementalOptions options,
                                          QList<project::EventTimes> times, std::size_t index,
                                          warehouse::Connection::Pointer connection);
    Result<QList<project::EventTimes>> batchesOf(std::size_t index, bool whole) const;
    QCoro::Task<Result<void>> fill(warehouse::RelationName table, QList<project::EventTimes> times,
                                   std::size_t index, warehouse::Connection::Pointer connection,
                                   Reading reading);
    QCoro::Task<Result<void>> show(Application applied, std::size_t index,
                                   warehouse::Connection::Pointer connection);
    QCoro::Task<Result<bool>> isOfAnotherVersion(std::size_t index,
                                                 warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> refuse(Objection objection, std::size_t index,
                                     warehouse::Connection::Pointer connection);
    bool readsWhatIsOnlyShown(std::size_t index) const;
    bool bindsLate(std::size_t index) const;
    QStringList redirection(std::size_t index) const;
    QCoro::Task<Result<void>> check(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> storeFailures(std::size_t index, bool none,
                                            warehouse::Connection::Pointer connection);
    QCoro::Task<void> runCompanions(std::size_t leader, warehouse::Connection::Pointer connection,
                                    int worker);
    QCoro::Task<void> checkTogether(std::vector<FusableTest> tests, warehouse::Connection::Pointer connection,
                                    int worker);
    QCoro::Task<QSet<QString>> provenTests(std::size_t test, warehouse::Connection::Pointer connection);
    std::optional<SharedScan> scanOf(std::size_t test, const QSet<QString> &proven,
                                     const warehouse::Dialect &dialect) const;
    Result<void> judge(std::size_t index, const warehouse::ResultSet &verdicts, int column);
    QCoro::Task<void> keepSample(std::size_t index, warehouse::Connection::Pointer connection);
    QCoro::Task<Result<void>> measure(std::size_t index, warehouse::Connection::Pointer connection);
    void noteStatement(std::size_t index, const QString &statement);
    void begin(std::size_t index, int worker);
    void makeReady(std::size_t index);
    void settle(std::size_t index, const Result<void> &done);
    void endEarly(const QString &because);
    void release(std::size_t index);
    void skip(std::size_t index, const QString &because);
    void changed(std::size_t index);
    NodeOutcome &outcomeOf(std::size_t index) { return m_outcomes[static_cast<qsizetype>(index)]; }

    warehouse::ConnectionSpec m_spec;
    warehouse::Dialect m_dialect;
    project::Project m_project;
    std::shared_ptr<const Plan> m_plan;
    LiveNames m_liveNames;
    RunIdentity m_identity;
    QList<NodeOutcome> m_outcomes; ///< by step of the plan
    QStringList m_compiled;        ///< by step of the plan
    std::vector<std::optional<Application>>
        m_applied; ///< by step: of snapshots, and of incremental models that are not built whole
    /// By step: of a materialized view that reads what is only shown, what completes it when it is made anew.
    std::vector<std::optional<QStringList>> m_remade;
    std::vector<std::size_t> m_parentsLeft;
    std::vector<bool> m_gathered; ///< by step: it has seen to its companions
    std::size_t m_stepsLeft = 0;
    ReadyQueue m_queue;
    std::stop_source m_stop;
    std::optional<Error> m_error;
    std::optional<Error> m_endedEarly; ///< why what is cancelled from here on is; not what failed
};

} // namespace daybook::build
