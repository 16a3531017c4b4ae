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

TEST_CASE("export writes a pair that verify proves, and says what it cannot do")
{
    const TemporaryDatabase database;
    const QTemporaryDir folder;
    const RunOptions here{.workingDirectory = folder.path()};
    const QStringList server{u"--dsn"_s, u"host=%1 user=daybook dbname=%2"_s.arg(
                                             database.spec().value(u"host"_s), database.name())};
    const auto exported = [&](const QStringList &words) {
        return runCli(QStringList{u"export"_s} + server + words, here);
    };
    const Ran ran = exported({u"--query"_s, u"select '=a' as t, 5 as n"_s, u"--type"_s, u"t"_s, u"--amount"_s,
                              u"n"_s, u"--order-by"_s, u"n"_s, u"--out"_s, u"a.csv"_s, u"--spreadsheet"_s});
    INFO(ran.err.toStdString());
    REQUIRE(ran.status == 0);
    CHECK(ran.out.contains(u"'=a: 1 rows, amount 5"_s));
    CHECK(runCli({u"verify"_s, u"a.csv"_s}, here).status == 0);

    const Ran json =
        exported({u"--query"_s, u"select 1 as n"_s, u"--out"_s, u"b.csv"_s, u"--format"_s, u"json"_s});
    CHECK(json.json()[u"rows"].toInteger() == 1);
    CHECK(json.json()[u"manifest"].toString() == folder.filePath(u"b.manifest.json"_s));

    CHECK(exported({u"--out"_s, u"c.csv"_s}).status == 2);
    CHECK(exported({u"--query"_s, u"select 1"_s}).status == 2);
    CHECK(exported({u"--query"_s, u"select 1"_s, u"--out"_s, u"no/c.csv"_s}).status == 2);
    const Ran wrong = exported({u"--query"_s, u"select missing"_s, u"--out"_s, u"c.csv"_s});
    CHECK(wrong.status == 1);
    CHECK(wrong.err.contains(u"missing"_s));
}

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
