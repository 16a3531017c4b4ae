#include "models/project/nodeindex.h"

#include "models/project/inparts.h"

#include <algorithm>

namespace daybook::project {

int rankOf(QStringView uniqueId)
{
    if (uniqueId.startsWith(u"test."))
        return 3;
    if (uniqueId.startsWith(u"exposure."))
        return 4;
    return uniqueId.startsWith(u"source.") ? 0 : uniqueId.startsWith(u"seed.") ? 1 : 2;
}

namespace {

/// As nodes are called in the index.
QString keyOf(const Reference &reference)
{
    if (reference.isSource)
        return reference.package + QLatin1Char('.') + reference.name;
    return reference.version.isEmpty() ? reference.name
                                       : reference.name + QStringLiteral(".v") + reference.version;
}

} // namespace

NodeIndex::NodeIndex(const std::vector<const Node *> &sorted, QHash<QString, QString> disabled,
                     QString package)
    : m_package(std::move(package)), m_disabled(std::move(disabled))
{
    const auto named = std::partition_point(sorted.begin(), sorted.end(),
                                            [](const Node *node) { return rankOf(node->uniqueId) < 3; });
    m_own.reserve(named - sorted.begin());
    for (auto node = sorted.begin(); node != named; ++node)
        addName(**node, static_cast<int>(node - sorted.begin()));
    m_ids.resize(sorted.size());
    inParts(sorted.size(), [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i)
            m_ids[i] = {sorted[i]->uniqueId, static_cast<int>(i)};
    });
}

void NodeIndex::addName(const Node &node, int position)
{
    if (node.type == ResourceType::Source) {
        m_sources[node.source->sourceName].insert(node.name, position);
        return;
    }
    addName(node.package, node.versionedName(), position);
    if (!node.version)
        return;
    m_versions[node.name].append(node.version->number.toString());
    if (node.version->isLatest())
        addName(node.package, node.name, position);
}

void NodeIndex::addName(const QString &package, const QString &name, int position)
{
    if (package == m_package) {
        m_own.insert(name, position);
        return;
    }
    m_byPackage[package].insert(name, position);
    if (!m_others.contains(name))
        m_others.insert(name, position);
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
    const QString name = keyOf(reference);
    if (!reference.package.isEmpty()) {
        const Names *names = namesOf(reference.package);
        return names == nullptr ? -1 : names->value(name, -1);
    }
    const int own = m_own.value(name, -1);
    return own >= 0 ? own : m_others.value(name, -1);
}

bool NodeIndex::isDisabled(const Reference &reference) const
{
    return m_disabled.contains(keyOf(reference));
}

QString NodeIndex::explainMissing(const Reference &reference) const
{
    const QString what = toString(reference);
    if (isDisabled(reference))
        return QStringLiteral("%1 is disabled (in %2): enable it, or do not refer to it")
            .arg(what, m_disabled[keyOf(reference)]);
    if (!reference.isSource)
        return explainMissingModel(reference);
    const auto tables = m_sources.constFind(reference.package);
    if (tables == m_sources.constEnd())
        return QStringLiteral("%1 names a source that no properties file declares%2")
            .arg(what, didYouMean(reference.package, m_sources.keys()));
    return QStringLiteral("%1 names a table that the source '%2' does not declare%3")
        .arg(what, reference.package, didYouMean(reference.name, tables->keys()));
}

QString NodeIndex::explainMissingModel(const Reference &reference) const
{
    const QString what = toString(reference);
    if (!reference.package.isEmpty() && namesOf(reference.package) == nullptr)
        return QStringLiteral("%1 names the package '%2', which is not installed: run daybookctl deps")
            .arg(what, reference.package);
    if (const QStringList versions = m_versions.value(reference.name); !versions.isEmpty())
        return QStringLiteral("%1 names a version that there is not: '%2' has %3")
            .arg(what, reference.name, versions.join(QStringLiteral(", ")));
    if (!reference.version.isEmpty() && (m_own.contains(reference.name) || m_others.contains(reference.name)))
        return QStringLiteral("%1 names a version, and '%2' has none: leave it out, or describe its versions "
                              "in a properties file")
            .arg(what, reference.name);
    return QStringLiteral("%1 is neither a model nor a seed of this project%2")
        .arg(what, didYouMean(reference.name, m_own.keys() + m_others.keys()));
}

QString toString(const Reference &reference)
{
    const QString first =
        reference.package.isEmpty() ? QString() : QStringLiteral("'%1', ").arg(reference.package);
    const QString version =
        reference.version.isEmpty() ? QString() : QStringLiteral(", v=%1").arg(reference.version);
    return QStringLiteral("%1(%2'%3'%4)")
        .arg(reference.isSource ? QStringLiteral("source") : QStringLiteral("ref"), first, reference.name,
             version);
}

} // namespace daybook::project
