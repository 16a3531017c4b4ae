#include "models/project/selector.h"

#include "models/project/criterion.h"

#include <QRegularExpression>

#include <algorithm>

namespace daybook::project {

namespace {

using Set = std::vector<bool>; ///< by position in nodes()

class Selector
{
public:
    Selector(const Project::Data &project, QStringList *warnings)
        : m_project(project), m_warnings(warnings), m_parents(project.nodes.size())
    {
        for (size_t i = 0; i < project.nodes.size(); ++i) {
            for (const QString &id : project.nodes[i].dependsOn)
                m_parents[i].push_back(project.index.byId(id));
        }
    }

    /// All of the words, each an intersection.
    Result<Set> any(const QStringList &words)
    {
        Set all = none();
        for (const QString &word : words) {
            const auto some = intersection(word);
            if (!some)
                return some;
            for (size_t i = 0; i < all.size(); ++i)
                all[i] = all[i] || (*some)[i];
        }
        return all;
    }

private:
    using Edges = std::vector<std::vector<int>>;

    Set none() const { return Set(m_project.nodes.size(), false); }

    Result<Set> intersection(const QString &word)
    {
        Set common(m_project.nodes.size(), true);
        for (const QString &part : word.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const auto criterion = parseCriterion(part);
            if (!criterion)
                return failure(criterion.error());
            const Set some = selected(*criterion);
            for (size_t i = 0; i < common.size(); ++i)
                common[i] = common[i] && some[i];
        }
        if (m_warnings != nullptr && std::find(common.begin(), common.end(), true) == common.end())
            m_warnings->append(QStringLiteral("'%1' selects nothing in this project").arg(word));
        return common;
    }

    Set selected(const Criterion &criterion) const
    {
        Set found = none();
        for (size_t i = 0; i < found.size(); ++i)
            found[i] = criterion.matches(m_project.nodes[i]);
        Set wide = found;
        if (criterion.withParentsOfChildren) {
            spread(wide, m_project.children, Criterion::everything);
            spread(wide, m_parents, Criterion::everything);
        }
        if (criterion.parents)
            unite(wide, found, m_parents, *criterion.parents);
        if (criterion.children)
            unite(wide, found, m_project.children, *criterion.children);
        addTests(wide);
        return wide;
    }

    void unite(Set &into, Set from, const Edges &edges, int generations) const
    {
        spread(from, edges, generations);
        for (size_t i = 0; i < into.size(); ++i)
            into[i] = into[i] || from[i];
    }

    static void spread(Set &set, const Edges &edges, int generations)
    {
        std::vector<size_t> border;
        for (size_t i = 0; i < set.size(); ++i) {
            if (set[i])
                border.push_back(i);
        }
        for (int step = 0; !border.empty() && (generations < 0 || step < generations); ++step) {
            std::vector<size_t> next;
            for (const size_t at : border) {
                for (const int neighbour : edges[at]) {
                    const auto position = static_cast<size_t>(neighbour);
                    if (!set[position]) {
                        set[position] = true;
                        next.push_back(position);
                    }
                }
            }
            border = std::move(next);
        }
    }

    void addTests(Set &set) const
    {
        for (size_t i = 0; i < set.size(); ++i) {
            if (m_project.nodes[i].type == ResourceType::Test && !set[i])
                set[i] = std::any_of(m_parents[i].begin(), m_parents[i].end(),
                                     [&set](int parent) { return set[static_cast<size_t>(parent)]; });
        }
    }

    const Project::Data &m_project;
    QStringList *m_warnings;
    Edges m_parents;
};

/// A word may hold several, as a shell passes a quoted list.
QStringList wordsOf(const QStringList &given)
{
    static const QRegularExpression blank(QStringLiteral("\\s+"));
    QStringList words;
    for (const QString &text : given)
        words += text.split(blank, Qt::SkipEmptyParts);
    return words;
}

} // namespace

Result<QStringList> selectNodes(const Project::Data &project, const Selection &selection,
                                QStringList *warnings)
{
    Selector selector(project, warnings);
    const QStringList wanted = wordsOf(selection.select);
    const auto included =
        wanted.isEmpty() ? Result<Set>(Set(project.nodes.size(), true)) : selector.any(wanted);
    const auto excluded = selector.any(wordsOf(selection.exclude));
    if (!included || !excluded)
        return failure(included ? excluded.error() : included.error());
    QStringList ids;
    for (size_t i = 0; i < project.nodes.size(); ++i) {
        if ((*included)[i] && !(*excluded)[i])
            ids.append(project.nodes[i].uniqueId);
    }
    return ids;
}

} // namespace daybook::project
