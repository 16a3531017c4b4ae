#include "models/operations/rebalances/offsetslog.h"

#include "models/operations/rebalances/offsetsrecord.h"

#include <array>
#include <librdkafka/rdkafka.h>
#include <mutex>

namespace daybook::operations {
namespace {

constexpr char Topic[] = "__consumer_offsets";
constexpr int OpeningMilliseconds = 20'000;
constexpr int PollMilliseconds = 300;
constexpr int EndsMilliseconds = 10'000;
constexpr int LifeMilliseconds = 5000;
constexpr qint64 QuietMilliseconds = 10'000;
constexpr qsizetype LargestBatch = 5000;

/// What librdkafka said last on a thread of its own or on ours.
struct LastError
{
    std::mutex mutex;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    QString reason;
};

void onError(rd_kafka_t *, int code, const char *reason, void *opaque)
{
    auto *last = static_cast<LastError *>(opaque);
    const std::lock_guard lock(last->mutex);
    // A login that was refused says more than the connection that is down because of it.
    const auto isLogin = [](int each) {
        return each == RD_KAFKA_RESP_ERR__AUTHENTICATION || each == RD_KAFKA_RESP_ERR__SSL;
    };
    if (isLogin(last->code) && !isLogin(code))
        return;
    last->code = static_cast<rd_kafka_resp_err_t>(code);
    last->reason = QString::fromUtf8(reason);
}

void ignoreLog(const rd_kafka_t *, int, const char *, const char *) {}

/// Does not go by when librdkafka tries again.
bool isGrave(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL ||
           code == RD_KAFKA_RESP_ERR__FATAL;
}

/// May be a connection that was idle, or a broker that is gone.
bool isDoubtful(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
}

LoggedRecord recordFrom(const rd_kafka_message_t &message)
{
    LoggedRecord record;
    record.partition = message.partition;
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const int64_t milliseconds = rd_kafka_message_timestamp(&message, &type);
    if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE)
        record.at = kafkaTime(milliseconds);
    record.key = QByteArray(static_cast<const char *>(message.key), static_cast<qsizetype>(message.key_len));
    if (message.payload)
        record.value =
            QByteArray(static_cast<const char *>(message.payload), static_cast<qsizetype>(message.len));
    return record;
}

Result<void> setProperties(rd_kafka_conf_t *configuration, const QList<KafkaOptions::Property> &properties)
{
    std::array<char, 512> reason{};
    for (const KafkaOptions::Property &property : properties) {
        if (rd_kafka_conf_set(configuration, property.name.toUtf8().constData(),
                              property.value.toUtf8().constData(), reason.data(),
                              reason.size()) == RD_KAFKA_CONF_OK)
            continue;
        return failure(Error{
            .kind = ErrorKind::Usage,
            .message =
                QStringLiteral("The property %1 is not one of librdkafka's, or not with this value. See its "
                               "CONFIGURATION.md: what Java clients call by other names is there, too.")
                    .arg(property.name),
            .detail = isSecretProperty(property.name) ? QString() : QString::fromUtf8(reason.data()),
            .where = property.where});
    }
    return {};
}

} // namespace

struct OffsetsLog::Handles
{
    LastError last;
    rd_kafka_t *kafka = nullptr;
    rd_kafka_topic_t *topic = nullptr;
    rd_kafka_queue_t *queue = nullptr;
    QSet<int> started;

    ~Handles()
    {
        for (const int partition : started)
            rd_kafka_consume_stop(topic, partition);
        if (queue)
            rd_kafka_queue_destroy(queue);
        if (topic)
            rd_kafka_topic_destroy(topic);
        if (kafka)
            rd_kafka_destroy(kafka);
    }
};

OffsetsLog::OffsetsLog(KafkaOptions options)
    : m_options(std::move(options)), m_handles(std::make_unique<Handles>())
{
}

OffsetsLog::~OffsetsLog() = default;

Result<std::shared_ptr<OffsetsLog>> OffsetsLog::open(KafkaOptions options, std::stop_token stop)
{
    const std::shared_ptr<OffsetsLog> log(new OffsetsLog(std::move(options)));
    const Result<void> configured = log->configure();
    if (!configured)
        return failure(configured.error());
    const Result<void> found = log->findPartitions(std::move(stop));
    if (!found)
        return failure(found.error());
    return log;
}

Result<void> OffsetsLog::configure()
{
    std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> configuration(rd_kafka_conf_new(),
                                                                                     rd_kafka_conf_destroy);
    const Result<void> given = setProperties(configuration.get(), m_options.properties);
    if (!given)
        return given;
    // Ours, whatever was given: a reader that is no member of a group, and is told when its place is gone.
    const Result<void> ours = setProperties(
        configuration.get(), {{QStringLiteral("bootstrap.servers"), m_options.brokers, {}},
                              {QStringLiteral("client.id"), QStringLiteral("daybook"), {}},
                              {QStringLiteral("enable.partition.eof"), QStringLiteral("true"), {}},
                              {QStringLiteral("auto.offset.reset"), QStringLiteral("error"), {}},
                              {QStringLiteral("isolation.level"), QStringLiteral("read_committed"), {}}});
    if (!ours)
        return ours;
    rd_kafka_conf_set_opaque(configuration.get(), &m_handles->last);
    rd_kafka_conf_set_error_cb(configuration.get(), onError);
    rd_kafka_conf_set_log_cb(configuration.get(), ignoreLog);
    std::array<char, 512> reason{};
    m_handles->kafka = rd_kafka_new(RD_KAFKA_CONSUMER, configuration.get(), reason.data(), reason.size());
    if (!m_handles->kafka)
        return failure(ErrorKind::Usage, QStringLiteral("These properties cannot be used with Kafka."),
                       QString::fromUtf8(reason.data()));
    (void)configuration.release(); // it is the handle's now
    m_handles->topic = rd_kafka_topic_new(m_handles->kafka, Topic, nullptr);
    m_handles->queue = rd_kafka_queue_new(m_handles->kafka);
    return {};
}

Result<void> OffsetsLog::findPartitions(std::stop_token stop)
{
    QElapsedTimer waited;
    waited.start();
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TRANSPORT;
    while (!waited.hasExpired(OpeningMilliseconds) && !stop.stop_requested()) {
        const struct rd_kafka_metadata *metadata = nullptr;
        code = rd_kafka_metadata(m_handles->kafka, 0, m_handles->topic, &metadata, PollMilliseconds);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            for (int i = 0; i < metadata->topic_cnt; ++i) {
                code = metadata->topics[i].err;
                for (int p = 0; p < metadata->topics[i].partition_cnt; ++p)
                    m_partitions += metadata->topics[i].partitions[p].id;
            }
            rd_kafka_metadata_destroy(metadata);
            if (code != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
                break;
        }
        if (const std::optional<Error> error = trouble(); error && error->kind == ErrorKind::Authentication)
            return failure(*error);
    }
    if (stop.stop_requested())
        return failure(ErrorKind::Cancelled, QStringLiteral("Stopped."));
    const std::optional<Error> error = trouble();
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failure(error.value_or(explained(code, QString())));
    char *id = rd_kafka_clusterid(m_handles->kafka, EndsMilliseconds);
    m_cluster = QString::fromUtf8(id);
    if (id)
        rd_kafka_mem_free(m_handles->kafka, id);
    if (m_cluster.isEmpty() || m_partitions.isEmpty())
        return failure(explained(RD_KAFKA_RESP_ERR__TRANSPORT, QString()));
    const std::lock_guard lock(m_handles->last.mutex);
    m_handles->last.code = RD_KAFKA_RESP_ERR_NO_ERROR; // what there was on the way here is over
    return {};
}

Result<void> OffsetsLog::start(const QMap<int, qint64> &positions)
{
    // Groups that work commit all the time: where the log ends is asked once, as its end goes on before us.
    QList<Partition> all;
    for (const int partition : m_partitions)
        all.append({QString::fromLatin1(Topic), partition});
    const Result<QMap<Partition, qint64>> goals = ends(all);
    if (!goals)
        return failure(goals.error());
    for (auto it = goals->cbegin(); it != goals->cend(); ++it)
        m_goals.insert(it.key().number, *it);
    for (const int partition : m_partitions) {
        const qint64 offset = positions.value(partition, RD_KAFKA_OFFSET_BEGINNING);
        if (rd_kafka_consume_start_queue(m_handles->topic, partition, offset, m_handles->queue) != 0)
            return failure(explained(rd_kafka_last_error(), QString()));
        m_handles->started += partition;
    }
    m_sinceLife.start();
    return {};
}

std::optional<Error> OffsetsLog::trouble()
{
    rd_kafka_poll(m_handles->kafka, 0);
    const std::lock_guard lock(m_handles->last.mutex);
    if (!isGrave(m_handles->last.code))
        return std::nullopt;
    return explained(m_handles->last.code, m_handles->last.reason);
}

Result<void> OffsetsLog::take(const rd_kafka_message_s *message, LogBatch &batch)
{
    const int partition = message->partition;
    switch (message->err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        batch.records.append(recordFrom(*message));
        batch.next.insert(partition, message->offset + 1);
        if (message->offset + 1 >= m_goals.value(partition, std::numeric_limits<qint64>::max()))
            m_reached += partition;
        return {};
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        m_reached += partition;
        batch.next.insert(partition, message->offset);
        return {};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        rd_kafka_consume_stop(m_handles->topic, partition);
        rd_kafka_consume_start_queue(m_handles->topic, partition, RD_KAFKA_OFFSET_BEGINNING,
                                     m_handles->queue);
        m_reached -= partition;
        batch.lost += partition;
        return {};
    default:
        return failure(explained(message->err, QString::fromUtf8(rd_kafka_message_errstr(message))));
    }
}

Result<LogBatch> OffsetsLog::read(std::chrono::milliseconds wait)
{
    LogBatch batch;
    if (const std::optional<Error> error = trouble())
        return failure(*error);
    auto next = [this](std::chrono::milliseconds pause) {
        return std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)>(
            rd_kafka_consume_queue(m_handles->queue, static_cast<int>(pause.count())),
            rd_kafka_message_destroy);
    };
    for (auto message = next(wait); message; message = next(std::chrono::milliseconds(0))) {
        const Result<void> taken = take(message.get(), batch);
        if (!taken)
            return failure(taken.error());
        if (batch.records.size() >= LargestBatch || !batch.lost.isEmpty())
            break;
    }
    batch.atEnd = m_reached == m_partitions && batch.records.size() < LargestBatch;
    if (!batch.next.isEmpty())
        m_sinceLife.start();
    const Result<void> alive = checkLife();
    return alive ? Result<LogBatch>(batch) : failure(alive.error());
}

/// No news may be good news, or a broker that is gone: librdkafka goes on trying and says little.
Result<void> OffsetsLog::checkLife()
{
    {
        const std::lock_guard lock(m_handles->last.mutex);
        const auto code = std::exchange(m_handles->last.code, RD_KAFKA_RESP_ERR_NO_ERROR);
        if (!isDoubtful(code) && !m_sinceLife.hasExpired(QuietMilliseconds))
            return {};
    }
    const struct rd_kafka_metadata *metadata = nullptr;
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(m_handles->kafka, 0, m_handles->topic, &metadata, LifeMilliseconds);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failure(explained(code, QString()));
    rd_kafka_metadata_destroy(metadata);
    m_sinceLife.start();
    return {};
}

QSet<Partition> OffsetsLog::led()
{
    QSet<Partition> all;
    const struct rd_kafka_metadata *metadata = nullptr;
    if (rd_kafka_metadata(m_handles->kafka, 1, nullptr, &metadata, EndsMilliseconds) !=
        RD_KAFKA_RESP_ERR_NO_ERROR)
        return all;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
        const rd_kafka_metadata_topic_t &topic = metadata->topics[i];
        for (int p = 0; p < topic.partition_cnt; ++p)
            if (topic.partitions[p].leader >= 0)
                all += {QString::fromUtf8(topic.topic), topic.partitions[p].id};
    }
    rd_kafka_metadata_destroy(metadata);
    return all;
}

namespace {

QString adviceOnRights(const QString &user)
{
    return QStringLiteral(
               "This user may not read __consumer_offsets. Ask whoever runs the brokers for: kafka-acls "
               "--add --allow-principal User:%1 --operation Read --operation Describe --topic "
               "__consumer_offsets")
        .arg(user.isEmpty() ? QStringLiteral("THE_USER") : user);
}

} // namespace

Error OffsetsLog::explained(int number, const QString &reason) const
{
    const auto code = static_cast<rd_kafka_resp_err_t>(number);
    const QString words = QString::fromUtf8(rd_kafka_err2str(code));
    Error error{
        .kind = ErrorKind::Connection,
        .message =
            QStringLiteral("Reading __consumer_offsets from %1 failed: %2").arg(m_options.brokers, words),
        .detail = reason};
    switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
        error.message =
            QStringLiteral("No broker answers at %1. Check the addresses, that the brokers run, and "
                           "that security.protocol is what their listener wants.")
                .arg(m_options.brokers);
        break;
    case RD_KAFKA_RESP_ERR__SSL:
        error.message = QStringLiteral("TLS with the brokers at %1 failed. Check ssl.ca.location.")
                            .arg(m_options.brokers);
        break;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        error.kind = ErrorKind::Authentication;
        error.message = QStringLiteral("The brokers at %1 do not accept this login. Check sasl.mechanism, "
                                       "sasl.username and sasl.password.")
                            .arg(m_options.brokers);
        break;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        error.kind = ErrorKind::Permission;
        error.message = adviceOnRights(m_options.value(QStringLiteral("sasl.username")));
        break;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        error.kind = ErrorKind::Source;
        error.message =
            QStringLiteral("The brokers at %1 have no topic __consumer_offsets: no group has read "
                           "anything there yet.")
                .arg(m_options.brokers);
        break;
    default:
        break;
    }
    return error;
}

Result<QMap<Partition, qint64>> OffsetsLog::ends(const QList<Partition> &partitions)
{
    using List =
        std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)>;
    const List list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())),
                    rd_kafka_topic_partition_list_destroy);
    // One that is deleted, or has nobody to lead it, would keep all others waiting.
    const QSet<Partition> known = led();
    for (const Partition &partition : partitions)
        if (known.contains(partition))
            rd_kafka_topic_partition_list_add(list.get(), partition.topic.toUtf8().constData(),
                                              partition.number)
                ->offset = RD_KAFKA_OFFSET_END;
    QMap<Partition, qint64> ends;
    const rd_kafka_resp_err_t code =
        list->cnt == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR
                       : rd_kafka_offsets_for_times(m_handles->kafka, list.get(), EndsMilliseconds);
    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; ++i) {
        const rd_kafka_topic_partition_t &each = list->elems[i];
        if (each.err == RD_KAFKA_RESP_ERR_NO_ERROR && each.offset >= 0)
            ends.insert({QString::fromUtf8(each.topic), each.partition}, each.offset);
    }
    return ends;
}

} // namespace daybook::operations
