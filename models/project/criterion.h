#pragma once

#include "models/core/result.h"
#include "models/project/selection.h"

#include <vector>

namespace daybook::project {

/// One criterion of a selection: "2+tag:nightly+".
struct Criterion
{
    static constexpr int everything = -1;

    QString word;               ///< as written, for messages
    QString method = {};        ///< "fqn", "tag", "config"...
    QStringList arguments = {}; ///< the method's own: of config.meta.owner "meta" and "owner"
    QString value = {};
    std::optional<int> parents = {};                ///< how many generations up; `everything` for all of them
    std::optional<int> children = {};               ///< and down
    bool withParentsOfChildren = false;             ///< @: all below, and all those need
    std::optional<IndirectSelection> indirect = {}; ///< nothing: as the command says
};

/// Error: Usage, naming the word and what to write instead.
Result<Criterion> parseCriterion(const QString &word);

/// Whether the parts fit together and the method is known; of one that selectors.yml spells out, too.
Result<void> checkCriterion(const Criterion &criterion);

/// What --select and selectors.yml come to.
struct SelectionSpec
{
    enum class Kind { Criterion, Union, Intersection, Difference };
    Kind kind = Kind::Union;
    Criterion criterion = {};              ///< of Kind::Criterion only
    std::vector<SelectionSpec> parts = {}; ///< of the others; a difference has two
    std::optional<IndirectSelection> indirect = IndirectSelection::Eager; ///< nothing: as the command says
    QString word = {}; ///< warned of when it selects nothing; empty: nobody expects anything
};

SelectionSpec specOf(Criterion criterion);

/// Spaces unite, commas intersect. Error: Usage.
Result<SelectionSpec> parseWords(const QStringList &words);

} // namespace daybook::project
