#pragma once

class QTimeZone;

namespace daybook::build {
class RunNodesItemModel;
struct RunSummary;
} // namespace daybook::build

namespace daybook::views {

class Banner;

/// Says in a banner how a run ended, what it rests on, and why it is not proven where that is so.
void showRunVerdict(Banner &banner, const build::RunSummary &run, const build::RunNodesItemModel &nodes,
                    const QTimeZone &zone);

} // namespace daybook::views
