#pragma once

#include "models/settlement/report.h"

namespace daybook::settlement {

/// Stands where there is no figure. Never 0.
QString dash();

/// "12,345", or a dash.
QString figureText(const std::optional<Decimal> &figure);
/// "12.3%", with a sign where it is a change, or a dash.
QString ratioText(const Ratio &ratio, bool isChange);
/// Why a dash stands there; empty for Absence::None.
QString absenceText(Absence absence);
/// Why a count or a total is a dash; empty where it is not.
QString absenceText(const Figure &figure, const std::optional<Decimal> &part);
/// The type's name for people; a type without a name is called one.
QString lineLabel(const Report &report, const Line &line);
/// What a base period is called: "previous day", "same weekday", "previous 7 days", "same weekdays".
QString previousName(const Period &period);
QString sameWeekdayName(const Period &period);

} // namespace daybook::settlement
