#include "models/evidence/csvexport.h"
#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;

TEST_CASE("verify says 0 of a proven file, 1 of one that differs, 2 where there is nothing to go by")
{
    const TemporaryDatabase database;
    const QTemporaryDir folder;
    evidence::ExportRequest request;
    request.sql = u"select '홍보' as type, 1500::bigint as amount"_s;
    request.roles = {.type = u"type"_s, .amount = u"amount"_s};
    request.path = folder.filePath(u"a.csv"_s);
    REQUIRE(await(evidence::exportCsv(database.connect(), request, {}, {})));
    const RunOptions here{.workingDirectory = folder.path()};

    const Ran proven = runCli({u"verify"_s, u"a.csv"_s}, here);
    CHECK(proven.status == 0);
    CHECK(proven.out.contains(u"control total, 홍보"_s));
    CHECK(proven.out.contains(u"is proven."_s));

    QFile file(request.path);
    REQUIRE(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll().replace("1500", "1501");
    REQUIRE(file.seek(0));
    file.write(bytes);
    file.close();
    const Ran differs = runCli({u"verify"_s, u"a.csv"_s}, here);
    CHECK(differs.status == 1);
    CHECK(differs.out.contains(u"DIFFERS"_s));
    CHECK(differs.out.contains(u"1 rows, amount 1500"_s));
    CHECK(differs.out.contains(u"is NOT what was exported"_s));

    const Ran json = runCli({u"verify"_s, u"a.csv"_s, u"--format"_s, u"json"_s}, here);
    CHECK(json.status == 1);
    CHECK(json.json()[u"proven"].toBool(true) == false);
    CHECK(json.json()[u"checks"].toArray().size() > 5);

    const Ran unproven = runCli({u"verify"_s, u"a.csv"_s, u"--manifest"_s, u"gone.json"_s}, here);
    CHECK(unproven.status == 2);
    CHECK(unproven.err.contains(u"gone.json"_s));
    CHECK(runCli({u"verify"_s, u"none.csv"_s}, here).status == 2);
}
