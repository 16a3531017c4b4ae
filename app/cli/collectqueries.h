#pragma once

#include "app/cli/collectcommand.h"

namespace daybook::cli {

/// `daybookctl collect queries`: slow statements and lock waits.
Collector queriesCollector();

} // namespace daybook::cli
