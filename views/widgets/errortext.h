#pragma once

#include "models/core/error.h"

namespace daybook::views {

/// Place, SQLSTATE and detail, as far as they are known: what stands behind "Details".
QString technicalPart(const Error &error);

} // namespace daybook::views
