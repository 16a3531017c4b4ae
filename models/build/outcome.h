#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace daybook::build {

enum class NodeState { Pending, Running, Success, Pass, Warn, Fail, Error, Skipped, Cancelled };
/// As kept in daybook.run_node.state.
QString toString(NodeState state);

enum class RunState { Running, Published, Passed, ChecksFailed, Failed, Cancelled, Abandoned };
QString toString(RunState state);

/// Where nodes live, by unique id.
using Relations = QHash<QString, warehouse::RelationName>;

/// How one node of a run stands. Times are of the program's clock.
struct NodeOutcome
{
    QString uniqueId;
    QString name;
    project::ResourceType type = project::ResourceType::Model;
    QString materialization;
    NodeState state = NodeState::Pending;
    int worker = -1;
    QDateTime startedAt;
    QDateTime finishedAt;
    std::optional<qint64> rows;     ///< models and seeds
    std::optional<qint64> failures; ///< tests
    std::optional<Error> error;
    QString note = {};           ///< worth a word, though nothing is wrong
    QString compiledSql = {};    ///< once it ended: its text, reading what is live
    QStringList statements = {}; ///< what made it, as sent; of a test, what it asks on its own
    bool testsSources = false;   ///< a test of what others deliver, not of what the project makes of it
};

struct RunOutcome
{
    qint64 runId = 0; ///< 0 while it has none
    RunState state = RunState::Running;
    QDateTime startedAt;
    QDateTime finishedAt;
    QList<NodeOutcome> nodes; ///< in the order of the plan
    std::optional<Error> error;
    Relations deferred;     ///< what was read in another environment, and where
    QStringList notes;      ///< what people should know, though nothing failed by it
    bool isInDoubt = false; ///< the server went away over the COMMIT and could not be asked since

    /// 0 proven, 1 something failed, 2 could not run.
    int exitStatus() const;
};

} // namespace daybook::build
