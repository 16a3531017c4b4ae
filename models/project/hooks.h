#pragma once

#include "models/project/project.h"

namespace daybook::project {

/// SQL that runs before or after something else; a template until it is rendered.
struct Hook
{
    QString sql;
    bool inTransaction = true; ///< in that of what it belongs to
};

/// What `pre_hook` or `post_hook` of a configuration says: a text, a mapping with sql and transaction, a text
/// of JSON with these, or a list of such. Error: Project, naming what is none.
Result<std::vector<Hook>> readHooks(const templating::Value &written);

/// The hooks of a node under `key`. Error: the same, with the place.
Result<std::vector<Hook>> hooksOf(const Node &node, QStringView key);

/// The SQL of a node's hook, which sees what the node itself sees.
Result<QString> renderHook(const Project &project, const Node &node, const QString &sql,
                           const CompileContext &context);

/// One `on-run-start` or `on-run-end` text of a package.
struct RunHook
{
    QString package;
    QString sql;
};

/// In the order they run: the packages by name, then the project.
std::vector<RunHook> runHooks(const Project &project, bool atEnd);

/// The SQL of a run's hook. Besides what models see it sees `more`: results, schemas...
Result<QString> renderRunHook(const Project &project, const RunHook &hook, const CompileContext &context,
                              const templating::Dict &more);

} // namespace daybook::project
