#include "models/project/graph.h"

#include "models/project/governance.h"
#include "models/project/inparts.h"

#include <queue>

#include <algorithm>

namespace daybook::project {

namespace {

class Graph
{
public:
    Graph(Drafts drafts, const QString &package, const QSet<QString> &restricted, Problems &problems)
        : m_restricted(restricted), m_problems(problems)
    {
        QHash<QString, QString> disabled;
        for (auto &draft : drafts) {
            Node &node = draft->node;
            if (draft->enabled) {
                m_drafts.push_back(std::move(draft));
                continue;
            }
            if (node.type != ResourceType::Test && node.type != ResourceType::Exposure)
                disabled.insert(node.source ? node.source->sourceName + QLatin1Char('.') + node.name
                                            : node.versionedName(),
                                node.path);
            if (node.version && node.version->isLatest())
                disabled.insert(node.name, node.path);
            m_disabled.push_back(std::move(node));
        }
        std::sort(m_disabled.begin(), m_disabled.end(),
                  [](const Node &a, const Node &b) { return a.uniqueId < b.uniqueId; });
        sortDrafts();
        refuseTwice();
        std::vector<const Node *> sorted;
        sorted.reserve(m_drafts.size());
        for (const auto &draft : m_drafts)
            sorted.push_back(&draft->node);
        m_index = NodeIndex(sorted, std::move(disabled), package);
    }

    OrderedNodes order()
    {
        link();
        std::vector<std::vector<int>> children(m_drafts.size());
        std::vector<int> waiting(m_drafts.size(), 0);
        std::priority_queue<int, std::vector<int>, std::greater<>> ready;
        for (size_t i = 0; i < m_drafts.size(); ++i) {
            for (const int parent : m_parents[i])
                children[static_cast<size_t>(parent)].push_back(static_cast<int>(i));
            waiting[i] = static_cast<int>(m_parents[i].size());
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
        return placed(order, std::move(children));
    }

private:
    const Node &nodeAt(size_t i) const { return m_drafts[i]->node; }

    /// By rank and unique id. It is keys that are sorted, since a draft is far from the next.
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
            keys.push_back({rankOf(nodeAt(i).uniqueId), nodeAt(i).uniqueId, i});
        sortInParts(keys, [](const Key &a, const Key &b) {
            if (a.rank != b.rank)
                return a.rank < b.rank;
            const int ids = a.id.compare(b.id);
            return ids != 0 ? ids < 0 : a.place < b.place;
        });
        Drafts sorted;
        sorted.reserve(keys.size());
        for (const Key &key : keys)
            sorted.push_back(std::move(m_drafts[key.place]));
        m_drafts = std::move(sorted);
    }

    /// Asked here once: what is read is read many times.
    void findPrivate()
    {
        m_isPrivate.resize(m_drafts.size());
        inParts(m_drafts.size(), [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end && rankOf(nodeAt(i).uniqueId) < 3; ++i)
                m_isPrivate[i] = nodeAt(i).type == ResourceType::Model && nodeAt(i).access() == u"private";
        });
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

    /// Everything by the positions that the nodes have in `order`; without those that have none.
    OrderedNodes placed(const std::vector<size_t> &order, std::vector<std::vector<int>> children)
    {
        std::vector<int> positions(m_drafts.size(), -1);
        for (size_t i = 0; i < order.size(); ++i)
            positions[order[i]] = static_cast<int>(i);
        const auto renumbered = [&positions](std::vector<int> &those) {
            for (int &each : those)
                each = positions[static_cast<size_t>(each)];
            those.erase(std::remove(those.begin(), those.end(), -1), those.end());
        };
        OrderedNodes all{.nodes = {},
                         .sources = {},
                         .parents = std::vector<std::vector<int>>(order.size()),
                         .children = std::vector<std::vector<int>>(order.size()),
                         .index = std::move(m_index),
                         .disabled = std::move(m_disabled)};
        Nodes::Owners nodes(order.size());
        for (size_t i = 0; i < order.size(); ++i) {
            Draft &draft = *m_drafts[order[i]];
            if (draft.source)
                all.sources.insert(draft.owned.get(), std::move(*draft.source));
            nodes[i] = std::move(draft.owned);
        }
        all.nodes = Nodes(std::move(nodes));
        inParts(order.size(), [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                all.parents[i] = std::move(m_parents[order[i]]);
                all.children[i] = std::move(children[order[i]]);
                renumbered(all.parents[i]);
                renumbered(all.children[i]);
                std::sort(all.children[i].begin(), all.children[i].end());
            }
        });
        all.index.renumber(positions);
        discard(std::move(m_drafts));
        return all;
    }

    void link()
    {
        findPrivate();
        m_parents.resize(m_drafts.size());
        m_dropped.resize(m_drafts.size());
        std::vector<char> isWrong(m_drafts.size());
        inParts(m_drafts.size(), [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i)
                isWrong[i] = !link(i);
        });
        for (size_t i = 0; i < m_drafts.size(); ++i) {
            if (isWrong[i])
                reportWrong(i);
        }
    }

    /// Finds what a node reads; whether all of it is there, and open to it.
    bool link(size_t child)
    {
        bool isComplete = true;
        std::vector<int> &parents = m_parents[child];
        for (const Reference &reference : m_drafts[child]->references) {
            const int parent = m_index.find(reference);
            if (parent < 0)
                isComplete = false;
            else if (std::find(parents.begin(), parents.end(), parent) == parents.end())
                parents.push_back(parent);
            if (parent >= 0 && refusalOf(child, parent))
                isComplete = false;
        }
        QStringList &ids = m_drafts[child]->node.dependsOn;
        ids.reserve(static_cast<qsizetype>(parents.size()));
        for (const int parent : parents)
            ids.append(nodeAt(static_cast<size_t>(parent)).uniqueId);
        return isComplete;
    }

    Location whereOf(size_t child, const Reference &reference) const
    {
        return reference.where.value_or(Location{nodeAt(child).path});
    }

    /// Where `child` says that it reads `parent`.
    Location whereOf(size_t child, int parent) const
    {
        const auto &references = m_drafts[child]->references;
        const auto reference = std::find_if(references.begin(), references.end(), [&](const Reference &each) {
            return m_index.find(each) == parent;
        });
        return whereOf(child, *reference);
    }

    std::optional<QString> refusalOf(size_t child, int parent) const
    {
        if (m_restricted.isEmpty() && !m_isPrivate[static_cast<size_t>(parent)])
            return {}; // nearly all
        const Node &read = nodeAt(static_cast<size_t>(parent));
        const Node &node = nodeAt(child);
        return whyNotReadable(read, node, groupOf(node), m_restricted);
    }

    /// A generic test is of the group of what it tests.
    QString groupOf(const Node &node) const
    {
        const int tested =
            node.test && !node.test->attachedNode.isEmpty() ? m_index.byId(node.test->attachedNode) : -1;
        const Node &of = tested < 0 ? node : nodeAt(static_cast<size_t>(tested));
        return of.config.find(u"group").stringOr({});
    }

    void reportWrong(size_t child)
    {
        const Node &node = nodeAt(child);
        for (const Reference &reference : m_drafts[child]->references) {
            const int parent = m_index.find(reference);
            if (const auto refusal = parent < 0 ? std::nullopt : refusalOf(child, parent))
                m_problems.error(whereOf(child, reference), *refusal);
            if (parent >= 0)
                continue;
            const QString message = m_index.explainMissing(reference);
            const Location where = whereOf(child, reference);
            if (node.type == ResourceType::Test && m_index.isDisabled(reference)) {
                m_dropped[child] = true;
                m_problems.warning(where,
                                   message + QStringLiteral("; the test '%1' is left out").arg(node.name));
            } else {
                m_problems.error(where, message);
            }
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
            const auto up = std::find_if(m_parents[at].begin(), m_parents[at].end(), [&waiting](int parent) {
                return waiting[static_cast<size_t>(parent)] > 0;
            });
            if (up == m_parents[at].end())
                return; // waits for a test that was left out: its absence is told already
            places.push_back(whereOf(at, *up));
            at = static_cast<size_t>(*up);
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

    const QSet<QString> &m_restricted;
    Problems &m_problems;
    Drafts m_drafts; ///< enabled ones, by rank and unique id
    std::vector<Node> m_disabled;
    NodeIndex m_index;
    std::vector<std::vector<int>> m_parents; ///< of each draft
    std::vector<char> m_isPrivate;           ///< of each draft
    std::vector<bool> m_dropped;
};

} // namespace

OrderedNodes orderedNodes(Drafts drafts, const QString &package, const QSet<QString> &restricted,
                          Problems &problems)
{
    return Graph(std::move(drafts), package, restricted, problems).order();
}

} // namespace daybook::project
