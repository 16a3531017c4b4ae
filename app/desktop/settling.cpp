#include "app/desktop/settling.h"

#include "views/widgets/statepanel.h"

namespace daybook::desktop {

using views::StatePanel;

Settled settled(const QWidget &widget)
{
    Settled outcome = Settled::Well;
    for (const StatePanel *panel : widget.findChildren<StatePanel *>()) {
        if (!panel->isVisible())
            continue;
        if (!panel->isSettled())
            return Settled::NotYet;
        if (panel->state() == StatePanel::State::Failed || panel->state() == StatePanel::State::Stale)
            outcome = Settled::Failed;
    }
    return outcome;
}

} // namespace daybook::desktop
