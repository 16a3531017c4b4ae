#pragma once

#include "models/build/incremental.h"
#include "models/project/node.h"

namespace daybook::build {

/// Whether the model's persist_docs asks for comments of either sort.
bool persistsDocs(const project::Node &node);

/// The statements that put the descriptions of `node` on `relation`, as far as its persist_docs wants them.
/// Described columns that `relation` does not have are left out.
QStringList commentStatements(const project::Node &node, const Table &relation,
                              const warehouse::RelationName &name);

} // namespace daybook::build
