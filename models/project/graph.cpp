#include "models/project/graph.h"

#include "models/project/governance.h"

#include <queue>

#include <algorithm>

namespace daybook::project {

namespace {

/// Sources first, tests last.
int rank(ResourceType type)
{
    switch (type) {
    case ResourceType::Source:
        return 0;
    case ResourceType::Seed:
        return 1;
    case ResourceType::Model:
    case ResourceType::Snapshot:
        return 2;
    case ResourceType::Test:
        return 3;
    case ResourceType::Exposure:
        break;
    }
    return 4;
}

struct Edge
{
    int parent = -1;
    std::optional<Location> where;
};

class Graph
{
public:
    Graph(std::vector<Draft> drafts, const QString &package, const QSet<QString> &restricted,
          Problems &problems)
        : m_restricted(restricted), m_problems(problems)
    {
        QHash<QString, QString> disabled;
        for (Draft &draft : drafts) {
            Node &node = draft.node;
            if (draft.enabled)
                continue;
            if (node.type != ResourceType::Test && node.type != ResourceType::Exposure)
                disabled.insert(node.source ? node.source->sourceName + QLatin1Char('.') + node.name
                                            : node.versionedName(),
                                node.path);
            if (node.version && node.version->isLatest())
                disabled.insert(node.name, node.path);
            m_disabled.push_back(std::move(node));
        }
        take(drafts);
        std::sort(m_disabled.begin(), m_disabled.end(),
                  [](const Node &a, const Node &b) { return a.uniqueId < b.uniqueId; });
        m_index = NodeIndex(m_nodes, std::move(disabled), package);
    }

    std::vector<Node> takeDisabled() { return std::move(m_disabled); }

    std::vector<Node> order()
    {
        link();
        std::vector<std::vector<int>> children(m_nodes.size());
        std::vector<int> waiting(m_nodes.size(), 0);
        std::priority_queue<int, std::vector<int>, std::greater<>> ready;
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            for (const Edge &edge : m_edges[i])
                children[static_cast<size_t>(edge.parent)].push_back(static_cast<int>(i));
            waiting[i] = static_cast<int>(m_edges[i].size());
            if (waiting[i] == 0 && !m_dropped[i])
                ready.push(static_cast<int>(i));
        }
        std::vector<Node> ordered;
        ordered.reserve(m_nodes.size());
        while (!ready.empty()) {
            const auto next = static_cast<size_t>(ready.top());
            ready.pop();
            ordered.push_back(std::move(m_nodes[next]));
            waiting[next] = -1;
            for (const int child : children[next]) {
                const auto position = static_cast<size_t>(child);
                if (--waiting[position] == 0 && !m_dropped[position])
                    ready.push(child);
            }
        }
        reportCycle(waiting);
        return ordered;
    }

private:
    /// The enabled ones, by kind and unique id; it is places that are sorted, since a draft is large.
    void take(std::vector<Draft> &drafts)
    {
        std::vector<Draft *> sorted;
        for (Draft &draft : drafts) {
            if (draft.enabled)
                sorted.push_back(&draft);
        }
        std::sort(sorted.begin(), sorted.end(), [](const Draft *a, const Draft *b) {
            const int left = rank(a->node.type);
            const int right = rank(b->node.type);
            return left != right ? left < right : a->node.uniqueId < b->node.uniqueId;
        });
        m_nodes.reserve(sorted.size());
        m_references.reserve(sorted.size());
        for (Draft *draft : sorted) {
            m_nodes.push_back(std::move(draft->node));
            m_references.push_back(std::move(draft->references));
        }
    }

    void link()
    {
        m_edges.resize(m_nodes.size());
        m_dropped.resize(m_nodes.size());
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            for (const Reference &reference : m_references[i])
                link(i, reference);
            for (const Edge &edge : m_edges[i])
                m_nodes[i].dependsOn.append(m_nodes[static_cast<size_t>(edge.parent)].uniqueId);
        }
    }

    void link(size_t child, const Reference &reference)
    {
        const Node &node = m_nodes[child];
        Location where = reference.where.value_or(Location{node.path});
        const int parent = m_index.find(reference);
        if (parent >= 0) {
            if (const auto refused =
                    whyNotReadable(m_nodes[static_cast<size_t>(parent)], node, groupOf(node), m_restricted))
                m_problems.error(where, *refused);
            auto &edges = m_edges[child];
            const bool known = std::any_of(edges.begin(), edges.end(),
                                           [parent](const Edge &edge) { return edge.parent == parent; });
            if (!known)
                edges.push_back({parent, where});
            return;
        }
        const QString message = m_index.explainMissing(reference);
        if (node.type == ResourceType::Test && m_index.isDisabled(reference)) {
            m_dropped[child] = true;
            m_problems.warning(where, message + QStringLiteral("; the test '%1' is left out").arg(node.name));
        } else {
            m_problems.error(where, message);
        }
    }

    /// A generic test is of the group of what it tests.
    QString groupOf(const Node &node) const
    {
        const int tested = node.test ? m_index.byId(node.test->attachedNode) : -1;
        const Node &of = tested < 0 ? node : m_nodes[static_cast<size_t>(tested)];
        return of.config.find(u"group").stringOr({});
    }

    /// Those still waiting are in a cycle, or below one: go up until a node comes again.
    void reportCycle(const std::vector<int> &waiting)
    {
        const auto stuck = std::find_if(waiting.begin(), waiting.end(), [](int count) { return count > 0; });
        if (stuck == waiting.end())
            return;
        std::vector<size_t> path;
        std::vector<std::optional<Location>> places;
        auto at = static_cast<size_t>(stuck - waiting.begin());
        while (std::find(path.begin(), path.end(), at) == path.end()) {
            path.push_back(at);
            const auto up =
                std::find_if(m_edges[at].begin(), m_edges[at].end(), [&waiting](const Edge &edge) {
                    return waiting[static_cast<size_t>(edge.parent)] > 0;
                });
            if (up == m_edges[at].end())
                return; // waits for a test that was left out: its absence is told already
            places.push_back(up->where);
            at = static_cast<size_t>(up->parent);
        }
        const auto begin = std::find(path.begin(), path.end(), at) - path.begin();
        QStringList steps;
        for (auto i = static_cast<size_t>(begin); i < path.size(); ++i)
            steps.append(stepText(m_nodes[path[i]]));
        steps.append(stepText(m_nodes[at]));
        m_problems.error(
            places[static_cast<size_t>(begin)].value(),
            QStringLiteral("These models read each other in a circle: %1. Take one of the refs out")
                .arg(steps.join(QStringLiteral(" reads "))));
    }

    static QString stepText(const Node &node) { return QStringLiteral("%1 (%2)").arg(node.name, node.path); }

    const QSet<QString> &m_restricted;
    Problems &m_problems;
    std::vector<Node> m_nodes;
    std::vector<std::vector<Reference>> m_references; ///< by node
    std::vector<Node> m_disabled;
    NodeIndex m_index;
    std::vector<std::vector<Edge>> m_edges;
    std::vector<bool> m_dropped;
};

} // namespace

OrderedNodes orderedNodes(std::vector<Draft> drafts, const QString &package, const QSet<QString> &restricted,
                          Problems &problems)
{
    Graph graph(std::move(drafts), package, restricted, problems);
    OrderedNodes ordered;
    ordered.nodes = graph.order();
    ordered.disabled = graph.takeDisabled();
    return ordered;
}

std::vector<std::vector<int>> childrenOf(const std::vector<Node> &nodes, const NodeIndex &index)
{
    std::vector<std::vector<int>> children(nodes.size());
    for (size_t i = 0; i < nodes.size(); ++i) {
        for (const QString &parent : nodes[i].dependsOn)
            children[static_cast<size_t>(index.byId(parent))].push_back(static_cast<int>(i));
    }
    return children;
}

} // namespace daybook::project
