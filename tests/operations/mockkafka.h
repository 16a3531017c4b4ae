#pragma once

#include "tests/operations/kafkarecords.h"

#include <QStringList>

struct rd_kafka_mock_cluster_s;
struct rd_kafka_s;

namespace daybook::test {

/// librdkafka's own imitation of a cluster, on loopback, in this process: what is written to it is read with
/// the same client as from real brokers. Lives as long as the test.
class MockKafka
{
public:
    MockKafka();
    ~MockKafka();

    QString brokers() const;
    /// As brokers write them to __consumer_offsets.
    void write(const QList<Stored> &records);
    void createTopic(const char *name, int partitions);
    void produce(const char *topic, int partition, int records);
    /// The next requests of this kind are answered with this error (rd_kafka_resp_err_t).
    void failNext(int apiKey, int error, int times);
    void setDown(bool down);

private:
    void send(const char *topic, const Stored &record);

    rd_kafka_s *m_kafka = nullptr;
    rd_kafka_mock_cluster_s *m_cluster = nullptr;
    rd_kafka_s *m_producer = nullptr;
};

} // namespace daybook::test
