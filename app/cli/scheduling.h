#pragma once

#include "app/cli/command.h"
#include "models/build/buildservice.h"
#include "models/build/sourcewait.h"

namespace daybook::cli {

/// --wait-for-sources, --poll-seconds, --retries and --accept-source-drift: what a build that nobody watches
/// needs.
QList<Option> schedulingOptions();

/// "90s", "45m", "2h", "1h30m" from `now` on, or a time of today like "09:30" in `timeZone`. Error: Usage.
Result<QDateTime> deadlineFrom(const QString &text, const QDateTime &now, const QTimeZone &timeZone);

/// The zone that business days are cut in: the daily report's, else this machine's.
QTimeZone closingTimeZone(const project::Project &project);

/// Takes --retries and --accept-source-drift over.
void applyScheduling(const Arguments &arguments, build::BuildRequest &request);

/// With --wait-for-sources, returns once what `request` reads is fresh enough. Errors: Usage, where no source
/// that is read says how old it may be; those of waitForSources.
QCoro::Task<Result<void>> awaitSources(CommandContext context, warehouse::ConnectionSpec spec,
                                       project::Project project, build::BuildRequest request);

} // namespace daybook::cli
