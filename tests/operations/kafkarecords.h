#pragma once

#include "models/operations/rebalances/offsetsrecord.h"

#include <QFile>

#include <catch2/catch.hpp>

namespace daybook::test {

/// A record as a broker keeps it.
struct Stored
{
    int partition = 0;
    QDateTime at;
    QByteArray key;
    std::optional<QByteArray> value;

    Result<operations::OffsetsRecord> read() const
    {
        return operations::readOffsetsRecord(key,
                                             value ? std::optional<QByteArrayView>(*value) : std::nullopt);
    }
};

/// What a broker of Kafka 4.0 wrote when two consumers of each protocol joined a group one after the other,
/// took over each other's partitions, and left: partition, timestamp, key and value in hex ("-" for a
/// tombstone).
inline QList<Stored> storedRecords()
{
    QFile file(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/kafka/consumer_offsets-4.0.txt"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    QList<Stored> all;
    while (!file.atEnd()) {
        const QList<QByteArray> words = file.readLine().trimmed().split(' ');
        REQUIRE(words.size() == 4);
        all.append({words[0].toInt(), QDateTime::fromMSecsSinceEpoch(words[1].toLongLong(), Qt::UTC),
                    QByteArray::fromHex(words[2]),
                    words[3] == "-" ? std::nullopt : std::optional(QByteArray::fromHex(words[3]))});
    }
    REQUIRE(all.size() > 50);
    return all;
}

} // namespace daybook::test
