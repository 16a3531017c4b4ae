#include "models/project/compiler.h"

#include "models/project/ctes.h"
#include "models/project/generictest.h"
#include "models/project/relation.h"

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

QString cteName(const Node &node)
{
    const QString version = node.version ? QStringLiteral("_v") + node.version->number.toString() : QString();
    return QStringLiteral("__dbt__cte__") + node.name + version;
}

bool isEphemeral(const Node &node)
{
    return node.type == ResourceType::Model && node.materialization() == u"ephemeral";
}

/// Answers a render for a run: relations are where the run has them.
class CompileHost final : public Host
{
public:
    CompileHost(const Project::Data &project, const Node &node, const CompileContext &run,
                bool anyReference = false)
        : Host(project.languageOf(node), &node), m_project(project), m_run(run), m_anyReference(anyReference)
    {
    }

    bool executing() const override { return true; }
    bool isIncremental() const override { return m_run.incremental; }
    bool fullRefresh() const override { return m_run.fullRefresh; }
    QDateTime runStartedAt() const override { return m_run.runStartedAt; }
    QString invocationId() const override { return m_run.invocationId; }

    Result<warehouse::ResultSet> query(const QString &sql) override
    {
        return m_run.query ? m_run.query(sql) : Host::query(sql);
    }

    Result<Value> resolve(const Reference &reference) override
    {
        const int position = m_project.index.find(reference);
        if (position < 0)
            return failure({.kind = ErrorKind::Project,
                            .message = m_project.index.explainMissing(reference),
                            .where = reference.where});
        const Node &parent = m_project.nodes[static_cast<size_t>(position)];
        if (!m_anyReference && !node()->dependsOn.contains(parent.uniqueId))
            return failure(
                {.kind = ErrorKind::Project,
                 .message = QStringLiteral("%1 was not seen when the project was read, since it depends on "
                                           "what is known only when it runs: add a line "
                                           "-- depends_on: {{ %1 }}")
                                .arg(toString(reference)),
                 .where = reference.where});
        if (m_anyReference && isEphemeral(parent))
            return failure({.kind = ErrorKind::Project,
                            .message = QStringLiteral("%1 is ephemeral: it has no relation that this could "
                                                      "read")
                                           .arg(toString(reference)),
                            .where = reference.where});
        return relationOf(parent);
    }

    Result<void> configure(const Dict &) override { return {}; }
    Value config() const override { return node()->config; }

    Value thisRelation() const override
    {
        const bool nowhere = node()->relation.name.isEmpty() && !isEphemeral(*node());
        return nowhere ? Value::undefined(QStringLiteral("this")) : relationOf(*node());
    }

private:
    Value relationOf(const Node &which) const
    {
        const QString database = language().options.database;
        if (isEphemeral(which))
            return Relation::make({{}, cteName(which)}, database, QStringLiteral("cte"));
        const QString kind = which.materialization();
        const QString type = kind == u"view" || kind == u"materialized_view" ? kind
                             : which.type == ResourceType::Source            ? QString()
                                                                             : QStringLiteral("table");
        return Relation::make(m_run.relationOf(which), database, type, batchOf(which));
    }

    /// Which rows of a relation belong to the batch, where it says what their time is.
    QString batchOf(const Node &which) const
    {
        const QString eventTime = which.config.find(u"event_time").stringOr({});
        if (!m_run.batch || eventTime.isEmpty() || which.uniqueId == node()->uniqueId)
            return {};
        return QStringLiteral("%1 >= '%2' and %1 < '%3'")
            .arg(eventTime, m_run.batch->start, m_run.batch->end);
    }

    const Project::Data &m_project;
    const CompileContext &m_run;
    bool m_anyReference; ///< not only to what the node was seen to read
};

Reference referenceTo(const Node &node, const std::optional<Location> &where)
{
    if (node.source)
        return {.isSource = true,
                .package = node.source->sourceName,
                .name = node.name,
                .version = {},
                .where = where};
    const QString version = node.version ? node.version->number.toString() : QString();
    return {.package = {}, .name = node.name, .version = version, .where = where};
}

Result<QString> render(const Project::Data &project, const Node &node, const CompileContext &context)
{
    const auto host = std::make_shared<CompileHost>(project, node, context);
    if (node.test && !node.test->generic.isEmpty()) {
        const Node &attached =
            project.nodes[static_cast<size_t>(project.index.byId(node.test->attachedNode))];
        const Macro *macro = testMacro(project.language->macros, node.package, node.test->generic);
        return renderGenericTest(host, *macro, referenceTo(attached, node.declared));
    }
    const auto source = project.sourceOf(node);
    return source ? source->render(host->context()) : failure(source.error());
}

/// The ephemeral models under a node, parents first.
std::vector<int> ephemeralParents(const Project::Data &project, const Node &node)
{
    std::vector<int> found;
    if (!project.hasEphemeral)
        return found;
    std::vector<const Node *> open{&node};
    while (!open.empty()) {
        const Node *next = open.back();
        open.pop_back();
        for (const QString &id : next->dependsOn) {
            const int position = project.index.byId(id);
            const Node &parent = project.nodes[static_cast<size_t>(position)];
            if (!isEphemeral(parent) || std::find(found.begin(), found.end(), position) != found.end())
                continue;
            found.push_back(position);
            open.push_back(&parent);
        }
    }
    std::sort(found.begin(), found.end()); // the order of nodes() is parents first
    return found;
}

} // namespace

Result<QString> compileNode(const Project::Data &project, const Node &node, const CompileContext &context)
{
    if (node.type == ResourceType::Seed || node.type == ResourceType::Source)
        return failure(
            ErrorKind::Project,
            QStringLiteral("'%1' is a %2 and has no SQL to compile").arg(node.name, toString(node.type)));
    QStringList ctes;
    for (const int position : ephemeralParents(project, node)) {
        const Node &parent = project.nodes[static_cast<size_t>(position)];
        const auto sql = render(project, parent, context);
        if (!sql)
            return sql;
        ctes.append(cteName(parent) + QStringLiteral(" as (\n") + *sql + QStringLiteral("\n)"));
    }
    auto sql = render(project, node, context);
    if (sql && !ctes.isEmpty())
        sql = withCtes(*sql, ctes);
    return sql && context.batch ? withAliases(*sql) : sql;
}

Result<QString> renderWith(const Project::Data &project, const Node &node, const QString &text,
                           const CompileContext &context, const Dict &more)
{
    const auto source = project.languageOf(node)->environment.parse(text, node.path);
    if (!source)
        return failure(source.error());
    const auto host = std::make_shared<CompileHost>(project, node, context, true);
    templating::Context seen = host->context();
    seen.variables = more;
    return source->render(seen);
}

Result<Value> callWith(const Project::Data &project, const Node &node, const Macro &macro,
                       const Dict &arguments, const CompileContext &context)
{
    const auto host = std::make_shared<CompileHost>(project, node, context, true);
    return callMacro(macro, templating::Arguments({}, arguments), *host);
}

} // namespace daybook::project
