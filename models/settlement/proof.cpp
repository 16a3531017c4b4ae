#include "models/settlement/proof.h"

namespace daybook::settlement {

void Proof::add(Reason reason)
{
    if (reason.kind == ReasonKind::NotReadable)
        state = ProofState::Unavailable;
    else if (!reason.isRemark() && state == ProofState::Proven)
        state = ProofState::NotProven;
    qsizetype place = reasons.size();
    while (!reason.isRemark() && place > 0 && reasons[place - 1].isRemark())
        --place;
    reasons.insert(place, std::move(reason));
}

QList<CheckOutcome> Proof::failedChecks() const
{
    QList<CheckOutcome> all;
    for (const Reason &reason : reasons)
        all += reason.checks;
    return all;
}

void judgeDays(Proof &proof, const DayCoverage &coverage, const std::optional<QDateTime> &through)
{
    Reason notOver{.kind = ReasonKind::DayNotOver, .dataThrough = through};
    Reason empty{.kind = ReasonKind::DayWithoutRows};
    for (QDate day = coverage.from; day <= coverage.to; day = day.addDays(1)) {
        if (through && *through < coverage.calendar.interval(day, day).to)
            notOver.days << day;
        else if (!coverage.daysWithRows.contains(day))
            empty.days << day;
    }
    if (!through)
        proof.add({.kind = ReasonKind::CoverageUnknown});
    if (!notOver.days.isEmpty())
        proof.add(std::move(notOver));
    if (!empty.days.isEmpty())
        proof.add(std::move(empty));
}

QDate lastCompleteDay(const BusinessCalendar &calendar, const std::optional<QDateTime> &through)
{
    return through ? calendar.dateOf(*through).addDays(-1) : QDate();
}

} // namespace daybook::settlement
