#include "tests/cli/shop.h"
#include "tests/support/strings.h"

using namespace daybook::test;

TEST_CASE("collect kafka without brokers, or with a file that cannot be used, says what to give")
{
    const Shop shop;
    const Ran none = shop.run("collect kafka");
    CHECK(none.status == 2);
    CHECK(none.err.contains(QStringLiteral("Give --brokers HOST:PORT")));
    const Ran missing = shop.run("collect kafka --config nowhere.properties");
    CHECK(missing.status == 2);
    CHECK(missing.err.contains(QStringLiteral("nowhere.properties")));
    shop.write("kafka.properties", "bootstrap.servers=127.0.0.1:9\nsasl.password hunter2\n");
    const Ran wrong = shop.run("collect kafka --config kafka.properties");
    CHECK(wrong.status == 2);
    CHECK(wrong.err.contains(QStringLiteral("kafka.properties:2")));
    CHECK_FALSE((wrong.err + wrong.out).contains(QStringLiteral("hunter2")));
    CHECK(shop.run("collect kafka --brokers 127.0.0.1:9 --keep-days 0").status == 2);
    CHECK(shop.run("collect tea").status == 2);
}

TEST_CASE("collect kafka takes brokers from its file, and says so when none answers")
{
    const Shop shop;
    shop.write("kafka.properties", "# here\nbootstrap.servers=127.0.0.1:9\n");
    const Ran ran = shop.run("collect kafka --once --format json --config kafka.properties");
    CHECK(ran.status == 2);
    CHECK(ran.err.contains(QStringLiteral("No broker answers at 127.0.0.1:9")));
    CHECK(ran.out.isEmpty());
}
