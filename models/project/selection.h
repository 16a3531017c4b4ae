#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace daybook::project {

class PreviousState;

/// Which tests come with the nodes they read.
enum class IndirectSelection {
    Eager,     ///< those that read any selected node
    Cautious,  ///< those that read selected nodes only
    Buildable, ///< those that read selected nodes, their ancestors and sources only
    Empty      ///< none but those selected themselves
};

/// "eager", "cautious"...; nothing for any other word.
std::optional<IndirectSelection> indirectSelectionOf(QStringView name);
QString toString(IndirectSelection indirect);

/// What a command is told to take, in dbt's words. A value.
struct Selection
{
    QStringList select; ///< any of the words, each an intersection of criteria; empty: everything
    QStringList exclude;
    QString selector = {}; ///< a name in selectors.yml, instead of the words above
    IndirectSelection indirect = IndirectSelection::Eager;
    QStringList only = {}; ///< unique ids, with the tests that read them, in place of all words above
    QStringList resourceTypes = {}; ///< only these; empty: all
    QStringList excludedResourceTypes = {};
    std::shared_ptr<const PreviousState> state = {}; ///< what state:, result: and source_status: look at
};

} // namespace daybook::project
