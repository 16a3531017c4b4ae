#include "tests/evidence/evidencefixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;
using evidence::verifyCsv;

namespace {

/// Names of the checks that failed, with their subjects.
QStringList failed(const Result<evidence::VerifyReport> &report)
{
    QStringList names;
    for (const evidence::VerifyCheck &one : report.value().checks) {
        if (!one.passed)
            names << (one.subject.isEmpty() ? one.name : one.name + u' ' + one.subject);
    }
    return names;
}

void replace(const QString &path, const QByteArray &before, const QByteArray &after)
{
    const QByteArray bytes = contents(path);
    REQUIRE(bytes.count(before) == 1);
    write(path, QByteArray(bytes).replace(before, after));
}

} // namespace

TEST_CASE("every way to tamper with a file is found, and by the checks it breaks")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    const QString path = fixture.path();
    SECTION("one byte of a memo: only the hash knows")
    {
        replace(path, "첫 충전", "첫 충정");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s});
    }
    SECTION("one won in an amount")
    {
        replace(path, "charge,1000,", "charge,1001,");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s, u"total charge"_s, u"total"_s});
    }
    SECTION("one won from one type to another: the grand total is the same, the types are not")
    {
        replace(path, "charge,1000,", "charge,1001,");
        replace(path, "refund,300,", "refund,299,");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s, u"total charge"_s, u"total refund"_s});
    }
    SECTION("plus one and minus one within a type: the totals agree, the hash does not")
    {
        replace(path, "charge,1000,", "charge,1001,");
        replace(path, "charge,2500.50,", "charge,2499.50,");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s});
    }
    SECTION("a count")
    {
        replace(path, "2500.50,2,", "2500.50,3,");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s, u"total charge"_s, u"total"_s});
    }
    SECTION("another type")
    {
        replace(path, "3,refund,", "3,rebate,");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s, u"total rebate"_s, u"total refund"_s});
    }
    SECTION("a type that was null becomes empty")
    {
        replace(path, "4,,", "4,\"\",");
        CHECK(failed(verifyCsv(path)) ==
              QStringList{u"bytes"_s, u"sha256"_s, u"total NULL"_s, u"total "_s.trimmed()});
    }
    SECTION("cut short in the middle of a row")
    {
        write(path, contents(path).chopped(5));
        CHECK(failed(verifyCsv(path)).mid(0, 3) == QStringList{u"bytes"_s, u"sha256"_s, u"format"_s});
        CHECK(check(verifyCsv(path).value(), u"format"_s).actual.contains(u"a quoted value never ends"_s));
    }
    SECTION("cut short by whole rows")
    {
        const QByteArray bytes = contents(path);
        write(path, bytes.first(bytes.indexOf("4,,")));
        CHECK(failed(verifyCsv(path)) ==
              QStringList{u"bytes"_s, u"sha256"_s, u"rows"_s, u"total NULL"_s, u"total"_s});
    }
    SECTION("emptied")
    {
        write(path, {});
        CHECK(failed(verifyCsv(path)).contains(u"header"_s));
        CHECK(failed(verifyCsv(path)).contains(u"rows"_s));
    }
    SECTION("a row twice")
    {
        replace(path, "3,refund", "2,charge,1,1,,,\r\n3,refund");
        CHECK(failed(verifyCsv(path)).contains(u"rows"_s));
    }
    SECTION("a column renamed")
    {
        replace(path, "day,memo", "day,note");
        CHECK(failed(verifyCsv(path)) == QStringList{u"sha256"_s, u"header"_s});
    }
    SECTION("a column less in one row")
    {
        replace(path, "3,refund,300,1,2026-11-21 14:59:59.999999+00,", "3,refund,300,1,");
        CHECK(check(verifyCsv(path).value(), u"total"_s).actual.contains(u"data row 3: it has 6 columns"_s));
    }
    SECTION("saved by an editor with other line ends")
    {
        write(path, contents(path).replace("\r\n", "\n"));
        CHECK(check(verifyCsv(path).value(), u"format"_s).actual.contains(u"line feed"_s));
    }
    SECTION("saved by a spreadsheet with a byte order mark")
    {
        write(path, "\xEF\xBB\xBF" + contents(path));
        CHECK(failed(verifyCsv(path)) == QStringList{u"bytes"_s, u"sha256"_s, u"mark"_s});
    }
    SECTION("an amount that is no number")
    {
        replace(path, "charge,1000,", "charge,1e99,");
        CHECK(check(verifyCsv(path).value(), u"total"_s).actual.contains(u"not an exact decimal"_s));
    }
    CHECK_FALSE(verifyCsv(path)->proven());
}

TEST_CASE("a manifest that was changed contradicts its file or itself")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    const QString manifest = fixture.manifestPath();
    SECTION("the SQL")
    {
        replace(manifest, "order by id\"", "order by id desc\"");
        CHECK(failed(verifyCsv(fixture.path())) == QStringList{u"sql_sha256"_s});
    }
    SECTION("a total")
    {
        replace(manifest, "\"3795.50\"", "\"3795.51\"");
        CHECK(failed(verifyCsv(fixture.path())) == QStringList{u"total"_s, u"sum_of_types"_s});
    }
    SECTION("roles that the columns do not have")
    {
        replace(manifest, "\"amount_column\": \"amount\"", "\"amount_column\": \"money\"");
        CHECK(verifyCsv(fixture.path()).error().message.contains(u"contradicts itself"_s));
    }
}

TEST_CASE("a file moved away with its manifest is still proven, and one moved without is not")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    REQUIRE(QFile::rename(fixture.path(), fixture.path(u"moved.csv"_s)));
    CHECK(verifyCsv(fixture.path(u"moved.csv"_s), fixture.manifestPath())->proven());

    const auto lost = verifyCsv(fixture.path(u"moved.csv"_s));
    REQUIRE_FALSE(lost);
    CHECK(lost.error().kind == ErrorKind::Io);
    CHECK(lost.error().message.contains(u"there is no"_s));
    CHECK(lost.error().message.contains(u"moved.manifest.json"_s));
}

TEST_CASE("files that cannot be verified at all are errors, not verdicts")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    CHECK(verifyCsv(fixture.path(u"none.csv"_s)).error().kind == ErrorKind::Io);
    CHECK(verifyCsv(fixture.folder.path()).error().kind == ErrorKind::Io);
    CHECK(verifyCsv(fixture.path(), fixture.folder.path()).error().message.contains(u"not a regular file"_s));
    REQUIRE(::mkfifo(QFile::encodeName(fixture.path(u"pipe.csv"_s)).constData(), 0600) == 0);
    CHECK(verifyCsv(fixture.path(u"pipe.csv"_s), fixture.manifestPath())
              .error()
              .message.contains(u"regular"_s));

    write(fixture.manifestPath(), QByteArray(17 << 20, ' '));
    CHECK(verifyCsv(fixture.path()).error().message.contains(u"larger than any manifest"_s));
    write(fixture.manifestPath(), "{\"format\": 12}");
    CHECK(verifyCsv(fixture.path()).error().kind == ErrorKind::Data);
}

TEST_CASE("verifying can be stopped, and tells how far it is")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    request.sql =
        u"select i as id, 'a' as type, i as amount, 1 as n, repeat('x', 500) from generate_series(1, 100000) i"_s;
    REQUIRE(fixture.run(request));
    std::stop_source stop;
    stop.request_stop();
    CHECK(verifyCsv(fixture.path(), {}, stop.get_token()).error().kind == ErrorKind::Cancelled);
    CHECK(verifyCsv(fixture.path())->proven());
}

TEST_CASE("any single byte changed anywhere is found")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    const QByteArray whole = contents(fixture.path());
    for (qsizetype at = 0; at < whole.size(); ++at) {
        QByteArray bytes = whole;
        bytes[at] = char(bytes[at] ^ 1);
        write(fixture.path(), bytes);
        const auto report = verifyCsv(fixture.path());
        REQUIRE(report);
        REQUIRE_FALSE(report->proven());
    }
}
