#pragma once

#include "models/core/itemroles.h"

#include <QIcon>
#include <QString>

namespace daybook::views {

/// An icon of resources/icons in the colour of the text, or greyed when disabled. Follows the scheme as it
/// changes: it is drawn from the palette each time.
QIcon glyph(const QString &name);

/// The sign of a severity, in its ink: each has a shape of its own, so that colour is never alone.
QIcon glyph(Severity severity);

/// What a severity is called where the sign stands alone (accessibility, tooltips).
QString severityName(Severity severity);

} // namespace daybook::views
