#pragma once

#include "models/project/host.h"

namespace daybook::project {

/// How nodes of a kind stand before those of another: sources first, tests last.
int rankOf(QStringView uniqueId);

/// Finds nodes by their unique ids, and by the names that templates use. What it gives are positions.
class NodeIndex
{
public:
    NodeIndex() = default;
    /// `sorted` by rank and unique id; positions are into it. `disabled` are names and their files, sources
    /// as "source.table".
    NodeIndex(const std::vector<const Node *> &sorted, QHash<QString, QString> disabled, QString package);

    /// The same nodes by other positions, by those they had: -1 where a node is no more.
    void renumber(const std::vector<int> &positions);

    /// -1 when there is none, as from find().
    int byId(const QString &uniqueId) const;
    int find(const Reference &reference) const;
    /// Why find() gave nothing, and what to do; "ref('x') ...".
    QString explainMissing(const Reference &reference) const;
    bool isDisabled(const Reference &reference) const;

private:
    struct Id
    {
        QString id;
        int position = -1;
    };
    using Names = QHash<QString, int>;

    void addName(const Node &node, int position);
    void addName(const QString &package, const QString &name, int position);
    QString explainMissingModel(const Reference &reference) const;
    const Names *namesOf(const QString &package) const;

    QString m_package;
    std::vector<Id> m_ids;                  ///< by rank and id
    Names m_own;                            ///< models, seeds and snapshots of the root project
    Names m_others;                         ///< those of other packages, the first of each name
    QHash<QString, Names> m_byPackage;      ///< the same, by package
    QHash<QString, Names> m_sources;        ///< source, table
    QHash<QString, QStringList> m_versions; ///< of a model, by name
    QHash<QString, QString> m_disabled;     ///< name -> file
};

/// ref('x') or source('x', 'y'), for messages.
QString toString(const Reference &reference);

} // namespace daybook::project
