#include "models/warehouse/hostlookup.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "tests/support/strings.h"

#include <QFile>
#include <QLocalSocket>
#include <QScopeGuard>
#include <QTcpServer>
#include <QTcpSocket>

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;
using warehouse::ConnectionSpec;
using warehouse::HostLookup;

namespace {

/// The test server lives on a unix socket: this is its door on TCP.
class Door : public QTcpServer
{
public:
    explicit Door(const QHostAddress &address = QHostAddress::LocalHost)
    {
        isOpen = listen(address);
        connect(this, &QTcpServer::newConnection, this, &Door::enter);
    }

    QString port() const { return QString::number(serverPort()); }

    ConnectionSpec spec(const QString &host) const
    {
        ConnectionSpec spec = TemporaryServer::shared().spec();
        spec.set(QStringLiteral("host"), host);
        spec.set(QStringLiteral("port"), port());
        return spec;
    }

    bool isOpen = false;

private:
    void enter()
    {
        const ConnectionSpec inside = TemporaryServer::shared().spec();
        const QString port = inside.value(QStringLiteral("port"));
        auto *caller = nextPendingConnection();
        auto *server = new QLocalSocket(caller);
        const auto pass = [](QIODevice *from, QIODevice *to) {
            connect(from, &QIODevice::readyRead, to, [from, to] { to->write(from->readAll()); });
        };
        pass(caller, server);
        pass(server, caller);
        connect(caller, &QTcpSocket::disconnected, caller, &QObject::deleteLater);
        server->connectToServer(
            QStringLiteral("%1/.s.PGSQL.%2")
                .arg(inside.value(QStringLiteral("host")), port.isEmpty() ? QStringLiteral("5432") : port));
    }
};

QMap<QString, QString> lookedUp(const QMap<QString, QString> &keywords)
{
    HostLookup lookup(keywords);
    int times = 0;
    QObject::connect(&lookup, &HostLookup::done, [&times] { ++times; });
    lookup.start(60'000);
    REQUIRE(eventually([&times] { return times > 0; }));
    CHECK(times == 1);
    return lookup.keywords();
}

QString reach(const ConnectionSpec &spec)
{
    const auto opened = await(Connection::open(spec));
    if (!opened)
        return opened.error().message + QLatin1Char('\n') + opened.error().detail;
    return await((*opened)->execute(QStringLiteral("select 'reached'"))).value().text(0, 0);
}

const QString Host = QStringLiteral("host");
const QString Address = QStringLiteral("hostaddr");
const QString Port = QStringLiteral("port");
const QString Reached = QStringLiteral("reached");
const QString Nowhere = QStringLiteral("no-such-host.invalid");

} // namespace

TEST_CASE("a server is reached by name, and its name stays beside its address for the certificate")
{
    const Door door;
    CHECK(reach(door.spec(QStringLiteral("localhost"))) == Reached);
    const auto keywords = lookedUp({{Host, QStringLiteral("localhost")}, {Port, QStringLiteral("5433")}});
    const QStringList addresses = keywords.value(Address).split(QLatin1Char(','));
    CHECK(addresses.contains(QStringLiteral("127.0.0.1")));
    CHECK(keywords.value(Host) == QStringList(addresses.size(), QStringLiteral("localhost")).join(u','));
    CHECK(keywords.value(Port) == QStringList(addresses.size(), QStringLiteral("5433")).join(u','));
}

TEST_CASE("addresses and sockets need no look-up, and are left as they are")
{
    for (const auto *host : {"", "/tmp", "@abstract", "127.0.0.1", "::1", "fe80::1%lo", "/tmp,10.0.0.1"}) {
        const QMap<QString, QString> keywords{{Host, QString::fromUtf8(host)},
                                              {Port, QStringLiteral("5433")}};
        INFO(host);
        CHECK(lookedUp(keywords) == keywords);
    }
    const QMap<QString, QString> given{{Host, Nowhere}, {Address, QStringLiteral("127.0.0.1")}};
    CHECK(lookedUp(given) == given);
    const Door door;
    CHECK(reach(door.spec(QStringLiteral("127.0.0.1"))) == Reached);
    const Door sixth(QHostAddress::LocalHostIPv6);
    if (sixth.isOpen)
        CHECK(reach(sixth.spec(QStringLiteral("::1"))) == Reached);
    else
        WARN("this machine has no IPv6: ::1 was not tried");
}

TEST_CASE("an unknown name is an error that names it, and open() does not wait for it")
{
    ConnectionSpec spec;
    spec.set(Host, Nowhere);
    spec.set(QStringLiteral("password"), QStringLiteral("hush"));
    const auto opening = Connection::open(spec);
    CHECK_FALSE(opening.isFinished());
    const auto failed = await(opening);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::Connection);
    CHECK(failed.error().message.contains(QStringLiteral("for the host ") + Nowhere));
    CHECK_FALSE((failed.error().message + failed.error().detail).contains(QStringLiteral("hush")));
}

TEST_CASE("of several hosts those that are known are tried, each with its own port")
{
    const Door door;
    ConnectionSpec spec = door.spec(Nowhere + QStringLiteral(",localhost"));
    CHECK(reach(spec) == Reached); // one port for all
    spec.set(Port, QStringLiteral("1,") + door.port());
    CHECK(reach(spec) == Reached);
    spec.set(Host, QStringLiteral("127.0.0.1,") + Nowhere + QStringLiteral(",localhost"));
    spec.set(Port, QStringLiteral("1,1,") + door.port());
    CHECK(reach(spec) == Reached);

    const auto keywords = lookedUp({{Host, QStringLiteral("/tmp,") + Nowhere + QStringLiteral(",127.0.0.1")},
                                    {Port, QStringLiteral("1,2,3")}});
    CHECK(keywords.value(Host) == QStringLiteral("/tmp,127.0.0.1"));
    CHECK(keywords.value(Address) == QStringLiteral(","));
    CHECK(keywords.value(Port) == QStringLiteral("1,3"));

    spec.set(Host, Nowhere + QStringLiteral(",localhost"));
    spec.set(Port, QStringLiteral("1"));
    const QString told = reach(spec);
    CHECK(told.contains(QStringLiteral("Not tried, for want of an address: ") + Nowhere));
    CHECK(told.contains(QStringLiteral("localhost")));

    spec.set(Port, QStringLiteral("1,2,3"));
    CHECK(reach(spec).contains(QStringLiteral("could not match 3 port numbers to 2 hosts")));
}

TEST_CASE("the host may come from the environment or a service file")
{
    const Door door;
    ConnectionSpec spec = door.spec({});
    const auto restore = qScopeGuard([] {
        qunsetenv("PGHOST");
        qunsetenv("PGSERVICEFILE");
    });
    qputenv("PGHOST", "localhost");
    CHECK(reach(spec) == Reached);
    CHECK(lookedUp(spec.values()).value(Address).contains(QStringLiteral("127.0.0.1")));
    qputenv("PGHOST", Nowhere.toUtf8());
    CHECK(reach(spec).contains(QStringLiteral("for the host ") + Nowhere));

    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("services")));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("[close]\nhost=localhost\nport=" + door.port().toUtf8() + "\n");
    file.close();
    qputenv("PGSERVICEFILE", QFile::encodeName(file.fileName()));
    spec.set(Port, {});
    spec.set(QStringLiteral("service"), QStringLiteral("close"));
    CHECK(reach(spec) == Reached); // the service file goes before the environment
}

TEST_CASE("a stop during a look-up is a cancel, and the promise is kept once")
{
    ConnectionSpec spec;
    spec.set(Host, Nowhere);
    std::stop_source early;
    early.request_stop();
    const auto cancelled = Connection::open(spec, early.get_token());
    REQUIRE_FALSE(await(cancelled));
    CHECK(cancelled.result().error().kind == ErrorKind::Cancelled);

    // Wherever the stop meets the answer, there is one outcome.
    for (int i = 0; i < 50; ++i) {
        std::stop_source stop;
        const auto opening = Connection::open(spec, stop.get_token());
        QTimer::singleShot(i / 10, [&stop] { stop.request_stop(); });
        REQUIRE_FALSE(await(opening));
        REQUIRE(eventually([waits = 0]() mutable { return ++waits > 1; }));
        CHECK(opening.resultCount() == 1);
    }
}

TEST_CASE("a look-up that nobody waits for any more harms nobody")
{
    const Door door;
    for (int i = 0; i < 20; ++i) {
        Connection::open(door.spec(QStringLiteral("localhost")));
        HostLookup forgotten({{Host, Nowhere}});
        QObject::connect(&forgotten, &HostLookup::done, [] { FAIL("nobody is there to hear it"); });
        forgotten.start(60'000);
    }
    CHECK(reach(door.spec(QStringLiteral("localhost"))) == Reached);
}

TEST_CASE("a name that is not answered in time keeps nobody from the other hosts")
{
    // No time at all: whether the names are answered by then or not, the address is tried.
    HostLookup lookup({{Host, Nowhere + QStringLiteral(",127.0.0.1")}});
    int times = 0;
    QObject::connect(&lookup, &HostLookup::done, [&times] { ++times; });
    lookup.start(0);
    REQUIRE(eventually([&times] { return times > 0; }));
    CHECK(lookup.keywords().value(Host) == QStringLiteral("127.0.0.1"));
    CHECK(lookup.problems().size() == 1);
    REQUIRE(eventually([waits = 0]() mutable { return ++waits > 20; }));
    CHECK(times == 1);
}
