#pragma once

#include "models/core/itemroles.h"
#include "models/settlement/report.h"

namespace daybook::settlement {

/// "Proven", "Not proven", "Proof unavailable".
QString headline(const Proof &proof);
Severity severityOf(const Proof &proof);
Severity severityOf(const Reason &reason);

/// One sentence: what happened, to what, and what to do about it.
QString sentence(const Reason &reason, const BusinessCalendar &calendar);
/// The sentence that the verdict comes down to.
QString explanation(const Report &report);

/// What people call a check: its label, else its name.
QString checkLabel(const CheckOutcome &check);
/// "2 rows", "could not run: ...".
QString checkVerdict(const CheckOutcome &check);
/// What people call a run: "run 41".
QString runName(const RunSummary &run);

} // namespace daybook::settlement
