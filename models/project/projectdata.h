#pragma once

#include "models/project/nodeindex.h"
#include "models/project/project.h"

namespace daybook::project {

struct Project::Data
{
    std::shared_ptr<const Language> language;
    QString contentHash;
    std::optional<SourceVersion> version;
    QStringList warnings;
    std::vector<Node> nodes;
    NodeIndex index;
    std::vector<std::vector<int>> children;
};

} // namespace daybook::project
