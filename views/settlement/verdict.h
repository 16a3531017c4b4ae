#pragma once

#include "models/settlement/report.h"

namespace daybook::views {

class Banner;

/// Ids of the banner's details are "<reason>", the reason's place among the proof's.
void showVerdict(Banner &banner, const settlement::Report &report);

/// For figures that stay on the screen although they could not be read again.
void showUnknownVerdict(Banner &banner, const Error &error);

} // namespace daybook::views
