#include "models/evidence/controltotals.h"

#include <QRandomGenerator>
#include <QStringList>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::evidence;

namespace {

QString sumOf(const QList<QByteArray> &numbers)
{
    ExactSum sum;
    for (const QByteArray &number : numbers) {
        if (!sum.add(number))
            return QStringLiteral("refused");
    }
    return sum.total() ? sum.total()->toString() : QStringLiteral("nothing");
}

} // namespace

TEST_CASE("sums are exact beyond 64 bits, with mixed scales, and keep the largest scale")
{
    CHECK(sumOf({}) == QStringLiteral("nothing"));
    CHECK(sumOf({"0"}) == QStringLiteral("0"));
    CHECK(sumOf({"1", "-1"}) == QStringLiteral("0"));
    CHECK(sumOf({"0.10", "0.2"}) == QStringLiteral("0.30"));
    CHECK(sumOf({"-0.01", "1"}) == QStringLiteral("0.99"));
    CHECK(sumOf(QList<QByteArray>(100, "999999999999999999")) == QStringLiteral("99999999999999999900"));
    CHECK(sumOf(QList<QByteArray>(100, "-999999999999999999")) == QStringLiteral("-99999999999999999900"));
    CHECK(sumOf({"123456789012345678901234567890.12", "0.88"}) ==
          QStringLiteral("123456789012345678901234567891.00"));
}

TEST_CASE("what is not a decimal number is refused")
{
    const QByteArray text =
        GENERATE("NaN", "Infinity", "1e3", "", "-", ".", "-.", "1,000", "1.2.3", " 1", "１", "0x10");
    CHECK(sumOf({"1", text}) == QStringLiteral("refused"));
}

TEST_CASE("a sum that grows too large is refused, never wrong")
{
    CHECK(sumOf(QList<QByteArray>(20, QByteArray(76, '9'))) == QStringLiteral("refused"));
}

TEST_CASE("a thousand random numbers add up as Decimal adds them")
{
    QRandomGenerator random(20261121);
    ExactSum sum;
    Decimal expected;
    for (int i = 0; i < 1000; ++i) {
        QByteArray number = QByteArray::number(qint64(random.generate64() >> random.bounded(1, 60)));
        if (const int scale = int(random.bounded(0, 4)); scale > 0 && number.size() > scale)
            number.insert(number.size() - scale, '.');
        if (random.bounded(2) == 1)
            number.prepend('-');
        REQUIRE(sum.add(number));
        expected = expected.plus(*Decimal::parse(QString::fromLatin1(number))).value();
    }
    CHECK(sum.total()->toString() == expected.toString());
}
