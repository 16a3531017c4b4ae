#include "models/core/businesscalendar.h"

namespace daybook {

BusinessCalendar::BusinessCalendar() : m_zone("Asia/Seoul"), m_cutOff(0, 0) {}

Result<BusinessCalendar> BusinessCalendar::create(const QString &zone, const QString &cutOff)
{
    BusinessCalendar calendar;
    // Qt would take any word for a rule of POSIX, and that for UTC.
    if (!QTimeZone::isTimeZoneIdAvailable(zone.toUtf8()))
        return failure(
            ErrorKind::Project,
            QStringLiteral("\"%1\" is not a known time zone; use an IANA name such as Asia/Seoul").arg(zone));
    calendar.m_zone = QTimeZone(zone.toUtf8());
    calendar.m_cutOff = QTime::fromString(cutOff, QStringLiteral("HH:mm"));
    if (!calendar.m_cutOff.isValid())
        return failure(ErrorKind::Project,
                       QStringLiteral("The cut-off \"%1\" is not a time of day such as 00:00").arg(cutOff));
    return calendar;
}

QString BusinessCalendar::zoneName() const
{
    return QString::fromUtf8(m_zone.id());
}

QDate BusinessCalendar::dateOf(const QDateTime &instant) const
{
    const QDateTime local = instant.toTimeZone(m_zone);
    return local.time() < m_cutOff ? local.date().addDays(-1) : local.date();
}

Interval BusinessCalendar::interval(QDate from, QDate to) const
{
    return {QDateTime(from, m_cutOff, m_zone).toUTC(), QDateTime(to.addDays(1), m_cutOff, m_zone).toUTC()};
}

} // namespace daybook
