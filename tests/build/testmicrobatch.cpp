// Microbatch models: time cut into batches of a named zone, built one by one, a part of it again.
#include "models/build/microbatch.h"
#include "tests/build/fixture.h"

#include <QProcess>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::MicrobatchOptions;
using build::RunState;

namespace {

const QString Source = QStringLiteral("version: 2\nsources:\n  - name: raw\n    schema: raw\n    tables:\n"
                                      "      - name: payments\n        config: {event_time: paid_at}\n");

/// Payments at ten to midnight and at ten past, of Seoul, on three days.
void writePayments(const BuildFixture &shop)
{
    shop.database.run(QStringLiteral(
        "create schema raw; create table raw.payments (id int, paid_at timestamptz, amount bigint); "
        "insert into raw.payments select d * 10 + n, (date '2026-03-01' + d + t)::timestamp at time zone "
        "'Asia/Seoul', 100 from generate_series(0, 2) d, (values (1, time '00:10'), (2, time '23:50')) as "
        "times (n, t)"));
    shop.write(QStringLiteral("models/sources.yml"), Source);
}

void writeModel(const BuildFixture &shop, const QString &more = QStringLiteral(", time_zone='Asia/Seoul'"))
{
    shop.write(
        QStringLiteral("models/daily.sql"),
        QStringLiteral("{{ config(materialized='incremental', incremental_strategy='microbatch', "
                       "event_time='day', begin='2026-03-01', batch_size='day'%1) }}\n"
                       "select (paid_at at time zone 'Asia/Seoul')::date as day, count(*) as payments, "
                       "sum(amount) as total\nfrom {{ source('raw', 'payments') }} p\n"
                       "join {{ source('raw', 'payments') }} on p.id = payments.id\n"
                       "group by 1\n")
            .arg(more)
            .replace(QStringLiteral("sum(amount)"), QStringLiteral("sum(p.amount)"))
            .replace(QStringLiteral("(paid_at"), QStringLiteral("(p.paid_at")));
}

build::BuildRequest between(const QString &start, const QString &end)
{
    build::BuildRequest request;
    request.eventTimeStart = start;
    request.eventTimeEnd = end;
    return request;
}

QString days(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral("select day, payments, total from close.daily order by 1"));
}

std::string cut(const MicrobatchOptions &options, const char *now, bool whole,
                const build::WantedTime &wanted = {})
{
    const auto all = build::batches(
        options, project::Node(), QDateTime::fromString(QString::fromUtf8(now), Qt::ISODate), whole, wanted);
    if (!all)
        return all.error().message.toStdString();
    QStringList text;
    for (const project::EventTimes &times : *all)
        text << times.start;
    text << all->last().end;
    return text.join(QStringLiteral(" | ")).toStdString();
}

} // namespace

TEST_CASE("time is cut at the midnights of the zone, half-open")
{
    MicrobatchOptions options;
    options.begin = QStringLiteral("2026-03-01");
    options.zone = QTimeZone("Asia/Seoul");
    // In Seoul it is the 3rd already.
    CHECK(cut(options, "2026-03-02T16:00:00Z", true) ==
          "2026-03-01 00:00:00+09:00 | 2026-03-02 00:00:00+09:00 | 2026-03-03 00:00:00+09:00 | "
          "2026-03-04 00:00:00+09:00");
    CHECK(cut(options, "2026-03-02T16:00:00Z", false) ==
          "2026-03-02 00:00:00+09:00 | 2026-03-03 00:00:00+09:00 | 2026-03-04 00:00:00+09:00");
    // On the boundary itself the day that has just ended is the current one.
    CHECK(cut(options, "2026-03-02T15:00:00Z", false) ==
          "2026-03-01 00:00:00+09:00 | 2026-03-02 00:00:00+09:00 | 2026-03-03 00:00:00+09:00");
    options.lookback = 0;
    CHECK(cut(options, "2026-03-02T16:00:00Z", false) ==
          "2026-03-03 00:00:00+09:00 | 2026-03-04 00:00:00+09:00");
    CHECK(cut(options, "2026-03-02T16:00:00Z", false,
              {QStringLiteral("2026-03-01"), QStringLiteral("2026-03-01 12:00:00")}) ==
          "2026-03-01 00:00:00+09:00 | 2026-03-02 00:00:00+09:00");
}

TEST_CASE("a day of summer time has 23 hours or 25; months and years have their own lengths")
{
    MicrobatchOptions options;
    options.begin = QStringLiteral("2026-03-28");
    options.zone = QTimeZone("Europe/Berlin");
    CHECK(cut(options, "2026-03-29T20:00:00Z", true) ==
          "2026-03-28 00:00:00+01:00 | 2026-03-29 00:00:00+01:00 | 2026-03-30 00:00:00+02:00");
    options.size = MicrobatchOptions::Size::Hour;
    CHECK(cut(options, "2026-03-29T01:30:00Z", false) ==
          "2026-03-29 01:00:00+01:00 | 2026-03-29 03:00:00+02:00 | 2026-03-29 04:00:00+02:00");
    options.size = MicrobatchOptions::Size::Month;
    CHECK(cut(options, "2026-05-02T00:00:00Z", true) ==
          "2026-03-01 00:00:00+01:00 | 2026-04-01 00:00:00+02:00 | 2026-05-01 00:00:00+02:00 | "
          "2026-06-01 00:00:00+02:00");
    options.size = MicrobatchOptions::Size::Year;
    CHECK(cut(options, "2026-05-02T00:00:00Z", true) ==
          "2026-01-01 00:00:00+01:00 | 2027-01-01 00:00:00+01:00");
}

TEST_CASE("what is no part of time is told")
{
    MicrobatchOptions options;
    options.begin = QStringLiteral("2026-03-01");
    CHECK(cut(options, "2026-03-02T16:00:00Z", false, {QStringLiteral("soon"), {}}).find("no time") !=
          std::string::npos);
    CHECK(cut(options, "2026-03-02T16:00:00Z", false,
              {QStringLiteral("2026-03-05"), QStringLiteral("2026-03-02")})
              .find("no batch") != std::string::npos);
}

TEST_CASE("a microbatch model is built day by day, and a day is built again without touching the others")
{
    const BuildFixture shop;
    writePayments(shop);
    writeModel(shop, GENERATE(QStringLiteral(", time_zone='Asia/Seoul'"),
                              QStringLiteral(", meta={'daybook': {'time_zone': 'Asia/Seoul'}}")));
    CHECK(shop.build(between({}, QStringLiteral("2026-03-04"))).state == RunState::Published);
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200\n2026-03-02 | 2 | 200\n2026-03-03 | 2 | 200"));
    shop.database.run(QStringLiteral("update raw.payments set amount = amount + 1"));
    for (int i = 0; i < 2; ++i) { // once more changes nothing
        const auto run = shop.build(between(QStringLiteral("2026-03-02"), QStringLiteral("2026-03-03")));
        CHECK(run.state == RunState::Published);
        CHECK(BuildFixture::node(run, QStringLiteral("daily")).rows == 1);
        CHECK(days(shop) ==
              QStringLiteral("2026-03-01 | 2 | 200\n2026-03-02 | 2 | 202\n2026-03-03 | 2 | 200"));
    }
    // A day that has become empty is empty.
    shop.database.run(QStringLiteral("delete from raw.payments where id / 10 = 1"));
    shop.build(between(QStringLiteral("2026-03-02"), QStringLiteral("2026-03-03")));
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200\n2026-03-03 | 2 | 200"));
}

TEST_CASE("daybookctl builds the part of time that it is given, and says when that is none")
{
    const BuildFixture shop;
    writePayments(shop);
    writeModel(shop);
    const auto build = [&](const char *start, const char *end) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(DAYBOOK_BINARY_DIR "/daybookctl"),
                      {QStringLiteral("build"), QStringLiteral("--project-dir"), shop.folder.path(),
                       QStringLiteral("--schema"), QStringLiteral("close"), QStringLiteral("--dsn"),
                       shop.database.spec().toPublicString(), QStringLiteral("--event-time-start"),
                       QString::fromUtf8(start), QStringLiteral("--event-time-end"), QString::fromUtf8(end)});
        REQUIRE(process.waitForFinished(60'000));
        UNSCOPED_INFO(process.readAll().toStdString());
        return process.exitCode();
    };
    CHECK(build("2026-03-01", "2026-03-02") == 0);
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200"));
    CHECK(build("2026-03-03", "2026-03-04") == 0);
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200\n2026-03-03 | 2 | 200"));
    CHECK(build("2026-03-04", "soon") == 2); // before anything is run
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200\n2026-03-03 | 2 | 200"));
}

TEST_CASE("rows outside of the batches are refused, since the next run would bring them again")
{
    const BuildFixture shop;
    writePayments(shop);
    writeModel(shop);
    REQUIRE(shop.build(between({}, QStringLiteral("2026-03-04"))).state == RunState::Published);
    writeModel(shop, QString()); // days of UTC, a model of Seoul's
    const auto run = shop.build(between(QStringLiteral("2026-03-02"), QStringLiteral("2026-03-03")));
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("outside of the time")));
    CHECK(days(shop) == QStringLiteral("2026-03-01 | 2 | 200\n2026-03-02 | 2 | 200\n2026-03-03 | 2 | 200"));
}

TEST_CASE("options that a microbatch model lacks are named before anything runs")
{
    const auto [config, named] = GENERATE(table<QString, QString>(
        {{QStringLiteral("begin='2026-01-01', batch_size='day'"), QStringLiteral("event_time")},
         {QStringLiteral("event_time='day', batch_size='day'"), QStringLiteral("begin")},
         {QStringLiteral("event_time='day', begin='2026-01-01', batch_size='week'"),
          QStringLiteral("batch_size")},
         {QStringLiteral("event_time='day', begin='2026-01-01', batch_size='day', time_zone='Seoul'"),
          QStringLiteral("time zone")}}));
    CAPTURE(config.toStdString());
    const BuildFixture shop;
    shop.write(QStringLiteral("models/m.sql"),
               QStringLiteral("{{ config(materialized='incremental', "
                              "incremental_strategy='microbatch', %1) }} select 1")
                   .arg(config));
    CHECK(shop.refusal().message.contains(named));
}
