#pragma once

#include <QHostInfo>
#include <QMap>
#include <QObject>
#include <QStringList>

namespace daybook::warehouse {

/// Turns the host names of a connection into addresses, because libpq would wait for the name server and keep
/// the event loop waiting with it. Names stay beside their addresses: certificates are checked by name. Knows
/// lists of hosts, and where libpq takes hosts from: the keywords, a service file, the environment. Owned by
/// one Connection; lives on its thread. Internal to this folder.
class HostLookup : public QObject
{
    Q_OBJECT
public:
    /// libpq's keywords and values.
    explicit HostLookup(QMap<QString, QString> keywords);
    ~HostLookup() override; ///< forgets the look-ups that are under way

    /// Emits done() once, at the earliest in here. After `patience` milliseconds names that have not been
    /// answered are left out, if there is another host to try.
    void start(int patience);

    /// The keywords to connect with. Names without an address are left out.
    QMap<QString, QString> keywords() const;
    /// False when none of the hosts has an address.
    bool hasHosts() const;
    /// What could not be looked up so far: "db.example (Host not found)".
    QStringList problems() const;

Q_SIGNALS:
    void done();

private Q_SLOTS:
    void take(const QHostInfo &info);

private:
    struct Host
    {
        QString name; ///< or an address, or the path of a socket
        QString port;
        QStringList addresses = {};
        bool isName = false;
        int lookup = -1; ///< -1: none is under way
        QString problem = {};
    };

    void readHosts();
    void finish();

    QMap<QString, QString> m_keywords;
    QList<Host> m_hosts; ///< empty: nothing to look up, libpq's own rules hold
    bool m_done = false;
};

} // namespace daybook::warehouse
