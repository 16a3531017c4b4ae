#include "app/cli/collectkafka.h"

#include "app/cli/session.h"
#include "models/operations/rebalances/rebalancecollector.h"

#include <QDir>
#include <QFile>

namespace daybook::cli {
namespace {

using operations::CollectEvent;
using operations::CollectRequest;
using operations::CollectSummary;
using operations::Figure;
using operations::KafkaOptions;
using operations::Knowledge;
using operations::MemberChange;
using operations::Rebalance;

const CollectRequest Defaults;

QString local(const QDateTime &time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString seconds(qint64 milliseconds, Knowledge how)
{
    return QStringLiteral("%1 s%2").arg(QString::number(static_cast<double>(milliseconds) / 1000, 'f', 1),
                                        how == Knowledge::Inferred ? QStringLiteral(" (inferred)")
                                                                   : QString());
}

QString numberOf(const Figure &figure)
{
    return figure.how == Knowledge::Unknown ? QStringLiteral("?") : QString::number(figure.value);
}

QString generations(const Rebalance &entry)
{
    const QString word = entry.protocol == operations::GroupProtocol::Classic ? QStringLiteral("generation")
                                                                              : QStringLiteral("epoch");
    return entry.firstGeneration == entry.generation
               ? QStringLiteral("%1 %2").arg(word).arg(entry.generation)
               : QStringLiteral("%1s %2 to %3").arg(word).arg(entry.firstGeneration).arg(entry.generation);
}

QString duration(const Rebalance &entry)
{
    if (entry.clockSkew || !entry.began.at.isValid() || !entry.ended.at.isValid())
        return entry.clockSkew ? QStringLiteral(", its clocks contradict each other") : QString();
    const bool isInferred = entry.began.how == Knowledge::Inferred || entry.ended.how == Knowledge::Inferred;
    return QStringLiteral(" after ") + seconds(entry.began.at.msecsTo(entry.ended.at),
                                               isInferred ? Knowledge::Inferred : Knowledge::Observed);
}

QString membersOf(const Rebalance &entry)
{
    QString text = QStringLiteral("%1 members").arg(numberOf(entry.members));
    if (entry.membersChanged.how == Knowledge::Unknown)
        return text;
    const auto joined = std::count_if(entry.changes.begin(), entry.changes.end(),
                                      [](const MemberChange &change) { return change.joined; });
    return text + QStringLiteral(", %1 joined, %2 left").arg(joined).arg(entry.changes.size() - joined);
}

QString outcomeOf(const Rebalance &entry)
{
    switch (entry.kind) {
    case Rebalance::Kind::Missed:
        return QStringLiteral("possibly missed");
    case Rebalance::Kind::Ended:
        return QStringLiteral("the group ended");
    case Rebalance::Kind::Emptied:
        return QStringLiteral("the last member left");
    case Rebalance::Kind::Rebalance:
        break;
    }
    QString text =
        operations::toString(entry.outcome) + duration(entry) + QStringLiteral("; ") + membersOf(entry);
    if (entry.partitionsTotal.how != Knowledge::Unknown)
        text += QStringLiteral("; %1 of %2 partitions moved")
                    .arg(numberOf(entry.partitionsMoved), numberOf(entry.partitionsTotal));
    if (entry.stillFor.how != Knowledge::Unknown)
        text += QStringLiteral("; stood still for ") + seconds(entry.stillFor.value, entry.stillFor.how);
    return text;
}

QString lineOf(const Rebalance &entry)
{
    return QStringLiteral("%1  %2 (%3) %4: %5")
        .arg(local(entry.notedAt), entry.group, operations::toString(entry.protocol), generations(entry),
             outcomeOf(entry));
}

/// With JSON lines an event for each; else what is stored goes to standard output, the rest is a note.
void tell(Console &console, const CollectEvent &event)
{
    using Kind = CollectEvent::Kind;
    switch (event.kind) {
    case Kind::Reading:
        console.note(QStringLiteral("Reading __consumer_offsets of the cluster %1").arg(event.text));
        break;
    case Kind::CaughtUp:
        console.note(QStringLiteral("Everything that there is has been read"));
        break;
    case Kind::Entry:
        if (console.isLines())
            console.printResult(QStringLiteral("rebalance"), operations::toJson(event.entry));
        else if (!console.isJson())
            console.print(lineOf(event.entry));
        break;
    case Kind::Unreadable:
    case Kind::Lost:
        console.note(QStringLiteral("warning: ") + event.text);
        break;
    case Kind::Trouble:
        console.event(
            QStringLiteral("trouble"), {{QStringLiteral("error"), cli::toJson(event.error)}},
            QStringLiteral("warning: %1 It is tried again until it goes.").arg(event.error.message));
        break;
    case Kind::Recovered:
        console.note(QStringLiteral("Reading again"));
        break;
    case Kind::LagSampled:
        break;
    }
}

Result<KafkaOptions> kafkaOptions(const CommandContext &context)
{
    const auto given = [&context](const char *option, const char *variable) {
        return context.arguments.text(QString::fromLatin1(option),
                                      context.environment.value(QString::fromLatin1(variable)));
    };
    KafkaOptions options;
    if (const QString path = given("config", "DAYBOOK_KAFKA_CONFIG"); !path.isEmpty()) {
        QFile file(QDir(context.workingDirectory).absoluteFilePath(path));
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorKind::Io,
                           QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
        const auto properties = operations::readKafkaProperties(file.readAll(), path);
        if (!properties)
            return failure(properties.error());
        options.properties = *properties;
    }
    const QString password = QStringLiteral("DAYBOOK_KAFKA_PASSWORD");
    if (context.environment.contains(password))
        options.properties.append({QStringLiteral("sasl.password"), context.environment.value(password), {}});
    options.brokers = given("brokers", "DAYBOOK_KAFKA_BROKERS");
    if (options.brokers.isEmpty())
        options.brokers = options.value(QStringLiteral("bootstrap.servers"));
    if (options.brokers.isEmpty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("Which brokers? Give --brokers HOST:PORT, DAYBOOK_KAFKA_BROKERS, or "
                                      "bootstrap.servers in the file of --config."));
    return options;
}

Result<CollectRequest> requestFrom(const CommandContext &context)
{
    const Arguments &arguments = context.arguments;
    const Result<KafkaOptions> kafka = kafkaOptions(context);
    if (!kafka)
        return failure(kafka.error());
    CollectRequest request;
    request.kafka = *kafka;
    request.groups = arguments.words(QStringLiteral("groups"));
    request.once = arguments.has(QStringLiteral("once"));
    const qint64 days = arguments.number(QStringLiteral("keep-days")).value_or(Defaults.keepDays);
    if (days < 1 || days > 36'500)
        return failure(ErrorKind::Usage, QStringLiteral("--keep-days must be from 1 to 36500."));
    request.keepDays = static_cast<int>(days);
    request.lagInterval = std::chrono::seconds(
        arguments.number(QStringLiteral("lag-seconds")).value_or(Defaults.lagInterval.count()));
    return request;
}

void print(Console &console, const CollectSummary &summary)
{
    if (console.isJson()) {
        console.print(QJsonObject{{QStringLiteral("cluster"), summary.cluster},
                                  {QStringLiteral("records"), summary.records},
                                  {QStringLiteral("entries"), summary.entries},
                                  {QStringLiteral("possibly_missed"), summary.missed},
                                  {QStringLiteral("unreadable"), summary.unreadable},
                                  {QStringLiteral("lag_samples"), summary.lagSamples}});
        return;
    }
    if (summary.cluster.isEmpty())
        return console.note(QStringLiteral("Stopped before anything was read"));
    console.note(
        QStringLiteral("Read %1 records: %2 entries, %3 of them possibly missed; %4 records could not be "
                       "read; %5 samples of lag")
            .arg(summary.records)
            .arg(summary.entries)
            .arg(summary.missed)
            .arg(summary.unreadable)
            .arg(summary.lagSamples));
}

} // namespace

QList<Option> collectKafkaOptions()
{
    using Kind = Option::Kind;
    return {
        {.name = QStringLiteral("brokers"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("HOST:PORT"),
         .description = QStringLiteral("Brokers to begin with, separated by commas")},
        {.name = QStringLiteral("config"),
         .kind = Kind::Text,
         .valueName = QStringLiteral("FILE"),
         .description = QStringLiteral("Properties of librdkafka, for TLS and login")},
        {.name = QStringLiteral("groups"),
         .kind = Kind::Words,
         .valueName = QStringLiteral("PATTERN"),
         .description = QStringLiteral("Only groups of these names, with * and ?")},
        {.name = QStringLiteral("once"), .description = QStringLiteral("Take what there is now, and end")},
        {.name = QStringLiteral("keep-days"),
         .kind = Kind::Number,
         .valueName = QStringLiteral("N"),
         .description = QStringLiteral("Remove what is older (defaults below)")},
        {.name = QStringLiteral("lag-seconds"),
         .kind = Kind::Number,
         .valueName = QStringLiteral("N"),
         .description = QStringLiteral("How often lag is sampled; 0: not at all (default: %1)")
                            .arg(Defaults.lagInterval.count())}};
}

QString collectKafkaNotes()
{
    return QStringLiteral("kafka: keeps %1 days. The environment may say DAYBOOK_KAFKA_BROKERS, "
                          "DAYBOOK_KAFKA_CONFIG and DAYBOOK_KAFKA_PASSWORD.")
        .arg(Defaults.keepDays);
}

QCoro::Task<Result<int>> collectKafka(CommandContext context)
{
    const Result<CollectRequest> request = requestFrom(context);
    if (!request)
        co_return failure(request.error());
    const Result<Session> session = co_await openServer(context);
    if (!session)
        co_return failure(session.error());
    const operations::CollectSink sink = [console = context.console](const CollectEvent &event) {
        tell(*console, event);
    };
    const Result<CollectSummary> summary =
        co_await operations::collectRebalances(session->spec, *request, sink, context.stop);
    if (!summary)
        co_return failure(summary.error());
    print(*context.console, *summary);
    co_return Proven;
}

} // namespace daybook::cli
