#include "models/project/nodeindex.h"

namespace daybook::project {

NodeIndex::NodeIndex(QHash<QString, QString> disabled, QString package)
    : m_package(std::move(package)), m_disabled(std::move(disabled))
{
}

NodeIndex::NodeIndex(const std::vector<Node> &nodes, QHash<QString, QString> disabled, QString package)
    : NodeIndex(std::move(disabled), std::move(package))
{
    m_byId.reserve(static_cast<qsizetype>(nodes.size()));
    for (size_t i = 0; i < nodes.size(); ++i) {
        m_byId.insert(nodes[i].uniqueId, static_cast<int>(i));
        if (nodes[i].type != ResourceType::Test)
            addName(nodes[i], static_cast<int>(i));
    }
}

void NodeIndex::addName(const Node &node, int position)
{
    if (node.type == ResourceType::Source) {
        m_sources[node.source->sourceName].insert(node.name, position);
        return;
    }
    m_byPackage[node.package].insert(node.name, position);
    if (node.package == m_package || !m_byName.contains(node.name))
        m_byName.insert(node.name, position);
}

int NodeIndex::find(const Reference &reference) const
{
    if (reference.isSource) {
        const auto tables = m_sources.constFind(reference.package);
        return tables == m_sources.constEnd() ? -1 : tables->value(reference.name, -1);
    }
    const auto ofPackage = m_byPackage.constFind(reference.package);
    if (!reference.package.isEmpty() && ofPackage == m_byPackage.constEnd())
        return -1;
    const QHash<QString, int> &names = reference.package.isEmpty() ? m_byName : *ofPackage;
    if (!reference.version.isEmpty()) {
        const int versioned = names.value(reference.name + QStringLiteral("_v") + reference.version, -1);
        if (versioned >= 0)
            return versioned;
    }
    return names.value(reference.name, -1);
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
        if (!reference.package.isEmpty() && !m_byPackage.contains(reference.package))
            return QStringLiteral("%1 names the package '%2', which is not installed: run daybookctl deps")
                .arg(what, reference.package);
        return QStringLiteral("%1 is neither a model nor a seed of this project%2")
            .arg(what, didYouMean(reference.name, m_byName.keys()));
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
