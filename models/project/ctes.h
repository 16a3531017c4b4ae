#pragma once

#include <QStringList>

namespace daybook::project {

/// `sql` with the CTEs before its own ones, on the line of its `with` where it has one. Each CTE is written
/// "name as (...)".
QString withCtes(const QString &sql, const QStringList &ctes);

} // namespace daybook::project
