#pragma once

#include "models/evidence/controltotals.h"
#include "models/evidence/csvrewriter.h"

#include <set>

namespace daybook::evidence {

/// The server's totals with types as the file writes them: under the spreadsheet profile text is guarded, and
/// two types may then read alike. Error: Data, when a sum is too large.
Result<ControlTotals> asWritten(const ControlTotals &totals, Profile profile, bool typeIsText);

/// Error: Data, when the two differ; its detail says by how much, type by type.
Result<void> checkAgreement(const ControlTotals &server, const ControlTotals &file);

/// Every type that either has, in one order.
std::set<std::optional<QByteArray>> typesOf(const ControlTotals &left, const ControlTotals &right);

/// The type's totals; zero rows for one that is not there.
Totals totalsOf(const ControlTotals &totals, const std::optional<QByteArray> &type);

/// A type for people: "NULL" for none.
QString describe(const std::optional<QByteArray> &type);

} // namespace daybook::evidence
