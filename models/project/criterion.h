#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

#include <functional>

namespace daybook::project {

/// One criterion of a selection: "2+tag:nightly+".
struct Criterion
{
    static constexpr int everything = -1;

    QString word; ///< as written
    std::function<bool(const Node &)> matches;
    std::optional<int> parents;         ///< how many generations up; `everything` for all of them
    std::optional<int> children;        ///< and down
    bool withParentsOfChildren = false; ///< @: all below, and all those need
};

/// Error: Usage, naming the word, for a method that is not known.
Result<Criterion> parseCriterion(const QString &word);

} // namespace daybook::project
