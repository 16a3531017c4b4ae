#include "models/core/format.h"

#include <QLocale>

#include <catch2/catch.hpp>

using namespace daybook;

namespace {

Decimal number(const char *text)
{
    return Decimal::parse(QString::fromLatin1(text)).value();
}

/// The default locale for the length of a test.
struct Speaking
{
    explicit Speaking(QLocale::Language language) { QLocale::setDefault(QLocale(language)); }
    ~Speaking() { QLocale::setDefault(before); }
    QLocale before;
};

} // namespace

TEST_CASE("ratios become percentages without passing through a double")
{
    CHECK(formatPercent(number("0.1234")) == QStringLiteral("12.3%"));
    CHECK(formatPercent(number("1")) == QStringLiteral("100.0%"));
    CHECK(formatPercent(number("0.005")) == QStringLiteral("0.5%"));
    CHECK(formatPercent(number("-0.25"), 0, true) == QStringLiteral("-25%"));
    CHECK(formatPercent(number("12.5"), 1, true) == QStringLiteral("+1250.0%"));
    CHECK(formatPercent(number("-0.0001"), 1, true) == QStringLiteral("0.0%"));
    CHECK(formatPercent(number("0"), 1, true) == QStringLiteral("0.0%"));
}

TEST_CASE("durations and counts read as people say them")
{
    CHECK(formatCount(-1234567) == QStringLiteral("-1,234,567"));
    CHECK(formatDuration(840) == QStringLiteral("840 ms"));
    CHECK(formatDuration(12'499) == QStringLiteral("12.4 s"));
    CHECK(formatDuration(184'000) == QStringLiteral("3 min 04 s"));
    CHECK(formatDuration(7'500'000) == QStringLiteral("2 h 05 min"));
}

TEST_CASE("dates follow the language")
{
    const QDate day(2026, 11, 16);
    {
        const Speaking english(QLocale::English);
        CHECK(formatDate(day) == QStringLiteral("Mon 16 Nov 2026"));
    }
    const Speaking korean(QLocale::Korean);
    CHECK(formatDate(day) == QStringLiteral("2026년 11월 16일 (월)"));
}

TEST_CASE("an instant is shown in the zone that is asked for, and none as nothing")
{
    const QDateTime instant = QDateTime::fromString(QStringLiteral("2026-11-15T15:00:00Z"), Qt::ISODate);
    CHECK(formatInstant(instant, QTimeZone("Asia/Seoul")) == QStringLiteral("2026-11-16 00:00:00"));
    CHECK(formatInstant({}, QTimeZone("Asia/Seoul")).isEmpty());
}

TEST_CASE("a commit is shown short, and says when it is not the whole truth")
{
    const QString commit = QStringLiteral("0123456789abcdef0123456789abcdef01234567");
    CHECK(formatCommit(commit, false) == QStringLiteral("012345678"));
    CHECK(formatCommit(commit, true) == QStringLiteral("012345678, with changes"));
    CHECK(formatCommit({}, true).isEmpty());
}
