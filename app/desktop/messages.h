#pragma once

#include "models/core/error.h"

class QWidget;

namespace daybook::desktop {

/// Says what went wrong over `window`, with the technical part one click away. Returns at once.
void showError(QWidget *window, const QString &headline, const Error &error);

} // namespace daybook::desktop
