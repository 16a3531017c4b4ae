#include "models/operations/queries/activity.h"
#include "models/project/fingerprint.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::operations;

namespace {

SessionSample session(int pid, const char *state, qint64 durationMs, const char *queryStart = "10:00:00")
{
    return {.pid = pid,
            .backendStart = QStringLiteral("09:00:00"),
            .queryStart = QString::fromLatin1(queryStart),
            .state = QString::fromLatin1(state),
            .query = QStringLiteral("select * from t where secret = 'hunter2'"),
            .database = {},
            .role = {},
            .application = {},
            .transactionStart = {},
            .seenAt = QStringLiteral("10:00:%1").arg(durationMs / 1000),
            .durationMs = durationMs,
            .blockedBy = {}};
}

SessionSample blocked(int pid, QList<int> by)
{
    SessionSample sample = session(pid, "active", 1000);
    sample.blockedBy = std::move(by);
    return sample;
}

int rootOf(int pid, const QList<SessionSample> &samples)
{
    QHash<int, const SessionSample *> byPid;
    for (const SessionSample &sample : samples)
        byPid.insert(sample.pid, &sample);
    return rootBlocker(*byPid.value(pid), byPid);
}

} // namespace

TEST_CASE("statements that differ in literals have one fingerprint, and no literal is kept")
{
    const auto one =
        project::fingerprintOf(QStringLiteral("select * from t where a = 'hunter2' and b in (1, 2)"));
    const auto two =
        project::fingerprintOf(QStringLiteral("SELECT *  FROM t WHERE a = 'other' AND b IN (7, 8, 9)"));
    CHECK(one.isParsed);
    CHECK(one.id == two.id);
    CHECK(one.id.size() == 16);
    CHECK_FALSE(one.text.contains(QStringLiteral("hunter2")));
    CHECK(project::fingerprintOf(QStringLiteral("select a from t")).id != one.id);
    const auto role = project::fingerprintOf(QStringLiteral("alter role r password 'hunter2'"));
    CHECK_FALSE(role.text.contains(QStringLiteral("hunter2")));
}

TEST_CASE("what the parser cannot read is told apart, and shows nothing behind its first quote")
{
    const auto cut = project::fingerprintOf(QStringLiteral("insert into t values (17, 'a\\', 'hunter2"));
    const auto other = project::fingerprintOf(QStringLiteral("insert into t values (18, $q$hunter2"));
    CHECK_FALSE(cut.isParsed);
    CHECK(cut.id.startsWith(QStringLiteral("text-")));
    CHECK(cut.text == QStringLiteral("insert into t values (?, ..."));
    CHECK(other.text == QStringLiteral("insert into t values (?, ..."));
    CHECK(cut.id != other.id);
    CHECK(project::fingerprintOf(QStringLiteral(" insert into t values (99, 'b\\', 'x")).id == cut.id);
    CHECK_FALSE(project::fingerprintOf(QString()).id.isEmpty());
}

TEST_CASE("an end that the session shows is exact, one that it hides is at least what was seen")
{
    StatementTracker tracker(2000);
    tracker.look({session(1, "active", 900), session(2, "active", 900), session(3, "active", 900)});
    CHECK(tracker.take().isEmpty()); // none is slow yet, none has ended
    // 1 shows its end, 2 runs its next statement, 3 goes on
    tracker.look(
        {session(1, "idle", 1250), session(2, "active", 100, "10:00:01"), session(3, "active", 2500)});
    const QList<QJsonObject> taken = tracker.take();
    REQUIRE(taken.size() == 3);
    int checked = 0;
    for (const QJsonObject &record : taken) {
        CHECK_FALSE(record.contains(QStringLiteral("query")));
        CHECK_FALSE(record[QStringLiteral("text")].toString().contains(QStringLiteral("hunter2")));
        const qint64 duration = record[QStringLiteral("duration_ms")].toInteger();
        const bool ended = record[QStringLiteral("has_ended")].toBool();
        const bool exact = record[QStringLiteral("is_exact")].toBool();
        switch (record[QStringLiteral("pid")].toInt()) {
        case 1:
            checked += duration == 1250 && ended && exact;
            break;
        case 2:
            checked += duration == 900 && ended && !exact;
            break;
        default:
            checked += duration == 2500 && !ended;
            break;
        }
    }
    CHECK(checked == 3);
    CHECK(tracker.take().isEmpty()); // what was taken is not given again until it is seen again
    tracker.look({});
    CHECK(tracker.take().size() == 2);
    tracker.look({});
    CHECK(tracker.take().isEmpty());
}

TEST_CASE("what a former collector left open is followed to its end")
{
    StatementTracker tracker(2000);
    tracker.resume({{QStringLiteral("pid"), 1},
                    {QStringLiteral("backend_start"), QStringLiteral("09:00:00")},
                    {QStringLiteral("query_start"), QStringLiteral("10:00:00")},
                    {QStringLiteral("duration_ms"), 3000}});
    CHECK(tracker.take().isEmpty());
    tracker.look({session(1, "idle", 4000)});
    const QList<QJsonObject> taken = tracker.take();
    REQUIRE(taken.size() == 1);
    CHECK(taken.front()[QStringLiteral("duration_ms")].toInteger() == 4000);
    CHECK(taken.front()[QStringLiteral("has_ended")].toBool());
}

TEST_CASE("literals are kept only where that is asked for")
{
    StatementTracker tracker(0, true);
    tracker.look({session(1, "active", 10)});
    CHECK(tracker.take().front()[QStringLiteral("query")].toString().contains(QStringLiteral("hunter2")));
}

TEST_CASE("the root of a wait: through others, to a prepared transaction, in a circle")
{
    CHECK(rootOf(1, {blocked(1, {2}), blocked(2, {3}), session(3, "idle in transaction", 0)}) == 3);
    CHECK(rootOf(1, {blocked(1, {2}), blocked(2, {0})}) == 0);
    CHECK(rootOf(1, {blocked(1, {2}), blocked(2, {1})}) == 2);
    CHECK(rootOf(1, {blocked(1, {2}), blocked(2, {3}), blocked(3, {2})}) == 2);
    CHECK(rootOf(1, {blocked(1, {9})}) == 9); // one that nobody sees
}

TEST_CASE("a wait is one record while it lasts, and ends when it is gone")
{
    WaitTracker tracker;
    const LockSample lock{
        QStringLiteral("relation"), QStringLiteral("AccessShareLock"), QStringLiteral("t"), {}};
    tracker.look({blocked(1, {2}), session(2, "idle in transaction", 5)}, {{1, lock}});
    QList<QJsonObject> waits = tracker.take();
    REQUIRE(waits.size() == 1);
    CHECK_FALSE(waits.front().contains(QStringLiteral("ended_at")));
    CHECK(waits.front()[QStringLiteral("blocker_pid")].toInt() == 2);
    CHECK(waits.front()[QStringLiteral("blocker_state")].toString() == QStringLiteral("idle in transaction"));
    const QJsonValue began = waits.front()[QStringLiteral("began_at")];
    SessionSample later = blocked(1, {2});
    later.seenAt = QStringLiteral("10:00:59");
    tracker.look({later, session(2, "idle in transaction", 5)}, {{1, lock}});
    waits = tracker.take();
    REQUIRE(waits.size() == 1);
    CHECK(waits.front()[QStringLiteral("began_at")] == began);
    tracker.look({session(1, "idle", 10)}, {});
    waits = tracker.take();
    REQUIRE(waits.size() == 1);
    CHECK_FALSE(waits.front()[QStringLiteral("ended_at")].toString().isEmpty());
    CHECK(tracker.take().isEmpty());
}
