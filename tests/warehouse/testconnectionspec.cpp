#include "models/warehouse/connectionspec.h"
#include "models/warehouse/identifier.h"

#include <catch2/catch.hpp>

using namespace daybook;
using warehouse::ConnectionSpec;

TEST_CASE("every spelling of a connection string is read")
{
    const auto *text =
        GENERATE("host=db.example port=5433 dbname=close user=fin", "postgresql://fin@db.example:5433/close");
    const auto spec = ConnectionSpec::fromConnectionString(QString::fromLatin1(text));
    REQUIRE(spec);
    CHECK(spec->displayName() == QStringLiteral("fin@db.example:5433/close"));
}

TEST_CASE("a password is kept for libpq and shown to nobody")
{
    const auto spec =
        ConnectionSpec::fromConnectionString(QStringLiteral("postgresql://fin:s3cret@db/close"));
    REQUIRE(spec);
    CHECK(spec->value(QStringLiteral("password")) == QStringLiteral("s3cret"));
    CHECK_FALSE(spec->displayName().contains(QStringLiteral("s3cret")));
    CHECK_FALSE(spec->toPublicString().contains(QStringLiteral("s3cret")));
}

TEST_CASE("a connection string that cannot be read is not echoed")
{
    const auto spec =
        ConnectionSpec::fromConnectionString(QStringLiteral("host=db password=s3cret nonsense"));
    REQUIRE_FALSE(spec);
    CHECK(spec.error().kind == ErrorKind::Usage);
    CHECK_FALSE((spec.error().message + spec.error().detail).contains(QStringLiteral("s3cret")));
}

TEST_CASE("identifiers and literals survive any script and any quote")
{
    CHECK(warehouse::quoteIdentifier(QStringLiteral("거래\"ID")) == QStringLiteral("\"거래\"\"ID\""));
    CHECK(warehouse::quoteLiteral(QStringLiteral("o'clock")) == QStringLiteral("'o''clock'"));
    CHECK(warehouse::quoteLiteral(QStringLiteral("a\\b")) == QStringLiteral(" E'a\\\\b'"));
}
