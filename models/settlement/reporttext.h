#pragma once

#include "models/settlement/report.h"

#include <QByteArray>

namespace daybook::settlement {

/// The settlement table as a terminal shows it: what it rests on, then a line per type, aligned whatever the
/// script. Ends with a line feed.
QString reportAsText(const Report &report);

/// The same for programs, indented JSON: figures are decimal strings, null where there is none; with every
/// day of the period.
QByteArray reportAsJson(const Report &report);

} // namespace daybook::settlement
