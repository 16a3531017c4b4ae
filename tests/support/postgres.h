#pragma once

#include "models/warehouse/connection.h"

#include <QProcess>
#include <QTemporaryDir>

namespace daybook::test {

/// A PostgreSQL of this test process's own, on a unix socket in a temporary directory. Dies with the
/// process, however that ends. When the process runs as root, the server runs as another user.
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

/// A database of one test's own on the shared server.
class TemporaryDatabase
{
public:
    TemporaryDatabase();
    ~TemporaryDatabase();

    warehouse::ConnectionSpec spec() const { return TemporaryServer::shared().spec(m_name); }
    QString name() const { return m_name; }

    /// A new session; throws when there is none to be had.
    warehouse::Connection::Pointer connect() const;

    /// Runs SQL on a session of its own; throws with the server's words when it fails.
    warehouse::ResultSet run(const QString &sql) const;

    /// The result as lines of values separated by " | ", NULL as "NULL", for comparisons that can be read.
    QString table(const QString &sql) const;

private:
    QString m_name;
};

} // namespace daybook::test
