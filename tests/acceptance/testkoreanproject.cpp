// The seed of the whole idea: a team's dbt project, its source table and columns named in Korean, as it
// stands.
#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QFile>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;

namespace {

const QString Folder = QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/korean_project");

} // namespace

TEST_CASE("the project runs unchanged, proves itself, and publishes nothing once one amount is zero")
{
    const TemporaryDatabase database;
    QFile source(Folder + QStringLiteral("/source.sql"));
    REQUIRE(source.open(QIODevice::ReadOnly));
    database.run(QString::fromUtf8(source.readAll()));
    const auto run = [&database](const QString &command) {
        return runCli({command, QStringLiteral("--project-dir"), Folder, QStringLiteral("--schema"),
                       QStringLiteral("close"), QStringLiteral("--dsn"), database.spec().toPublicString()});
    };
    const Ran built = run(QStringLiteral("build"));
    INFO((built.err + built.out).toStdString());
    REQUIRE(built.status == 0);
    const QString look = QStringLiteral("select * from close.daily_report order by 1, 2");
    const QString report = database.table(look);
    CHECK(report.toStdString() == "2024-06-14 | 송금 | 3 | 160000\n2024-06-14 | 프로모션 | 2 | 4000\n"
                                  "2024-06-15 | 송금 | 2 | 30001\n2024-06-15 | 프로모션 | 1 | 5000");

    database.run(QStringLiteral("update \"결제\".\"거래내역\" set \"거래금액\" = 0 where \"거래ID\" = 1001"));
    CHECK(run(QStringLiteral("build")).status == 1);
    CHECK(database.table(look) == report);
}
