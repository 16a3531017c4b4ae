#include "models/project/nodeindex.h"

#include <algorithm>

namespace daybook::project {

int rankOf(QStringView uniqueId)
{
    if (uniqueId.startsWith(u"test."))
        return 3;
    return uniqueId.startsWith(u"source.") ? 0 : uniqueId.startsWith(u"seed.") ? 1 : 2;
}

NodeIndex::NodeIndex(const std::vector<const Node *> &sorted, QHash<QString, QString> disabled,
                     QString package)
    : m_package(std::move(package)), m_disabled(std::move(disabled))
{
    const auto named = std::partition_point(
        sorted.begin(), sorted.end(), [](const Node *node) { return node->type != ResourceType::Test; });
    m_own.reserve(named - sorted.begin());
    m_ids.reserve(sorted.size());
    for (const Node *node : sorted) {
        const auto position = static_cast<int>(m_ids.size());
        m_ids.push_back({node->uniqueId, position});
        if (node->type != ResourceType::Test)
            addName(*node, position);
    }
}

void NodeIndex::addName(const Node &node, int position)
{
    if (node.type == ResourceType::Source) {
        m_sources[node.source->sourceName].insert(node.name, position);
    } else if (node.package == m_package) {
        m_own.insert(node.name, position);
    } else {
        m_byPackage[node.package].insert(node.name, position);
        if (!m_others.contains(node.name))
            m_others.insert(node.name, position);
    }
}

void NodeIndex::renumber(const std::vector<int> &positions)
{
    const auto moved = [&positions](int &position) { position = positions[static_cast<size_t>(position)]; };
    const auto renumbered = [&moved](Names &names) { std::for_each(names.begin(), names.end(), moved); };
    for (Id &id : m_ids)
        moved(id.position);
    renumbered(m_own);
    renumbered(m_others);
    std::for_each(m_byPackage.begin(), m_byPackage.end(), renumbered);
    std::for_each(m_sources.begin(), m_sources.end(), renumbered);
}

int NodeIndex::byId(const QString &uniqueId) const
{
    const int rank = rankOf(uniqueId);
    const auto found = std::partition_point(m_ids.begin(), m_ids.end(), [&](const Id &id) {
        const int other = rankOf(id.id);
        return other != rank ? other < rank : id.id < uniqueId;
    });
    return found == m_ids.end() || found->id != uniqueId ? -1 : found->position;
}

const NodeIndex::Names *NodeIndex::namesOf(const QString &package) const
{
    if (package == m_package)
        return &m_own;
    const auto names = m_byPackage.constFind(package);
    return names == m_byPackage.constEnd() ? nullptr : &*names;
}

int NodeIndex::find(const Reference &reference) const
{
    if (reference.isSource) {
        const auto tables = m_sources.constFind(reference.package);
        return tables == m_sources.constEnd() ? -1 : tables->value(reference.name, -1);
    }
    const auto named = [&](const QString &name) {
        if (!reference.package.isEmpty()) {
            const Names *names = namesOf(reference.package);
            return names == nullptr ? -1 : names->value(name, -1);
        }
        const int own = m_own.value(name, -1);
        return own >= 0 ? own : m_others.value(name, -1);
    };
    if (!reference.version.isEmpty()) {
        const int versioned = named(reference.name + QStringLiteral("_v") + reference.version);
        if (versioned >= 0)
            return versioned;
    }
    return named(reference.name);
}

bool NodeIndex::isDisabled(const Reference &reference) const
{
    return m_disabled.contains(reference.isSource ? reference.package + QLatin1Char('.') + reference.name
                                                  : reference.name);
}

QString NodeIndex::explainMissing(const Reference &reference) const
{
    const QString what = toString(reference);
    if (isDisabled(reference)) {
        const QString key =
            reference.isSource ? reference.package + QLatin1Char('.') + reference.name : reference.name;
        return QStringLiteral("%1 is disabled (in %2): enable it, or do not refer to it")
            .arg(what, m_disabled[key]);
    }
    if (!reference.isSource) {
        if (!reference.package.isEmpty() && namesOf(reference.package) == nullptr)
            return QStringLiteral("%1 names the package '%2', which is not installed: run daybookctl deps")
                .arg(what, reference.package);
        return QStringLiteral("%1 is neither a model nor a seed of this project%2")
            .arg(what, didYouMean(reference.name, m_own.keys() + m_others.keys()));
    }
    const auto tables = m_sources.constFind(reference.package);
    if (tables == m_sources.constEnd())
        return QStringLiteral("%1 names a source that no properties file declares%2")
            .arg(what, didYouMean(reference.package, m_sources.keys()));
    return QStringLiteral("%1 names a table that the source '%2' does not declare%3")
        .arg(what, reference.package, didYouMean(reference.name, tables->keys()));
}

QString toString(const Reference &reference)
{
    const QString first =
        reference.package.isEmpty() ? QString() : QStringLiteral("'%1', ").arg(reference.package);
    return QStringLiteral("%1(%2'%3')")
        .arg(reference.isSource ? QStringLiteral("source") : QStringLiteral("ref"), first, reference.name);
}

} // namespace daybook::project
