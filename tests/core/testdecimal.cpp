#include "models/core/decimal.h"

#include <catch2/catch.hpp>

using namespace daybook;

namespace {

Decimal decimal(const char *text)
{
    return Decimal::parse(QString::fromLatin1(text)).value();
}

std::string text(const Decimal &value)
{
    return value.toString().toStdString();
}

} // namespace

TEST_CASE("what PostgreSQL prints comes back digit for digit")
{
    const auto *digits =
        GENERATE("0", "-1", "0.50", "-0.05", "12345678901234567890.12", "9223372036854775808",
                 "1000000000000000000", "-1000000000000000000000000000000000001.00", "999999999999999999",
                 "20000000000000000030000000000000000004000000000000000000");
    CHECK(text(decimal(digits)) == digits);
}

TEST_CASE("what is not an exact number is refused")
{
    const auto *wrong = GENERATE("", "-", ".", "1e3", "NaN", "Infinity", "1.2.3", "1,000", "--1", " 1", "٣");
    const auto parsed = Decimal::parse(QString::fromUtf8(wrong));
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().kind == ErrorKind::Data);
}

TEST_CASE("a number past 256 bits is an error, not a wrong figure")
{
    CHECK(Decimal::parse(QString(76, QLatin1Char('9'))).has_value());
    CHECK_FALSE(Decimal::parse(QString(78, QLatin1Char('9'))).has_value());
    const Decimal large = Decimal::parse(QString(76, QLatin1Char('9'))).value();
    Result<Decimal> sum = large;
    for (int i = 0; i < 20 && sum; ++i)
        sum = sum->plus(large);
    REQUIRE_FALSE(sum.has_value());
    CHECK(sum.error().kind == ErrorKind::Data);
}

TEST_CASE("sums and differences are exact across scales")
{
    CHECK(text(decimal("0.1").plus(decimal("0.2")).value()) == "0.3");
    CHECK(text(decimal("100").minus(decimal("0.01")).value()) == "99.99");
    CHECK(text(decimal("9223372036854775807").plus(decimal("1")).value()) == "9223372036854775808");
}

TEST_CASE("equal amounts are equal whatever their scale")
{
    CHECK(decimal("1.50") == decimal("1.5"));
    CHECK(decimal("-2") < decimal("-1.99"));
    CHECK(decimal("-0") == decimal("0"));
}

TEST_CASE("grouping does not depend on a locale")
{
    CHECK(decimal("1234567").toGroupedString() == QStringLiteral("1,234,567"));
    CHECK(decimal("-123456.789").toGroupedString() == QStringLiteral("-123,456.789"));
    CHECK(decimal("-123").toGroupedString() == QStringLiteral("-123"));
    CHECK(decimal("999").toGroupedString() == QStringLiteral("999"));
}

TEST_CASE("ratios round half to even and never divide by zero")
{
    CHECK(text(decimal("1").ratioTo(decimal("3"), 4).value()) == "0.3333");
    CHECK(text(decimal("1").ratioTo(decimal("8"), 2).value()) == "0.12");
    CHECK(text(decimal("3").ratioTo(decimal("8"), 2).value()) == "0.38");
    CHECK(text(decimal("-1").ratioTo(decimal("2.0"), 1).value()) == "-0.5");
    CHECK_FALSE(decimal("1").ratioTo(decimal("0.00"), 4).has_value());
}
