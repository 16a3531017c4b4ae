#include "models/build/plan.h"

#include "models/build/contract.h"
#include "models/build/grants.h"
#include "models/build/incremental.h"
#include "models/build/microbatch.h"
#include "models/project/hooks.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace daybook::build {
namespace {

using project::Node;
using project::ResourceType;

constexpr qsizetype LongestIdentifier = 63;

bool isWanted(const Node &node, Command command)
{
    switch (node.type) {
    case ResourceType::Test:
        return command == Command::Build || command == Command::Test;
    case ResourceType::Seed:
        return command == Command::Build || command == Command::Seed;
    case ResourceType::Snapshot:
        return command == Command::Build || command == Command::Snapshot;
    case ResourceType::Model:
        return (command == Command::Build || command == Command::Run) &&
               node.materialization() != QStringLiteral("ephemeral");
    default:
        return false;
    }
}

/// What every materialization knows.
Result<void> checkConfigs(const Node &node)
{
    if (const Result<QString> grants = wantedGrants(node); !grants)
        return failure(grants.error());
    const Result<std::optional<Contract>> contract = Contract::read(node);
    if (!contract)
        return failure(contract.error());
    const bool incremental = node.materialization() == QStringLiteral("incremental");
    const bool isApplied = incremental || node.type == ResourceType::Snapshot;
    const auto refused = [&node](const QString &what) {
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("%1: %2").arg(node.name, what),
                        .where = Location{node.path, 0, 0}});
    };
    if (incremental && *contract && node.config.find(u"on_schema_change").stringOr({}) == u"sync_all_columns")
        return refused(
            QStringLiteral("a contract and on_schema_change sync_all_columns contradict each other: use "
                           "append_new_columns or fail."));
    for (const auto key : {u"pre_hook", u"post_hook"}) {
        const Result<std::vector<project::Hook>> hooks = project::hooksOf(node, key);
        if (!hooks)
            return failure(hooks.error());
        for (const project::Hook &hook : *hooks) {
            if (isApplied && key == QStringView(u"post_hook") && !hook.inTransaction)
                return refused(
                    QStringLiteral("its post_hook would run outside of the transaction that publishes its "
                                   "new rows, and could not be undone: take transaction: false away."));
        }
    }
    return {};
}

Result<void> checkBuildable(const Node &node)
{
    if (const Result<void> asked = checkConfigs(node); !asked)
        return asked;
    static const QSet<QString> known{QStringLiteral("table"), QStringLiteral("view"),
                                     QStringLiteral("materialized_view"), QStringLiteral("seed"),
                                     QStringLiteral("snapshot")};
    if (node.materialization() == QStringLiteral("incremental")) {
        const Result<IncrementalOptions> options = IncrementalOptions::read(node);
        if (!options)
            return failure(options.error());
        const Result<MicrobatchOptions> time =
            isMicrobatch(node) ? MicrobatchOptions::read(node) : Result<MicrobatchOptions>();
        return time ? Result<void>() : failure(time.error());
    }
    if (known.contains(node.materialization()))
        return {};
    return failure(
        {.kind = ErrorKind::Project,
         .message = QStringLiteral("The materialization \"%1\" of %2 is not supported. Use table, view, "
                                   "materialized_view, incremental or ephemeral.")
                        .arg(node.materialization(), node.name),
         .where = Location{node.path, 0, 0}});
}

/// `wanted`, or one like it where that is taken or too long for the server; takes it.
QString freeName(const QString &wanted, QSet<QString> &taken)
{
    QString name = wanted;
    for (int i = 2; taken.contains(name) || name.toUtf8().size() > LongestIdentifier; ++i)
        name = QStringLiteral("s%1_").arg(i) + wanted.left(14);
    taken.insert(name);
    return name;
}

/// Sources whose newest row says how far the data reaches, for what this run reads.
void addSources(const project::Project &project, const QStringList &selected, std::vector<PlannedNode> &steps)
{
    QSet<QString> seen;
    QStringList open = selected;
    while (!open.isEmpty()) {
        const QString id = open.takeLast();
        const Node *node = project.find(id);
        if (!node || seen.contains(id))
            continue;
        seen.insert(id);
        open << node->dependsOn;
        if (node->source && !node->source->loadedAtField.isEmpty())
            steps.emplace_back(*node);
    }
}

} // namespace

Result<Plan> Plan::make(const project::Project &project, const BuildRequest &request,
                        const QString &stagingSchema)
{
    const Result<QStringList> selected = project.select(request.selection);
    if (!selected)
        return failure(selected.error());
    Plan plan;
    plan.m_stagingSchema = stagingSchema;
    for (const QString &id : *selected) {
        const Node *node = project.find(id);
        if (!node || !isWanted(*node, request.command))
            continue;
        if (node->type != ResourceType::Test) {
            if (Result<void> buildable = checkBuildable(*node); !buildable)
                return failure(buildable.error());
        }
        plan.m_steps.emplace_back(*node);
    }
    if (plan.m_steps.empty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("Nothing to do: the selection matches no %1 of project %2.")
                           .arg(toString(request.command), project.name()));
    if (request.command == Command::Build || request.command == Command::Run ||
        request.command == Command::Snapshot)
        addSources(project, *selected, plan.m_steps);
    for (std::size_t i = 0; i < plan.m_steps.size(); ++i)
        plan.m_byId.insert(plan.m_steps[i].node.uniqueId, i);
    if (Result<void> named = plan.nameStaged(); !named)
        return failure(named.error());
    if (Result<void> timed = plan.checkTimes({request.eventTimeStart, request.eventTimeEnd}); !timed)
        return failure(timed.error());
    plan.connectSteps(project);
    plan.rankSteps();
    if (request.fuseTests)
        plan.gatherCompanions();
    return plan;
}

/// Before anything runs: a time that is none, or that leaves a model nothing to build.
Result<void> Plan::checkTimes(const WantedTime &wanted) const
{
    for (const PlannedNode &step : m_steps) {
        if (!isMicrobatch(step.node))
            continue;
        const Result<MicrobatchOptions> options = MicrobatchOptions::read(step.node);
        if (!options)
            return failure(options.error());
        const auto all = batches(*options, step.node, QDateTime::currentDateTimeUtc(), true, wanted);
        if (!all)
            return failure(all.error());
    }
    return {};
}

Result<void> Plan::nameStaged()
{
    std::map<warehouse::RelationName, QString> live;
    QSet<QString> taken;
    for (PlannedNode &step : m_steps) {
        const Node &node = step.node;
        if (node.type == ResourceType::Test || node.type == ResourceType::Source)
            continue;
        if (live.contains(node.relation))
            return failure(
                {.kind = ErrorKind::Project,
                 .message = QStringLiteral("%1 and %2 would both become %3. Give one of them another "
                                           "alias or schema.")
                                .arg(live.at(node.relation), node.name, node.relation.toString()),
                 .where = Location{node.path, 0, 0}});
        live.emplace(node.relation, node.name);
        // The final name where it is free, so that what people see while it is built is what they know.
        step.staged = {m_stagingSchema, freeName(node.relation.name, taken)};
    }
    for (PlannedNode &step : m_steps) {
        if (step.isBuilt() && (step.node.materialization() == QStringLiteral("incremental") ||
                               step.node.type == ResourceType::Snapshot))
            step.delta = {m_stagingSchema,
                          freeName(step.node.relation.name + QStringLiteral("__new"), taken)};
    }
    return {};
}

void Plan::stageBesideLive()
{
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        PlannedNode &step = m_steps[i];
        if (!step.isBuilt())
            continue;
        QString name = m_stagingSchema + QLatin1Char('_') + step.staged.name;
        if (name.toUtf8().size() > LongestIdentifier)
            name = m_stagingSchema + QStringLiteral("_s%1").arg(i);
        step.staged = {step.node.relation.schema, name};
    }
}

QStringList Plan::schemasStagedInto() const
{
    QStringList schemas;
    for (const PlannedNode &step : m_steps) {
        if (step.isBuilt() && step.staged.schema != m_stagingSchema)
            schemas << step.staged.schema;
    }
    schemas.removeDuplicates();
    return schemas;
}

void Plan::connectSteps(const project::Project &project)
{
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        QSet<QString> seen;
        QStringList open = m_steps[i].node.dependsOn;
        while (!open.isEmpty()) {
            const QString id = open.takeFirst();
            if (seen.contains(id))
                continue;
            seen.insert(id);
            const auto parent = m_byId.constFind(id);
            const Node *node = project.find(id);
            if (parent != m_byId.cend() && m_steps[*parent].isBuilt()) {
                m_steps[i].parents.push_back(*parent);
                m_steps[*parent].children.push_back(i);
            } else if (node && node->type == ResourceType::Model &&
                       node->materialization() == QStringLiteral("ephemeral")) {
                open << node->dependsOn; // it has no step of its own: what it reads, we read
            }
        }
    }
}

void Plan::rankSteps()
{
    for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step) {
        for (const std::size_t child : step->children)
            step->urgency = std::max(step->urgency, m_steps[child].urgency + 1);
    }
}

void Plan::gatherCompanions()
{
    QHash<QString, std::vector<std::size_t>> byRelation;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Node &node = m_steps[i].node;
        if (node.type == ResourceType::Test && node.dependsOn.size() == 1)
            byRelation[node.dependsOn.front()].push_back(i);
    }
    for (auto tests = byRelation.cbegin(); tests != byRelation.cend(); ++tests) {
        const auto tested = m_byId.constFind(tests.key());
        // A test of an incremental model may have to look at its new rows only, with or without company.
        if (tests->size() < 2 && (tested == m_byId.cend() || !m_steps[*tested].isIncremental()))
            continue;
        for (const std::size_t test : *tests)
            m_steps[test].companions = *tests;
    }
}

warehouse::RelationName Plan::relationOf(const Node &node) const
{
    const auto step = m_byId.constFind(node.uniqueId);
    return step != m_byId.cend() && m_steps[*step].isBuilt() ? m_steps[*step].staged
                                                             : m_deferred.value(node.uniqueId, node.relation);
}

bool Plan::publishes() const
{
    return std::any_of(m_steps.begin(), m_steps.end(),
                       [](const PlannedNode &step) { return step.isBuilt(); });
}

} // namespace daybook::build
