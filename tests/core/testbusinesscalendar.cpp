#include "models/core/businesscalendar.h"

#include <catch2/catch.hpp>

using namespace daybook;

namespace {

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
}

} // namespace

TEST_CASE("a business day in Seoul is a half-open interval in UTC, whatever the machine's zone")
{
    const BusinessCalendar seoul;
    const Interval day = seoul.interval(QDate(2026, 11, 21), QDate(2026, 11, 21));
    CHECK(day.from == utc("2026-11-20T15:00:00Z"));
    CHECK(day.to == utc("2026-11-21T15:00:00Z"));
    CHECK(seoul.dateOf(day.from) == QDate(2026, 11, 21));
    CHECK(seoul.dateOf(day.to.addMSecs(-1)) == QDate(2026, 11, 21));
    CHECK(seoul.dateOf(day.to) == QDate(2026, 11, 22));
}

TEST_CASE("the cut-off moves both ends of the day")
{
    const auto calendar =
        BusinessCalendar::create(QStringLiteral("Asia/Seoul"), QStringLiteral("02:30")).value();
    CHECK(calendar.dateOf(utc("2026-11-21T17:29:59Z")) == QDate(2026, 11, 21));
    CHECK(calendar.dateOf(utc("2026-11-21T17:30:00Z")) == QDate(2026, 11, 22));
}

TEST_CASE("days of 23 and 25 hours keep their length")
{
    const auto calendar =
        BusinessCalendar::create(QStringLiteral("America/New_York"), QStringLiteral("00:00")).value();
    const Interval spring = calendar.interval(QDate(2026, 3, 8), QDate(2026, 3, 8));
    const Interval autumn = calendar.interval(QDate(2026, 11, 1), QDate(2026, 11, 1));
    CHECK(spring.from.secsTo(spring.to) == 23 * 3600);
    CHECK(autumn.from.secsTo(autumn.to) == 25 * 3600);
}

TEST_CASE("a wrong zone or cut-off says which part is wrong")
{
    for (const QString &name : {QStringLiteral("Asia/Soul"), QStringLiteral("Seoul")}) {
        const auto zone = BusinessCalendar::create(name, QStringLiteral("00:00"));
        REQUIRE_FALSE(zone.has_value());
        CHECK(zone.error().message.contains(name));
    }
    const auto time = BusinessCalendar::create(QStringLiteral("Asia/Seoul"), QStringLiteral("25:00"));
    REQUIRE_FALSE(time.has_value());
    CHECK(time.error().message.contains(QStringLiteral("25:00")));
}
