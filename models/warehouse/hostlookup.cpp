#include "models/warehouse/hostlookup.h"

#include "models/warehouse/libpqkeywords.h"

#include <QHostAddress>
#include <QTimer>

#include <libpq-fe.h>
#include <memory>

namespace daybook::warehouse {
namespace {

const QString HostKey = QStringLiteral("host");
const QString AddressKey = QStringLiteral("hostaddr");
const QString PortKey = QStringLiteral("port");

using ConnectionPointer = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using OptionsPointer = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

/// The keywords as libpq completes them from service files and the environment. It does so only while it
/// connects; a value that it refuses before it looks at any host keeps it from that.
QMap<QString, QString> completed(QMap<QString, QString> keywords)
{
    keywords.insert(QStringLiteral("sslmode"), QStringLiteral("none of libpq's"));
    const ConnectionPointer connection(startConnection(keywords), &PQfinish);
    const OptionsPointer options(PQconninfo(connection.get()), &PQconninfoFree);
    QMap<QString, QString> values;
    for (const PQconninfoOption *option = options.get(); option && option->keyword; ++option)
        values.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    return values;
}

QStringList listed(const QString &value)
{
    return value.isEmpty() ? QStringList() : value.split(QLatin1Char(','));
}

bool isNameOfHost(const QString &host)
{
    const bool isSocket = host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'));
    return !host.isEmpty() && !isSocket && QHostAddress(host).isNull();
}

} // namespace

HostLookup::HostLookup(QMap<QString, QString> keywords) : m_keywords(std::move(keywords))
{
    readHosts();
}

HostLookup::~HostLookup()
{
    for (const Host &host : std::as_const(m_hosts)) {
        if (host.lookup >= 0)
            QHostInfo::abortHostLookup(host.lookup);
    }
}

void HostLookup::readHosts()
{
    const QMap<QString, QString> values = completed(m_keywords);
    const QStringList names = listed(values.value(HostKey));
    const QStringList addresses = listed(values.value(AddressKey));
    const QStringList ports = listed(values.value(PortKey));
    const bool fits = (addresses.isEmpty() || addresses.size() == names.size()) &&
                      (ports.size() <= 1 || ports.size() == names.size());
    if (!fits)
        return; // libpq has its own words for that
    bool anyName = false;
    for (qsizetype i = 0; i < names.size(); ++i) {
        Host host{.name = names[i], .port = ports.value(ports.size() == 1 ? 0 : i)};
        if (const QString address = addresses.value(i); !address.isEmpty())
            host.addresses << address;
        else
            host.isName = isNameOfHost(host.name);
        anyName = anyName || host.isName;
        m_hosts << host;
    }
    if (!anyName)
        m_hosts.clear();
}

void HostLookup::start(int patience)
{
    // By the slot's name: Qt 6.4 does not release a function it was given for a look-up that is forgotten.
    for (Host &host : m_hosts) {
        if (host.isName)
            host.lookup = QHostInfo::lookupHost(host.name, this, SLOT(take(QHostInfo)));
    }
    if (m_hosts.isEmpty())
        finish();
    else
        QTimer::singleShot(patience, this, [this] {
            if (hasHosts())
                finish();
        });
}

void HostLookup::take(const QHostInfo &info)
{
    const auto host = std::find_if(m_hosts.begin(), m_hosts.end(),
                                   [&info](const Host &each) { return each.lookup == info.lookupId(); });
    if (host == m_hosts.end())
        return;
    host->lookup = -1;
    const QList<QHostAddress> addresses = info.addresses();
    for (const QHostAddress &address : addresses)
        host->addresses << address.toString();
    if (addresses.isEmpty())
        host->problem = info.errorString();
    const bool allAnswered =
        std::all_of(m_hosts.cbegin(), m_hosts.cend(), [](const Host &each) { return each.lookup < 0; });
    if (allAnswered)
        finish();
}

void HostLookup::finish()
{
    if (!std::exchange(m_done, true))
        Q_EMIT done();
}

bool HostLookup::hasHosts() const
{
    return m_hosts.isEmpty() || std::any_of(m_hosts.cbegin(), m_hosts.cend(), [](const Host &host) {
               return !host.isName || !host.addresses.isEmpty();
           });
}

QMap<QString, QString> HostLookup::keywords() const
{
    if (m_hosts.isEmpty())
        return m_keywords;
    QStringList names;
    QStringList addresses;
    QStringList ports;
    for (const Host &host : m_hosts) {
        // A name may have several addresses: each is a host of its own, in the resolver's order. What is no
        // name has one or, as the path of a socket, an empty one.
        const QStringList each =
            host.isName || !host.addresses.isEmpty() ? host.addresses : QStringList{QString()};
        for (const QString &address : each) {
            names << host.name;
            addresses << address;
            ports << host.port;
        }
    }
    QMap<QString, QString> keywords = m_keywords;
    keywords.insert(HostKey, names.join(QLatin1Char(',')));
    keywords.insert(AddressKey, addresses.join(QLatin1Char(',')));
    keywords.insert(PortKey, ports.join(QLatin1Char(',')));
    return keywords;
}

QStringList HostLookup::problems() const
{
    QStringList problems;
    for (const Host &host : m_hosts) {
        if (host.isName && host.addresses.isEmpty())
            problems << QStringLiteral("%1 (%2)").arg(
                host.name, host.lookup >= 0 ? QStringLiteral("no answer yet") : host.problem);
    }
    return problems;
}

} // namespace daybook::warehouse
