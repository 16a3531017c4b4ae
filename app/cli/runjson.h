#pragma once

#include "models/build/outcome.h"

#include <QJsonObject>

namespace daybook::cli {

/// One step of a run, as --format json and jsonl print it.
QJsonObject toJson(const build::NodeOutcome &node);

/// How a run ended, with what failed by cause. Without its steps.
QJsonObject toJson(const build::RunOutcome &run);

} // namespace daybook::cli
