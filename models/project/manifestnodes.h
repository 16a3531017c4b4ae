#pragma once

#include "models/project/projectdata.h"

namespace daybook::project {

// The entries of dbt's manifest.json, version 12, each as dbt itself writes it.

/// What a manifest's entries share.
struct ManifestMoment
{
    double createdAt = 0;                                            ///< seconds since 1970
    std::function<std::optional<QString>(const Node &)> compiledSql; ///< where known; may be empty
};

/// Of a model, seed, snapshot or test.
templating::Value manifestNode(const Project::Data &project, const Node &node, const ManifestMoment &moment);
templating::Value manifestSource(const Project::Data &project, const Node &node,
                                 const ManifestMoment &moment);
templating::Value manifestMacro(const Project::Data &project, const Macro &macro,
                                const ManifestMoment &moment);
templating::Value manifestExposure(const Project::Data &project, const Node &node,
                                   const ManifestMoment &moment);
/// One of these three, whatever the node is.
templating::Value manifestEntry(const Project::Data &project, const Node &node, const ManifestMoment &moment);
templating::Value manifestGroup(const Project::Data &project, const QString &uniqueId,
                                const GroupSpec &group);
templating::Value manifestDocs(const Project::Data &project, const DocsBlock &block);

/// Where the SQL of a node is kept below target/compiled and target/run; empty for what has none. `settings`
/// are the root project's.
QString sqlPath(const Settings &settings, const Node &node);

/// Unique ids of the macros that `calls` name in a template of package `from`: those outside of definitions,
/// or inside of `definition`.
QStringList macrosCalled(const Macros &macros, const QString &from,
                         const std::vector<templating::CallSite> &calls, const QString &definition = {});
QString uniqueIdOf(const Macro &macro);

} // namespace daybook::project
