#pragma once

#include "models/core/decimal.h"
#include "models/settlement/proof.h"

#include <QHash>

namespace daybook::settlement {

/// Days from..to, both included.
struct Period
{
    QDate from;
    QDate to;

    int days() const { return static_cast<int>(from.daysTo(to)) + 1; }
    Period movedBy(int days) const { return {from.addDays(days), to.addDays(days)}; }
    bool contains(QDate day) const { return from <= day && day <= to; }
    bool operator==(const Period &) const = default;
};

/// One line of the report: a transaction type, in one currency.
struct Line
{
    QString type;
    QString currency;
    bool operator==(const Line &) const = default;
};

/// Count and total of some days. Nothing where the report does not say: no row, or a NULL among them.
/// Never 0 in place of either.
struct Figure
{
    std::optional<Decimal> count;
    std::optional<Decimal> total;
    bool hasRows = false;
};

/// Why a derived figure is not there.
enum class Absence {
    None,
    NoRow,      ///< the report has no row for it in the period
    NoBase,     ///< the days to compare with have no row, or not all of them
    ZeroBase,   ///< the base is zero: there is no ratio
    Unknown,    ///< a NULL is among what would be added up
    Currencies, ///< amounts of several currencies do not add up
    TooLarge    ///< not to be held exactly
};

struct Ratio
{
    std::optional<Decimal> value; ///< 0.123 is 12.3 %; to three decimals
    Absence absence = Absence::None;
};

/// The daily report of some days, and of those before them that they are compared with, all of one snapshot.
/// A value.
class Report
{
public:
    ReportDefinition definition; ///< completed
    Period period;
    QDateTime readAt; ///< when the snapshot was taken, by the server's clock
    QDate firstDay;   ///< of the report as a whole; invalid when it has no row
    QDate lastDay;
    Proof proof;

    /// In order of display: declared types first, then others found.
    const QList<Line> &lines() const { return m_lines; }
    void setLines(QList<Line> lines) { m_lines = std::move(lines); }
    void setCell(QDate day, const Line &line, Figure figure);

    /// Exactly what the report holds for a day.
    Figure cell(QDate day, const Line &line) const;
    bool hasRows(QDate day) const { return m_cells.contains(day); }
    QList<QDate> daysWithRows() const { return m_cells.keys(); }

    /// Sums over the days of a period.
    Figure figure(const Line &line, const Period &over) const;
    /// Sums over all lines; no total where they are of several currencies.
    Figure total(const Period &over) const;
    Figure dayTotal(QDate day) const { return total({day, day}); }
    bool hasOneCurrency() const;
    /// Of the totals: the one currency, or empty where there are several.
    QString currency() const;

    /// The period just before this one, as long as it: for one day, the day before.
    Period previous() const { return period.movedBy(-period.days()); }
    /// The same weekdays, a week (or as many weeks as needed) before.
    Period sameWeekdays() const { return period.movedBy(-((period.days() + 6) / 7) * 7); }

    /// The days a picture shows: the period, or for a short one the two weeks that end with it.
    Period trend() const;

    Ratio share(const Line &line) const;
    /// Change of the total against `base`: (now - then) / then.
    Ratio change(const Line &line, const Period &base) const;
    Ratio totalChange(const Period &base) const;

private:
    bool isWhole(const Period &base) const;
    Ratio changeOf(const Figure &now, const Figure &then, const Period &base) const;

    QList<Line> m_lines;
    QMap<QDate, QMap<QString, Figure>> m_cells; ///< by day and line
};

} // namespace daybook::settlement
