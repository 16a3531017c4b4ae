#pragma once

#include "models/evidence/exportrequest.h"
#include "models/settlement/exportdescription.h"

namespace daybook::evidence {

/// What is seen on a settlement page, as a CSV at `path`, with where its figures come from.
ExportRequest requestFor(const settlement::ExportDescription &what, const QString &path,
                         const QString &program);

} // namespace daybook::evidence
