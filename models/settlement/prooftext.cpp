#include "models/settlement/prooftext.h"

#include "models/core/format.h"

#include <QCoreApplication>

namespace daybook::settlement {
namespace {

/// Days named one by one; more are counted.
constexpr qsizetype DaysNamed = 4;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(daybook::settlement)
};

QString daysText(const QList<QDate> &days)
{
    QStringList names;
    for (const QDate day : days.first(std::min(days.size(), DaysNamed)))
        names << formatDate(day);
    const QString list = names.join(QStringLiteral(", "));
    const auto rest = static_cast<int>(days.size() - names.size());
    return rest > 0 ? Words::tr("%1 and %n more day(s)", nullptr, rest).arg(list) : list;
}

QString checksText(const QList<CheckOutcome> &checks)
{
    QStringList names;
    for (const CheckOutcome &check : checks)
        names << QStringLiteral("%1 (%2)").arg(checkLabel(check), checkVerdict(check));
    return names.join(QStringLiteral(", "));
}

QString instantText(const QDateTime &instant, const BusinessCalendar &calendar)
{
    return formatInstant(instant, QTimeZone(calendar.zoneName().toUtf8()));
}

QString runText(const Reason &reason)
{
    return reason.run ? runName(*reason.run) : QString();
}

QString coverageSentence(const Reason &reason, const BusinessCalendar &calendar)
{
    if (reason.kind == ReasonKind::CoverageUnknown)
        return Words::tr(
            "Through when the data reaches is not known. Declare loaded_at_field on the sources, or "
            "data_through on the report.");
    if (reason.kind == ReasonKind::DayWithoutRows)
        return Words::tr("No rows for %1. An empty day is not a proven day: see whether its sources arrived.")
            .arg(daysText(reason.days));
    return Words::tr("Not complete yet: %1. The data reach through %2.")
        .arg(daysText(reason.days),
             reason.dataThrough ? instantText(*reason.dataThrough, calendar) : QString());
}

QString checkSentence(const Reason &reason, const BusinessCalendar &calendar)
{
    const auto count = static_cast<int>(reason.checks.size());
    switch (reason.kind) {
    case ReasonKind::ChecksFailed:
        return Words::tr("%n check(s) failed: %1.", nullptr, count).arg(checksText(reason.checks));
    case ReasonKind::ChecksNotRun:
        return Words::tr("%n check(s) did not run to the end: %1.", nullptr, count)
            .arg(checksText(reason.checks));
    case ReasonKind::WarnedChecks:
        return Words::tr("%n warning(s): %1.", nullptr, count).arg(checksText(reason.checks));
    default:
        break;
    }
    const QString when = instantText(reason.run->startedAt, calendar);
    if (reason.checks.isEmpty())
        return Words::tr("A newer run (%1, %2) failed its checks. The figures shown are of the older run.")
            .arg(runText(reason), when);
    return Words::tr(
               "%n check(s) failed in a newer run (%1, %2): %3. The figures shown are of the older run.",
               nullptr, count)
        .arg(runText(reason), when, checksText(reason.checks));
}

QString newerRunSentence(const Reason &reason, const BusinessCalendar &calendar)
{
    const QString text = Words::tr("A newer run (%1, %2) did not finish, and published nothing.")
                             .arg(runText(reason), instantText(reason.run->startedAt, calendar));
    return reason.run->errorMessage.isEmpty() ? text : text + QLatin1Char(' ') + reason.run->errorMessage;
}

} // namespace

QString runName(const RunSummary &run)
{
    return Words::tr("run %1").arg(run.id);
}

QString headline(const Proof &proof)
{
    switch (proof.state) {
    case ProofState::Proven:
        return Words::tr("Proven");
    case ProofState::NotProven:
        return Words::tr("Not proven");
    case ProofState::Unavailable:
        break;
    }
    return Words::tr("Proof unavailable");
}

Severity severityOf(const Proof &proof)
{
    if (proof.state == ProofState::Proven)
        return Severity::Proven;
    for (const Reason &reason : proof.reasons)
        if (severityOf(reason) == Severity::Failed)
            return Severity::Failed;
    return Severity::Warning;
}

Severity severityOf(const Reason &reason)
{
    switch (reason.kind) {
    case ReasonKind::ChecksFailed:
    case ReasonKind::NewerChecksFailed:
    case ReasonKind::ReplacedOutside:
    case ReasonKind::MissingFigures:
    case ReasonKind::UndatedRows:
        return Severity::Failed;
    case ReasonKind::LedgerOfOtherRun:
        return Severity::Neutral;
    default:
        return Severity::Warning;
    }
}

QString checkLabel(const CheckOutcome &check)
{
    return spoken(check.label, check.name);
}

QString checkVerdict(const CheckOutcome &check)
{
    if (check.state == QStringLiteral("fail") || check.state == QStringLiteral("warn"))
        return check.failures ? Words::tr("%n row(s)", nullptr, static_cast<int>(*check.failures))
                              : Words::tr("failed");
    if (check.state == QStringLiteral("error"))
        return Words::tr("could not run: %1").arg(check.message);
    return Words::tr("did not run");
}

QString sentence(const Reason &reason, const BusinessCalendar &calendar)
{
    switch (reason.kind) {
    case ReasonKind::NoPublication:
        return Words::tr("Daybook has not published this report. Run a build to prove it.");
    case ReasonKind::ReplacedOutside:
        return Words::tr(
                   "The report was replaced by somebody else after %1 published it. Run a build to prove it.")
            .arg(runText(reason));
    case ReasonKind::RunNotPublished:
        return Words::tr("On record, %1 did not publish: %2.").arg(runText(reason), reason.run->state);
    case ReasonKind::NothingChecked:
        return Words::tr("No check passed in %1, so nothing was proven.").arg(runText(reason));
    case ReasonKind::DayNotOver:
    case ReasonKind::CoverageUnknown:
    case ReasonKind::DayWithoutRows:
        return coverageSentence(reason, calendar);
    case ReasonKind::UndatedRows:
        return Words::tr("%n row(s) of the report have no date, and belong to no day.", nullptr,
                         static_cast<int>(reason.count));
    case ReasonKind::MissingFigures:
        return Words::tr("%n figure(s) have no value (NULL): %1.", nullptr, static_cast<int>(reason.count))
            .arg(daysText(reason.days));
    case ReasonKind::NotReadable:
        return Words::tr("The run history could not be read: %1")
            .arg(reason.error ? reason.error->message : QString());
    case ReasonKind::NewerRunBroke:
        return newerRunSentence(reason, calendar);
    case ReasonKind::LedgerOfOtherRun:
        return Words::tr("These ledgers are not of the run that the report is of: %1.")
            .arg(reason.names.join(QStringLiteral(", ")));
    default:
        return checkSentence(reason, calendar);
    }
}

QString explanation(const Report &report)
{
    const Proof &proof = report.proof;
    const QList<Reason> &reasons = proof.reasons;
    if (!reasons.isEmpty() && (proof.state != ProofState::Proven || reasons.size() == 1))
        return sentence(reasons.first(), report.definition.calendar);
    if (!reasons.isEmpty())
        return Words::tr("With %n remark(s).", nullptr, static_cast<int>(reasons.size()));
    return {};
}

} // namespace daybook::settlement
