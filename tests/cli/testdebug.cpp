#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QFile>
#include <QJsonArray>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;

namespace {

const QString Project = QStringLiteral(DAYBOOK_SOURCE_DIR "/sql/settlement");

/// `daybookctl debug` of the shipped project on a server.
Ran debug(const QString &dsn, const QStringList &more = {QStringLiteral("--project-dir"), Project})
{
    return runCli(
        QStringList{QStringLiteral("debug"), QStringLiteral("--format=json"), QStringLiteral("--dsn"), dsn} +
        more);
}

QJsonObject finding(const Ran &ran, const char *name)
{
    const QJsonArray findings = ran.json()[u"findings"].toArray();
    for (const QJsonValue &value : findings) {
        if (value[u"name"] == QString::fromUtf8(name))
            return value.toObject();
    }
    FAIL("nothing was said of " << name << ":\n" << ran.out.toStdString() << ran.err.toStdString());
    return {};
}

bool isOk(const Ran &ran, const char *name)
{
    return finding(ran, name)[u"ok"].toBool();
}

std::string said(const Ran &ran, const char *name)
{
    const QJsonObject about = finding(ran, name);
    return (about[u"text"].toString() + QLatin1Char('\n') + about[u"remedy"].toString()).toStdString();
}

QString asRole(const TemporaryDatabase &database, const QString &role)
{
    warehouse::ConnectionSpec spec = database.spec();
    spec.set(QStringLiteral("user"), role);
    return spec.toPublicString();
}

/// A role that goes with the test, and what it was granted with it.
class Role
{
public:
    Role(const TemporaryDatabase &database, QString name) : m_database(database), m_name(std::move(name))
    {
        m_database.run(QStringLiteral("create role %1 login").arg(m_name));
    }
    ~Role() { m_database.run(QStringLiteral("drop owned by %1; drop role %1").arg(m_name)); }

private:
    const TemporaryDatabase &m_database;
    QString m_name;
};

} // namespace

TEST_CASE("all is well on a server of one's own")
{
    const TemporaryDatabase database;
    const Ran ran = debug(database.spec().toPublicString());
    INFO(ran.out.toStdString() << ran.err.toStdString());
    CHECK(ran.status == 0);
    for (const char *name : {"server", "connection", "rights", "schema daybook", "project", "daily report"})
        CHECK(isOk(ran, name));
    CHECK_THAT(said(ran, "server"),
               Catch::Contains("--dsn") && Catch::Contains(database.name().toStdString()));
    CHECK_THAT(said(ran, "connection"), Catch::Contains("PostgreSQL "));
    CHECK_THAT(said(ran, "schema daybook"), Catch::Contains("first build sets it up"));
    CHECK_THAT(said(ran, "project"), Catch::Contains("settlement") && Catch::Contains("models"));
    CHECK_THAT(said(ran, "daily report"), Catch::Contains("daily_report"));
    // Looking changes nothing.
    CHECK(database.table(QStringLiteral("select count(*) from pg_namespace where nspname = 'daybook'")) ==
          QStringLiteral("0"));
}

TEST_CASE("a schema of another program's is told")
{
    const TemporaryDatabase database;
    database.run(QStringLiteral("create schema daybook; create table daybook.migration (version int, name "
                                "text, checksum text); insert into daybook.migration values (1, 'x', 'y')"));
    const Ran ran = debug(database.spec().toPublicString());
    CHECK(ran.status == 2);
    CHECK(isOk(ran, "rights"));
    CHECK_FALSE(isOk(ran, "schema daybook"));
}

TEST_CASE("a role without rights is told what to ask for")
{
    const TemporaryDatabase database;
    const Role role(database, QStringLiteral("debug_clerk"));
    Ran ran = debug(asRole(database, QStringLiteral("debug_clerk")));
    CHECK(ran.status == 2);
    CHECK(isOk(ran, "connection"));
    CHECK_FALSE(isOk(ran, "rights"));
    CHECK_THAT(said(ran, "rights"),
               Catch::Contains("grant create on database") && Catch::Contains("\"debug_clerk\""));
    database.run(QStringLiteral("grant create on database %1 to debug_clerk; create schema settlement")
                     .arg(database.name()));
    ran = debug(asRole(database, QStringLiteral("debug_clerk")));
    CHECK(ran.status == 2);
    CHECK_THAT(said(ran, "rights"), Catch::Contains("grant create on schema \"settlement\""));
    database.run(QStringLiteral("grant create on schema settlement to debug_clerk"));
    ran = debug(asRole(database, QStringLiteral("debug_clerk")));
    INFO(ran.out.toStdString());
    CHECK(ran.status == 0);
    database.run(QStringLiteral("alter role debug_clerk set default_transaction_read_only = on"));
    ran = debug(asRole(database, QStringLiteral("debug_clerk")));
    CHECK(ran.status == 2);
    CHECK_THAT(said(ran, "rights"), Catch::Contains("read-only"));
}

TEST_CASE("a server that is not there, and what then cannot be known")
{
    const Ran ran = debug(QStringLiteral("host=/nowhere password=hunter2"));
    CHECK(ran.status == 2);
    CHECK_FALSE(isOk(ran, "connection"));
    CHECK_FALSE(isOk(ran, "rights"));
    CHECK_FALSE(isOk(ran, "schema daybook"));
    CHECK(isOk(ran, "project"));
    CHECK_FALSE((ran.out + ran.err).contains(QStringLiteral("hunter2")));
}

TEST_CASE("a wrong password is told apart from the right one, and neither is shown")
{
    TemporaryServer server;
    const auto admin = await(warehouse::Connection::open(server.spec())).value();
    REQUIRE(await(admin->execute(QStringLiteral("create role teller login superuser password 'hunter2'"))));
    QFile access(server.directory() + QStringLiteral("/data/pg_hba.conf"));
    REQUIRE(access.open(QIODevice::ReadOnly));
    const QByteArray before = access.readAll();
    access.close();
    REQUIRE(access.open(QIODevice::WriteOnly));
    access.write("local all teller scram-sha-256\n" + before);
    access.close();
    REQUIRE(await(admin->execute(QStringLiteral("select pg_reload_conf()"))));
    const QString dsn =
        QStringLiteral("host=%1 user=teller dbname=postgres password=").arg(server.directory());
    REQUIRE(eventually([&dsn] {
        return !await(warehouse::Connection::open(
            warehouse::ConnectionSpec::fromConnectionString(dsn + QStringLiteral("geheim")).value()));
    }));

    const Ran wrong = debug(dsn + QStringLiteral("geheim"));
    CHECK(wrong.status == 2);
    CHECK_THAT(said(wrong, "connection"), Catch::Contains("password"));
    CHECK_FALSE((wrong.out + wrong.err).contains(QStringLiteral("geheim")));
    const Ran right = debug(dsn + QStringLiteral("hunter2"));
    INFO(right.out.toStdString());
    CHECK(right.status == 0);
    CHECK_FALSE((right.out + right.err).contains(QStringLiteral("hunter2")));
}

TEST_CASE("a project that cannot be read does not hide the server")
{
    const TemporaryDatabase database;
    const Ran ran = debug(database.spec().toPublicString(),
                          {QStringLiteral("--project-dir"), QStringLiteral("/nowhere")});
    CHECK(ran.status == 2);
    CHECK(isOk(ran, "connection"));
    CHECK_FALSE(isOk(ran, "project"));
    CHECK_FALSE(isOk(ran, "daily report"));
}

TEST_CASE("in words, each line says ok or not, and what to do")
{
    const Ran ran = runCli({QStringLiteral("debug"), QStringLiteral("--dsn"), QStringLiteral("host=/nowhere"),
                            QStringLiteral("--project-dir"), Project});
    CHECK(ran.status == 2);
    CHECK(ran.out.contains(QStringLiteral("ok      server")));
    CHECK(ran.out.contains(QStringLiteral("not ok  connection")));
    CHECK(ran.out.contains(QStringLiteral("Mend the connection first.")));
}
