#include "models/warehouse/connectionspec.h"
#include "tests/cli/runcli.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace daybook;
using namespace daybook::test;

namespace {

/// `daybookctl warehouse WORDS` on a warehouse of the test's own.
class Warehouse
{
public:
    Warehouse()
    {
        REQUIRE(m_root.isValid());
        ::chmod(QFile::encodeName(m_root.path()).constData(), 0755); // the server's user has to pass
        m_options.environment.insert(QStringLiteral("DAYBOOK_WAREHOUSE_DIR"), directory());
    }
    ~Warehouse() { run({QStringLiteral("destroy"), QStringLiteral("--yes")}); }

    QString directory() const { return m_root.filePath(QStringLiteral("wh")); }
    Ran run(const QStringList &words) const
    {
        return runCli(QStringList{QStringLiteral("warehouse")} + words, m_options);
    }

private:
    QTemporaryDir m_root{QStringLiteral("/tmp/dbk-XXXXXX")};
    RunOptions m_options;
};

const QString Json = QStringLiteral("--format=json");

} // namespace

TEST_CASE("the local warehouse from the command line")
{
    const Warehouse local;
    CHECK(local.run({QStringLiteral("status")}).status == 1);
    const Ran started = local.run({QStringLiteral("start"), Json});
    INFO(started.err.toStdString());
    REQUIRE(started.status == 0);
    CHECK(started.json()[u"state"] == QStringLiteral("running"));
    const Ran status = local.run({QStringLiteral("status"), Json});
    CHECK(status.status == 0);
    CHECK(status.json()[u"pid"] == started.json()[u"pid"]);
    const Ran dsn = local.run({QStringLiteral("dsn")});
    CHECK(dsn.out.trimmed() == started.json()[u"dsn"].toString());
    const auto spec = daybook::warehouse::ConnectionSpec::fromConnectionString(dsn.out.trimmed());
    REQUIRE(spec);
    CHECK(spec->value(QStringLiteral("host")).startsWith(local.directory()));
    CHECK(local.run({QStringLiteral("stop")}).status == 0);
    CHECK(local.run({QStringLiteral("status"), Json}).json()[u"state"] == QStringLiteral("stopped"));
}

TEST_CASE("destroying the local warehouse takes a second word")
{
    const Warehouse local;
    REQUIRE(local.run({QStringLiteral("start")}).status == 0);
    const Ran asked = local.run({QStringLiteral("destroy")});
    CHECK(asked.status == 2);
    CHECK(asked.err.contains(QStringLiteral("--yes")));
    CHECK(local.run({QStringLiteral("status")}).status == 0);
    CHECK(local.run({QStringLiteral("destroy"), QStringLiteral("--yes")}).status == 0);
    CHECK_FALSE(QFileInfo::exists(local.directory()));
}
