#pragma once

#include "models/project/node.h"

namespace daybook::project {

/// A configuration under dbt's own names for its keys: "pre-hook" for pre_hook.
templating::Value underDbtNames(const templating::Value &config);

/// As the manifest keeps it: what dbt_project.yml has as a template stands there as written.
templating::Value unrenderedConfig(const Node &node);

/// A node's configuration with dbt's defaults for all that nobody set: what the manifest holds and
/// config.<key>: looks at.
templating::Value effectiveConfig(const Node &node);

} // namespace daybook::project
