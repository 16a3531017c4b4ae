#pragma once

#include "models/evidence/partialfile.h"

namespace daybook::evidence {

/// Puts a CSV and its manifest in place of the pair that may stand there. Both must be synced.
///
/// Two files cannot be renamed at once, so the manifest goes first, under its pending name; then the CSV;
/// then the manifest takes its own name. Whenever the machine stops, the CSV that is there, old or new, has a
/// manifest that proves it: under its own name, or under the pending one, where verifying looks, too, and
/// which the next export to the same place settles first. Errors: Io; the older pair then stands.
Result<void> publishPair(PartialFile csv, PartialFile manifest, const QString &csvPath);

} // namespace daybook::evidence
