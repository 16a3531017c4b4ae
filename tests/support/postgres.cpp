#include "tests/support/postgres.h"

#include "tests/support/await.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>

#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <unistd.h>

namespace daybook::test {
namespace {

using warehouse::Connection;
using warehouse::ConnectionSpec;

const passwd *serverUser()
{
    const passwd *user = getpwnam("postgres");
    return user ? user : getpwnam("nobody");
}

/// In the child, between fork and exec: die with the test, and never be root.
void prepareChild()
{
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (geteuid() != 0)
        return;
    const passwd *user = serverUser();
    if (!user || setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
        _exit(126);
}

QString binaryFolder()
{
    if (const QString other = qEnvironmentVariable("DAYBOOK_TEST_PG_BIN"); !other.isEmpty())
        return other;
    for (int version = 17; version >= 13; --version) {
        const QString folder = QStringLiteral("/usr/lib/postgresql/%1/bin").arg(version);
        if (QFile::exists(folder + QStringLiteral("/postgres")))
            return folder;
    }
    throw std::runtime_error("no PostgreSQL server is installed");
}

[[noreturn]] void giveUp(const QString &what)
{
    throw std::runtime_error(what.toStdString());
}

} // namespace

TemporaryServer &TemporaryServer::shared()
{
    static TemporaryServer server;
    return server;
}

TemporaryServer::TemporaryServer() : m_directory(QStringLiteral("/tmp/daybook-test-XXXXXX"))
{
    if (geteuid() == 0) {
        const passwd *user = serverUser();
        if (chown(m_directory.path().toLocal8Bit().constData(), user->pw_uid, user->pw_gid) != 0)
            giveUp(QStringLiteral("cannot give away %1").arg(m_directory.path()));
    }
    run(QStringLiteral("initdb"),
        {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-U"),
         QStringLiteral("daybook"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"),
         QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("-N")});
    start();
}

TemporaryServer::~TemporaryServer()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);
    if (!m_process.waitForFinished(20'000))
        crash();
}

ConnectionSpec TemporaryServer::spec(const QString &database) const
{
    ConnectionSpec spec;
    spec.set(QStringLiteral("host"), m_directory.path());
    spec.set(QStringLiteral("user"), QStringLiteral("daybook"));
    spec.set(QStringLiteral("dbname"), database);
    return spec;
}

void TemporaryServer::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setChildProcessModifier(prepareChild);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.start(binaryFolder() + QLatin1Char('/') + program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        giveUp(program + QStringLiteral(": ") + QString::fromUtf8(process.readAllStandardError()));
}

void TemporaryServer::launch()
{
    // Statements are counted where the server brings what counts them.
    const bool counts = QFile::exists(binaryFolder() + QStringLiteral("/../lib/pg_stat_statements.so"));
    m_process.setChildProcessModifier(prepareChild);
    m_process.setWorkingDirectory(QStringLiteral("/"));
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_directory.filePath(QStringLiteral("log")), QIODevice::Append);
    m_process.start(binaryFolder() + QStringLiteral("/postgres"),
                    {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-k"),
                     m_directory.path(), QStringLiteral("-h"), QString(), QStringLiteral("-F"),
                     QStringLiteral("-c"), QStringLiteral("max_connections=60"), QStringLiteral("-c"),
                     QStringLiteral("shared_preload_libraries=") +
                         (counts ? QStringLiteral("pg_stat_statements") : QString())});
}

void TemporaryServer::start()
{
    QElapsedTimer waited;
    waited.start();
    while (!waited.hasExpired(30'000)) {
        // After a crash it refuses to start until the last backend of the old one is gone.
        if (m_process.state() == QProcess::NotRunning)
            launch();
        if (await(Connection::open(spec())))
            return;
        m_process.waitForFinished(50);
    }
    QFile log(m_directory.filePath(QStringLiteral("log")));
    log.open(QIODevice::ReadOnly);
    giveUp(QStringLiteral("the test's PostgreSQL does not start: ") + QString::fromUtf8(log.readAll()));
}

void TemporaryServer::crash()
{
    m_process.kill();
    m_process.waitForFinished();
    // Backends notice within a moment that their postmaster is gone; the next start waits for that.
}

TemporaryDatabase::TemporaryDatabase()
    : m_name(QStringLiteral("t%1").arg(QRandomGenerator::global()->generate64()))
{
    const auto admin = await(Connection::open(specOf()));
    if (!admin)
        giveUp(admin.error().toString());
    const auto created = await(admin.value()->execute(QStringLiteral("create database ") + m_name));
    if (!created)
        giveUp(created.error().toString());
    if (const QString setup = qEnvironmentVariable("DAYBOOK_TEST_SETUP"); !setup.isEmpty())
        run(setup);
}

ConnectionSpec TemporaryDatabase::specOf(const QString &database)
{
    static const QString other = qEnvironmentVariable("DAYBOOK_TEST_SERVER");
    if (other.isEmpty())
        return TemporaryServer::shared().spec(database.isEmpty() ? QStringLiteral("postgres") : database);
    Result<ConnectionSpec> spec = ConnectionSpec::fromConnectionString(other);
    if (!spec)
        giveUp(QStringLiteral("DAYBOOK_TEST_SERVER: ") + spec.error().message);
    if (!database.isEmpty())
        spec->set(QStringLiteral("dbname"), database);
    return *spec;
}

TemporaryDatabase::~TemporaryDatabase()
{
    if (const auto admin = await(Connection::open(specOf())))
        await(admin.value()->execute(QStringLiteral("drop database if exists %1 with (force)").arg(m_name)));
}

Connection::Pointer TemporaryDatabase::connect() const
{
    auto connection = await(Connection::open(spec()));
    if (!connection)
        giveUp(connection.error().toString() + connection.error().detail);
    return *connection;
}

warehouse::ResultSet TemporaryDatabase::run(const QString &sql) const
{
    const auto result = await(connect()->execute(sql));
    if (!result)
        giveUp(result.error().toString() + QLatin1Char('\n') + result.error().detail);
    return *result;
}

QString TemporaryDatabase::table(const QString &sql) const
{
    const warehouse::ResultSet rows = run(sql);
    QStringList lines;
    for (int row = 0; row < rows.rowCount(); ++row) {
        QStringList values;
        for (int column = 0; column < rows.columnCount(); ++column)
            values << (rows.isNull(row, column) ? QStringLiteral("NULL") : rows.text(row, column));
        lines << values.join(QStringLiteral(" | "));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace daybook::test
