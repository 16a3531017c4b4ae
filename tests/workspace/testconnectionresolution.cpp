#include "models/workspace/connectionresolution.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::workspace;
using Catch::Contains;

namespace {

/// A project whose profile is in profiles.yml beside it, once it is written.
class Desk
{
public:
    Desk()
    {
        write("dbt_project.yml", "name: shop\nprofile: till\n");
        request.projectDirectory = m_folder.path();
    }

    void write(const char *name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }
    void writeProfile() const
    {
        write("profiles.yml", "till:\n  target: qa\n  outputs:\n    qa:\n      type: postgres\n"
                              "      host: profiled\n      user: u\n      dbname: d\n      schema: books\n"
                              "      password: hush\n      threads: 9\n");
    }

    ResolvedConnection resolved() const
    {
        const auto connection = resolve(request);
        if (!connection)
            FAIL(connection.error().toString().toStdString());
        return *connection;
    }
    std::string host() const { return resolved().spec.value(QStringLiteral("host")).toStdString(); }
    std::string refusal() const
    {
        const auto connection = resolve(request);
        REQUIRE_FALSE(connection.has_value());
        return connection.error().toString().toStdString();
    }

    ConnectionRequest request;

private:
    QTemporaryDir m_folder;
};

const QString Variable = QStringLiteral("DAYBOOK_DSN");

} // namespace

TEST_CASE("what is said for this time wins over the environment, that over the profile")
{
    Desk desk;
    CHECK(desk.resolved().isLocal);
    CHECK(desk.resolved().origin == QStringLiteral("the local warehouse"));
    desk.writeProfile();
    CHECK(desk.host() == "profiled");
    CHECK_FALSE(desk.resolved().isLocal);
    CHECK_THAT(desk.resolved().origin.toStdString(),
               Contains("target qa of profile till in ") && Contains("profiles.yml"));
    desk.request.environment.insert(Variable, QStringLiteral("host=variable"));
    CHECK(desk.host() == "variable");
    CHECK(desk.resolved().origin == Variable);
    desk.request.dsn = QStringLiteral("host=said");
    CHECK(desk.host() == "said");
    CHECK(desk.resolved().origin == QStringLiteral("--dsn"));
}

TEST_CASE("target, schema and threads: said, else the profile's, else the defaults")
{
    Desk desk;
    const auto is = [&desk](const char *target, const char *schema, int threads) {
        const ResolvedConnection connection = desk.resolved();
        CHECK(connection.targetName == QString::fromUtf8(target));
        CHECK(connection.targetSchema == QString::fromUtf8(schema));
        CHECK(connection.threads == threads);
    };
    is("dev", "settlement", 4);
    desk.writeProfile();
    is("qa", "books", 9);
    desk.request.schema = QStringLiteral("mine");
    desk.request.threads = 2;
    is("qa", "mine", 2);
    desk.request.dsn = QStringLiteral("host=said");
    desk.request.schema.clear();
    desk.request.threads.reset();
    is("dev", "settlement", 4);
    desk.request.target = QStringLiteral("prod");
    is("prod", "settlement", 4);
}

TEST_CASE("a target or profile that was asked for is never replaced by the local warehouse")
{
    Desk desk;
    desk.request.target = QStringLiteral("prod");
    CHECK_THAT(desk.refusal(), Contains("no profiles.yml") && Contains("'till'"));
    desk.writeProfile();
    CHECK_THAT(desk.refusal(), Contains("no target 'prod'"));
    desk.request.target.clear();
    desk.request.profile = QStringLiteral("tills");
    CHECK_THAT(desk.refusal(), Contains("'tills'") && Contains("did you mean 'till'"));
    desk.request.profile.clear();
    desk.request.projectDirectory.clear();
    CHECK(desk.resolved().isLocal);
    desk.request.target = QStringLiteral("prod");
    CHECK_THAT(desk.refusal(), Contains("--project-dir") && Contains("--profile"));
}

TEST_CASE("a connection string that cannot be read says whose it is, and not what it holds")
{
    Desk desk;
    desk.request.environment.insert(Variable, QStringLiteral("password=hush oops"));
    CHECK_THAT(desk.refusal(), Contains("DAYBOOK_DSN") && !Contains("hush"));
}

TEST_CASE("templates see the target, without its password")
{
    Desk desk;
    desk.writeProfile();
    const auto options = projectOptions(desk.resolved(), QStringLiteral("/p"));
    CHECK(options.directory == QStringLiteral("/p"));
    CHECK(options.targetName == QStringLiteral("qa"));
    CHECK(options.targetSchema == QStringLiteral("books"));
    CHECK(options.database == QStringLiteral("d"));
    CHECK(options.threads == 9);
    CHECK(options.target.find(u"host").stringOr({}) == QStringLiteral("profiled"));
    CHECK(options.target.find(u"port").integerOr(0) == 5432);
    CHECK_FALSE(options.target.toJson().contains("hush"));
}
