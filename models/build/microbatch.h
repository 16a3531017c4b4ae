#pragma once

#include "models/core/result.h"
#include "models/project/project.h"

#include <QDateTime>
#include <QTimeZone>

namespace daybook::build {

/// How a microbatch model cuts time into batches: dbt's options, and the time zone that its days are of.
struct MicrobatchOptions
{
    enum class Size { Hour, Day, Month, Year };

    QString eventTime; ///< the model's own column, as SQL writes it
    QString begin;     ///< as written: the first day or instant there is
    Size size = Size::Day;
    int lookback = 1; ///< how many batches before the current one are built again
    QTimeZone zone = QTimeZone::utc();

    /// Errors: Project, naming the option.
    static Result<MicrobatchOptions> read(const project::Node &model);
};

bool isMicrobatch(const project::Node &model);

/// What part of time a run is about, as its user wrote it; empty: what the options say.
struct WantedTime
{
    QString start;
    QString end; ///< not included
};

/// The batches of one run, oldest first, without gaps, each half-open. Their bounds are SQL literals' texts:
/// the wall clock of the zone with its offset, so that a date and a timestamp mean the zone's, and a
/// timestamp with time zone the instant. `whole`: from the beginning. Errors: Project, Usage for what is no
/// time.
Result<QList<project::EventTimes>> batches(const MicrobatchOptions &options, const project::Node &model,
                                           const QDateTime &now, bool whole, const WantedTime &wanted);

} // namespace daybook::build
