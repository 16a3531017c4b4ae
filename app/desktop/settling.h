#pragma once

class QWidget;

namespace daybook::desktop {

/// Whether what a widget shows is final: no visible panel loads. Failed: one of them could not be read.
enum class Settled { NotYet, Well, Failed };

Settled settled(const QWidget &widget);

} // namespace daybook::desktop
