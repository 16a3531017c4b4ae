#pragma once

#include "models/core/error.h"
#include "models/settlement/reportdefinition.h"

#include <QDateTime>

namespace daybook::settlement {

enum class ProofState {
    Proven,
    NotProven,  ///< looked at, and something speaks against it or is missing
    Unavailable ///< could not be looked at
};

/// A run as the banner tells of it.
struct RunSummary
{
    qint64 id = 0;
    QString state; ///< as in daybook.run
    QString command;
    QDateTime startedAt;
    QDateTime finishedAt;
    std::optional<QDateTime> dataThrough; ///< nothing: unknown
    QString program;
    QString gitCommit;
    bool gitDirty = false;
    QString errorMessage;
};

/// A check that did not pass, and the rows kept of it.
struct CheckOutcome
{
    QString uniqueId;
    QString name;
    Label label;
    QString description;
    QString severity; ///< "error" or "warn"
    QString state;    ///< as in daybook.run_node
    std::optional<qint64> failures;
    QString message;
    QString attachedNode;
    QString column;
    QString path;
    QStringList rows; ///< JSON objects, their members in the order of the columns
};

enum class ReasonKind {
    NoPublication,     ///< Daybook never published this relation
    ReplacedOutside,   ///< what stands there is not what Daybook published
    RunNotPublished,   ///< the run on record did not publish
    NothingChecked,    ///< the run had no check that passed
    ChecksFailed,      ///< error-severity checks of the run that published
    ChecksNotRun,      ///< checks of that run that were skipped or broke
    NewerChecksFailed, ///< a later run failed its checks; the figures are of the older one
    DayNotOver,        ///< days whose end the data does not reach
    CoverageUnknown,   ///< nobody says through when the data reaches
    DayWithoutRows,    ///< days over, and without a single row
    UndatedRows,       ///< rows that belong to no day
    MissingFigures,    ///< NULL counts or totals
    NotReadable,       ///< the history could not be read
    // From here on remarks, which take nothing from a proof.
    WarnedChecks,
    NewerRunBroke,
    LedgerOfOtherRun
};

/// One reason why figures are not proven, or one remark on figures that are.
struct Reason
{
    ReasonKind kind = ReasonKind::NotReadable;
    QList<QDate> days = {};
    QList<CheckOutcome> checks = {};
    std::optional<RunSummary> run = {};
    std::optional<QDateTime> dataThrough = {};
    qint64 count = 0;
    QStringList names = {};
    std::optional<Error> error = {};

    bool isRemark() const { return kind >= ReasonKind::WarnedChecks; }
};

/// What a report's figures rest on, and whether that proves them.
struct Proof
{
    ProofState state = ProofState::Unavailable;
    std::optional<RunSummary> run; ///< that published the figures
    QDateTime publishedAt;
    QString modelVersion; ///< SHA-256 in hex
    std::optional<QDateTime> dataThrough;
    qint64 checksPassed = 0;
    QList<Reason> reasons; ///< those against it first, remarks last

    /// Adds a reason, and takes the proof if it is one.
    void add(Reason reason);
    /// Every failing check that a reason names.
    QList<CheckOutcome> failedChecks() const;
};

/// What the days of a report say for themselves.
struct DayCoverage
{
    QDate from;
    QDate to;
    QList<QDate> daysWithRows;
    BusinessCalendar calendar;
};

/// Adds what stands against the days asked for: not over yet by `through`, unknown, or empty.
void judgeDays(Proof &proof, const DayCoverage &coverage, const std::optional<QDateTime> &through);

/// The last business day that the data is known to cover whole; invalid when that is unknown.
QDate lastCompleteDay(const BusinessCalendar &calendar, const std::optional<QDateTime> &through);

} // namespace daybook::settlement
