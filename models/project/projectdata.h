#pragma once

#include "models/project/nodeindex.h"
#include "models/project/project.h"
#include "models/project/properties.h"
#include "models/project/selectors.h"

#include <QMap>

namespace daybook::project {

struct Project::Data
{
    std::shared_ptr<const Language> language;                   ///< the root project's
    QHash<QString, std::shared_ptr<const Language>> ofPackages; ///< by package, the root's included
    std::vector<ProjectFile> files;
    QString contentHash;
    std::optional<SourceVersion> version;
    QStringList warnings;
    Nodes nodes;
    QHash<const Node *, templating::Template> sources; ///< of nodes: their rawSql, parsed
    std::vector<Node> disabled;                        ///< by unique id; what they read is not resolved
    QHash<QString, MacroSpec> macros;                  ///< what is said of them, by unique id
    QMap<QString, GroupSpec> groups;                   ///< by unique id
    NodeIndex index;
    std::vector<std::vector<int>> parents;  ///< by node
    std::vector<std::vector<int>> children; ///< by node
    bool hasEphemeral = false;
    Selectors selectors;

    /// The node's text as a template: parsed already if it is one of nodes, and no copy.
    Result<templating::Template> sourceOf(const Node &node) const
    {
        if (const auto parsed = sources.constFind(&node); parsed != sources.constEnd())
            return *parsed;
        return language->environment.parse(node.rawSql, node.path);
    }

    const std::shared_ptr<const Language> &languageOf(const Node &node) const
    {
        const auto own = ofPackages.constFind(node.package);
        return own == ofPackages.constEnd() ? language : *own;
    }
};

} // namespace daybook::project
