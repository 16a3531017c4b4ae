#include "models/settlement/reportservice.h"
#include "tests/settlement/fixture.h"
#include "tests/support/await.h"

#include <QTimer>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;
using namespace daybook::test;

namespace {

const QDate thursday(2026, 11, 19);
const QString report = QStringLiteral("\"정산\".\"일별 \"\"보고서\"\"\"");

Result<Report> load(const SettlementDatabase &database, QDate from = thursday, QDate to = thursday)
{
    warehouse::Pool pool(database.spec(), 1);
    return await(ReportService(pool).load(database.definition(), from, to, {}));
}

Proof proofOf(const SettlementDatabase &database, QDate from = thursday, QDate to = thursday)
{
    const Result<Report> loaded = load(database, from, to);
    if (!loaded)
        FAIL(loaded.error().toString().toStdString());
    return loaded->proof;
}

using Kinds = QList<ReasonKind>;

} // namespace

TEST_CASE("the report of a day, in the project's order, whatever the names are")
{
    const SettlementDatabase database;
    database.publish();
    const Result<Report> loaded = load(database);
    REQUIRE(loaded);
    REQUIRE(loaded->lines().size() == 3);
    CHECK(loaded->lines()[0].type == QStringLiteral("payment"));
    CHECK(loaded->lines()[2].type == QStringLiteral("promotion")); // undeclared, so last
    CHECK(loaded->total(loaded->period).total->toString() == QStringLiteral("7003"));
    CHECK(loaded->change(loaded->lines()[0], loaded->previous()).value->toString() ==
          QStringLiteral("1.750"));
    CHECK(loaded->firstDay == QDate(2026, 11, 17));
    CHECK(loaded->proof.state == ProofState::Proven);
    CHECK(loaded->proof.checksPassed == 2);
    CHECK(loaded->proof.run->id == 1);
    CHECK(loaded->proof.modelVersion == QStringLiteral("abc123"));
    CHECK(loaded->proof.reasons.isEmpty());
}

TEST_CASE("without dates, the last complete business day is meant")
{
    const SettlementDatabase database;
    database.publish();
    const Result<Report> loaded = load(database, {}, {});
    REQUIRE(loaded);
    CHECK(loaded->period == Period{thursday, thursday});
    CHECK(load(database, thursday, thursday.addDays(-1)).error().kind == ErrorKind::Usage);
}

TEST_CASE("a sum of bigint beyond 64 bits is read exactly")
{
    const SettlementDatabase database;
    database.run(QStringLiteral("insert into %1 select '2026-11-19', 'charge', 1, 9223372036854775807 from "
                                "generate_series(1, 3)")
                     .arg(report));
    const Result<Report> loaded = load(database);
    REQUIRE(loaded);
    CHECK(loaded->figure(loaded->lines()[1], loaded->period).total->toString() ==
          QStringLiteral("27670116110564328921"));
}

TEST_CASE("a NULL total is unknown, and speaks against the proof")
{
    const SettlementDatabase database;
    database.run(QStringLiteral("insert into %1 values ('2026-11-19', 'charge', 1, null), (null, 'x', 1, 1)")
                     .arg(report));
    database.publish();
    const Result<Report> loaded = load(database);
    REQUIRE(loaded);
    CHECK_FALSE(loaded->figure(loaded->lines()[1], loaded->period).total);
    CHECK(loaded->figure(loaded->lines()[1], loaded->period).count);
    CHECK(loaded->proof.state == ProofState::NotProven);
    CHECK(kindsOf(loaded->proof) == Kinds{ReasonKind::UndatedRows, ReasonKind::MissingFigures});
}

TEST_CASE("not proven: nothing was ever published here")
{
    const SettlementDatabase database;
    CHECK(proofOf(database).state == ProofState::NotProven);
    CHECK(kindsOf(proofOf(database)).first() == ReasonKind::NoPublication);
    database.run(QStringLiteral("drop schema daybook cascade"));
    CHECK(kindsOf(proofOf(database)).first() == ReasonKind::NoPublication);
}

TEST_CASE("not proven: somebody else replaced the report")
{
    const SettlementDatabase database;
    database.publish();
    database.run(
        QStringLiteral("create table t as table %1; drop table %1; alter table t set schema \"정산\"; "
                       "alter table \"정산\".t rename to \"일별 \"\"보고서\"\"\"")
            .arg(report));
    CHECK(kindsOf(proofOf(database)) == Kinds{ReasonKind::ReplacedOutside});
}

TEST_CASE("not proven: the run's checks failed, did not run, or there were none")
{
    const SettlementDatabase database;
    const qint64 run = database.publish(QStringLiteral("fail"), QStringLiteral("checks_failed"));
    CHECK(kindsOf(proofOf(database)) ==
          Kinds{ReasonKind::RunNotPublished, ReasonKind::ChecksFailed, ReasonKind::NothingChecked});
    database.run(QStringLiteral("update daybook.run set state = 'published'"));
    database.run(QStringLiteral("update daybook.run_node set state = 'skipped' where name = 'positive'"));
    const Proof proof = proofOf(database);
    CHECK(proof.state == ProofState::NotProven);
    CHECK(kindsOf(proof) ==
          Kinds{ReasonKind::ChecksFailed, ReasonKind::ChecksNotRun, ReasonKind::NothingChecked});
    const CheckOutcome check = proof.reasons.first().checks.first();
    CHECK(check.name == QStringLiteral("not_null"));
    CHECK(check.failures == 2);
    CHECK(check.rows == QStringList{QStringLiteral("{\"거래ID\": 7, \"금액\": null}")});
    database.run(QStringLiteral("delete from daybook.run_node where run_id = %1").arg(run));
    CHECK(kindsOf(proofOf(database)) == Kinds{ReasonKind::NothingChecked});
}

TEST_CASE("a warning is told, and leaves the proof standing")
{
    const SettlementDatabase database;
    database.addCheck(database.publish(), QStringLiteral("late"), QStringLiteral("warn"),
                      QStringLiteral("warn"));
    const Proof proof = proofOf(database);
    CHECK(proof.state == ProofState::Proven);
    CHECK(kindsOf(proof) == Kinds{ReasonKind::WarnedChecks});
}

TEST_CASE("not proven: a newer run failed its checks, until the same command has run well")
{
    const SettlementDatabase database;
    database.publish();
    const qint64 later = database.laterRun(QStringLiteral("checks_failed"));
    database.addCheck(later, QStringLiteral("positive"), QStringLiteral("fail"), QStringLiteral("error"));
    const Proof proof = proofOf(database);
    CHECK(proof.state == ProofState::NotProven);
    REQUIRE(kindsOf(proof) == Kinds{ReasonKind::NewerChecksFailed});
    CHECK(proof.reasons[0].run->id == later);
    CHECK(proof.run->id == 1); // what is shown is of the older run
    CHECK(proof.reasons[0].checks.first().rows.size() == 1);

    database.laterRun(QStringLiteral("passed"), QStringLiteral("test"));
    CHECK(proofOf(database).state == ProofState::NotProven);
    database.publish();
    CHECK(proofOf(database).state == ProofState::Proven);

    database.laterRun(QStringLiteral("failed"));
    CHECK(proofOf(database).state == ProofState::Proven);
    CHECK(kindsOf(proofOf(database)) == Kinds{ReasonKind::NewerRunBroke});
}

TEST_CASE("not proven: a day that is not over, and a day without rows")
{
    const SettlementDatabase database;
    database.publish();
    const Proof proof = proofOf(database, QDate(2026, 11, 15), QDate(2026, 11, 20));
    CHECK(kindsOf(proof) == Kinds{ReasonKind::DayNotOver, ReasonKind::DayWithoutRows});
    CHECK(proof.reasons[0].days == QList<QDate>{QDate(2026, 11, 20)});
    CHECK(proof.reasons[1].days == QList<QDate>{QDate(2026, 11, 15), QDate(2026, 11, 16)});
    CHECK(proof.reasons[0].dataThrough == QDateTime(QDate(2026, 11, 19), QTime(15, 5), Qt::UTC));
}

TEST_CASE("unavailable: the history cannot be read, and the figures stand")
{
    const SettlementDatabase database;
    database.publish();
    database.run(QStringLiteral("alter table daybook.run rename column state to condition"));
    const Result<Report> loaded = load(database);
    REQUIRE(loaded);
    CHECK(loaded->proof.state == ProofState::Unavailable);
    CHECK(loaded->proof.reasons.first().error->kind == ErrorKind::Sql);
    CHECK(loaded->total(loaded->period).total->toString() == QStringLiteral("7003"));
}

TEST_CASE("unavailable: a role that may read the report and not the history")
{
    const SettlementDatabase database;
    database.publish();
    const QString role = QStringLiteral("r_") + database.name();
    database.run(
        QStringLiteral("create role %1 login; grant usage on schema \"정산\" to %1; grant select on %2 "
                       "to %1")
            .arg(role, report));
    warehouse::ConnectionSpec spec = database.spec();
    spec.set(QStringLiteral("user"), role);
    warehouse::Pool pool(spec, 1);
    const auto loaded = await(ReportService(pool).load(database.definition(), thursday, thursday, {}));
    REQUIRE(loaded);
    CHECK(loaded->proof.state == ProofState::Unavailable);
    CHECK(loaded->proof.reasons.first().error->kind == ErrorKind::Permission);

    database.run(QStringLiteral("revoke select on %1 from %2").arg(report, role));
    const auto refused = await(ReportService(pool).load(database.definition(), thursday, thursday, {}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Permission);
    database.run(QStringLiteral("drop owned by %1; drop role %1").arg(role));
}

TEST_CASE("a report that does not exist says what to do")
{
    const SettlementDatabase database;
    database.run(QStringLiteral("drop table ") + report);
    const Result<Report> loaded = load(database);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().kind == ErrorKind::Project);
    CHECK(loaded.error().message.contains(QStringLiteral("Run a build")));
}

TEST_CASE("a materialized view can be a report, although it cannot be locked by name")
{
    const SettlementDatabase database;
    database.run(QStringLiteral("alter table %1 rename to kept; create materialized view %1 as select * from "
                                "\"정산\".kept")
                     .arg(report));
    const Result<Report> loaded = load(database);
    REQUIRE(loaded);
    CHECK(loaded->total(loaded->period).total->toString() == QStringLiteral("7003"));
}

TEST_CASE("a reader sees a whole old or a whole new report while publishes swap the tables")
{
    const SettlementDatabase database;
    const auto writer = database.connect();
    bool stop = false;
    int swaps = 0;
    const QString swap =
        QStringLiteral(
            "create schema if not exists staging; create table staging.\"일별 \"\"보고서\"\"\" as select "
            "\"영업일\", "
            "\"거래\"\"유형\", \"건수\", \"총금액\" + 1 as \"총금액\" from %1; begin; lock table %1 in "
            "access exclusive "
            "mode; drop table %1; alter table staging.\"일별 \"\"보고서\"\"\" set schema \"정산\"; commit")
            .arg(report);
    std::function<void()> next = [&] {
        writer->execute(swap).then(writer.get(), [&](const Result<warehouse::ResultSet> &done) {
            REQUIRE(done);
            ++swaps;
            if (!stop)
                next();
        });
    };
    next();
    warehouse::Pool pool(database.spec(), 2);
    Decimal last;
    for (int read = 0; read < 150; ++read) {
        const auto loaded = await(ReportService(pool).load(database.definition(), thursday, thursday, {}));
        if (!loaded)
            FAIL(loaded.error().toString().toStdString());
        REQUIRE(loaded->lines().size() == 3);
        const Decimal total = loaded->total(loaded->period).total.value();
        CHECK((total.minus(Decimal(7003)))
                  ->ratioTo(Decimal(3), 3)
                  ->toString()
                  .endsWith(QStringLiteral(".000")));
        CHECK(total >= last);
        last = total;
    }
    stop = true;
    const int counted = swaps;
    CHECK(eventually([&] { return swaps > counted; }));
    CHECK(swaps > 20);
}

TEST_CASE("a load is cancelled on the server, and a lost connection is an error, not an empty report")
{
    const SettlementDatabase database;
    const auto blocker = database.connect();
    REQUIRE(await(blocker->execute(QStringLiteral("begin; lock table ") + report)));
    warehouse::Pool pool(database.spec(), 1);
    std::stop_source source;
    QTimer::singleShot(200, &pool, [&source] { source.request_stop(); });
    const auto cancelled =
        await(ReportService(pool).load(database.definition(), thursday, thursday, source.get_token()));
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().kind == ErrorKind::Cancelled);

    QTimer::singleShot(200, &pool, [&database] {
        database.run(
            QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type "
                           "= 'Lock' and datname = current_database()"));
    });
    const auto lost = await(ReportService(pool).load(database.definition(), thursday, thursday, {}));
    REQUIRE_FALSE(lost);
    CHECK(lost.error().kind == ErrorKind::Connection);
    REQUIRE(await(blocker->execute(QStringLiteral("rollback"))));
    CHECK(load(database).has_value());
}
