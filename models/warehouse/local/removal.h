#pragma once

#include "models/warehouse/local/layout.h"

namespace daybook::warehouse {

// The only recursive removal in this capability. It fails closed: whatever it does not recognise stays.

/// What stands in the way of removing the data directory `folder` with all that is in it; empty when nothing
/// does. Removable is only a real folder directly inside a warehouse's own one (see Layout::marker), that
/// holds nothing but what PostgreSQL puts into a data directory, and that is neither the root, a home, nor
/// the current folder, nor above one of these.
QString objectionToRemoving(const Layout &layout, const QString &folder);

/// Removes what an interrupted creation or removal left; see temporaryName. Blocks: for a thread of the pool.
void removeLeftovers(const Layout &layout);

} // namespace daybook::warehouse
