#include "models/build/limits.h"

#include "models/build/grants.h"

namespace daybook::build {

using Feature = warehouse::Dialect::Feature;

Result<void> checkLimits(const Plan &plan, const warehouse::Dialect &dialect)
{
    for (const PlannedNode &step : plan.steps()) {
        QString what;
        if (step.isBuilt() && step.isMaterializedView() && !dialect.has(Feature::MaterializedViews))
            what =
                QStringLiteral("does not build materialized views on %1, which are neither renamed nor made "
                               "within a transaction there. Make it a table");
        else if (step.isBuilt() && !dialect.has(Feature::Json) &&
                 !wantedGrants(step.node).value_or(QString()).isEmpty())
            what =
                QStringLiteral("does not give the rights that grants names on %1 yet; those of the relation "
                               "that is replaced, and the schema's default ones, are kept. Take grants away");
        if (!what.isEmpty())
            return failure({.kind = ErrorKind::Project,
                            .message = QStringLiteral("%1: Daybook %2. Nothing was written.")
                                           .arg(step.node.name, what.arg(dialect.name())),
                            .where = Location{step.node.path, 0, 0}});
    }
    return {};
}

} // namespace daybook::build
