#pragma once

#include "models/build/deferral.h"
#include "models/build/outcome.h"
#include "models/core/result.h"
#include "models/project/project.h"
#include "models/warehouse/connectionspec.h"

#include <QCoro/QCoroTask>
#include <QObject>

#include <chrono>
#include <stop_token>

namespace daybook::build {

enum class Command {
    Build,   ///< seeds, snapshots, models and tests
    Run,     ///< models only: nothing is checked, so nothing is called proven
    Test,    ///< tests on what is live
    Seed,    ///< seeds only
    Snapshot ///< snapshots only
};

QString toString(Command command);

struct BuildRequest
{
    Command command = Command::Build;
    project::Selection selection;
    int threads = 4;
    bool fullRefresh = false;
    QString eventTimeStart; ///< microbatch models: the part of time to build; empty: what their options say
    QString eventTimeEnd;   ///< not included
    bool fuseTests = true;  ///< answer the tests of a relation in one scan where that gives the same counts
    bool failFast = false;  ///< end the run at the first failure
    /// How often to begin anew when the server is unreachable, is lost, or lets the run fail in a way that
    /// passes.
    int retries = 0;
    bool acceptsDrift = false; ///< build though sources are not as they were, and take them as they are
    Deferral deferral;         ///< none: everything is read in the target
    QString program = QStringLiteral("daybook"); ///< who asks, for the history
    /// The run whose version of the project this is, where that is not the one in a folder; 0: it is.
    qint64 republishes = 0;
    std::optional<project::SourceVersion> republishedVersion; ///< where that run's files stood in git
};

/// Runs builds of one project on one server. Lives on the thread of its event loop; one run at a time.
class BuildService : public QObject
{
    Q_OBJECT
public:
    BuildService(warehouse::ConnectionSpec spec, project::Project project, QObject *parent = nullptr);

    /// Builds beside the live relations, checks, and publishes all of it in one short transaction only if no
    /// error-severity check failed. An outcome is given even for a run that failed; an Error only where no
    /// run could begin: Conflict (who runs, since when), Connection, Permission, Project, Usage.
    /// Stopping cancels on the server and leaves the last good figures. With retries, the last run's outcome.
    QCoro::Task<Result<RunOutcome>> build(BuildRequest request, std::stop_token stop);

Q_SIGNALS:
    void runStarted(const daybook::build::RunOutcome &run); ///< with every node of the plan, pending
    void nodeChanged(const daybook::build::NodeOutcome &node);
    /// A run has failed for `reason`, and another begins after the pause; its runStarted() follows.
    void retrying(const daybook::Error &reason, int attempt, std::chrono::seconds pause);
    void runFinished(const daybook::build::RunOutcome &run);

private:
    QCoro::Task<Result<RunOutcome>> runOnce(BuildRequest request, std::stop_token stop);

    warehouse::ConnectionSpec m_spec;
    project::Project m_project;
};

} // namespace daybook::build
