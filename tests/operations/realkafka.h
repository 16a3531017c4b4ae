#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace daybook::test {

/// A member of a group in a process of its own: Kafka's Java client. Dies with the test.
class GroupMember
{
public:
    GroupMember(const QStringList &words);
    ~GroupMember();

    /// Waits until it reads exactly these partitions: "0 1".
    bool comesToHave(const QString &partitions);
    /// What it said last: "has 0 1".
    QString last();
    /// As a service that is stopped.
    void leave();
    /// kill -9.
    void die();

private:
    QProcess m_process;
    QString m_last;
};

/// A broker of Kafka's own jars (DAYBOOK_TEST_KAFKA_JARS), alone, in KRaft mode, on loopback, in a temporary
/// directory. Whoever comes to brokers() may do anything; to guarded() one logs in as till or clerk (the
/// password is "secret"), who may do nothing until allowed. Dies with the test.
class RealKafka
{
public:
    RealKafka();
    ~RealKafka();

    QString brokers() const;
    QString guarded() const;
    void createTopic(const QString &name, int partitions);
    void write(const QString &topic, int partition, int records);
    /// Lets a user read a topic.
    void allow(const QString &user, const QString &topic);
    std::unique_ptr<GroupMember> join(const QString &group, const QString &protocol, const QString &client,
                                      const QStringList &properties = {}) const;

private:
    void writeProperties();
    void run(const QStringList &words) const;

    QTemporaryDir m_directory;
    QProcess m_process;
    int m_port = 0;
    int m_guardedPort = 0;
    int m_controllerPort = 0;
};

} // namespace daybook::test
