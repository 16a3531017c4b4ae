#include "tests/operations/realkafka.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>
#include <stdexcept>
#include <sys/prctl.h>

namespace daybook::test {
namespace {

constexpr int Patience = 90'000; // Java on a machine that does other things, too

void dieWithParent()
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

QStringList java(const QStringList &words)
{
    return QStringList{QStringLiteral("-Xmx256m"), QStringLiteral("-cp"),
                       qEnvironmentVariable("DAYBOOK_TEST_KAFKA_JARS") + QStringLiteral("/*:") +
                           qEnvironmentVariable("DAYBOOK_TEST_KAFKA_JARS")} +
           words;
}

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

GroupMember::GroupMember(const QStringList &words)
{
    m_process.setChildProcessModifier(dieWithParent);
    m_process.start(QStringLiteral("java"), java(words));
    if (!m_process.waitForStarted())
        throw std::runtime_error("java does not start");
}

GroupMember::~GroupMember()
{
    die();
}

bool GroupMember::comesToHave(const QString &partitions)
{
    const QString wanted = (QStringLiteral("has ") + partitions).trimmed();
    QElapsedTimer waited;
    waited.start();
    while (last() != wanted && !waited.hasExpired(Patience))
        m_process.waitForReadyRead(100);
    return m_last == wanted;
}

QString GroupMember::last()
{
    while (m_process.canReadLine())
        m_last = QString::fromUtf8(m_process.readLine()).trimmed();
    return m_last;
}

void GroupMember::leave()
{
    m_process.write("\n");
    if (!m_process.waitForFinished(Patience))
        throw std::runtime_error("a member does not leave");
}

void GroupMember::die()
{
    m_process.kill();
    m_process.waitForFinished();
}

RealKafka::RealKafka()
    : m_directory(QDir::tempPath() + QStringLiteral("/daybook-kafka-XXXXXX"))
    , m_port(freePort())
    , m_guardedPort(freePort())
    , m_controllerPort(freePort())
{
    writeProperties();
    const QString properties = m_directory.filePath(QStringLiteral("server.properties"));
    run({QStringLiteral("kafka.tools.StorageTool"), QStringLiteral("format"), QStringLiteral("-t"),
         QStringLiteral("MkU3OEVBNTcwNTJENDM2Qg"), QStringLiteral("-c"), properties});
    m_process.setChildProcessModifier(dieWithParent);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_directory.filePath(QStringLiteral("log")));
    m_process.start(QStringLiteral("java"), java({QStringLiteral("kafka.Kafka"), properties}));
    QElapsedTimer waited;
    waited.start();
    while (!waited.hasExpired(Patience)) {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_port));
        if (socket.waitForConnected(500))
            return;
        m_process.waitForFinished(100);
    }
    QFile log(m_directory.filePath(QStringLiteral("log")));
    log.open(QIODevice::ReadOnly);
    throw std::runtime_error("the test's Kafka does not start: " + log.readAll().toStdString());
}

RealKafka::~RealKafka()
{
    m_process.kill();
    m_process.waitForFinished();
}

void RealKafka::writeProperties()
{
    QFile file(m_directory.filePath(QStringLiteral("server.properties")));
    file.open(QIODevice::WriteOnly);
    file.write(QStringLiteral(R"(process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:%3
listeners=PLAINTEXT://127.0.0.1:%1,SASL_PLAINTEXT://127.0.0.1:%2,CONTROLLER://127.0.0.1:%3
advertised.listeners=PLAINTEXT://127.0.0.1:%1,SASL_PLAINTEXT://127.0.0.1:%2
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=%4/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.coordinator.rebalance.protocols=classic,consumer
group.min.session.timeout.ms=1000
group.consumer.min.session.timeout.ms=1000
group.consumer.session.timeout.ms=6000
group.consumer.min.heartbeat.interval.ms=500
group.consumer.heartbeat.interval.ms=500
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_till="secret" user_clerk="secret";
)")
                   .arg(QString::number(m_port), QString::number(m_guardedPort),
                        QString::number(m_controllerPort), m_directory.path())
                   .toUtf8());
}

void RealKafka::run(const QStringList &words) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setChildProcessModifier(dieWithParent);
    process.start(QStringLiteral("java"), java(words));
    if (!process.waitForFinished(Patience) || process.exitCode() != 0)
        throw std::runtime_error((words.first() + QStringLiteral(": ")).toStdString() +
                                 process.readAll().toStdString());
}

QString RealKafka::brokers() const
{
    return QStringLiteral("127.0.0.1:%1").arg(m_port);
}

QString RealKafka::guarded() const
{
    return QStringLiteral("127.0.0.1:%1").arg(m_guardedPort);
}

void RealKafka::createTopic(const QString &name, int partitions)
{
    run({QStringLiteral("Prepare"), brokers(), QStringLiteral("topic"), name, QString::number(partitions)});
}

void RealKafka::write(const QString &topic, int partition, int records)
{
    run({QStringLiteral("Prepare"), brokers(), QStringLiteral("write"), topic, QString::number(partition),
         QString::number(records)});
}

void RealKafka::allow(const QString &user, const QString &topic)
{
    run({QStringLiteral("Prepare"), brokers(), QStringLiteral("allow"), user, topic});
}

std::unique_ptr<GroupMember> RealKafka::join(const QString &group, const QString &protocol,
                                             const QString &client, const QStringList &properties) const
{
    return std::make_unique<GroupMember>(QStringList{QStringLiteral("Reader"), brokers(),
                                                     QStringLiteral("payments"), group, protocol, client} +
                                         properties);
}

} // namespace daybook::test
