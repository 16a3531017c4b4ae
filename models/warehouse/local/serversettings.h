#pragma once

#include "models/warehouse/local/layout.h"

namespace daybook::warehouse {

/// What the local server is started with, as pg_ctl wants it: words for a shell. Given at each start, so that
/// a warehouse made by an older Daybook gets the settings of this one; what a database or role sets wins.
QString serverOptions(const Layout &layout, int port);

} // namespace daybook::warehouse
