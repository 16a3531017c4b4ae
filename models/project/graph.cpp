#include "models/project/graph.h"

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
        break;
    }
    return 3;
}

struct Edge
{
    int parent = -1;
    size_t reference = 0; ///< which of the child's it is
};

class Graph
{
public:
    Graph(Drafts drafts, const QString &package, Problems &problems) : m_problems(problems)
    {
        QHash<QString, QString> disabled;
        for (auto &draft : drafts) {
            Node &node = draft->node;
            if (draft->enabled) {
                m_drafts.push_back(std::move(draft));
                continue;
            }
            if (node.type != ResourceType::Test)
                disabled.insert(node.source ? node.source->sourceName + QLatin1Char('.') + node.name
                                            : node.name,
                                node.path);
            m_disabled.push_back(std::move(node));
        }
        std::sort(m_disabled.begin(), m_disabled.end(),
                  [](const Node &a, const Node &b) { return a.uniqueId < b.uniqueId; });
        sortDrafts();
        refuseTwice();
        m_index = NodeIndex(std::move(disabled), package);
        for (size_t i = 0; i < m_drafts.size() && nodeAt(i).type != ResourceType::Test; ++i)
            m_index.addName(nodeAt(i), static_cast<int>(i));
    }

    OrderedNodes order()
    {
        link();
        std::vector<std::vector<int>> children(m_drafts.size());
        std::vector<int> waiting(m_drafts.size(), 0);
        std::priority_queue<int, std::vector<int>, std::greater<>> ready;
        for (size_t i = 0; i < m_drafts.size(); ++i) {
            for (const Edge &edge : m_edges[i])
                children[static_cast<size_t>(edge.parent)].push_back(static_cast<int>(i));
            waiting[i] = static_cast<int>(m_edges[i].size());
            if (waiting[i] == 0 && !m_dropped[i])
                ready.push(static_cast<int>(i));
        }
        std::vector<size_t> order;
        order.reserve(m_drafts.size());
        while (!ready.empty()) {
            const auto next = static_cast<size_t>(ready.top());
            ready.pop();
            order.push_back(next);
            waiting[next] = -1;
            for (const int child : children[next]) {
                const auto position = static_cast<size_t>(child);
                if (--waiting[position] == 0 && !m_dropped[position])
                    ready.push(child);
            }
        }
        reportCycle(waiting);
        return {take(order), placed(std::move(children), order), std::move(m_disabled)};
    }

private:
    const Node &nodeAt(size_t i) const { return m_drafts[i]->node; }

    /// By kind and unique id. It is keys that are sorted, since a draft is far from the next.
    void sortDrafts()
    {
        struct Key
        {
            int rank;
            QStringView id;
            size_t place;
        };
        std::vector<Key> keys;
        keys.reserve(m_drafts.size());
        for (size_t i = 0; i < m_drafts.size(); ++i)
            keys.push_back({rank(nodeAt(i).type), nodeAt(i).uniqueId, i});
        std::stable_sort(keys.begin(), keys.end(), [](const Key &a, const Key &b) {
            return a.rank != b.rank ? a.rank < b.rank : a.id < b.id;
        });
        Drafts sorted;
        sorted.reserve(keys.size());
        for (const Key &key : keys)
            sorted.push_back(std::move(m_drafts[key.place]));
        m_drafts = std::move(sorted);
    }

    /// Tests that properties files ask for twice.
    void refuseTwice()
    {
        const auto same = [this](const auto &a, const auto &b) {
            const bool isGeneric = b->node.test && !b->node.test->generic.isEmpty();
            if (!isGeneric || a->node.uniqueId != b->node.uniqueId)
                return false;
            m_problems.error(b->node.declared.value_or(Location{b->node.path}),
                             QStringLiteral("The test '%1' stands in %2, too: remove one, or give one a "
                                            "name of its own with 'name:'")
                                 .arg(b->node.name, a->node.declared.value_or(Location{}).toString()));
            return true;
        };
        m_drafts.erase(std::unique(m_drafts.begin(), m_drafts.end(), same), m_drafts.end());
    }

    std::vector<Node> take(const std::vector<size_t> &order)
    {
        std::vector<Node> nodes;
        nodes.reserve(order.size());
        for (const size_t i : order) {
            nodes.push_back(std::move(m_drafts[i]->node));
            m_drafts[i].reset();
        }
        return nodes;
    }

    /// The same by the positions that the nodes have in `order`; without those that have none.
    static std::vector<std::vector<int>> placed(std::vector<std::vector<int>> children,
                                                const std::vector<size_t> &order)
    {
        std::vector<int> positions(children.size(), -1);
        for (size_t i = 0; i < order.size(); ++i)
            positions[order[i]] = static_cast<int>(i);
        std::vector<std::vector<int>> all;
        all.reserve(order.size());
        for (const size_t i : order) {
            std::vector<int> &own = children[i];
            for (int &child : own)
                child = positions[static_cast<size_t>(child)];
            own.erase(std::remove(own.begin(), own.end(), -1), own.end());
            std::sort(own.begin(), own.end());
            all.push_back(std::move(own));
        }
        return all;
    }

    void link()
    {
        m_edges.resize(m_drafts.size());
        m_dropped.resize(m_drafts.size());
        for (size_t i = 0; i < m_drafts.size(); ++i) {
            for (size_t reference = 0; reference < m_drafts[i]->references.size(); ++reference)
                link(i, reference);
            for (const Edge &edge : m_edges[i])
                m_drafts[i]->node.dependsOn.append(nodeAt(static_cast<size_t>(edge.parent)).uniqueId);
        }
    }

    Location whereOf(size_t child, size_t reference) const
    {
        return m_drafts[child]->references[reference].where.value_or(Location{nodeAt(child).path});
    }

    void link(size_t child, size_t place)
    {
        const Reference &reference = m_drafts[child]->references[place];
        const int parent = m_index.find(reference);
        if (parent >= 0) {
            auto &edges = m_edges[child];
            const bool known = std::any_of(edges.begin(), edges.end(),
                                           [parent](const Edge &edge) { return edge.parent == parent; });
            if (!known)
                edges.push_back({parent, place});
            return;
        }
        const QString message = m_index.explainMissing(reference);
        const Node &node = nodeAt(child);
        const Location where = whereOf(child, place);
        if (node.type == ResourceType::Test && m_index.isDisabled(reference)) {
            m_dropped[child] = true;
            m_problems.warning(where, message + QStringLiteral("; the test '%1' is left out").arg(node.name));
        } else {
            m_problems.error(where, message);
        }
    }

    /// Those still waiting are in a cycle, or below one: go up until a node comes again.
    void reportCycle(const std::vector<int> &waiting)
    {
        const auto stuck = std::find_if(waiting.begin(), waiting.end(), [](int count) { return count > 0; });
        if (stuck == waiting.end())
            return;
        std::vector<size_t> path;
        std::vector<Location> places;
        auto at = static_cast<size_t>(stuck - waiting.begin());
        while (std::find(path.begin(), path.end(), at) == path.end()) {
            path.push_back(at);
            const auto up =
                std::find_if(m_edges[at].begin(), m_edges[at].end(), [&waiting](const Edge &edge) {
                    return waiting[static_cast<size_t>(edge.parent)] > 0;
                });
            if (up == m_edges[at].end())
                return; // waits for a test that was left out: its absence is told already
            places.push_back(whereOf(at, up->reference));
            at = static_cast<size_t>(up->parent);
        }
        const auto begin = std::find(path.begin(), path.end(), at) - path.begin();
        QStringList steps;
        for (auto i = static_cast<size_t>(begin); i < path.size(); ++i)
            steps.append(stepText(nodeAt(path[i])));
        steps.append(stepText(nodeAt(at)));
        m_problems.error(
            places[static_cast<size_t>(begin)],
            QStringLiteral("These models read each other in a circle: %1. Take one of the refs out")
                .arg(steps.join(QStringLiteral(" reads "))));
    }

    static QString stepText(const Node &node) { return QStringLiteral("%1 (%2)").arg(node.name, node.path); }

    Problems &m_problems;
    Drafts m_drafts; ///< enabled ones, by kind and unique id
    std::vector<Node> m_disabled;
    NodeIndex m_index;
    std::vector<std::vector<Edge>> m_edges;
    std::vector<bool> m_dropped;
};

} // namespace

OrderedNodes orderedNodes(Drafts drafts, const QString &package, Problems &problems)
{
    return Graph(std::move(drafts), package, problems).order();
}

} // namespace daybook::project
