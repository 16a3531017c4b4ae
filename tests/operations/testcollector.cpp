#include "models/operations/rebalances/rebalancecollector.h"
#include "models/operations/rebalances/rebalancestore.h"
#include "tests/operations/mockkafka.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "tests/support/strings.h"

#include <librdkafka/rdkafka.h>

using namespace daybook;
using namespace daybook::operations;
using namespace daybook::test;

namespace {

using EventKind = CollectEvent::Kind;
constexpr int FetchApi = 1;

/// One collector and what it said.
struct Collecting
{
    CollectRequest request;
    QStringList said;
    std::stop_source stop;

    explicit Collecting(const MockKafka &kafka)
    {
        request.kafka.brokers = kafka.brokers();
        request.once = true;
    }

    Result<CollectSummary> run(const warehouse::ConnectionSpec &spec) { return await(start(spec)); }
    QCoro::Task<Result<CollectSummary>> start(const warehouse::ConnectionSpec &spec)
    {
        const CollectSink sink = [this](const CollectEvent &event) { note(event); };
        return collectRebalances(spec, request, sink, stop.get_token());
    }
    /// In the background, until finish().
    void follow(const warehouse::ConnectionSpec &spec, bool once = false)
    {
        request.once = once;
        m_running.emplace(start(spec));
    }
    Result<CollectSummary> finish()
    {
        auto running = std::move(*m_running);
        m_running.reset();
        return await(std::move(running));
    }
    ~Collecting()
    {
        stop.request_stop();
        if (m_running)
            finish();
    }
    qsizetype count(const char *word) const { return said.filter(QString::fromUtf8(word)).size(); }

private:
    void note(const CollectEvent &event)
    {
        static const QStringList words{QStringLiteral("reading"), QStringLiteral("caught up"),
                                       QStringLiteral("entry"),   QStringLiteral("unreadable"),
                                       QStringLiteral("lost"),    QStringLiteral("lag"),
                                       QStringLiteral("trouble"), QStringLiteral("recovered")};
        QString line = words[static_cast<int>(event.kind)];
        if (event.kind == EventKind::Unreadable || event.kind == EventKind::Lost)
            line += QStringLiteral(": ") + event.text;
        if (event.kind == EventKind::Trouble)
            line += QStringLiteral(": ") + event.error.message;
        said << line;
    }

    std::optional<QCoro::Task<Result<CollectSummary>>> m_running;
};

const QString Entries = QStringLiteral("select group_id, kind, generation, outcome, members, "
                                       "partitions_moved, partitions_total from daybook.rebalance "
                                       "order by group_id, generation");

const QString Expected = QStringLiteral("g-classic | rebalance | 1 | settled | 1 | 0 | 4\n"
                                        "g-classic | rebalance | 2 | settled | 2 | 2 | 4\n"
                                        "g-classic | emptied | 3 | settled | 0 | NULL | NULL\n"
                                        "g-consumer | rebalance | 1 | settled | 1 | 0 | 4\n"
                                        "g-consumer | rebalance | 2 | settled | 2 | 2 | 4\n"
                                        "g-consumer | rebalance | 3 | superseded | 1 | NULL | NULL\n"
                                        "g-consumer | emptied | 4 | settled | 0 | NULL | NULL");

QString table(const TemporaryDatabase &database, const QString &sql)
{
    return database.table(sql).trimmed();
}

MockKafka &filled(MockKafka &kafka, const QList<Stored> &records)
{
    kafka.createTopic("__consumer_offsets", 3);
    kafka.write(records);
    return kafka;
}

Stored broken(const QByteArray &hex)
{
    return {0, QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC), QByteArray::fromHex("0002000167"),
            QByteArray::fromHex(hex)};
}

} // namespace

TEST_CASE("what a broker wrote is collected once, however often it is read")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    Collecting first(kafka);
    const auto summary = first.run(database.spec());
    REQUIRE(summary);
    CHECK(summary->records == storedRecords().size());
    CHECK(summary->entries == 7);
    CHECK(summary->missed == 0);
    CHECK(summary->unreadable == 0);
    CHECK(first.count("entry") == 7);
    CHECK(table(database, Entries) == Expected);
    Collecting again(kafka);
    const auto none = again.run(database.spec());
    REQUIRE(none);
    CHECK(none->records == 0);
    CHECK(again.count("entry") == 0);
    database.run(QStringLiteral("delete from daybook.kafka_position; delete from daybook.kafka_group"));
    CHECK(Collecting(kafka).run(database.spec())->records == storedRecords().size());
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("reading goes on in the middle of a rebalance")
{
    MockKafka kafka;
    kafka.createTopic("__consumer_offsets", 3);
    const TemporaryDatabase database;
    QList<Stored> some;
    for (const Stored &stored : storedRecords()) {
        some.append(stored);
        if (some.size() < 9)
            continue;
        kafka.write(std::exchange(some, {}));
        REQUIRE(Collecting(kafka).run(database.spec()));
    }
    kafka.write(some);
    REQUIRE(Collecting(kafka).run(database.spec()));
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("once ends though groups go on committing")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    Stored commit;
    for (const Stored &stored : storedRecords())
        if (stored.read()->kind == OffsetsRecord::Kind::OffsetCommit)
            commit = stored;
    QTimer committing;
    QObject::connect(&committing, &QTimer::timeout, [&] { kafka.write({commit}); });
    committing.start(20);
    Collecting collecting(kafka);
    collecting.follow(database.spec(), true);
    CHECK(eventually([&] { return collecting.count("caught up") == 1; }));
    CHECK(eventually([&] { return collecting.count("lag") == 1; }));
    committing.stop();
    CHECK(collecting.finish());
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("records that cannot be read are told and counted, and the rest goes on")
{
    MockKafka kafka;
    QList<Stored> records{broken("0009"), broken("00"), broken("00")};
    records += storedRecords();
    filled(kafka, records);
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    const auto summary = collecting.run(database.spec());
    REQUIRE(summary);
    CHECK(summary->unreadable == 3);
    CHECK(collecting.count("unreadable") == 2);
    CHECK(collecting.count("version 9 is not known") == 1);
    CHECK(collecting.count("ends too early") == 1);
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("only the groups that are wanted are kept")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    collecting.request.groups = {QStringLiteral("nobody"), QStringLiteral("g-cl*")};
    REQUIRE(collecting.run(database.spec()));
    CHECK(table(database, QStringLiteral("select distinct group_id from daybook.rebalance")) ==
          QStringLiteral("g-classic"));
}

TEST_CASE("a place in the log that is gone is said, and what was in between may have been missed")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    REQUIRE(Collecting(kafka).run(database.spec()));
    database.run(
        QStringLiteral("update daybook.kafka_position set next_offset = 100000 where topic_partition = 0"));
    Collecting collecting(kafka);
    const auto summary = collecting.run(database.spec());
    REQUIRE(summary);
    CHECK(collecting.count("lost: Partition 0 of") == 1);
    CHECK(collecting.count("lost") == 1);
    CHECK(summary->records > 0);
    REQUIRE(Collecting(kafka).run(database.spec()));
}

TEST_CASE("lag is what is not committed of what there is, and unknown where it cannot be told")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    // The groups of the recording have committed 0 in all four partitions of "payments".
    kafka.createTopic("payments", 4);
    kafka.produce("payments", 1, 5);
    kafka.produce("payments", 3, 12);
    Collecting collecting(kafka);
    const auto summary = collecting.run(database.spec());
    REQUIRE(summary);
    CHECK(summary->lagSamples == 2);
    CHECK(table(database,
                QStringLiteral("select group_id, topic, lag, lag_max, partitions, partitions_unknown, "
                               "last_commit_at is not null from daybook.consumer_lag order by 1")) ==
          QStringLiteral("g-classic | payments | 17 | 12 | 4 | 0 | t\n"
                         "g-consumer | payments | 17 | 12 | 4 | 0 | t"));
}

TEST_CASE("lag on a topic that cannot be looked at is null, not 0")
{
    const GroupHistory history{
        0, {}, {{{QStringLiteral("t"), 0}, {7, {}}}, {{QStringLiteral("t"), 1}, {9, {}}}}};
    const auto none = lagSamples({{QStringLiteral("g"), history}}, {});
    REQUIRE(none.size() == 1);
    CHECK_FALSE(none.front().lag);
    CHECK(none.front().unknown == 2);
    const auto half = lagSamples({{QStringLiteral("g"), history}}, {{{QStringLiteral("t"), 1}, 5}});
    CHECK(half.front().lag == 0); // an end before the commit: a topic made anew
    CHECK(half.front().unknown == 1);
}

TEST_CASE("old entries and samples are removed")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    REQUIRE(Collecting(kafka).run(database.spec()));
    database.run(QStringLiteral(
        "update daybook.rebalance set noted_at = now() - interval '9 days' where generation = 1; "
        "update daybook.rebalance set noted_at = now() - interval '7 days' where generation = 2; "
        "insert into daybook.consumer_lag select cluster, 'old', 't', now() - interval '9 days', "
        "0, 0, 1, 0, null from daybook.kafka_position limit 1"));
    Collecting collecting(kafka);
    collecting.request.keepDays = 8;
    REQUIRE(collecting.run(database.spec()));
    CHECK(table(database,
                QStringLiteral("select count(*) filter (where generation = 1), count(*) filter (where "
                               "generation = 2) from daybook.rebalance")) == QStringLiteral("0 | 2"));
    CHECK(
        table(database, QStringLiteral("select count(*) from daybook.consumer_lag where group_id = 'old'")) ==
        QStringLiteral("0"));
}

TEST_CASE("no right to read the topic: said with what to ask for")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    kafka.failNext(FetchApi, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, 200);
    Collecting collecting(kafka);
    collecting.request.kafka.properties = {{QStringLiteral("sasl.username"), QStringLiteral("till"), {}}};
    const auto summary = collecting.run(database.spec());
    REQUIRE_FALSE(summary);
    CHECK(summary.error().kind == ErrorKind::Permission);
    CHECK(summary.error().message.contains(QStringLiteral("User:till --operation Read")));
}

TEST_CASE("a property that is none is told with its line, and no secret is")
{
    const QString file = QStringLiteral("kafka.properties");
    const auto properties =
        readKafkaProperties("# login\n\nsecurity.protocol = SSL\nssl.key.password=hunter2\nfoo=1\n", file);
    REQUIRE(properties);
    CHECK(properties->at(0).name == QStringLiteral("security.protocol"));
    CHECK(properties->at(0).value == QStringLiteral("SSL"));
    CHECK(properties->at(1).where.line == 4);
    const auto wrong = readKafkaProperties("a=1\nsecurity.protocol SSL hunter2\n", file);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where->line == 2);
    CHECK_FALSE(wrong.error().toString().contains(QStringLiteral("hunter2")));
    MockKafka kafka;
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    collecting.request.kafka.properties = {
        {QStringLiteral("sasl.passwort"), QStringLiteral("hunter2"), {file, 5, 0}}};
    const auto summary = collecting.run(database.spec());
    REQUIRE_FALSE(summary);
    CHECK(summary.error().kind == ErrorKind::Usage);
    CHECK(summary.error().where->line == 5);
    CHECK(summary.error().message.contains(QStringLiteral("sasl.passwort")));
    CHECK_FALSE((summary.error().toString() + summary.error().detail).contains(QStringLiteral("hunter2")));
}

TEST_CASE("a broker that goes is said once and waited for, and nothing is lost")
{
    MockKafka kafka;
    kafka.createTopic("__consumer_offsets", 3);
    const QList<Stored> records = storedRecords();
    kafka.write(records.first(30));
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    collecting.follow(database.spec());
    REQUIRE(eventually([&] { return collecting.count("caught up") == 1; }));
    kafka.setDown(true);
    UNSCOPED_INFO(collecting.said.join(QStringLiteral("; ")).toStdString());
    CHECK(eventually([&] { return collecting.count("trouble: No broker answers") == 1; }, 60'000));
    kafka.setDown(false);
    REQUIRE(eventually([&] { return collecting.count("recovered") == 1; }, 60'000));
    kafka.write(records.mid(30));
    REQUIRE(eventually([&] { return collecting.count("entry") == 7; }));
    collecting.stop.request_stop();
    const auto summary = collecting.finish();
    REQUIRE(summary);
    CHECK(collecting.count("trouble") == 1);
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("a warehouse that goes is said once and waited for, and nothing is lost or doubled")
{
    MockKafka kafka;
    kafka.createTopic("__consumer_offsets", 3);
    const QList<Stored> records = storedRecords();
    kafka.write(records.first(30));
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    collecting.follow(database.spec());
    REQUIRE(eventually([&] { return collecting.count("caught up") == 1; }));
    const qsizetype before = collecting.count("entry");
    database.run(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
                                "current_database() and pid <> pg_backend_pid()"));
    kafka.write(records.mid(30));
    REQUIRE(eventually([&] { return collecting.count("recovered") == 1; }, 60'000));
    REQUIRE(eventually([&] { return collecting.count("entry") == 7; }));
    CHECK(before < 7);
    collecting.stop.request_stop();
    REQUIRE(collecting.finish());
    CHECK(collecting.count("trouble") == 1);
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("two collectors of one cluster: the second is told that one is enough")
{
    MockKafka kafka;
    filled(kafka, storedRecords());
    const TemporaryDatabase database;
    Collecting collecting(kafka);
    collecting.follow(database.spec());
    REQUIRE(eventually([&] { return collecting.count("caught up") == 1; }));
    database.run(QStringLiteral("update daybook.kafka_position set next_offset = next_offset + 1"));
    kafka.write(storedRecords());
    const auto summary = collecting.finish();
    REQUIRE_FALSE(summary);
    CHECK(summary.error().kind == ErrorKind::Conflict);
    CHECK(table(database, Entries) == Expected);
}

TEST_CASE("a cluster that does not answer")
{
    const TemporaryDatabase database;
    MockKafka kafka;
    Collecting nowhere(kafka);
    nowhere.request.kafka.brokers = QStringLiteral("127.0.0.1:9");
    const auto summary = nowhere.run(database.spec());
    REQUIRE_FALSE(summary);
    CHECK(summary.error().kind == ErrorKind::Connection);
    CHECK(summary.error().message.contains(QStringLiteral("No broker answers at 127.0.0.1:9")));
}
