#include "models/operations/rebalances/timeline.h"
#include "tests/operations/kafkarecords.h"
#include "tests/support/strings.h"

using namespace daybook;
using namespace daybook::operations;
using namespace daybook::test;

namespace {

using Kind = OffsetsRecord::Kind;

const QString Group = QStringLiteral("g");

QDateTime at(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + static_cast<qint64>(seconds * 1000), Qt::UTC);
}

QString text(const Moment &moment)
{
    if (moment.how == Knowledge::Unknown)
        return QStringLiteral("?");
    const double seconds = static_cast<double>(at(0).msecsTo(moment.at)) / 1000;
    return QString::number(seconds) + (moment.how == Knowledge::Inferred ? QStringLiteral("~") : QString());
}

QString text(const Figure &figure)
{
    if (figure.how == Knowledge::Unknown)
        return QStringLiteral("?");
    return QString::number(figure.value) +
           (figure.how == Knowledge::Inferred ? QStringLiteral("~") : QString());
}

/// "rebalance 2 settled 8>10>11: 2 members +b -a, paused 1, moved 2 of 4, still 3000/6000"; "~" is inferred,
/// "?" unknown.
QString text(const Rebalance &entry)
{
    QString line = toString(entry.kind) + QLatin1Char(' ');
    if (entry.firstGeneration != entry.generation)
        line += QString::number(entry.firstGeneration) + QStringLiteral("..");
    line += QString::number(entry.generation) + QLatin1Char(' ') + toString(entry.outcome) +
            QLatin1Char(' ') + text(entry.began) + QLatin1Char('>') + text(entry.assigned) +
            QLatin1Char('>') + text(entry.ended);
    if (entry.kind == Rebalance::Kind::Missed || entry.kind == Rebalance::Kind::Ended)
        return line;
    line += QStringLiteral(": %1 members").arg(text(entry.members));
    if (entry.membersChanged.how == Knowledge::Unknown)
        line += QStringLiteral(" +?");
    for (const MemberChange &change : entry.changes)
        line += (change.joined ? QStringLiteral(" +") : QStringLiteral(" -")) + change.member;
    line += QStringLiteral(", paused %1, moved %2 of %3, still %4/%5")
                .arg(text(entry.membersPaused), text(entry.partitionsMoved), text(entry.partitionsTotal),
                     text(entry.stillFor), text(entry.stillSum));
    return entry.clockSkew ? line + QStringLiteral(" skew") : line;
}

/// Tells a timeline records of one group, as brokers write them.
class History
{
public:
    void commit(double seconds)
    {
        OffsetsRecord record = of(Kind::OffsetCommit);
        record.topic = QStringLiteral("t");
        record.content = OffsetCommit{7, at(seconds)};
        m_timeline.add(0, record, at(seconds));
    }
    /// `members`: "a:0 1,b:2 3"; each with its partitions.
    void classic(qint32 generation, double joined, double settled, const QString &members,
                 const QString &assignor = QStringLiteral("range"))
    {
        OffsetsRecord record = of(Kind::ClassicGroup);
        ClassicGroup group{QStringLiteral("consumer"), generation, assignor, at(joined), {}};
        for (const QString &each : members.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            ClassicMember member;
            member.id = each.section(QLatin1Char(':'), 0, 0);
            member.assigned = partitions(each.section(QLatin1Char(':'), 1));
            group.members.append(member);
        }
        record.content = group;
        m_timeline.add(0, record, at(settled));
    }
    void epoch(qint32 epoch, double seconds)
    {
        OffsetsRecord record = of(Kind::GroupEpoch);
        record.content = GroupEpoch{epoch};
        m_timeline.add(0, record, at(seconds));
    }
    void target(qint32 epoch, double seconds)
    {
        OffsetsRecord record = of(Kind::TargetEpoch);
        record.content = TargetEpoch{epoch};
        m_timeline.add(0, record, at(seconds));
    }
    void joins(const QString &member, double seconds, const QString &instance = {})
    {
        OffsetsRecord record = of(Kind::MemberMetadata, member);
        record.content = MemberMetadata{instance, member, {}, {}, false};
        m_timeline.add(0, record, at(seconds));
    }
    void has(const QString &member, qint32 epoch, const QString &assigned, double seconds,
             const QString &revoking = {}, MemberState state = MemberState::Stable)
    {
        OffsetsRecord record = of(Kind::CurrentAssignment, member);
        record.content =
            CurrentAssignment{epoch, epoch - 1, state, partitions(assigned), partitions(revoking)};
        m_timeline.add(0, record, at(seconds));
    }
    void leaves(const QString &member, double seconds)
    {
        m_timeline.add(0, of(Kind::CurrentAssignment, member), at(seconds));
        m_timeline.add(0, of(Kind::MemberMetadata, member), at(seconds));
    }
    void ends(Kind kind, double seconds) { m_timeline.add(0, of(kind), at(seconds)); }
    void loses() { m_timeline.noteLoss(0); }

    /// Since the last call; those that are running still are left out.
    QStringList told()
    {
        QStringList lines;
        for (const Rebalance &entry : m_timeline.takeChanges()) {
            CHECK(entry.group == Group);
            if (!entry.isOpen())
                lines << text(entry);
        }
        return lines;
    }
    Timeline &timeline() { return m_timeline; }

    static OffsetsRecord of(Kind kind, const QString &member = {})
    {
        OffsetsRecord record;
        record.kind = kind;
        record.group = Group;
        record.member = member;
        return record;
    }

private:
    static QList<TopicPartitions> partitions(const QString &numbers)
    {
        TopicPartitions topic{QStringLiteral("t"), {}};
        for (const QString &number : numbers.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            topic.partitions.append(number.toInt());
        return {topic};
    }

    Timeline m_timeline;
};

QStringList lines(std::initializer_list<const char *> all)
{
    QStringList list;
    for (const char *line : all)
        list << QString::fromUtf8(line);
    return list;
}

} // namespace

TEST_CASE("a classic group: joined, settled, and when it began is concluded from the last commit")
{
    History history;
    history.classic(0, 0, 0, {});
    history.classic(1, 1, 2, QStringLiteral("a:0 1 2 3"));
    history.commit(7);
    history.commit(8);
    history.classic(2, 10, 11, QStringLiteral("a:0 1,b:2 3"));
    history.commit(20);
    history.classic(3, 25, 25.5, QStringLiteral("b:0 1 2 3"));
    history.classic(4, 30, 30, {});
    CHECK(history.told() ==
          lines({"rebalance 1 settled ?>1>2: 1 members +a, paused 0~, moved 0 of 4, still ?/?",
                 "rebalance 2 settled 8~>10>11: 2 members +b, paused 1~, moved 2 of 4, still 3000~/12000~",
                 "rebalance 3 settled 20~>25>25.5: 1 members -a, paused 1~, moved 2 of 4, still 5500~/22000~",
                 "emptied 4 settled ?>30>30: 0 members -b, paused ?, moved ? of ?, still ?/?"}));
}

TEST_CASE("without a commit since the group settled nobody knows when a rebalance began")
{
    History history;
    history.classic(1, 1, 2, QStringLiteral("a:0 1"));
    history.commit(1.5); // written before that record by its clock
    history.classic(2, 10, 11, QStringLiteral("a:0,b:1"));
    CHECK(history.told().last() ==
          QStringLiteral("rebalance 2 settled ?>10>11: 2 members +b, paused 1~, moved 1 of 2, still ?/?"));
}

TEST_CASE("a cooperative assignor stops what moves and nothing else")
{
    History history;
    const QString assignor = QStringLiteral("cooperative-sticky");
    history.classic(1, 1, 2, QStringLiteral("a:0 1 2 3"), assignor);
    history.classic(2, 10, 11, QStringLiteral("a:0 1,b:"), assignor);
    history.classic(3, 12, 13.5, QStringLiteral("a:0 1,b:2 3"), assignor);
    CHECK(history.told().mid(1) ==
          lines({"rebalance 2 settled ?>10>11: 2 members +b, paused 1~, moved 2 of 2, still 0/0",
                 "rebalance 3 settled ?>12>13.5: 2 members, paused 0~, moved 0 of 4, still 2500/5000"}));
}

TEST_CASE("what a cooperative member that left had is still for as long as nobody knows")
{
    History history;
    const QString assignor = QStringLiteral("cooperative-sticky");
    history.classic(1, 1, 2, QStringLiteral("a:0 1,b:2 3"), assignor);
    history.classic(2, 10, 11, QStringLiteral("a:0 1 2 3"), assignor);
    history.commit(15);
    history.classic(3, 20, 21, QStringLiteral("c:0 1 2 3"), assignor);
    CHECK(history.told().mid(1) ==
          lines({"rebalance 2 settled ?>10>11: 1 members -b, paused 0~, moved 2 of 4, still ?/?",
                 "rebalance 3 settled 15~>20>21: 1 members +c -a, paused 0~, moved 4 of 4, still "
                 "6000~/24000~"}));
}

TEST_CASE("generations that have no record are possibly missed, and what was before is not known")
{
    History history;
    history.classic(4, 1, 2, QStringLiteral("a:0 1"));
    history.classic(5, 4, 5, QStringLiteral("a:0,b:1"));
    history.commit(6);
    history.classic(9, 10, 11, QStringLiteral("b:0 1"));
    CHECK(history.told() ==
          lines({"missed 1..3 unknown ?>?>2~",
                 "rebalance 4 settled ?>1>2: 1 members +?, paused ?, moved ? of 2, still ?/?",
                 "rebalance 5 settled ?>4>5: 2 members +b, paused 1~, moved 1 of 2, still ?/?",
                 "missed 6..8 unknown 5~>?>11~",
                 "rebalance 9 settled ?>10>11: 1 members +?, paused ?, moved ? of 2, still ?/?"}));
}

TEST_CASE("a static member that comes back, and records read again, are no rebalances")
{
    History history;
    history.classic(1, 1, 2, QStringLiteral("a:0 1"));
    CHECK(history.told().size() == 1);
    history.classic(1, 1, 9, QStringLiteral("a:0 1"));
    CHECK(history.told().isEmpty());
    history.epoch(2, 20);
    history.told();
    history.epoch(2, 20);
    CHECK(history.told().isEmpty());
}

TEST_CASE("clocks that contradict each other give no durations, and are said")
{
    History history;
    history.classic(1, 1, 2, QStringLiteral("a:0 1"));
    history.commit(5);
    history.classic(2, 14, 11, QStringLiteral("a:0,b:1")); // joined after it settled
    history.classic(3, 8, 9, QStringLiteral("a:0 1"));     // another broker, whose clock is behind
    for (const QString &line : history.told().mid(1)) {
        CHECK(line.endsWith(QStringLiteral("still ?/? skew")));
        CHECK_FALSE(line.contains(QLatin1Char('-') + QString::number(1)));
    }
    History other;
    other.joins(QStringLiteral("a"), 10);
    other.epoch(1, 10);
    other.target(1, 10);
    other.has(QStringLiteral("a"), 1, QStringLiteral("0"), 7);
    CHECK(other.told() ==
          lines({"rebalance 1 settled 10>10>7: 1 members +a, paused 0, moved 0 of 1, still ?/? skew"}));
}

TEST_CASE("a group of the consumer protocol: only what moves stands still")
{
    History history;
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    history.joins(a, 1);
    history.epoch(1, 1);
    history.target(1, 1);
    history.has(a, 1, QStringLiteral("0 1 2 3"), 1);
    history.joins(b, 10);
    history.epoch(2, 10);
    history.target(2, 10.1);
    history.has(b, 2, {}, 10.1, {}, MemberState::UnreleasedPartitions);
    history.has(a, 1, QStringLiteral("0 1"), 12, QStringLiteral("2 3"), MemberState::UnrevokedPartitions);
    CHECK(history.told().size() == 1);
    history.has(a, 2, QStringLiteral("0 1"), 13);
    CHECK(history.told().isEmpty());
    history.has(b, 2, QStringLiteral("2 3"), 15);
    CHECK(history.told() ==
          lines({"rebalance 2 settled 10>10.1>15: 2 members +b, paused 1, moved 2 of 4, still 3000/6000"}));
    history.leaves(a, 20);
    history.epoch(3, 20);
    history.target(3, 21);
    history.has(b, 3, QStringLiteral("0 1 2 3"), 21);
    history.leaves(b, 30);
    history.epoch(4, 30);
    history.ends(Kind::GroupEpoch, 90);
    CHECK(history.told() ==
          lines({"rebalance 3 settled 20>21>21: 1 members -a, paused 0, moved 2 of 4, still 1000/2000",
                 "emptied 4 settled 30>?>30: 0 members -b, paused ?, moved ? of ?, still ?/?",
                 "ended 4 settled ?>?>90"}));
}

TEST_CASE("an epoch that is overtaken before it settled is superseded, and the next one tells of both")
{
    History history;
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    history.joins(a, 1);
    history.epoch(1, 1);
    history.target(1, 1);
    history.has(a, 1, QStringLiteral("0 1"), 1);
    history.joins(b, 10);
    history.epoch(2, 10);
    history.target(2, 10);
    history.has(a, 1, QStringLiteral("0"), 11, QStringLiteral("1"), MemberState::UnrevokedPartitions);
    history.leaves(b, 12);
    history.epoch(3, 12);
    CHECK(history.told().last() ==
          QStringLiteral("rebalance 2 superseded 10>10>12: 2 members +b, paused ?, moved ? of ?, still ?/?"));
    history.target(3, 13);
    history.has(a, 3, QStringLiteral("0 1"), 14);
    CHECK(history.told() ==
          lines({"rebalance 3 settled 12>13>14: 1 members -b, paused 1, moved 0 of 2, still 3000/3000"}));
}

TEST_CASE("a consumer group first seen midway, and one of which records were lost")
{
    History history;
    const QString a = QStringLiteral("a");
    history.joins(a, 1);
    history.epoch(7, 2);
    history.target(7, 2);
    history.has(a, 7, QStringLiteral("0 1"), 3);
    CHECK(history.told() ==
          lines({"missed 1..6 unknown ?>?>2~",
                 "rebalance 7 settled 2>2>3: 1 members +?, paused ?, moved ? of 2, still ?/?"}));
    history.epoch(8, 5);
    history.loses();
    CHECK(history.told() ==
          lines({"rebalance 8 unknown 5>?>?: 1 members, paused ?, moved ? of ?, still ?/?"}));
    history.has(a, 8, QStringLiteral("0 1"), 6);
    history.epoch(9, 8);
    history.target(9, 8);
    history.has(a, 9, QStringLiteral("0"), 9);
    CHECK(history.told() ==
          lines({"rebalance 9 settled 8>8>9~: 1~ members +?, paused ?, moved ? of ?, still ?/?"}));
}

TEST_CASE("a static member of a consumer group that comes back has neither joined nor left")
{
    History history;
    const QString instance = QStringLiteral("till-1");
    history.joins(QStringLiteral("a"), 1, instance);
    history.epoch(1, 1);
    history.target(1, 1);
    history.has(QStringLiteral("a"), 1, QStringLiteral("0"), 1);
    history.has(QStringLiteral("a"), -2, QStringLiteral("0"), 5);
    history.leaves(QStringLiteral("a"), 9);
    history.joins(QStringLiteral("b"), 9, instance);
    history.has(QStringLiteral("b"), 1, QStringLiteral("0"), 9);
    history.joins(QStringLiteral("c"), 20);
    history.epoch(2, 20);
    history.target(2, 20);
    history.has(QStringLiteral("b"), 2, QStringLiteral("0"), 21);
    history.has(QStringLiteral("c"), 2, {}, 21);
    CHECK(history.told().last() ==
          QStringLiteral("rebalance 2 settled 20>20>21: 2 members +c, paused 0, moved 0 of 1, still 0/0"));
}

TEST_CASE("a group that goes over to the other protocol takes its generation along, and back")
{
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    History history;
    history.classic(1, 1, 2, QStringLiteral("a:0"));
    history.classic(2, 3, 4, QStringLiteral("a:0 1"));
    history.told();
    history.ends(Kind::ClassicGroup, 10);
    history.joins(a, 10);
    history.epoch(2, 10);
    history.target(2, 10);
    history.has(a, 2, QStringLiteral("0 1"), 10);
    CHECK(history.told() == lines({"ended 2 settled ?>?>10"}));
    history.joins(b, 10);
    history.epoch(3, 10);
    history.target(3, 10);
    history.has(a, 3, QStringLiteral("0"), 11);
    history.has(b, 3, QStringLiteral("1"), 12);
    CHECK(history.told() ==
          lines({"rebalance 3 settled 10>10>12: 2 members +b, paused ?, moved ? of 2, still ?/?"}));
    history.ends(Kind::GroupEpoch, 20);
    history.classic(3, 20, 20, QStringLiteral("a:0,b:1"));
    CHECK(history.told() == lines({"ended 3 settled ?>?>20"}));
    history.classic(4, 22, 23, QStringLiteral("a:0 1"));
    CHECK(history.told() ==
          lines({"rebalance 4 settled ?>22>23: 1 members -b, paused 1~, moved 1 of 2, still ?/?"}));
}

TEST_CASE("the state of a group survives being kept, at every record")
{
    Timeline whole;
    QStringList expected;
    QStringList resumed;
    Timeline kept;
    for (const Stored &stored : storedRecords()) {
        const Result<OffsetsRecord> record = stored.read();
        REQUIRE(record);
        whole.add(stored.partition, *record, stored.at);
        kept.add(stored.partition, *record, stored.at);
        for (const Rebalance &entry : whole.takeChanges())
            expected << text(entry);
        for (const Rebalance &entry : kept.takeChanges())
            resumed << text(entry);
        Timeline next;
        for (auto it = kept.groups().cbegin(); it != kept.groups().cend(); ++it) {
            const auto state = groupStateFrom(toBytes(it->state));
            const auto offsets = groupOffsetsFrom(toBytes(it->offsets));
            REQUIRE((state && offsets));
            CHECK(*offsets == it->offsets);
            next.restore(it.key(), {it->topicPartition, *state, *offsets});
        }
        kept = next;
    }
    CHECK(expected == resumed);
    CHECK(expected.size() > 6);
}

TEST_CASE("a state that is none is not taken for one")
{
    const QByteArray bytes = toBytes(GroupState());
    for (qsizetype size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(groupStateFrom(bytes.first(size)));
    CHECK_FALSE(groupStateFrom(bytes + 'x'));
    CHECK_FALSE(groupStateFrom(QByteArray("\xff\xff", 2) + bytes.mid(2)));
    CHECK_FALSE(groupOffsetsFrom(QByteArray("\x00\x01\x7f\xff\xff\xff", 6)));
}

TEST_CASE("the timeline of what a broker wrote")
{
    Timeline timeline;
    for (const Stored &stored : storedRecords())
        timeline.add(stored.partition, *stored.read(), stored.at);
    QMap<QString, QStringList> told;
    for (const Rebalance &entry : timeline.takeChanges()) {
        INFO(text(entry).toStdString());
        CHECK_FALSE(entry.isOpen());
        CHECK_FALSE(entry.clockSkew);
        if (entry.ended.at.isValid() && entry.began.at.isValid())
            CHECK(entry.began.at <= entry.ended.at);
        told[entry.group] << QStringLiteral("%1 %2 %3 members, %4 changed, paused %5, moved %6 of %7")
                                 .arg(toString(entry.kind), QString::number(entry.generation),
                                      text(entry.members), text(entry.membersChanged),
                                      text(entry.membersPaused), text(entry.partitionsMoved),
                                      text(entry.partitionsTotal));
    }
    CHECK(told[QStringLiteral("g-classic")] ==
          lines({"rebalance 1 1 members, 1 changed, paused 0~, moved 0 of 4",
                 "rebalance 2 2 members, 1 changed, paused 1~, moved 2 of 4",
                 "emptied 3 0 members, 2 changed, paused ?, moved ? of ?"}));
    CHECK(told[QStringLiteral("g-consumer")] ==
          lines({"rebalance 1 1 members, 1 changed, paused 0, moved 0 of 4",
                 "rebalance 2 2 members, 1 changed, paused 1, moved 2 of 4",
                 "rebalance 3 1 members, 1 changed, paused ?, moved ? of ?",
                 "emptied 4 0 members, 1 changed, paused ?, moved ? of ?"}));
    CHECK(told.size() == 2);
}
