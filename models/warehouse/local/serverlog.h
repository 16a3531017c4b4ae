#pragma once

#include "models/core/result.h"
#include "models/warehouse/local/layout.h"

namespace daybook::warehouse {

/// Makes the log file, closed to others; one that has grown large is set aside. Gives its size, from where on
/// what is written belongs to the start that follows. Error: Io.
Result<qint64> prepareLog(const Layout &layout);

/// The last lines written since `from`.
QString logTail(const Layout &layout, qint64 from);

/// Why a server did not start, as its log tells it.
Error startFailure(const Layout &layout, qint64 from);

} // namespace daybook::warehouse
