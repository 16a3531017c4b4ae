#pragma once

#include <QStringList>

namespace daybook::test {

/// What a statement, or several, say that Redshift does not have by its documentation; or why it cannot be
/// read at all. Clauses that only Redshift has are left out.
QStringList foreignToRedshift(const QString &sql);

} // namespace daybook::test
