#include "tests/evidence/evidencefixture.h"

#include <QFile>

#include <catch2/catch.hpp>
#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;

namespace {

/// Rows enough that an export is still at it when something happens.
evidence::ExportRequest endless(const LedgerFixture &fixture)
{
    evidence::ExportRequest request;
    request.sql = u"select generate_series(1, 100000000) as i, repeat('x', 100) as filler"_s;
    request.path = fixture.path();
    return request;
}

/// Exports once well, runs `fails`, and sees that nothing of the good export has changed and nothing is left.
void leavesTheOlderPair(const LedgerFixture &fixture, const std::function<void()> &fails)
{
    REQUIRE(fixture.run(fixture.request()));
    const QByteArray csv = contents(fixture.path());
    const QByteArray manifest = contents(fixture.manifestPath());
    fails();
    CHECK(contents(fixture.path()) == csv);
    CHECK(contents(fixture.manifestPath()) == manifest);
    CHECK(namesIn(fixture.folder.path()) == QStringList{u"ledger.csv"_s, u"ledger.manifest.json"_s});
    CHECK(evidence::verifyCsv(fixture.path())->proven());
}

/// Files may not grow beyond `bytes` while this lives.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit now{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, SIG_DFL);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before = {};
};

/// A file system of its own, too small for much. Needs the right to mount.
class SmallDisk
{
public:
    explicit SmallDisk(const QString &path) : m_path(QFile::encodeName(path))
    {
        ::mkdir(m_path.constData(), 0777);
        m_mounted = ::mount("daybook-test", m_path.constData(), "tmpfs", 0, "size=1m") == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(m_path.constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)
    bool isMounted() const { return m_mounted; }

private:
    QByteArray m_path;
    bool m_mounted = false;
};

} // namespace

TEST_CASE("a file that may not grow ends the export at once, and the older pair stands")
{
    const LedgerFixture fixture;
    leavesTheOlderPair(fixture, [&] {
        const auto connection = fixture.database.connect();
        const FileSizeLimit limit(1 << 20);
        const auto failed = await(evidence::exportCsv(connection, endless(fixture), {}, {}));
        REQUIRE_FALSE(failed);
        CHECK(failed.error().kind == ErrorKind::Io);
        CHECK(failed.error().message.contains(fixture.path()));
        CHECK(failed.error().message.contains(u"larger"_s));
        CHECK_FALSE(connection->isInTransaction());
        CHECK(await(connection->execute(u"select 1"_s)));
    });
}

TEST_CASE("a full disk is said in words, and leaves nothing on it")
{
    const LedgerFixture fixture;
    const QString folder = fixture.path(u"small"_s);
    const SmallDisk disk(folder);
    if (!disk.isMounted()) {
        WARN("not allowed to mount: the limit on file sizes stands for a full disk");
        return;
    }
    auto request = endless(fixture);
    request.path = folder + u"/ledger.csv"_s;
    const auto full = fixture.run(request);
    REQUIRE_FALSE(full);
    CHECK(full.error().kind == ErrorKind::Io);
    CHECK(full.error().message.contains(u"No space left"_s));
    CHECK(full.error().message.contains(u"Make room"_s));
    CHECK(namesIn(folder).isEmpty());

    request.sql = fixture.request().sql;
    CHECK(fixture.run(request));
    request.sql = endless(fixture).sql;
    CHECK_FALSE(fixture.run(request));
    CHECK(evidence::verifyCsv(request.path)->proven());
}

TEST_CASE("a session killed midway is an error, and the older pair stands")
{
    const LedgerFixture fixture;
    leavesTheOlderPair(fixture, [&] {
        const auto connection = fixture.database.connect();
        const auto kill = [&](const Progress &) {
            QTimer::singleShot(0, connection.get(), [&] {
                fixture.database.run(u"select pg_terminate_backend(%1)"_s.arg(connection->backendPid()));
            });
        };
        const auto failed = await(evidence::exportCsv(connection, endless(fixture), {}, kill));
        REQUIRE_FALSE(failed);
        CHECK(failed.error().kind == ErrorKind::Connection);
    });
}

TEST_CASE("a cancelled export stops on the server, too, and the older pair stands")
{
    const LedgerFixture fixture;
    leavesTheOlderPair(fixture, [&] {
        const auto connection = fixture.database.connect();
        std::stop_source stop;
        const auto cancel = [&](const Progress &) { stop.request_stop(); };
        const auto failed =
            await(evidence::exportCsv(connection, endless(fixture), stop.get_token(), cancel));
        REQUIRE_FALSE(failed);
        CHECK(failed.error().kind == ErrorKind::Cancelled);
        CHECK_FALSE(connection->isInTransaction());
        CHECK(fixture.database.table(u"select state, query from pg_stat_activity where pid = %1"_s.arg(
                  connection->backendPid())) == u"idle | rollback"_s);
    });
}

TEST_CASE("an export that was stopped before it began does nothing")
{
    const LedgerFixture fixture;
    std::stop_source stop;
    stop.request_stop();
    const auto connection = fixture.database.connect();
    const auto failed = await(evidence::exportCsv(connection, fixture.request(), stop.get_token(), {}));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::Cancelled);
    CHECK(namesIn(fixture.folder.path()).isEmpty());
}

TEST_CASE("a query that fails while it streams leaves the older pair")
{
    const LedgerFixture fixture;
    leavesTheOlderPair(fixture, [&] {
        evidence::ExportRequest request;
        request.sql = u"select 1 / (50000 - i) as x from generate_series(1, 100000) i"_s;
        request.path = fixture.path();
        const auto failed = fixture.run(request);
        REQUIRE_FALSE(failed);
        CHECK(failed.error().sqlState == u"22012"_s);
    });
}

TEST_CASE("a mistake in the query is placed in the query")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    request.sql = u"select id,\n  missing\nfrom ledger"_s;
    const auto failed = fixture.run(request);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().where == Location{.file = {}, .line = 2, .column = 3});
    CHECK(namesIn(fixture.folder.path()).isEmpty());
}

TEST_CASE("an export changes nothing, even when its query would")
{
    const LedgerFixture fixture;
    fixture.database.run(u"create function sneaky() returns int language sql as "
                         "'delete from ledger; select 1'"_s);
    auto request = fixture.request();
    request.sql = u"select sneaky() as id, 'x' as type, 1 as amount, 1 as n"_s;
    const auto failed = fixture.run(request);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().sqlState == u"25006"_s);
    CHECK(fixture.database.table(u"select count(*) from ledger"_s) == u"4"_s);
}

TEST_CASE("a query that gives other rows each time is caught by its totals")
{
    const LedgerFixture fixture;
    leavesTheOlderPair(fixture, [&] {
        auto request = fixture.request();
        request.sql = u"select id, type, (random() * 1e12)::bigint as amount, n from ledger"_s;
        const auto failed = fixture.run(request);
        REQUIRE_FALSE(failed);
        CHECK(failed.error().kind == ErrorKind::Data);
        CHECK(failed.error().message.contains(u"do not agree"_s));
        CHECK(failed.error().detail.contains(u"charge: server 2 rows, amount "_s));
    });
}

TEST_CASE("roles that cannot carry totals are refused before anything is written")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    SECTION("a column that is not there")
    {
        request.roles.amount = u"amonut"_s;
        CHECK(fixture.run(request).error().message.contains(u"no column \"amonut\""_s));
    }
    SECTION("a query without columns")
    {
        request = {.sql = u"select from ledger"_s, .path = fixture.path()};
        CHECK(fixture.run(request).error().message.contains(u"no columns"_s));
    }
    SECTION("two of a name")
    {
        request.sql = u"select 1 as id, 'a' as type, 1 as amount, 2 as amount, 1 as n"_s;
        CHECK(fixture.run(request).error().message.contains(u"Two columns are called \"amount\""_s));
    }
    SECTION("money in floating point")
    {
        request.sql = u"select id, type, amount::float8 as amount, n from ledger"_s;
        CHECK(fixture.run(request).error().message.contains(u"double precision"_s));
    }
    SECTION("a type that tells every row apart")
    {
        request.sql = u"select i as id, i as type, 1 as amount, 1 as n from generate_series(1, 20000) i"_s;
        CHECK(fixture.run(request).error().message.contains(u"cannot be the type"_s));
    }
    SECTION("an amount that is no number")
    {
        request.sql = u"select 1 as id, 'a' as type, 'NaN'::numeric as amount, 1 as n"_s;
        CHECK(fixture.run(request).error().message.contains(u"cannot be held exactly"_s));
    }
    CHECK(namesIn(fixture.folder.path()).isEmpty());
}

TEST_CASE("targets that cannot be written are named, with what to do")
{
    const LedgerFixture fixture;
    auto request = fixture.request();
    SECTION("a folder")
    {
        request.path = fixture.folder.path();
        CHECK(fixture.run(request).error().message.contains(u"it is a folder"_s));
    }
    SECTION("a folder that is not there")
    {
        request.path = fixture.path(u"nowhere/ledger.csv"_s);
        CHECK(fixture.run(request).error().message.contains(u"Create the folder first"_s));
    }
    SECTION("a device")
    {
        request.path = u"/dev/full"_s;
        CHECK(fixture.run(request).error().message.contains(u"not a regular file"_s));
    }
    SECTION("nothing")
    {
        request.path.clear();
        CHECK(fixture.run(request).error().kind == ErrorKind::Usage);
    }
    SECTION("a name that is too long")
    {
        request.path = fixture.path(QString(250, u'x') + u".csv"_s);
        CHECK(fixture.run(request).error().message.contains(u"shorter name"_s));
    }
    SECTION("a folder one may not write to")
    {
        request.path = u"/usr/ledger.csv"_s;
        const auto connection = fixture.database.connect();
        const bool isRoot = geteuid() == 0;
        REQUIRE((!isRoot || seteuid(65534) == 0));
        const auto refused = await(evidence::exportCsv(connection, request, {}, {}));
        REQUIRE((!isRoot || seteuid(0) == 0));
        CHECK(refused.error().message.contains(u"Choose a folder that you may write to"_s));
    }
    SECTION("a manifest's name that a folder has")
    {
        REQUIRE(::mkdir(QFile::encodeName(fixture.manifestPath()).constData(), 0777) == 0);
        const auto refused = fixture.run(request);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.contains(fixture.manifestPath()));
        CHECK(namesIn(fixture.folder.path()) == QStringList{u"ledger.manifest.json"_s});
    }
}

TEST_CASE("a link is followed, so that it goes on pointing at the newest evidence")
{
    const LedgerFixture fixture;
    REQUIRE(fixture.run(fixture.request()));
    REQUIRE(QFile::link(fixture.path(), fixture.path(u"latest.csv"_s)));
    auto request = fixture.request();
    request.sql += u" where id = 1"_s;
    request.path = fixture.path(u"latest.csv"_s);
    const auto outcome = fixture.run(request);
    REQUIRE(outcome);
    CHECK(outcome->path == fixture.path());
    CHECK(QFile::symLinkTarget(request.path) == fixture.path());
    CHECK(evidence::verifyCsv(fixture.path())->manifest.rows == 1);
}

TEST_CASE("a session in a transaction keeps it")
{
    const LedgerFixture fixture;
    const auto connection = fixture.database.connect();
    REQUIRE(await(connection->execute(u"begin"_s)));
    const auto refused = await(evidence::exportCsv(connection, fixture.request(), {}, {}));
    CHECK(refused.error().kind == ErrorKind::Conflict);
    CHECK(connection->isInTransaction());
}

TEST_CASE("what a killed export left behind is cleared away by the next, and a living one is left alone")
{
    const LedgerFixture fixture;
    write(fixture.path(u".ledger.csv.abc123.part"_s), "half");
    write(fixture.path(u".other.csv.abc123.part"_s), "somebody else's");
    const auto alive = evidence::PartialFile::create(fixture.path());
    REQUIRE(alive);
    REQUIRE(fixture.run(fixture.request()));
    const QStringList names = namesIn(fixture.folder.path());
    CHECK_FALSE(names.contains(u".ledger.csv.abc123.part"_s));
    CHECK(names.contains(u".other.csv.abc123.part"_s));
    CHECK(QFile::exists(alive->path()));
}
