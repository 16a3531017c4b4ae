#pragma once

#include "models/project/host.h"

namespace daybook::project {

/// Finds nodes by the names that templates use. Positions are into the vector it was made from.
class NodeIndex
{
public:
    NodeIndex() = default;
    NodeIndex(const std::vector<Node> &nodes, QHash<QString, QString> disabled, QString package);

    int byId(const QString &uniqueId) const { return m_byId.value(uniqueId, -1); }
    /// -1 when there is none.
    int find(const Reference &reference) const;
    /// Why find() gave nothing, and what to do; "ref('x') ...".
    QString explainMissing(const Reference &reference) const;
    bool isDisabled(const Reference &reference) const;

private:
    void add(const QString &package, const QString &name, int position);
    QString explainMissingModel(const Reference &reference) const;

    QString m_package;
    QHash<QString, int> m_byId;
    QHash<QString, int> m_byName;                    ///< models, seeds and snapshots; the root's win
    QHash<QString, QHash<QString, int>> m_byPackage; ///< the same, by package
    QHash<QString, QHash<QString, int>> m_sources;   ///< source, table
    QHash<QString, QStringList> m_versions;          ///< of a model, by name
    QHash<QString, QString> m_disabled;              ///< name -> file; sources as "source.table"
};

/// ref('x') or source('x', 'y'), for messages.
QString toString(const Reference &reference);

} // namespace daybook::project
