#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

#include <QStringList>

namespace daybook::build {

/// The statements that give `table` the indexes of the model's `indexes` config: a list of columns, unique
/// and type. Their names hold `salt`, so that those of the table it replaces are never in the way. Errors:
/// Project, naming what cannot be read.
Result<QStringList> indexStatements(const project::Node &model, const warehouse::RelationName &table,
                                    const QString &salt);

} // namespace daybook::build
