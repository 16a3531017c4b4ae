#include "models/core/sha256.h"
#include "tests/evidence/evidencefixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;
using evidence::Profile;

namespace {

const QByteArray Ledger = "id,type,amount,n,occurred_at,day,memo\r\n"
                          "1,charge,1000,1,2026-11-20 15:00:00+00,2026-11-21,첫 충전\r\n"
                          "2,charge,2500.50,2,2026-11-21 03:30:00.25+00,2026-11-21,\r\n"
                          "3,refund,300,1,2026-11-21 14:59:59.999999+00,2026-11-21,\"\"\r\n"
                          "4,,-5,,2026-11-20 16:00:00+00,2026-11-21,\"a \"\"quoted\"\", one\"\r\n";

QJsonObject manifestOf(const QString &path)
{
    return QJsonDocument::fromJson(contents(path)).object();
}

/// One value, exported and read back as the file has it.
QByteArray exported(const LedgerFixture &fixture, const QString &expression, Profile profile)
{
    evidence::ExportRequest request{.sql = u"select %1 as v"_s.arg(expression)};
    request.path = fixture.path();
    request.profile = profile;
    if (const auto outcome = fixture.run(request); !outcome)
        return outcome.error().message.toUtf8();
    const QByteArray bytes = contents(fixture.path());
    return bytes.mid(bytes.indexOf("\r\n") + 2).chopped(2);
}

} // namespace

TEST_CASE("a query becomes a file and a manifest that prove each other")
{
    const LedgerFixture fixture;
    const auto outcome = fixture.run(fixture.request());
    REQUIRE(outcome);
    CHECK(contents(fixture.path()).toStdString() == Ledger.toStdString());
    CHECK(outcome->rows == 4);
    CHECK(outcome->bytes == Ledger.size());
    CHECK(outcome->sha256 == Sha256::hexOf(Ledger));
    CHECK(outcome->manifestSha256 == Sha256::hexOf(contents(fixture.manifestPath())));
    CHECK(namesIn(fixture.folder.path()) == QStringList{u"ledger.csv"_s, u"ledger.manifest.json"_s});

    const auto report = evidence::verifyCsv(fixture.path());
    REQUIRE(report);
    CHECK(report->proven());
    CHECK(check(*report, u"total"_s, u"charge"_s).actual == u"2 rows, amount 3500.50, count 3"_s);
    CHECK(check(*report, u"total"_s, u"NULL"_s).actual == u"1 rows, amount -5"_s);
    CHECK(check(*report, u"total"_s).actual == u"4 rows, amount 3795.50, count 4"_s);
}

TEST_CASE("the manifest tells where the figures come from")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    const BusinessCalendar seoul;
    const QDate day(2026, 11, 21);
    request.period = evidence::Period{.interval = seoul.interval(day, day), .timeZone = seoul.zoneName()};
    request.parameters = {{.name = u"day"_s, .value = u"2026-11-21"_s}};
    request.provenance = {.label = u"정산"_s,
                          .project = u"settlement"_s,
                          .runId = 42,
                          .version = evidence::ProjectVersion{.commit = u"c0ffee"_s, .dirty = true},
                          .models = {{.name = u"daily_report"_s, .value = u"abc"_s}}};
    REQUIRE(fixture.run(request));
    CHECK(contents(fixture.path()).contains("1,charge,1000,1,2026-11-21 00:00:00+09,"));

    const QJsonObject manifest = manifestOf(fixture.manifestPath());
    CHECK(manifest[u"format_version"].toInteger() == 1);
    CHECK(manifest[u"file"].toString() == u"ledger.csv"_s);
    CHECK(manifest[u"period"][u"from"].toString() == u"2026-11-21T00:00:00+09:00"_s);
    CHECK(manifest[u"period"][u"to"].toString() == u"2026-11-22T00:00:00+09:00"_s);
    CHECK(manifest[u"period"][u"time_zone"].toString() == u"Asia/Seoul"_s);
    CHECK(manifest[u"provenance"][u"run"].toInteger() == 42);
    CHECK(manifest[u"provenance"][u"project_version"][u"git_commit"].toString() == u"c0ffee"_s);
    CHECK(manifest[u"provenance"][u"project_version"][u"git_dirty"] == QJsonValue(true));
    CHECK(manifest[u"provenance"][u"models"][0][u"version"].toString() == u"abc"_s);
    CHECK(manifest[u"parameters"][0][u"value"].toString() == u"2026-11-21"_s);
    CHECK(manifest[u"sql"].toString().contains(u"order by id"_s));
    CHECK(manifest[u"columns"][2][u"type"].toString() == u"numeric"_s);
    CHECK(manifest[u"control"][u"overall"][u"amount"].toString() == u"3795.50"_s);
    CHECK(manifest[u"control"][u"by_type"][0][u"type"].isNull());
    CHECK(manifest[u"server"][u"database"].toString() == fixture.database.name());
    CHECK(manifest[u"server"][u"system_identifier"].toString() ==
          fixture.database.table(u"select system_identifier from pg_control_system()"_s));
    CHECK(manifest[u"server"][u"snapshot"].toString().contains(u':'));
    CHECK(manifest[u"server"][u"snapshot_time"].toString().endsWith(u'Z'));
    CHECK(manifest[u"exporter"][u"program"].toString() == u"daybook"_s);
    CHECK(QDateTime::fromString(manifest[u"exported_at"].toString(), Qt::ISODateWithMs).isValid());
}

TEST_CASE("the same data gives the same bytes, whatever the session was set to")
{
    const LedgerFixture fixture;
    const QString setting = GENERATE(as<QString>(), u"set timezone = 'America/New_York'"_s,
                                     u"set datestyle = 'German, DMY'"_s, u"set extra_float_digits = -5"_s,
                                     u"set intervalstyle = 'iso_8601'; set bytea_output = 'escape'"_s,
                                     u"set client_encoding = 'EUC_KR'"_s);
    auto request = fixture.request();
    request.sql = u"select *, 0.1::float8 + 0.2 as f, interval '1 day 2 hours' as i, '\\x00ff'::bytea as b, "
                  "12.5::money as m from ledger;"_s;
    REQUIRE(fixture.run(request));
    const QByteArray plain = contents(fixture.path());
    REQUIRE(fixture.run(request, setting));
    CHECK(contents(fixture.path()).toStdString() == plain.toStdString());
    CHECK(plain.contains("0.30000000000000004,1 day 02:00:00,\\x00ff"));
}

TEST_CASE("settings that come with the role change nothing either")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    fixture.database.run(u"create role awkward login superuser;"
                         "alter role awkward set datestyle = 'SQL, DMY';"
                         "alter role awkward set timezone = 'Asia/Kathmandu'"_s);
    auto spec = fixture.database.spec();
    spec.set(u"user"_s, u"awkward"_s);
    const auto connection = await(warehouse::Connection::open(spec));
    REQUIRE(connection);
    auto request = fixture.request();
    request.path = fixture.path(u"awkward.csv"_s);
    const auto outcome = await(evidence::exportCsv(*connection, request, {}, {}));
    fixture.database.run(u"drop role awkward"_s);
    REQUIRE(outcome);
    CHECK(contents(request.path).toStdString() == Ledger.toStdString());
}

TEST_CASE("totals are proven where there is no second session to reckon them in")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    SECTION("what only this session sees")
    {
        request.sql = u"select * from own"_s;
        REQUIRE(fixture.run(request, u"create temporary table own as select * from ledger"_s));
    }
    SECTION("a role with one connection")
    {
        fixture.database.run(u"create role lonely login connection limit 1;"
                             "grant select on ledger to lonely"_s);
        auto spec = fixture.database.spec();
        spec.set(u"user"_s, u"lonely"_s);
        const auto connection = await(warehouse::Connection::open(spec));
        REQUIRE(connection);
        const auto outcome = await(evidence::exportCsv(*connection, request, {}, {}));
        fixture.database.run(u"drop owned by lonely; drop role lonely"_s);
        REQUIRE(outcome);
        CHECK(outcome->totals.overall.rows == outcome->rows);
    }
    CHECK(contents(fixture.path()).toStdString() == Ledger.toStdString());
    const auto report = evidence::verifyCsv(fixture.path());
    REQUIRE(report);
    CHECK(report->proven());
    CHECK(test::check(*report, u"total"_s, u"charge"_s).passed);
}

TEST_CASE("values survive as they are, and null is not the empty string")
{
    const LedgerFixture fixture;
    const auto [expression, expected] =
        GENERATE(table<QString, QByteArray>({{u"null::text"_s, ""},
                                             {u"''"_s, "\"\""},
                                             {u"'거래, \"금액\"'"_s, "\"거래, \"\"금액\"\"\""},
                                             {u"E'two\\nlines\\r\\nthree\\r'"_s, "\"two\nlines\r\nthree\r\""},
                                             {u"'=1+1'"_s, "=1+1"},
                                             {u"E'\\\\.'"_s, "\"\\.\""},
                                             {u"' padded '"_s, " padded "},
                                             {u"E'\\u0001\\u007f'"_s, "\x01\x7f"},
                                             {u"-5"_s, "-5"},
                                             {u"1e100::numeric"_s, "1" + QByteArray(100, '0')},
                                             {u"true"_s, "t"}}));
    CHECK(exported(fixture, expression, Profile::Audit).toStdString() == expected.toStdString());
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

TEST_CASE("for spreadsheets text is guarded by its type, and numbers and dates are not touched")
{
    const LedgerFixture fixture;
    const auto [expression, expected] =
        GENERATE(table<QString, QByteArray>({{u"'=1+1'"_s, "\"'=1+1\""},
                                             {u"'-5'"_s, "\"'-5\""},
                                             {u"'-5'::varchar(3)"_s, "\"'-5\""},
                                             {u"'-x'::citext_like"_s, "\"'-x\""},
                                             {u"-5"_s, "-5"},
                                             {u"-5.50"_s, "-5.50"},
                                             {u"interval '-1 day'"_s, "-1 days"},
                                             {u"date '0044-03-15 BC'"_s, "0044-03-15 BC"},
                                             {u"null::text"_s, ""},
                                             {u"''"_s, "\"\""},
                                             {u"E'@a\\n=b'"_s, "\"'@a\n'=b\""}}));
    fixture.database.run(u"create domain citext_like as text"_s);
    CHECK(exported(fixture, expression, Profile::Spreadsheet).toStdString() == expected.toStdString());
    CHECK(contents(fixture.path()).startsWith("\xEF\xBB\xBF"));
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

TEST_CASE("types that a spreadsheet could run are proven as they are written")
{
    const LedgerFixture fixture;
    fixture.database.run(
        u"insert into ledger (id, type, amount) values (5, '=evil', 7), (6, '''=evil', 8)"_s);
    auto request = fixture.request();
    request.profile = Profile::Spreadsheet;
    const auto outcome = fixture.run(request);
    REQUIRE(outcome);
    CHECK(outcome->totals.byType.at(QByteArray("'=evil")).amount == Decimal(15));
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

TEST_CASE("types are told apart as they are written, not as they compare")
{
    const LedgerFixture fixture;
    fixture.database.run(
        u"create collation relaxed (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"_s);
    auto request = fixture.request();
    request.roles = {.type = u"t"_s, .amount = u"a"_s};
    request.orderBy = {};
    const QString type = GENERATE(as<QString>(), u"(case g when 1 then 'a' else 'A' end) collate relaxed"_s,
                                  u"(case g when 1 then 1.0 else 1.00 end)"_s,
                                  u"(case g when 1 then '[1, 2]' else '[1,2]' end)::json"_s);
    request.sql = u"select %1 as t, g::bigint as a from generate_series(1, 2) g order by g"_s.arg(type);
    const auto outcome = fixture.run(request);
    REQUIRE(outcome);
    CHECK(outcome->totals.byType.size() == 2);
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

TEST_CASE("an empty result is a header, and totals that say nothing")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    request.sql += u" where false"_s;
    const auto outcome = fixture.run(request);
    REQUIRE(outcome);
    CHECK(outcome->rows == 0);
    CHECK_FALSE(outcome->totals.overall.amount);
    CHECK(contents(fixture.path()) == "id,type,amount,n,occurred_at,day,memo\r\n");
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

TEST_CASE("a query may end in a comment or a semicolon, and stand in any script")
{
    const LedgerFixture fixture;
    evidence::ExportRequest request;
    request.path = fixture.path(u"거래내역.csv"_s);
    request.sql =
        u"with x as (select 1::bigint as \"거래금액\", '홍보' as \"거래타입\")\nselect * from x -- fin"_s;
    request.roles = {.type = u"거래타입"_s, .amount = u"거래금액"_s};
    request.orderBy = {u"\"거래금액\""_s};
    REQUIRE(fixture.run(request));
    CHECK(contents(request.path) == "거래금액,거래타입\r\n1,홍보\r\n");
    CHECK(evidence::verifyCsv(request.path)->proven());
    request.sql = u"select 1::bigint as \"거래금액\", '홍보' as \"거래타입\";\n ; "_s;
    CHECK(fixture.run(request));
}

TEST_CASE("a large export streams: progress, a live event loop, and one snapshot throughout")
{
    const LedgerFixture fixture;
    fixture.database.run(
        u"create table big as select i as id, 'type ' || i % 7 as type, i::numeric / 100 as amount, "
        "repeat('x', 80) as memo from generate_series(1, 150000) i"_s);
    auto request = fixture.request();
    request.sql = u"select * from big"_s;
    request.roles = {.type = u"type"_s, .amount = u"amount"_s};
    qint64 reports = 0;
    qint64 last = 0;
    bool disturbed = false;
    const auto disturb = [&](const Progress &progress) {
        ++reports;
        CHECK(progress.done >= last);
        CHECK((progress.total == 0 || progress.total == 150000)); // 0 until the server has counted
        last = progress.done;
        if (!std::exchange(disturbed, true))
            QTimer::singleShot(0, [&fixture] {
                fixture.database.run(
                    u"update big set amount = amount + 1; delete from big where id % 2 = 0"_s);
            });
    };
    const auto connection = fixture.database.connect();
    const auto outcome = await(evidence::exportCsv(connection, request, {}, disturb));
    REQUIRE(outcome);
    CHECK(reports > 0);
    CHECK(outcome->rows == 150000);
    CHECK(outcome->totals.byType.size() == 7);
    CHECK(evidence::verifyCsv(fixture.path())->proven());
    CHECK_FALSE(connection->isInTransaction());
    CHECK(await(connection->execute(u"create table still_writable (a int)"_s)));
}
