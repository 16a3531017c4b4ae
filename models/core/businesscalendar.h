#pragma once

#include "models/core/result.h"

#include <QDate>
#include <QDateTime>
#include <QTime>
#include <QTimeZone>

namespace daybook {

/// A half-open stretch of time, [from, to), both in UTC.
struct Interval
{
    QDateTime from;
    QDateTime to;
    bool operator==(const Interval &) const = default;
};

/// Business dates in a named time zone with a cut-off: day D runs from D at the cut-off up to, and not
/// including, D+1 at the cut-off. Never the session's or the machine's zone.
class BusinessCalendar
{
public:
    /// Asia/Seoul, cut-off at midnight.
    BusinessCalendar();

    /// `zone` is an IANA name, `cutOff` "HH:MM". Error: Project, naming the part that is wrong.
    static Result<BusinessCalendar> create(const QString &zone, const QString &cutOff);

    QString zoneName() const;
    QTime cutOff() const { return m_cutOff; }

    QDate dateOf(const QDateTime &instant) const;

    /// The days from..to, both included, as one interval.
    Interval interval(QDate from, QDate to) const;

    bool operator==(const BusinessCalendar &) const = default;

private:
    QTimeZone m_zone;
    QTime m_cutOff;
};

} // namespace daybook
