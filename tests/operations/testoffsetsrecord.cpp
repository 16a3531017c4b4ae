#include "tests/operations/kafkarecords.h"
#include "tests/support/strings.h"

#include <QSet>
#include <QTextStream>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::operations;
using namespace daybook::test;

namespace {

QString text(const QList<TopicPartitions> &topics)
{
    QStringList all;
    for (const TopicPartitions &topic : topics) {
        QStringList numbers;
        for (const qint32 partition : topic.partitions)
            numbers << QString::number(partition);
        all << numbers.join(QLatin1Char(' '));
    }
    return all.join(QLatin1Char('/'));
}

template <typename Content> QList<Content> contents(const QString &group)
{
    QList<Content> found;
    for (const Stored &stored : storedRecords()) {
        const Result<OffsetsRecord> record = stored.read();
        REQUIRE(record);
        CHECK((record->kind == OffsetsRecord::Kind::OffsetCommit) ==
              (record->topic == QStringLiteral("payments")));
        if (const auto *content = std::get_if<Content>(&record->content); content && record->group == group)
            found.append(*content);
    }
    return found;
}

} // namespace

TEST_CASE("the records of a classic group that a broker wrote")
{
    const auto groups = contents<ClassicGroup>(QStringLiteral("g-classic"));
    QStringList told;
    for (const ClassicGroup &group : groups) {
        QStringList members;
        for (const ClassicMember &member : group.members)
            members << member.clientId + QLatin1Char(':') + text(member.assigned);
        members.sort();
        told << QStringLiteral("%1 %2 %3 %4")
                    .arg(QString::number(group.generation), group.protocolType, group.assignor,
                         members.join(QLatin1Char(',')))
                    .trimmed();
        CHECK(group.stateSince.isValid());
        CHECK(group.stateSince.timeSpec() == Qt::UTC);
    }
    CHECK(told == QStringList{QStringLiteral("0"), QStringLiteral("1 consumer range classic-0:0 1 2 3"),
                              QStringLiteral("2 consumer range classic-0:0 1,classic-1:2 3"),
                              QStringLiteral("3 consumer")});
    const auto commits = contents<OffsetCommit>(QStringLiteral("g-classic"));
    REQUIRE(!commits.isEmpty());
    CHECK(commits.front().offset == 0);
    CHECK(commits.front().committedAt.date().year() == 2026);
}

TEST_CASE("the records of a group of the consumer protocol that a broker wrote")
{
    const QString group = QStringLiteral("g-consumer");
    QList<qint32> epochs;
    for (const GroupEpoch &epoch : contents<GroupEpoch>(group))
        epochs << epoch.epoch;
    CHECK(epochs == QList<qint32>{1, 2, 3, 4});
    QList<qint32> targets;
    for (const TargetEpoch &epoch : contents<TargetEpoch>(group))
        targets << epoch.epoch;
    CHECK(targets == QList<qint32>{1, 2});
    QSet<QString> clients;
    for (const MemberMetadata &member : contents<MemberMetadata>(group)) {
        clients << member.clientId;
        CHECK(member.topics == QStringList{QStringLiteral("payments")});
        CHECK_FALSE(member.isClassic);
    }
    CHECK(clients == QSet<QString>{QStringLiteral("consumer-0"), QStringLiteral("consumer-1")});
    QStringList states;
    for (const CurrentAssignment &now : contents<CurrentAssignment>(group))
        states << QStringLiteral("%1<%2 %3 [%4] -[%5]")
                      .arg(QString::number(now.epoch), QString::number(now.previousEpoch),
                           QString::number(static_cast<int>(now.state)), text(now.assigned),
                           text(now.pendingRevocation));
    CHECK(states == QStringList{QStringLiteral("1<0 0 [0 1 2 3] -[]"), QStringLiteral("2<0 2 [] -[]"),
                                QStringLiteral("2<2 2 [] -[]"), QStringLiteral("1<1 1 [0 1] -[2 3]"),
                                QStringLiteral("2<1 0 [0 1] -[]"), QStringLiteral("2<2 0 [2 3] -[]")});
}

TEST_CASE("records that are cut off anywhere are told, and nothing is made up")
{
    int cuts = 0;
    for (const Stored &stored : storedRecords()) {
        for (qsizetype size = 0; stored.value && size < stored.value->size(); ++size) {
            const auto cut = readOffsetsRecord(stored.key, QByteArrayView(*stored.value).first(size));
            const auto whole = stored.read();
            REQUIRE(whole);
            if (whole->kind == OffsetsRecord::Kind::Other)
                continue;
            REQUIRE_FALSE(cut);
            CHECK(cut.error().kind == ErrorKind::Data);
            CHECK(cut.error().message.contains(QStringLiteral("ends too early")));
            ++cuts;
        }
        for (qsizetype size = 0; size < stored.key.size(); ++size) {
            const auto cut = readOffsetsRecord(QByteArrayView(stored.key).first(size), std::nullopt);
            CHECK((!cut || cut->kind == OffsetsRecord::Kind::Other));
        }
    }
    CHECK(cuts > 1000);
}

TEST_CASE("lengths that are lies take neither memory nor time")
{
    // A group whose number of members is two billion, and one whose protocol type is.
    const QByteArray key = QByteArray::fromHex("00020001"
                                               "67");
    for (const char *value : {"0003"
                              "0000"
                              "00000001"
                              "ffff"
                              "ffff"
                              "0000000000000000"
                              "7fffffff",
                              "0004"
                              "ffffffff0f",
                              "0003"
                              "7fff",
                              "0003"
                              "8000"}) {
        const auto record = readOffsetsRecord(key, QByteArray::fromHex(value));
        REQUIRE_FALSE(record);
        CHECK(record.error().message.contains(QStringLiteral("of the group g")));
    }
}

TEST_CASE("what is not known is said, or passed over where it is none of ours")
{
    const auto newer = readOffsetsRecord(QByteArray::fromHex("0002000167"), QByteArray::fromHex("0005"));
    REQUIRE_FALSE(newer);
    CHECK(newer.error().message.contains(QStringLiteral("version 5 is not known")));
    const auto share = readOffsetsRecord(QByteArray::fromHex("000b000167"), QByteArray::fromHex("0000"));
    REQUIRE(share);
    CHECK(share->kind == OffsetsRecord::Kind::Other);
    const auto ended = readOffsetsRecord(QByteArray::fromHex("0002000167"), std::nullopt);
    REQUIRE(ended);
    CHECK(ended->isTombstone());
    CHECK(ended->group == QStringLiteral("g"));
    CHECK_FALSE(readOffsetsRecord({}, std::nullopt));
}
