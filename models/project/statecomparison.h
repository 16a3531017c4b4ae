#pragma once

#include "models/project/previousstate.h"
#include "models/project/projectdata.h"

namespace daybook::project {

/// Tells what changed since an earlier manifest, as dbt does. Both must outlive it.
class StateComparison
{
public:
    StateComparison(const Project::Data &project, const PreviousState &state);

    /// What dbt may ask: "new", "old", "modified", "unmodified", "modified.body" and so on.
    static QStringList questions();
    bool answer(const QString &question, const Node &node) const;

private:
    bool isModified(const Node &node, const templating::Value &before, const templating::Value &now) const;
    bool hasModifiedMacro(const Node &node) const;
    void findModifiedMacros();

    const Project::Data &m_project;
    const PreviousState &m_state;
    QSet<QString> m_modifiedMacros; ///< those that changed, and those that call them
};

} // namespace daybook::project
