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
    std::vector<Node> nodes;
    std::vector<Node> disabled;       ///< by unique id; what they read is not resolved
    QHash<QString, MacroSpec> macros; ///< what is said of them, by unique id
    QMap<QString, GroupSpec> groups;  ///< by unique id
    NodeIndex index;
    std::vector<std::vector<int>> children;
    Selectors selectors;

    const std::shared_ptr<const Language> &languageOf(const Node &node) const
    {
        const auto own = ofPackages.constFind(node.package);
        return own == ofPackages.constEnd() ? language : *own;
    }
};

} // namespace daybook::project
