#pragma once

#include "models/project/nodeindex.h"
#include "models/project/project.h"
#include "models/project/selectors.h"

namespace daybook::project {

struct Project::Data
{
    std::shared_ptr<const Language> language;
    QString contentHash;
    QStringList warnings;
    std::vector<Node> nodes;
    std::vector<Node> disabled; ///< by unique id; what they read is not resolved
    NodeIndex index;
    std::vector<std::vector<int>> children;
    Selectors selectors;
};

} // namespace daybook::project
