#include "tests/operations/mockkafka.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdexcept>

namespace daybook::test {
namespace {

constexpr int Broker = 1;
constexpr char Topic[] = "__consumer_offsets";

rd_kafka_t *newProducer(const QByteArray &brokers)
{
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    char reason[256];
    rd_kafka_conf_set(configuration, "log_level", "0", reason, sizeof(reason));
    if (!brokers.isEmpty())
        rd_kafka_conf_set(configuration, "bootstrap.servers", brokers.constData(), reason, sizeof(reason));
    rd_kafka_t *kafka = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason, sizeof(reason));
    if (!kafka)
        throw std::runtime_error(reason);
    return kafka;
}

} // namespace

MockKafka::MockKafka() : m_kafka(newProducer({})), m_cluster(rd_kafka_mock_cluster_new(m_kafka, 1))
{
    m_producer = newProducer(rd_kafka_mock_cluster_bootstraps(m_cluster));
}

MockKafka::~MockKafka()
{
    rd_kafka_destroy(m_producer);
    rd_kafka_mock_cluster_destroy(m_cluster);
    rd_kafka_destroy(m_kafka);
}

QString MockKafka::brokers() const
{
    return QString::fromUtf8(rd_kafka_mock_cluster_bootstraps(m_cluster));
}

void MockKafka::createTopic(const char *name, int partitions)
{
    rd_kafka_mock_topic_create(m_cluster, name, partitions, 1);
}

void MockKafka::send(const char *topic, const Stored &record)
{
    void *value = record.value ? const_cast<char *>(record.value->constData()) : nullptr;
    const auto size = static_cast<size_t>(record.value ? record.value->size() : 0);
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        m_producer, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(record.partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_TIMESTAMP(record.at.toMSecsSinceEpoch()),
        RD_KAFKA_V_KEY(record.key.constData(), static_cast<size_t>(record.key.size())),
        RD_KAFKA_V_VALUE(value, size), RD_KAFKA_V_END);
    REQUIRE(error == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void MockKafka::write(const QList<Stored> &records)
{
    for (const Stored &record : records)
        send(Topic, record);
    REQUIRE(rd_kafka_flush(m_producer, 20'000) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void MockKafka::produce(const char *topic, int partition, int records)
{
    for (int i = 0; i < records; ++i)
        send(topic, {partition, QDateTime::currentDateTimeUtc(), "k", QByteArray("v")});
    REQUIRE(rd_kafka_flush(m_producer, 20'000) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

void MockKafka::failNext(int apiKey, int error, int times)
{
    const std::vector<rd_kafka_resp_err_t> errors(static_cast<size_t>(times),
                                                  static_cast<rd_kafka_resp_err_t>(error));
    rd_kafka_mock_push_request_errors_array(m_cluster, static_cast<int16_t>(apiKey), errors.size(),
                                            errors.data());
}

void MockKafka::setDown(bool down)
{
    if (down)
        rd_kafka_mock_broker_set_down(m_cluster, Broker);
    else
        rd_kafka_mock_broker_set_up(m_cluster, Broker);
}

} // namespace daybook::test
