#include "models/settlement/report.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;

namespace {

const Line payment{QStringLiteral("payment"), QStringLiteral("KRW")};
const Line charge{QStringLiteral("charge"), QStringLiteral("KRW")};
const QDate day(2026, 11, 19);

Decimal money(const char *text)
{
    return Decimal::parse(QString::fromLatin1(text)).value();
}

Figure figure(qint64 count, const char *total)
{
    return {Decimal(count), money(total), true};
}

Report report()
{
    Report value;
    value.period = {day, day};
    value.setLines({payment, charge});
    value.setCell(day, payment, figure(3, "9223372036854775807"));
    value.setCell(day, charge, figure(1, "9223372036854775807"));
    value.setCell(day.addDays(-1), payment, figure(3, "9223372036854775806"));
    value.setCell(day.addDays(-1), charge, figure(1, "0"));
    return value;
}

} // namespace

TEST_CASE("totals beyond 64 bits stay exact, and shares are to a tenth of a percent")
{
    const Report value = report();
    CHECK(value.total(value.period).total->toString() == QStringLiteral("18446744073709551614"));
    CHECK(value.total(value.period).count == Decimal(4));
    CHECK(value.share(payment).value->toString() == QStringLiteral("0.500"));
}

TEST_CASE("where the base is missing or zero there is no change, and it says why")
{
    Report value = report();
    CHECK(value.change(payment, value.previous()).value->toString() == QStringLiteral("0.000"));
    CHECK(value.change(charge, value.previous()).absence == Absence::ZeroBase);
    CHECK(value.change(payment, value.sameWeekdays()).absence == Absence::NoBase);
    CHECK(value.totalChange(value.sameWeekdays()).absence == Absence::NoBase);

    value.period = {day.addDays(1), day.addDays(1)};
    CHECK(value.change(payment, value.previous()).absence == Absence::NoRow);
    CHECK(value.share(payment).absence == Absence::NoRow);
    CHECK_FALSE(value.figure(payment, value.period).count);
}

TEST_CASE("a NULL makes what it is added to unknown, never smaller")
{
    Report value = report();
    value.setCell(day, charge, {Decimal(1), std::nullopt, true});
    CHECK_FALSE(value.total(value.period).total);
    CHECK(value.share(payment).absence == Absence::Unknown);
    CHECK(value.totalChange(value.previous()).absence == Absence::Unknown);
}

TEST_CASE("amounts of two currencies are not added up, and counts are")
{
    Report value = report();
    const Line dollars{QStringLiteral("payment"), QStringLiteral("USD")};
    value.setLines({payment, charge, dollars});
    value.setCell(day, dollars, figure(2, "10.50"));
    CHECK_FALSE(value.total(value.period).total);
    CHECK(value.total(value.period).count == Decimal(6));
    CHECK(value.share(payment).absence == Absence::Currencies);
    CHECK(value.currency().isEmpty());
}

TEST_CASE("a period is compared with one as long before it, and with the same weekdays")
{
    Report value;
    value.period = {day.addDays(-9), day}; // ten days
    CHECK(value.previous() == Period{day.addDays(-19), day.addDays(-10)});
    CHECK(value.sameWeekdays() == Period{day.addDays(-23), day.addDays(-14)});
    CHECK(value.sameWeekdays().from.dayOfWeek() == value.period.from.dayOfWeek());
}

TEST_CASE("a longer period is not compared with one of which a day is missing")
{
    Report value = report();
    value.period = {day, day.addDays(1)};
    value.setCell(day.addDays(1), payment, figure(1, "5"));
    CHECK(value.change(payment, value.previous()).absence == Absence::NoBase);
    value.setCell(day.addDays(-2), charge, figure(1, "5"));
    CHECK(value.change(payment, value.previous()).absence == Absence::None);
}
