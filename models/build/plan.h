#pragma once

#include "models/build/buildservice.h"
#include "models/build/microbatch.h"

#include <QHash>

#include <vector>

namespace daybook::build {

/// One step of a run.
struct PlannedNode
{
    explicit PlannedNode(project::Node planned) : node(std::move(planned)) {}

    project::Node node;
    /// Where it is built, beside the live relation. Empty for tests and sources.
    warehouse::RelationName staged;
    /// Of an incremental model or a snapshot: where its new rows wait to be applied. Else empty.
    warehouse::RelationName delta;
    std::vector<std::size_t> parents; ///< steps that must be done before
    std::vector<std::size_t> children;
    /// Of a test that may share a scan: all tests of its relation, of which the first starts for all. Else
    /// empty.
    std::vector<std::size_t> companions;
    int urgency = 0; ///< length of the longest chain of steps that waits for this one

    bool isBuilt() const { return !staged.name.isEmpty(); }
    bool isIncremental() const { return !delta.name.isEmpty(); }
    bool isMaterializedView() const { return node.materialization() == QStringLiteral("materialized_view"); }
    bool isLedBy(std::size_t self) const { return !companions.empty() && companions.front() != self; }
};

/// What a run will do, in an order in which parents come first. A value; knows no server.
class Plan
{
public:
    /// Errors: Usage for a selection that cannot be read, or that leaves nothing to do; Project for a
    /// materialization that cannot be built.
    static Result<Plan> make(const project::Project &project, const BuildRequest &request,
                             const QString &stagingSchema);

    const std::vector<PlannedNode> &steps() const { return m_steps; }
    /// The relation through which this run reads `node`: staged if this run builds it, else live, or where
    /// it was deferred to.
    warehouse::RelationName relationOf(const project::Node &node) const;
    /// Has these nodes, which this run does not build, read elsewhere.
    void defer(Relations relations) { m_deferred = std::move(relations); }
    const Relations &deferred() const { return m_deferred; }
    /// Stages what will be live in its final schema, under names that begin with the staging schema's: for
    /// servers on which nothing moves between schemas.
    void stageBesideLive();
    /// The final schemas that are staged in; else none.
    QStringList schemasStagedInto() const;
    bool publishes() const;
    const QString &stagingSchema() const { return m_stagingSchema; }

private:
    void connectSteps(const project::Project &project);
    void rankSteps();
    void gatherCompanions();
    Result<void> nameStaged();
    Result<void> checkTimes(const WantedTime &wanted) const;

    std::vector<PlannedNode> m_steps;
    QHash<QString, std::size_t> m_byId;
    Relations m_deferred;
    QString m_stagingSchema;
};

} // namespace daybook::build
