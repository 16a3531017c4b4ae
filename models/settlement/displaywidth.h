#pragma once

#include <QString>

namespace daybook::settlement {

/// Terminal columns a text takes: two for wide East Asian characters, none for combining marks.
int displayWidth(const QString &text);

/// Filled up with spaces to `width` columns; at the left where `right` aligns it.
QString padded(const QString &text, int width, bool right);

} // namespace daybook::settlement
