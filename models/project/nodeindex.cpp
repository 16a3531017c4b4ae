#include "models/project/nodeindex.h"

namespace daybook::project {

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

NodeIndex::NodeIndex(const std::vector<Node> &nodes, QHash<QString, QString> disabled, QString package)
    : m_package(std::move(package)), m_disabled(std::move(disabled))
{
    for (size_t i = 0; i < nodes.size(); ++i) {
        const Node &node = nodes[i];
        const int position = static_cast<int>(i);
        m_byId.insert(node.uniqueId, position);
        if (node.type == ResourceType::Source)
            m_sources[node.source->sourceName].insert(node.name, position);
        else if (node.type != ResourceType::Test && node.type != ResourceType::Exposure) {
            add(node.package, node.versionedName(), position);
            if (node.version)
                m_versions[node.name].append(node.version->number.toString());
            if (node.version && node.version->isLatest())
                add(node.package, node.name, position);
        }
    }
}

/// A project's own come before those it installed.
void NodeIndex::add(const QString &package, const QString &name, int position)
{
    m_byPackage[package].insert(name, position);
    if (package == m_package || !m_byName.contains(name))
        m_byName.insert(name, position);
}

int NodeIndex::find(const Reference &reference) const
{
    if (reference.isSource) {
        const auto tables = m_sources.constFind(reference.package);
        return tables == m_sources.constEnd() ? -1 : tables->value(reference.name, -1);
    }
    const QHash<QString, int> names =
        reference.package.isEmpty() ? m_byName : m_byPackage.value(reference.package);
    return names.value(keyOf(reference), -1);
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
    if (!reference.package.isEmpty() && !m_byPackage.contains(reference.package))
        return QStringLiteral("%1 names the package '%2', which is not installed: run daybookctl deps")
            .arg(what, reference.package);
    if (const QStringList versions = m_versions.value(reference.name); !versions.isEmpty())
        return QStringLiteral("%1 names a version that there is not: '%2' has %3")
            .arg(what, reference.name, versions.join(QStringLiteral(", ")));
    if (!reference.version.isEmpty() && m_byName.contains(reference.name))
        return QStringLiteral("%1 names a version, and '%2' has none: leave it out, or describe its versions "
                              "in a properties file")
            .arg(what, reference.name);
    return QStringLiteral("%1 is neither a model nor a seed of this project%2")
        .arg(what, didYouMean(reference.name, m_byName.keys()));
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
