#include "models/project/selector.h"

#include "models/project/glob.h"
#include "models/project/nodemethods.h"

#include <algorithm>

namespace daybook::project {

namespace {

using Set = std::vector<bool>; ///< by position in nodes()
using Edges = std::vector<std::vector<int>>;
using Kind = SelectionSpec::Kind;

/// What a part of a selection comes to.
struct Found
{
    Set direct;
    Set indirect; ///< tests of which some parent is missing: another part may bring it
};

Set united(Set a, const Set &b)
{
    for (size_t i = 0; i < a.size(); ++i)
        a[i] = a[i] || b[i];
    return a;
}

Set combined(Kind kind, Set a, const Set &b)
{
    for (size_t i = 0; i < a.size(); ++i)
        a[i] = kind == Kind::Union ? a[i] || b[i] : kind == Kind::Intersection ? a[i] && b[i] : a[i] && !b[i];
    return a;
}

/// All that `edges` lead to, `generations` far.
Set reached(const Set &from, const Edges &edges, int generations)
{
    Set found(from.size(), false);
    std::vector<size_t> border;
    for (size_t i = 0; i < from.size(); ++i) {
        if (from[i])
            border.push_back(i);
    }
    for (int step = 0; !border.empty() && (generations < 0 || step < generations); ++step) {
        std::vector<size_t> next;
        for (const size_t at : border) {
            for (const int neighbour : edges[at]) {
                const auto position = static_cast<size_t>(neighbour);
                if (!found[position]) {
                    found[position] = true;
                    next.push_back(position);
                }
            }
        }
        border = std::move(next);
    }
    return found;
}

class Selector
{
public:
    Selector(const Project::Data &project, const Selection &selection, QStringList *warnings)
        : m_project(project), m_selection(selection), m_warnings(warnings)
    {
    }

    Result<Set> select(const SelectionSpec &spec)
    {
        auto found = find(spec);
        return found ? Result<Set>(std::move(found->direct)) : failure(found.error());
    }

    /// The selectors of selectors.yml whose names match, together.
    Result<Set> named(const QString &name)
    {
        const Glob pattern(name);
        Set all = none();
        bool any = false;
        for (const auto &[known, definition] : m_project.selectors.byName) {
            if (!pattern.matches(known))
                continue;
            any = true;
            if (m_open.contains(known))
                return failure(circle(known, definition.where));
            m_open.append(known);
            const auto some = select(definition.spec);
            m_open.removeLast();
            if (!some)
                return some;
            all = united(std::move(all), *some);
        }
        if (!any)
            return failure(unknown(name));
        return all;
    }

private:
    Set none() const { return Set(m_project.nodes.size(), false); }

    Result<Found> find(const SelectionSpec &spec)
    {
        if (spec.kind == Kind::Criterion)
            return find(spec.criterion);
        std::optional<Found> found;
        for (const SelectionSpec &part : spec.parts) {
            const auto some = find(part);
            if (!some)
                return some;
            const Set both = united(some->direct, some->indirect);
            found = found ? Found{combined(spec.kind, std::move(found->direct), some->direct),
                                  combined(spec.kind, std::move(found->indirect), both)}
                          : Found{some->direct, both};
        }
        if (!found)
            return Found{none(), none()};
        bringIn(*found, spec.indirect.value_or(m_selection.indirect));
        const bool isEmpty =
            std::find(found->direct.begin(), found->direct.end(), true) == found->direct.end();
        if (isEmpty && m_warnings != nullptr && !spec.word.isEmpty())
            m_warnings->append(QStringLiteral("'%1' selects nothing in this project").arg(spec.word));
        return std::move(*found);
    }

    Result<Found> find(const Criterion &criterion)
    {
        auto matched = criterion.method == u"selector" ? named(criterion.value) : matching(criterion);
        if (!matched)
            return failure(matched.error());
        Set wide = *matched;
        if (criterion.withParentsOfChildren) {
            wide = united(std::move(wide), reached(*matched, m_project.children, Criterion::everything));
            wide = united(wide, reached(wide, m_project.parents, Criterion::everything));
        }
        if (criterion.parents)
            wide = united(std::move(wide), reached(*matched, m_project.parents, *criterion.parents));
        if (criterion.children)
            wide = united(std::move(wide), reached(*matched, m_project.children, *criterion.children));
        const IndirectSelection indirect = criterion.indirect.value_or(m_selection.indirect);
        // Another selector has brought its tests already, and may have taken some away again.
        if (indirect == IndirectSelection::Empty || criterion.method == u"selector")
            return Found{std::move(wide), none()};
        return withTests(std::move(wide), indirect);
    }

    Result<Set> matching(const Criterion &criterion) const
    {
        const auto matches = nodePredicate(criterion, m_project, m_selection.state.get());
        if (!matches)
            return failure(matches.error());
        Set found = none();
        for (size_t i = 0; i < found.size(); ++i)
            found[i] = (*matches)(m_project.nodes[i]);
        return found;
    }

    bool areAllIn(const Set &set, size_t test) const
    {
        return std::all_of(m_project.parents[test].begin(), m_project.parents[test].end(),
                           [&set](int parent) { return set[static_cast<size_t>(parent)]; });
    }

    Found withTests(Set set, IndirectSelection indirect) const
    {
        Set near = set;
        if (indirect == IndirectSelection::Buildable) {
            near = united(std::move(near), reached(set, m_project.parents, Criterion::everything));
            for (size_t i = 0; i < near.size(); ++i)
                near[i] = near[i] || m_project.nodes[i].type == ResourceType::Source;
        }
        Found found{set, none()};
        for (size_t i = 0; i < set.size(); ++i) {
            if (m_project.nodes[i].type != ResourceType::Test)
                continue;
            const bool touched = std::any_of(m_project.parents[i].begin(), m_project.parents[i].end(),
                                             [&set](int parent) { return set[static_cast<size_t>(parent)]; });
            if (touched && (indirect == IndirectSelection::Eager || areAllIn(near, i)))
                found.direct[i] = true;
            else if (touched)
                found.indirect[i] = true;
        }
        return found;
    }

    /// Tests whose parents came from several parts.
    void bringIn(Found &found, IndirectSelection indirect) const
    {
        if (indirect != IndirectSelection::Cautious && indirect != IndirectSelection::Buildable)
            return;
        const Set near =
            indirect == IndirectSelection::Cautious
                ? found.direct
                : united(found.direct, reached(found.direct, m_project.parents, Criterion::everything));
        for (size_t i = 0; i < near.size(); ++i) {
            if (found.indirect[i] && areAllIn(near, i))
                found.direct[i] = true;
        }
    }

    Error circle(const QString &name, const Location &where) const
    {
        const QStringList steps = m_open.mid(m_open.indexOf(name)) + QStringList{name};
        return {.kind = ErrorKind::Project,
                .message = QStringLiteral("These selectors name each other in a circle: %1. Take one of the "
                                          "references out")
                               .arg(steps.join(QStringLiteral(" names "))),
                .where = where};
    }

    Error unknown(const QString &name) const
    {
        QStringList names;
        for (const auto &[known, definition] : m_project.selectors.byName)
            names.append(known);
        const QString what = names.isEmpty() ? QStringLiteral("; there is no selectors.yml that defines any")
                                             : didYouMean(name, names);
        return {.kind = ErrorKind::Usage,
                .message = QStringLiteral("There is no selector '%1' in selectors.yml%2").arg(name, what)};
    }

    const Project::Data &m_project;
    const Selection &m_selection;
    QStringList *m_warnings;
    QStringList m_open; ///< selectors being looked at
};

Result<Set> selectByWords(Selector &selector, const Selection &selection, size_t size)
{
    const auto wanted = parseWords(selection.select);
    const auto unwanted = parseWords(selection.exclude);
    if (!wanted || !unwanted)
        return failure(wanted ? unwanted.error() : wanted.error());
    auto included = wanted->parts.empty() ? Result<Set>(Set(size, true)) : selector.select(*wanted);
    const auto excluded = selector.select(*unwanted);
    if (!included || !excluded)
        return failure(included ? excluded.error() : included.error());
    return combined(Kind::Difference, std::move(*included), *excluded);
}

/// What a retry does again.
Set onlyThese(const Project::Data &project, const QStringList &ids, QStringList *warnings)
{
    Set set(project.nodes.size(), false);
    for (const QString &id : ids) {
        const int position = project.index.byId(id);
        if (position >= 0)
            set[static_cast<size_t>(position)] = true;
        else if (warnings != nullptr)
            warnings->append(QStringLiteral("'%1' is no longer in this project and is left out").arg(id));
    }
    for (size_t i = 0; i < set.size(); ++i) {
        for (const int child : project.children[i]) {
            const auto test = static_cast<size_t>(child);
            if (set[i] && project.nodes[i].type != ResourceType::Test &&
                project.nodes[test].type == ResourceType::Test)
                set[test] = true;
        }
    }
    return set;
}

Result<void> checkTypes(const QStringList &types)
{
    for (const QString &type : types) {
        if (!resourceTypeNames().contains(type))
            return failure(ErrorKind::Usage,
                           QStringLiteral("'%1' is no type of resource%2; the types are %3")
                               .arg(type, didYouMean(type, resourceTypeNames()).remove(QLatin1Char('?')),
                                    resourceTypeNames().join(QStringLiteral(", "))));
    }
    return {};
}

} // namespace

Result<QStringList> selectNodes(const Project::Data &project, const Selection &selection,
                                QStringList *warnings)
{
    const bool hasWords = !selection.select.isEmpty() || !selection.exclude.isEmpty();
    if (hasWords && !selection.selector.isEmpty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("--selector stands in place of --select and "
                                      "--exclude: write --select selector:%1 to combine them")
                           .arg(selection.selector));
    if (const auto known = checkTypes(selection.resourceTypes + selection.excludedResourceTypes); !known)
        return failure(known.error());
    Selector selector(project, selection, warnings);
    const QString name =
        hasWords || !selection.selector.isEmpty() ? selection.selector : project.selectors.standard;
    const auto chosen = !selection.only.isEmpty() ? Result<Set>(onlyThese(project, selection.only, warnings))
                        : name.isEmpty()          ? selectByWords(selector, selection, project.nodes.size())
                                                  : selector.named(name);
    if (!chosen)
        return failure(chosen.error());
    QStringList ids;
    for (size_t i = 0; i < project.nodes.size(); ++i) {
        const QString type = toString(project.nodes[i].type);
        const bool isWanted = selection.resourceTypes.isEmpty() || selection.resourceTypes.contains(type);
        if ((*chosen)[i] && isWanted && !selection.excludedResourceTypes.contains(type))
            ids.append(project.nodes[i].uniqueId);
    }
    return ids;
}

} // namespace daybook::project
