// With a real broker and Kafka's own clients: `[.kafka]` cases run where DAYBOOK_TEST_KAFKA_JARS says that
// there are any, see tests/support/onkafka.sh.

#include "tests/operations/realkafka.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "tests/support/strings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>

using namespace daybook;
using namespace daybook::test;

namespace {

/// With a topic to read, and with __consumer_offsets, which the first group to come brings about.
RealKafka &kafka()
{
    static RealKafka broker;
    static bool isReady = false;
    if (!std::exchange(isReady, true)) {
        broker.createTopic(QStringLiteral("payments"), 4);
        const auto first =
            broker.join(QStringLiteral("first"), QStringLiteral("classic"), QStringLiteral("first"));
        REQUIRE(first->comesToHave(QStringLiteral("0 1 2 3")));
    }
    return broker;
}

/// daybookctl collect kafka, as a process.
class Collector
{
public:
    Collector(const TemporaryDatabase &database, const QString &brokers, const QStringList &more = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DAYBOOK_KAFKA_PASSWORD"), QStringLiteral("secret"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(DAYBOOK_BINARY_DIR "/daybookctl"),
                        QStringList{QStringLiteral("collect"), QStringLiteral("kafka"),
                                    QStringLiteral("--brokers"), brokers, QStringLiteral("--format"),
                                    QStringLiteral("jsonl"), QStringLiteral("--dsn"),
                                    QStringLiteral("host=%1 user=daybook dbname=%2")
                                        .arg(TemporaryServer::shared().directory(), database.name())} +
                            more);
        REQUIRE(m_process.waitForStarted());
    }
    ~Collector()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    int finish(int signal = 0)
    {
        if (signal != 0)
            ::kill(static_cast<pid_t>(m_process.processId()), signal);
        REQUIRE(m_process.waitForFinished(60'000));
        m_said += m_process.readAllStandardOutput();
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    /// Waits until it has said this.
    bool says(const char *what)
    {
        return eventually([&] {
            m_said += m_process.readAllStandardOutput();
            return m_said.contains(what);
        });
    }
    QByteArray said() const { return m_said; }

private:
    QProcess m_process;
    QByteArray m_said;
};

int collectOnce(const TemporaryDatabase &database, QStringList more = {})
{
    Collector collector(database, kafka().brokers(), more << QStringLiteral("--once"));
    const int status = collector.finish();
    UNSCOPED_INFO(collector.said().toStdString());
    return status;
}

/// The timeline of a group, in the order it happened, times left out.
QString timeline(const TemporaryDatabase &database, const QString &group)
{
    return database
        .table(QStringLiteral("select kind, outcome, members, (select string_agg(case when (c ->> "
                              "'joined')::boolean then '+' else "
                              "'-' end || (c ->> 'client'), ' ' order by c ->> 'client') from "
                              "json_array_elements(changes) c), "
                              "members_paused, partitions_moved, partitions_total from daybook.rebalance "
                              "where group_id = '%1' "
                              "order by generation, noted_at")
                   .arg(group))
        .trimmed();
}

/// Nothing that is told may contradict itself.
void checkTimes(const TemporaryDatabase &database)
{
    CHECK(database
              .table(QStringLiteral(
                  "select count(*) from daybook.rebalance where ended_at < began_at or ended_at < "
                  "assigned_at or assigned_at < began_at or still_ms < 0 or clock_skew"))
              .trimmed() == QStringLiteral("0"));
}

/// Which half is the assignor's choice.
bool comesToHaveHalf(GroupMember &member)
{
    return eventually(
        [&member] {
            return member.last() == QStringLiteral("has 0 1") || member.last() == QStringLiteral("has 2 3");
        },
        60'000);
}

/// a joins, b joins, b is killed, c joins, a leaves, c leaves.
void churn(const QString &group, const QString &protocol)
{
    const QStringList timeout = protocol == QStringLiteral("classic")
                                    ? QStringList{QStringLiteral("session.timeout.ms=6000"),
                                                  QStringLiteral("heartbeat.interval.ms=500")}
                                    : QStringList();
    const auto a = kafka().join(group, protocol, QStringLiteral("a"), timeout);
    REQUIRE(a->comesToHave(QStringLiteral("0 1 2 3")));
    const auto b = kafka().join(group, protocol, QStringLiteral("b"), timeout);
    REQUIRE(comesToHaveHalf(*a));
    REQUIRE(comesToHaveHalf(*b));
    b->die();
    REQUIRE(a->comesToHave(QStringLiteral("0 1 2 3")));
    const auto c = kafka().join(group, protocol, QStringLiteral("c"), timeout);
    REQUIRE(comesToHaveHalf(*a));
    REQUIRE(comesToHaveHalf(*c));
    a->leave();
    REQUIRE(c->comesToHave(QStringLiteral("0 1 2 3")));
    c->leave();
}

const QString Told = QStringLiteral("rebalance | settled | 1 | +a | 0 | 0 | 4\n"
                                    "rebalance | settled | 2 | +b | 1 | 2 | 4\n"
                                    "rebalance | settled | 1 | -b | %1 | 2 | 4\n"
                                    "rebalance | settled | 2 | +c | 1 | 2 | 4\n"
                                    "rebalance | settled | 1 | -a | %1 | 2 | 4\n"
                                    "emptied | settled | 0 | -c | NULL | NULL | NULL");

} // namespace

TEST_CASE("a classic group of Kafka's own clients under churn: the timeline is what happened",
          "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    const QString group = QStringLiteral("churn-classic");
    churn(group, QStringLiteral("classic"));
    REQUIRE(collectOnce(database) == 0);
    // All that stayed were paused, whatever moved.
    CHECK(timeline(database, group) == Told.arg(1));
    checkTimes(database);
    CHECK(database
              .table(
                  QStringLiteral("select distinct began_how, assigned_how, ended_how, still_ms_how from "
                                 "daybook.rebalance where group_id = 'churn-classic' and members_paused > 0"))
              .trimmed() == QStringLiteral("inferred | observed | observed | inferred"));
}

TEST_CASE("a group of the consumer protocol under churn: the timeline is what happened", "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    const QString group = QStringLiteral("churn-consumer");
    churn(group, QStringLiteral("consumer"));
    REQUIRE(collectOnce(database) == 0);
    // Who only takes over goes on reading what it had.
    CHECK(timeline(database, group) == Told.arg(0));
    checkTimes(database);
    CHECK(database
              .table(QStringLiteral(
                  "select distinct began_how, assigned_how, ended_how, still_ms_how from "
                  "daybook.rebalance where group_id = 'churn-consumer' and kind = 'rebalance'"))
              .trimmed() == QStringLiteral("observed | observed | observed | observed"));
}

TEST_CASE("a cooperative assignor moves in two steps, and a static member comes back unnoticed",
          "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    const QString group = QStringLiteral("cooperative");
    const QStringList properties{
        QStringLiteral("partition.assignment.strategy=org.apache.kafka.clients.consumer."
                       "CooperativeStickyAssignor"),
        QStringLiteral("heartbeat.interval.ms=500")};
    const auto join = [&](const QString &client) {
        return kafka().join(group, QStringLiteral("classic"), client,
                            properties + QStringList{QStringLiteral("group.instance.id=") + client});
    };
    const auto a = join(QStringLiteral("a"));
    REQUIRE(a->comesToHave(QStringLiteral("0 1 2 3")));
    const auto b = join(QStringLiteral("b"));
    REQUIRE(comesToHaveHalf(*b));
    b->die();
    const auto again = join(QStringLiteral("b"));
    REQUIRE(comesToHaveHalf(*again));
    REQUIRE(collectOnce(database) == 0);
    CHECK(timeline(database, group) == QStringLiteral("rebalance | settled | 1 | +a | 0 | 0 | 4\n"
                                                      "rebalance | settled | 2 | +b | 1 | 2 | 2\n"
                                                      "rebalance | settled | 2 | NULL | 0 | 0 | 4"));
    CHECK(database
              .table(QStringLiteral("select still_ms > 0, still_sum_ms = 2 * still_ms, still_ms_how from "
                                    "daybook.rebalance where group_id = 'cooperative' and generation = 3"))
              .trimmed() == QStringLiteral("t | t | observed"));
}

TEST_CASE("a group that goes over to the consumer protocol while it works", "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    const QString group = QStringLiteral("upgraded");
    const auto a = kafka().join(group, QStringLiteral("classic"), QStringLiteral("a"));
    REQUIRE(a->comesToHave(QStringLiteral("0 1 2 3")));
    const auto b = kafka().join(group, QStringLiteral("consumer"), QStringLiteral("b"));
    REQUIRE(comesToHaveHalf(*a));
    REQUIRE(comesToHaveHalf(*b));
    REQUIRE(collectOnce(database) == 0);
    CHECK(database
              .table(QStringLiteral(
                  "select protocol, kind, generation, outcome, members, members_changed from "
                  "daybook.rebalance where group_id = 'upgraded' order by noted_at, generation, "
                  "protocol, kind limit 3"))
              .trimmed() == QStringLiteral("classic | rebalance | 1 | settled | 1 | 1\n"
                                           "classic | ended | 1 | settled | NULL | NULL\n"
                                           "consumer | rebalance | 2 | settled | 2 | 1"));
}

TEST_CASE("kill -9 of the collector, again and again, neither loses nor doubles", "[.kafka][kafka]")
{
    const TemporaryDatabase killed;
    const TemporaryDatabase whole;
    for (const QString &protocol : {QStringLiteral("classic"), QStringLiteral("consumer")}) {
        const QString group = QStringLiteral("killed-") + protocol;
        std::unique_ptr<GroupMember> members[3];
        for (auto &member : members) {
            Collector collector(killed, kafka().brokers());
            REQUIRE(collector.says("Everything that there is"));
            member = kafka().join(group, protocol, group);
            // Dies while the group settles.
            REQUIRE(collector.says("\"event\":\"rebalance\""));
            CHECK(collector.finish(SIGKILL) == -1);
        }
        for (auto &member : members)
            member->leave();
    }
    REQUIRE(collectOnce(killed) == 0);
    REQUIRE(collectOnce(whole) == 0);
    const QString all =
        QStringLiteral("select group_id, protocol, kind, outcome, generation, noted_at, began_at, ended_at, "
                       "members, partitions_moved, still_ms, still_sum_ms, changes from daybook.rebalance "
                       "where group_id like 'killed-%' order by 1, 2, 3, 4, 5, 6");
    const QString expected = whole.table(all);
    CHECK(expected.count(QStringLiteral("killed-")) > 8);
    CHECK(killed.table(all) == expected);
    checkTimes(killed);
}

TEST_CASE("SIGTERM ends the collector cleanly, with what it has read stored", "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    Collector collector(database, kafka().brokers());
    REQUIRE(collector.says("Everything that there is"));
    const auto member = kafka().join(QStringLiteral("term"), QStringLiteral("consumer"), QStringLiteral("a"));
    REQUIRE(member->comesToHave(QStringLiteral("0 1 2 3")));
    REQUIRE(collector.says("\"group_id\":\"term\""));
    CHECK(collector.finish(SIGTERM) == 0);
    CHECK(collector.said().contains("\"event\":\"result\""));
    CHECK(timeline(database, QStringLiteral("term")) ==
          QStringLiteral("rebalance | settled | 1 | +a | 0 | 0 | 4"));
}

TEST_CASE("lag is what was written and not read", "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    const auto lag = [&database] {
        const QString newest = QStringLiteral(
            "select topic, lag, lag_max, partitions, partitions_unknown from daybook.consumer_lag where "
            "group_id = 'behind' order by sampled_at desc limit 1");
        return database.table(newest).trimmed();
    };
    const auto member =
        kafka().join(QStringLiteral("behind"), QStringLiteral("consumer"), QStringLiteral("a"));
    Collector collector(database, kafka().brokers(), {QStringLiteral("--lag-seconds"), QStringLiteral("1")});
    REQUIRE(collector.says("Everything that there is"));
    // It has read, and committed, all there is in each partition.
    REQUIRE(eventually([&] { return lag() == QStringLiteral("payments | 0 | 0 | 4 | 0"); }, 60'000));
    member->die();
    kafka().write(QStringLiteral("payments"), 1, 30);
    kafka().write(QStringLiteral("payments"), 2, 12);
    CHECK(eventually([&] { return lag() == QStringLiteral("payments | 42 | 30 | 4 | 0"); }, 60'000));
    CHECK(collector.finish(SIGTERM) == 0);
}

TEST_CASE("a broker that asks who it is: a wrong password, no right, and then the right", "[.kafka][kafka]")
{
    const TemporaryDatabase database;
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kafka.properties"));
    const auto run = [&](const QByteArray &user, const QByteArray &more) {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.username=" + user + "\n" +
                   more);
        file.close();
        Collector collector(database, kafka().guarded(),
                            {QStringLiteral("--once"), QStringLiteral("--config"), path});
        const int status = collector.finish();
        CHECK_FALSE(collector.said().contains("secret"));
        return std::pair(status, QString::fromUtf8(collector.said()));
    };
    const auto [refused, login] = run("nobody", "");
    CHECK(refused == 2);
    CHECK(login.contains(QStringLiteral("do not accept this login")));
    const auto [forbidden, right] = run("till", "");
    CHECK(forbidden == 2);
    CHECK(
        right.contains(QStringLiteral("--allow-principal User:till --operation Read --operation Describe")));
    kafka().allow(QStringLiteral("till"), QStringLiteral("__consumer_offsets"));
    const auto [allowed, read] = run("till", "");
    CHECK(allowed == 0);
    CHECK(read.contains(QStringLiteral("\"event\":\"result\"")));
}
