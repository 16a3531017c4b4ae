// What schedulers ask of `daybookctl build`: waiting, JSON lines, a report that tells failures apart, the
// same again.

#include "app/cli/scheduling.h"
#include "tests/cli/shop.h"

#include <QTimeZone>
#include <QTimer>

using namespace daybook;
using namespace daybook::test;
using Catch::Contains;

namespace {

const char *const sources = R"(
sources:
  - name: wallet
    schema: raw
    loaded_at_field: loaded_at
    tables:
      - name: moves
        freshness: {error_after: {count: 1, period: hour}}
        config: {event_time: loaded_at}
)";

void writeSources(const Shop &shop)
{
    shop.write("models/sources.yml", sources);
    shop.write("models/moved.sql", "select n from {{ source('wallet', 'moves') }}");
    shop.write("tests/positive.sql", "select * from {{ ref('b') }} where false");
    shop.database().run(
        QStringLiteral("create schema raw; create table raw.moves as select 1 as n, now() - interval "
                       "'3 hours' as loaded_at"));
}

std::vector<QJsonObject> linesOf(const Ran &ran)
{
    std::vector<QJsonObject> lines;
    for (const QString &line : ran.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        INFO(line.toStdString());
        const QJsonDocument document = QJsonDocument::fromJson(line.toUtf8());
        REQUIRE(document.isObject());
        REQUIRE(document[u"time"].toString().endsWith(QLatin1Char('Z')));
        lines.push_back(document.object());
    }
    return lines;
}

std::string eventsOf(const std::vector<QJsonObject> &lines)
{
    QStringList events;
    for (const QJsonObject &line : lines)
        events << line[u"event"].toString();
    events.removeDuplicates();
    return events.join(QLatin1Char(' ')).toStdString();
}

} // namespace

TEST_CASE("a build waits until its sources are fresh enough")
{
    const Shop shop;
    writeSources(shop);
    QTimer::singleShot(
        1500, [&shop] { shop.database().run(QStringLiteral("insert into raw.moves values (2, now())")); });
    const Ran ran = shop.run("build --format jsonl --wait-for-sources 60s --poll-seconds 1");
    REQUIRE(ran.status == 0);
    const auto lines = linesOf(ran);
    CHECK(eventsOf(lines) == "waiting run_started node_finished run_finished");
    CHECK_THAT(lines.front()[u"sources"].toArray()[0].toString().toStdString(),
               Contains("raw.moves: its newest row"));
    CHECK(shop.database().table(QStringLiteral("select count(*) from books.moved")) == QStringLiteral("2"));
}

TEST_CASE("a build whose sources come too late says so and leaves everything as it is")
{
    const Shop shop;
    writeSources(shop);
    Ran ran = shop.run("build --wait-for-sources 1s --poll-seconds 1");
    CHECK(ran.status == 1);
    CHECK_THAT(ran.err.toStdString(), Contains("Waiting until") && Contains("not fresh enough") &&
                                          Contains("raw.moves: its newest row is of"));
    ran = shop.run("build --format json --wait-for-sources 0s");
    CHECK(ran.status == 1);
    const QJsonObject error = QJsonDocument::fromJson(ran.err.toUtf8())[u"error"].toObject();
    CHECK(error[u"kind"] == QStringLiteral("source"));
    CHECK(error[u"cause"] == QStringLiteral("source_drift"));
    shop.database().run(QStringLiteral("truncate raw.moves"));
    CHECK_THAT(shop.run("build --wait-for-sources 0s").err.toStdString(), Contains("raw.moves has no rows"));
    shop.database().run(QStringLiteral("drop table raw.moves"));
    CHECK_THAT(shop.run("build --wait-for-sources 0s").err.toStdString(), Contains("could not be looked at"));
    CHECK(
        shop.database().table(QStringLiteral("select count(*) from pg_namespace where nspname in ('daybook', "
                                             "'books')")) == QStringLiteral("0"));
}

TEST_CASE("waiting that makes no sense is refused")
{
    const Shop shop;
    writeSources(shop);
    CHECK_THAT(shop.run("build --wait-for-sources soon").err.toStdString(), Contains("\"soon\""));
    CHECK_THAT(shop.run("build --wait-for-sources 5m -s a").err.toStdString(), Contains("error_after"));
    CHECK(shop.run("build --wait-for-sources 5m -s a").status == 2);
}

TEST_CASE("until when to wait")
{
    const QTimeZone seoul("Asia/Seoul");
    const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-21T22:30:00Z"), Qt::ISODate);
    const auto until = [&](const char *text) {
        const auto deadline = cli::deadlineFrom(QString::fromUtf8(text), now, seoul);
        return deadline ? deadline->toUTC().toString(Qt::ISODate).toStdString()
                        : deadline.error().message.toStdString();
    };
    CHECK(until("1h30m") == "2026-11-22T00:00:00Z");
    CHECK(until("45s") == "2026-11-21T22:30:45Z");
    CHECK(until("09:30") == "2026-11-22T00:30:00Z"); // it is the 22nd in Seoul
    CHECK(until("07:00") == "2026-11-21T22:00:00Z"); // past: there is nothing to wait for
    for (const char *wrong : {"", "h", "90", "25:00", "-5m", "9:30", "1m1h"})
        CHECK_THAT(until(wrong), Contains("--wait-for-sources takes"));
}

TEST_CASE("JSON lines tell each step when it ends, and the end with what failed by cause")
{
    const Shop shop; // its check on b fails
    const Ran ran = shop.run("build --format jsonl");
    CHECK(ran.status == 1);
    CHECK(ran.err.isEmpty());
    const auto lines = linesOf(ran);
    CHECK(eventsOf(lines) == "run_started node_finished run_finished");
    CHECK(lines.front()[u"steps"].toInt() + 2 == static_cast<int>(lines.size()));
    const QJsonObject end = lines.back();
    CHECK(end[u"state"] == QStringLiteral("checks_failed"));
    CHECK(end[u"exit_status"] == 1);
    CHECK(end[u"causes"].toObject()[u"model_logic"].toArray() == QJsonArray{QStringLiteral("positive")});
    CHECK_THAT(shop.run("build").out.toStdString(), Contains("Cause: model logic (positive)"));
}

TEST_CASE("what could not even begin is a line, too")
{
    const Shop shop;
    shop.write("models/cyclic.sql", "select * from {{ ref('cyclic') }}");
    const Ran ran = shop.run("build --format=jsonl");
    CHECK(ran.status == 2);
    const auto lines = linesOf(ran);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0][u"event"] == QStringLiteral("error"));
    CHECK(lines[0][u"error"].toObject()[u"cause"] == QStringLiteral("model_logic"));
}

TEST_CASE("an unreachable server is tried again as often as asked, and is nobody's SQL")
{
    const Shop shop;
    const Ran ran =
        shop.run("build --format jsonl --retries 1 --dsn", {QStringLiteral("host=/nowhere dbname=x user=y")});
    CHECK(ran.status == 2);
    const auto lines = linesOf(ran);
    CHECK(eventsOf(lines) == "retrying error");
    CHECK(lines.back()[u"error"].toObject()[u"cause"] == QStringLiteral("infrastructure"));
}

TEST_CASE("the same day built again gives the same tables")
{
    const Shop shop;
    writeSources(shop);
    shop.write("tests/positive.sql", "select * from {{ ref('b') }} where false");
    shop.write("models/days.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', "
                                  "event_time='loaded_at', batch_size='day', begin='2026-11-20') }}\n"
                                  "select n, loaded_at from {{ source('wallet', 'moves') }}");
    shop.write("models/keyed.sql", "{{ config(materialized='incremental', unique_key='n') }}\n"
                                   "select n, loaded_at from {{ source('wallet', 'moves') }}");
    shop.write("seeds/fees.csv", "kind,fee\ncharge,10\n");
    shop.write("snapshots/s.yml",
               "snapshots: [{name: history, relation: \"source('wallet', 'moves')\", config: {strategy: "
               "check, unique_key: n, check_cols: all}}]");
    shop.database().run(
        QStringLiteral("update raw.moves set loaded_at = '2026-11-20 10:00Z'; insert into raw.moves "
                       "select n, '2026-11-21 10:00Z' from generate_series(2, 50) n"));
    const auto tables = [&shop] {
        QStringList all;
        for (const char *name : {"days", "keyed", "fees", "history", "moved"})
            all << shop.database().table(
                QStringLiteral("select t::text from books.%1 t order by 1").arg(QString::fromUtf8(name)));
        return all.join(QStringLiteral("\n--\n")).toStdString();
    };
    REQUIRE(shop.run("build").status == 0);
    const std::string first = tables();
    CHECK_THAT(first, Contains("2026-11-21"));
    for (const char *again : {"build", "build --event-time-start 2026-11-21 --event-time-end 2026-11-22",
                              "build --full-refresh"}) {
        REQUIRE(shop.run(again).status == 0);
        CHECK(tables() == first);
    }
}
