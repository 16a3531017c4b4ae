#pragma once

#include "models/build/claim.h"
#include "models/build/execution.h"
#include "models/build/recorder.h"

#include <QCoro/QCoroTask>
#include <QObject>

namespace daybook::build {

/// One run from its claim to its record. Holds its claim through its own connection: when that is
/// lost, the run ends. Owned by BuildService; lives on the thread of its event loop.
class Run : public QObject
{
    Q_OBJECT
public:
    Run(warehouse::ConnectionSpec spec, project::Project project, BuildRequest request);

    /// See BuildService::build.
    QCoro::Task<Result<RunOutcome>> carryOut(std::stop_token stop);

Q_SIGNALS:
    void started(const daybook::build::RunOutcome &run);
    void nodeChanged(const daybook::build::NodeOutcome &node);

private:
    QCoro::Task<Result<void>> begin(std::stop_token stop);
    Result<void> fitPlan();
    QCoro::Task<Result<void>> defer(std::stop_token stop);
    QCoro::Task<Result<void>> claim();
    QCoro::Task<Result<void>> sweep();
    QCoro::Task<Result<void>> sweepDead();
    QCoro::Task<Result<void>> registerRun();
    QCoro::Task<Result<void>> writeRun();
    QCoro::Task<Result<void>> prepare(std::stop_token stop);
    QCoro::Task<Result<void>> checkSources(std::stop_token stop);
    QCoro::Task<Result<void>> createAuditSchemas();
    QCoro::Task<Error> whoRuns();
    QCoro::Task<void> conclude(std::stop_token stop);
    QCoro::Task<Result<void>> publish(std::stop_token stop);
    QCoro::Task<Result<void>> startHooks();
    QCoro::Task<void> endHooks(warehouse::Connection::Pointer connection);
    QCoro::Task<Result<bool>> settleDoubt(int oldSession);
    QCoro::Task<void> leaveUnpublished(std::stop_token stop);
    void judge();
    void fail(const Error &error);
    void connectExecution();

    warehouse::ConnectionSpec m_spec;
    project::Project m_project;
    BuildRequest m_request;
    RunIdentity m_identity;
    std::shared_ptr<const Plan> m_plan;
    warehouse::Connection::Pointer m_control;
    std::unique_ptr<Claim> m_claim;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<Execution> m_execution;
    RunOutcome m_outcome;
    bool m_hasPublished = false; ///< or has tried to: the hooks at its end belong to that
};

} // namespace daybook::build
