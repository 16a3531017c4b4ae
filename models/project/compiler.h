#pragma once

#include "models/project/projectdata.h"

namespace daybook::project {

/// The SQL of a node for one run. From any thread.
Result<QString> compileNode(const Project::Data &project, const Node &node, const CompileContext &context);

/// Any text as a template of `node`'s; it may refer to every node, and also sees `more`.
Result<QString> renderWith(const Project::Data &project, const Node &node, const QString &text,
                           const CompileContext &context, const templating::Dict &more);

/// What a macro gives that is called as from a template of `node`'s; it may refer to every node.
Result<templating::Value> callWith(const Project::Data &project, const Node &node, const Macro &macro,
                                   const templating::Dict &arguments, const CompileContext &context);

} // namespace daybook::project
