#pragma once

#include "models/warehouse/connection.h"

#include <QProcess>
#include <QTemporaryDir>

namespace daybook::test {

/// A PostgreSQL of this test process's own, on a unix socket in a temporary directory. Dies with the
/// process, however that ends. When the process runs as root, the server runs as another user. Its programs
/// are the newest installed, or those in DAYBOOK_TEST_PG_BIN.
class TemporaryServer
{
public:
    /// The one most tests share; started when first asked for.
    static TemporaryServer &shared();

    TemporaryServer();
    ~TemporaryServer();

    /// As the superuser "daybook", to database "postgres" unless another is named.
    warehouse::ConnectionSpec spec(const QString &database = QStringLiteral("postgres")) const;
    QString directory() const { return m_directory.path(); }

    /// kill -9 on the postmaster and its children, as a crash would; start() recovers.
    void crash();
    void start();

private:
    void run(const QString &program, const QStringList &arguments);
    void launch();

    QTemporaryDir m_directory;
    QProcess m_process;
};

/// A database of one test's own on the shared server, or on the one that DAYBOOK_TEST_SERVER (a connection
/// string of a role that may create databases) names. DAYBOOK_TEST_SETUP is SQL to begin each with, such as
/// the creation of an extension. Gone when the test is.
class TemporaryDatabase
{
public:
    TemporaryDatabase();
    ~TemporaryDatabase();

    warehouse::ConnectionSpec spec() const { return specOf(m_name); }
    QString name() const { return m_name; }

    /// A new session; throws when there is none to be had.
    warehouse::Connection::Pointer connect() const;

    /// Runs SQL on a session of its own; throws with the server's words when it fails.
    warehouse::ResultSet run(const QString &sql) const;

    /// The result as lines of values separated by " | ", NULL as "NULL", for comparisons that can be read.
    QString table(const QString &sql) const;

private:
    /// How to reach a database of that server; the one to start from when none is named.
    static warehouse::ConnectionSpec specOf(const QString &database = {});

    QString m_name;
};

} // namespace daybook::test
