#include "models/warehouse/local/filelock.h"
#include "models/warehouse/local/layout.h"
#include "models/warehouse/local/removal.h"
#include "models/warehouse/local/serverbinaries.h"
#include "models/warehouse/local/serverprocesses.h"
#include "models/warehouse/localwarehouse.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QFileInfo>
#include <QLocalServer>
#include <QRegularExpression>
#include <QThread>

#include <catch2/catch.hpp>
#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace daybook;
using namespace daybook::test;
using warehouse::Connection;
using warehouse::ConnectionSpec;
using warehouse::LocalWarehouse;
using warehouse::LocalWarehouseOptions;
using State = warehouse::LocalWarehouseStatus::State;

namespace {

/// A folder for one warehouse. Its server is killed and the folder removed when the test is over; the folder
/// is a QTemporaryDir's, so nothing else can be.
class Sandbox
{
public:
    explicit Sandbox(const QString &name = QStringLiteral("wh"))
    {
        REQUIRE(m_root.isValid());
        ::chmod(QFile::encodeName(m_root.path()).constData(), 0755); // the server's user has to pass
        options.directory = m_root.filePath(name);
        options.binaryFolders = warehouse::defaultBinaryFolders(QString());
    }

    ~Sandbox()
    {
        for (const pid_t pid : processes())
            ::kill(pid, SIGKILL);
        while (!processes().isEmpty())
            QThread::msleep(10);
    }

    /// With a cluster in it, stopped; initdb runs once for all tests.
    Sandbox &withCluster()
    {
        static Sandbox original;
        static const bool made = [] {
            LocalWarehouse first(original.options);
            return await(first.start()).has_value() && await(first.stop()).has_value();
        }();
        REQUIRE(made);
        const int copied = QProcess::execute(
            QStringLiteral("cp"), {QStringLiteral("-a"), original.options.directory, options.directory});
        REQUIRE(copied == 0);
        return *this;
    }

    QString path(const QString &name) const { return options.directory + QLatin1Char('/') + name; }

    QList<pid_t> processes() const
    {
        const auto layout = warehouse::layoutFor(options.directory, {}, warehouse::findServerUser().value());
        return warehouse::processesOn(layout.data(), layout.clusterName);
    }

    void write(const QString &name, const QByteArray &text,
               QIODevice::OpenMode mode = QIODevice::WriteOnly) const
    {
        QFile file(path(name));
        REQUIRE(file.open(mode));
        file.write(text);
    }

    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    LocalWarehouseOptions options;

private:
    QTemporaryDir m_root{QStringLiteral("/tmp/dbk-XXXXXX")};
};

QString query(const ConnectionSpec &spec, const QString &sql)
{
    const auto connection = await(Connection::open(spec));
    if (!connection)
        return connection.error().message + connection.error().detail;
    const auto rows = await((*connection)->execute(sql));
    if (!rows)
        return rows.error().message;
    return rows->rowCount() > 0 ? rows->text(0, 0) : QString();
}

mode_t modeOf(const QString &path)
{
    struct stat info = {};
    ::lstat(QFile::encodeName(path).constData(), &info);
    return info.st_mode & 0777;
}

/// start() that has to work; its status.
warehouse::LocalWarehouseStatus started(const LocalWarehouseOptions &options)
{
    LocalWarehouse local(options);
    const auto status = await(local.start());
    INFO((status ? std::string() : (status.error().message + status.error().detail).toStdString()));
    REQUIRE(status.has_value());
    REQUIRE(status->state == State::Running);
    return *status;
}

Error refused(const LocalWarehouseOptions &options)
{
    LocalWarehouse local(options);
    const auto status = await(local.start());
    REQUIRE_FALSE(status.has_value());
    UNSCOPED_INFO(status.error().message.toStdString());
    return status.error();
}

} // namespace

TEST_CASE("a warehouse is created, used, stopped, started again and destroyed", "[local]")
{
    const Sandbox box(QStringLiteral("내 창고 $HOME 'it''s' \"so\""));
    LocalWarehouse local(box.options);
    CHECK(await(local.status()).value().state == State::Absent);
    CHECK_FALSE(QFileInfo::exists(box.options.directory));
    const auto first = started(box.options);
    CHECK(query(first.spec, QStringLiteral("create table kept as select 1 as x")).isEmpty());
    CHECK(started(box.options).pid == first.pid);
    REQUIRE(await(local.stop()));
    REQUIRE(await(local.stop()));
    CHECK(await(local.status()).value().state == State::Stopped);
    CHECK(box.processes().isEmpty());
    CHECK(query(started(box.options).spec, QStringLiteral("select x from kept")) == QStringLiteral("1"));
    REQUIRE(await(local.destroy()));
    REQUIRE(await(local.destroy()));
    CHECK(box.processes().isEmpty());
    CHECK_FALSE(QFileInfo::exists(box.options.directory));
}

TEST_CASE("nobody else can reach it", "[local]")
{
    Sandbox box;
    const auto status = started(box.withCluster().options);
    CHECK(query(status.spec, QStringLiteral("show listen_addresses")).isEmpty());
    CHECK(query(status.spec, QStringLiteral("show server_encoding")) == QStringLiteral("UTF8"));
    CHECK((modeOf(box.options.directory) & 066) == 0);
    CHECK(modeOf(box.path(QStringLiteral("data"))) == 0700);
    CHECK(modeOf(box.path(QStringLiteral("run"))) == 0700);
    CHECK(modeOf(box.path(QStringLiteral("log"))) == 0600);
}

TEST_CASE("a path that cannot be a socket's moves the socket to a private folder", "[local]")
{
    Sandbox box(GENERATE(QString(100, QLatin1Char('x')), QStringLiteral("a, b")));
    const auto status = started(box.withCluster().options);
    const QString folder = status.spec.value(QStringLiteral("host"));
    CHECK(folder.startsWith(QStringLiteral("/tmp/daybook-")));
    CHECK(modeOf(folder) == 0700);
    LocalWarehouse local(box.options);
    REQUIRE(await(local.destroy()));
    CHECK_FALSE(QFileInfo::exists(folder));
}

TEST_CASE("a killed server is recovered, with sessions that outlived it", "[local]")
{
    Sandbox box;
    const auto first = started(box.withCluster().options);
    CHECK(query(first.spec, QStringLiteral("create table kept as select 7 as x")).isEmpty());
    const auto busy = await(Connection::open(first.spec));
    REQUIRE(busy);
    const auto endless = (*busy)->execute(QStringLiteral("do $$ begin loop end loop; end $$"));
    REQUIRE(eventually([&] {
        return query(first.spec,
                     QStringLiteral("select count(*) from pg_stat_activity where query like 'do%'")) ==
               QStringLiteral("1");
    }));
    ::kill(static_cast<pid_t>(first.pid), SIGKILL);
    // The session that never looks up.
    REQUIRE(eventually([&] { return box.processes() == QList<pid_t>{(*busy)->backendPid()}; }));
    const auto second = started(box.options);
    CHECK(second.pid != first.pid);
    CHECK(query(second.spec, QStringLiteral("select x from kept")) == QStringLiteral("7"));
    CHECK(await(endless).error().kind == ErrorKind::Connection);
}

TEST_CASE("a pid file whose number somebody else has now is no obstacle", "[local]")
{
    Sandbox box;
    box.withCluster();
    QProcess other;
    other.start(QStringLiteral("sleep"), {QStringLiteral("100")});
    REQUIRE(other.waitForStarted());
    box.write(QStringLiteral("data/postmaster.pid"), QByteArray::number(other.processId()) + "\n" +
                                                         QFile::encodeName(box.path(QStringLiteral("data"))) +
                                                         "\n1700000000\n5432\n/x\n\n");
    LocalWarehouse local(box.options);
    CHECK(await(local.status()).value().state == State::Stopped);
    started(box.options);
    CHECK(other.state() == QProcess::Running);
    other.kill();
    other.waitForFinished();
}

TEST_CASE("sockets nobody listens behind are removed; a stranger's is left alone", "[local]")
{
    Sandbox box;
    box.withCluster();
    const QString socket = box.path(QStringLiteral("run/.s.PGSQL.5432"));
    SECTION("stale")
    {
        box.write(QStringLiteral("run/.s.PGSQL.5432"), "");
        box.write(QStringLiteral("run/.s.PGSQL.5432.lock"),
                  QByteArray::number(getpid()) + "\n/x\n0\n5432\n/x\n");
        CHECK(started(box.options).spec.value(QStringLiteral("port")) == QStringLiteral("5432"));
    }
    SECTION("in use")
    {
        QLocalServer stranger;
        REQUIRE(stranger.listen(socket));
        CHECK(started(box.options).spec.value(QStringLiteral("port")) == QStringLiteral("5433"));
        CHECK(QFileInfo::exists(socket));
    }
}

TEST_CASE("a creation that is stopped leaves nothing, and leftovers of a killed one are cleared", "[local]")
{
    const Sandbox box;
    LocalWarehouse local(box.options);
    std::stop_source stop;
    const auto dataFolders = [&] {
        return QDir(box.options.directory).entryList({QStringLiteral("data*")}, QDir::Dirs).size();
    };
    auto creating = local.start({}, stop.get_token());
    REQUIRE(eventually([&] { return dataFolders() == 1; }));
    stop.request_stop();
    const auto stopped = await(std::move(creating));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
    CHECK(dataFolders() == 0);
    REQUIRE(QDir(box.options.directory).mkpath(QStringLiteral("data.new-1/base")));
    REQUIRE(QDir(box.options.directory).mkpath(QStringLiteral("data.new-2/precious")));
    started(box.options);
    CHECK(QDir(box.options.directory).entryList({QStringLiteral("data*")}, QDir::Dirs) ==
          QStringList{QStringLiteral("data"), QStringLiteral("data.new-2")});
}

TEST_CASE("data of another major version is named, and not touched", "[local]")
{
    Sandbox box;
    box.withCluster();
    box.write(QStringLiteral("data/PG_VERSION"), "9\n");
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Io);
    CHECK(error.message.contains(QStringLiteral("PostgreSQL 9,")));
    CHECK(error.message.contains(QRegularExpression(QStringLiteral("has PostgreSQL 1\\d\\.\\d+"))));
    CHECK(box.read(QStringLiteral("data/PG_VERSION")) == "9\n");
    CHECK_FALSE(QFileInfo::exists(box.path(QStringLiteral("data/postmaster.pid"))));
}

TEST_CASE("a folder that is no cluster is neither used nor removed", "[local]")
{
    Sandbox box;
    box.withCluster();
    REQUIRE(QDir().rename(box.path(QStringLiteral("data")), box.path(QStringLiteral("elsewhere"))));
    REQUIRE(QDir().mkpath(box.path(QStringLiteral("data"))));
    const auto user = warehouse::findServerUser().value();
    REQUIRE(::chown(QFile::encodeName(box.path(QStringLiteral("data"))).constData(), user.uid, user.gid) ==
            0);
    box.write(QStringLiteral("data/thesis.txt"), "years of work");
    CHECK(refused(box.options).kind == ErrorKind::Data);
    LocalWarehouse local(box.options);
    CHECK(await(local.destroy()).error().kind == ErrorKind::Data);
    CHECK(box.read(QStringLiteral("data/thesis.txt")) == "years of work");
}

TEST_CASE("a folder with other things in it is neither taken nor emptied", "[local]")
{
    const Sandbox box;
    REQUIRE(QDir().mkpath(box.path(QStringLiteral("data.gone-1"))));
    box.write(QStringLiteral("thesis.txt"), "years of work");
    const mode_t before = modeOf(box.options.directory);
    CHECK(refused(box.options).message.contains(QStringLiteral("holds other things")));
    LocalWarehouse local(box.options);
    CHECK(await(local.destroy()).error().kind == ErrorKind::Data);
    CHECK(box.read(QStringLiteral("thesis.txt")) == "years of work");
    CHECK(QFileInfo::exists(box.path(QStringLiteral("data.gone-1"))));
    CHECK(modeOf(box.options.directory) == before);
}

TEST_CASE("somebody's file among the data keeps all of it", "[local]")
{
    Sandbox box;
    box.withCluster();
    const auto before = started(box.options);
    box.write(QStringLiteral("data/thesis.txt"), "years of work");
    LocalWarehouse local(box.options);
    CHECK(await(local.destroy()).error().message.contains(QStringLiteral("thesis.txt")));
    CHECK(await(local.status()).value().pid == before.pid);
    CHECK(box.read(QStringLiteral("data/thesis.txt")) == "years of work");
}

TEST_CASE("only data of our own making may be removed", "[local]")
{
    const Sandbox box;
    const auto layout = warehouse::layoutFor(box.options.directory, {}, warehouse::findServerUser().value());
    const QString folder = box.path(QStringLiteral("data.new-1"));
    REQUIRE(QDir().mkpath(folder + QStringLiteral("/base")));
    const auto objection = [&](const QString &path) { return warehouse::objectionToRemoving(layout, path); };
    CHECK(objection(folder).contains(QStringLiteral("no warehouse of Daybook's")));
    box.write(QStringLiteral("daybook-warehouse"), "somebody else's file of that name");
    CHECK(objection(folder).contains(QStringLiteral("no warehouse of Daybook's")));
    REQUIRE(QFile::remove(box.path(QStringLiteral("daybook-warehouse"))));
    REQUIRE(QDir().rename(folder, box.path(QStringLiteral("../kept"))));
    REQUIRE(warehouse::prepareDirectory(layout));
    REQUIRE(QDir().rename(box.path(QStringLiteral("../kept")), folder));
    CHECK(objection(folder).isEmpty());
    for (const QString &path :
         {QString(), QStringLiteral("/"), QStringLiteral("."), QDir::homePath(), QDir::currentPath(),
          QStringLiteral("/tmp"), box.options.directory, box.path(QStringLiteral("..")),
          folder + QStringLiteral("/base"), folder + QStringLiteral("/../../..")})
        CHECK_FALSE(objection(path).isEmpty());
    REQUIRE(QFile::link(folder, box.path(QStringLiteral("data.new-2"))));
    CHECK_FALSE(objection(box.path(QStringLiteral("data.new-2"))).isEmpty());
    const QString here = QDir::currentPath();
    REQUIRE(QDir::setCurrent(folder + QStringLiteral("/base")));
    const QString standing = objection(folder);
    REQUIRE(QDir::setCurrent(here));
    CHECK(standing.contains(QStringLiteral("current folder")));
    box.write(QStringLiteral("data.new-1/.git"), "a work tree");
    CHECK(objection(folder).contains(QStringLiteral("\".git\"")));
}

TEST_CASE("a server in a folder that is not ours is not stopped", "[local]")
{
    Sandbox box;
    const auto before = started(box.withCluster().options);
    REQUIRE(QFile::remove(box.path(QStringLiteral("daybook-warehouse"))));
    LocalWarehouse local(box.options);
    CHECK(await(local.stop()).error().kind == ErrorKind::Data);
    CHECK(await(local.destroy()).error().kind == ErrorKind::Data);
    CHECK(await(local.status()).value().pid == before.pid);
}

TEST_CASE("destroying leaves what is not ours in the folder", "[local]")
{
    Sandbox box;
    box.withCluster().write(QStringLiteral("notes.txt"), "mine");
    LocalWarehouse local(box.options);
    REQUIRE(await(local.destroy()));
    CHECK(QDir(box.options.directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot) ==
          QStringList{QStringLiteral("notes.txt")});
}

TEST_CASE("a machine without a server is told what to install", "[local]")
{
    Sandbox box;
    box.options.binaryFolders = {QStringLiteral("/nonexistent")};
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Io);
    CHECK(error.message.contains(QStringLiteral("apt install postgresql-15")));
}

TEST_CASE("a folder that cannot be made is named with what to do", "[local]")
{
    Sandbox box;
    box.options.directory = QStringLiteral("/proc/daybook/wh");
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Io);
    CHECK(error.message.contains(QStringLiteral("/proc/daybook/wh")));
    CHECK(error.message.contains(QStringLiteral("DAYBOOK_WAREHOUSE_DIR")));
}

TEST_CASE("a folder that may not be written to is named with what to do", "[local]")
{
    if (geteuid() == 0) // may write anywhere
        return;
    Sandbox box;
    REQUIRE(QDir().mkpath(box.options.directory));
    ::chmod(QFile::encodeName(box.options.directory).constData(), 0555);
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Io);
    CHECK(error.message.contains(box.options.directory));
    CHECK(error.message.contains(QStringLiteral("DAYBOOK_WAREHOUSE_DIR")));
}

TEST_CASE("as root, folders made on the way can be passed whatever the umask", "[local]")
{
    if (geteuid() != 0)
        return;
    Sandbox box;
    box.options.directory += QStringLiteral("/deep/down");
    const mode_t before = ::umask(077);
    const auto layout = warehouse::layoutFor(box.options.directory, {}, warehouse::findServerUser().value());
    const auto prepared = warehouse::prepareDirectory(layout);
    ::umask(before);
    CHECK(prepared.has_value());
}

TEST_CASE("as root, a folder the server's user cannot enter, and somebody else's, are refused", "[local]")
{
    if (geteuid() != 0)
        return;
    Sandbox box;
    const QString closed = box.options.directory;
    REQUIRE(QDir().mkpath(closed));
    ::chmod(QFile::encodeName(closed).constData(), 0700);
    box.options.directory = closed + QStringLiteral("/wh");
    CHECK(refused(box.options).message.contains(QStringLiteral("may not enter %1.").arg(closed)));
    REQUIRE(::chown(QFile::encodeName(box.options.directory).constData(), 65534, 65534) == 0);
    CHECK(refused(box.options).message.contains(QStringLiteral("belongs to nobody")));
}

TEST_CASE("programs that race start one server", "[local]")
{
    Sandbox box;
    SECTION("from nothing") {}
    SECTION("from a stopped cluster")
    {
        box.withCluster();
    }
    std::vector<std::unique_ptr<LocalWarehouse>> programs;
    std::vector<QCoro::Task<Result<warehouse::LocalWarehouseStatus>>> racing;
    for (int i = 0; i < 6; ++i) {
        programs.push_back(std::make_unique<LocalWarehouse>(box.options));
        racing.push_back(programs.back()->start());
    }
    QSet<qint64> servers;
    for (auto &task : racing) {
        const auto status = await(std::move(task));
        INFO((status ? std::string() : status.error().message.toStdString()));
        REQUIRE(status.has_value());
        servers += status->pid;
    }
    CHECK(servers.size() == 1);
}

TEST_CASE("whoever holds the lock too long is waited for, then named", "[local]")
{
    Sandbox box;
    box.withCluster().options.lockSeconds = 1;
    const auto held = await(warehouse::FileLock::take(box.path(QStringLiteral("lock")), 0, {}));
    REQUIRE(held);
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Conflict);
    CHECK(error.detail.contains(box.path(QStringLiteral("lock"))));
}

TEST_CASE("a server that dies at its start is quoted", "[local]")
{
    Sandbox box;
    box.withCluster();
    box.write(QStringLiteral("data/postgresql.conf"), "nonsense = 1\n", QIODevice::Append);
    const Error error = refused(box.options);
    CHECK(error.kind == ErrorKind::Connection);
    CHECK(error.message.contains(box.path(QStringLiteral("log"))));
    CHECK(error.detail.contains(QStringLiteral("nonsense")));
}

TEST_CASE("a server that does not answer is reported in time, and found again", "[local]")
{
    Sandbox box;
    const auto first = started(box.withCluster().options);
    ::kill(static_cast<pid_t>(first.pid), SIGSTOP);
    LocalWarehouseOptions impatient = box.options;
    impatient.startSeconds = 1;
    const Error error = refused(impatient);
    CHECK(error.kind == ErrorKind::Connection);
    CHECK(error.message.contains(QStringLiteral("for 1 seconds")));
    ::kill(static_cast<pid_t>(first.pid), SIGCONT);
    CHECK(started(box.options).pid == first.pid);
}

TEST_CASE("a warehouse without its database gets it back", "[local]")
{
    Sandbox box;
    ConnectionSpec spec = started(box.withCluster().options).spec;
    spec.set(QStringLiteral("dbname"), QStringLiteral("postgres"));
    CHECK(query(spec, QStringLiteral("drop database daybook")).isEmpty());
    CHECK(query(started(box.options).spec, QStringLiteral("select 1")) == QStringLiteral("1"));
}
