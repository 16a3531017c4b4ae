#include "models/project/profile.h"
#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

constexpr auto Plain = "shop:\n"
                       "  target: dev\n"
                       "  outputs:\n"
                       "    dev:\n"
                       "      type: postgres\n"
                       "      host: db.example\n"
                       "      user: ann\n"
                       "      password: 0123\n"
                       "      dbname: money\n"
                       "      schema: close\n";

/// Folders to look for profiles.yml in, and an environment of the test's own.
class Desk
{
public:
    Desk()
    {
        request.profile = QStringLiteral("shop");
        request.projectDirectory = path("project");
        set("HOME", path("home"));
    }

    QString path(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    void set(const char *name, const QString &value)
    {
        request.environment.insert(QString::fromUtf8(name), value);
    }
    void write(const char *folder, const QByteArray &text, const char *name = "profiles.yml") const
    {
        REQUIRE(QDir().mkpath(path(folder)));
        QFile file(path(folder) + QLatin1Char('/') + QString::fromUtf8(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }

    Profile read() const
    {
        const auto profile = readProfile(request);
        if (!profile)
            FAIL(profile.error().toString().toStdString());
        REQUIRE(profile->has_value());
        return **profile;
    }

    /// All that an error says, wherever it says it.
    std::string refusal() const
    {
        const auto profile = readProfile(request);
        REQUIRE_FALSE(profile.has_value());
        CHECK(profile.error().kind == ErrorKind::Project);
        return told(profile.error()) + "\n" + profile.error().detail.toStdString();
    }

    ProfileRequest request;

private:
    QTemporaryDir m_folder;
};

std::string valueOf(const Profile &profile, const char *keyword)
{
    return profile.spec.value(QString::fromUtf8(keyword)).toStdString();
}

QByteArray at(const char *host)
{
    return QByteArray(Plain).replace("db.example", host);
}

} // namespace

TEST_CASE("a target becomes a connection")
{
    Desk desk;
    desk.write("project", "shop:\n  target: dev\n  outputs:\n    dev:\n      type: redshift\n"
                          "      host: h\n      user: u\n      pass: '  se cret '\n      port: 6000\n"
                          "      database: d\n      schema: 정산\n      threads: 7\n      sslmode: require\n"
                          "      sslrootcert: /r\n      sslcert: /c\n      sslkey: /k\n"
                          "      connect_timeout: 12\n      keepalives_idle: 30\n"
                          "      search_path: a, b\n      role: my role\n      ra3_node: true\n");
    const Profile profile = desk.read();
    CHECK(profile.target == QStringLiteral("dev"));
    CHECK(profile.spec.engine() == warehouse::Engine::Redshift);
    CHECK(profile.schema == QStringLiteral("정산"));
    CHECK(profile.threads == 7);
    CHECK(valueOf(profile, "host") == "h");
    CHECK(valueOf(profile, "user") == "u");
    CHECK(valueOf(profile, "password") == "  se cret ");
    CHECK(valueOf(profile, "port") == "6000");
    CHECK(valueOf(profile, "dbname") == "d");
    CHECK(valueOf(profile, "sslmode") == "require");
    CHECK(valueOf(profile, "sslrootcert") == "/r");
    CHECK(valueOf(profile, "sslcert") == "/c");
    CHECK(valueOf(profile, "sslkey") == "/k");
    CHECK(valueOf(profile, "connect_timeout") == "12");
    CHECK(valueOf(profile, "keepalives_idle") == "30");
    CHECK(valueOf(profile, "options") == "-c search_path=a,\\ b -c role=my\\ role");
}

TEST_CASE("what a target leaves out is left to the server, and a password is text as written")
{
    Desk desk;
    desk.write("project", Plain);
    const Profile profile = desk.read();
    CHECK(profile.spec.values().keys() == QStringList{QStringLiteral("dbname"), QStringLiteral("host"),
                                                      QStringLiteral("password"), QStringLiteral("port"),
                                                      QStringLiteral("user")});
    CHECK(valueOf(profile, "password") == "0123");
    CHECK(valueOf(profile, "port") == "5432");
    CHECK_FALSE(profile.threads.has_value());
}

TEST_CASE("profiles.yml is looked for where dbt does, in its order")
{
    Desk desk;
    CHECK_FALSE(readProfile(desk.request)->has_value());
    desk.write("home/.dbt", at("home"));
    CHECK(valueOf(desk.read(), "host") == "home");
    desk.write("project", at("project"));
    CHECK(valueOf(desk.read(), "host") == "project");
    desk.write("variable", at("variable"));
    desk.set("DBT_PROFILES_DIR", desk.path("variable"));
    CHECK(valueOf(desk.read(), "host") == "variable");
    desk.write("given", at("given"));
    desk.request.profilesDirectory = desk.path("given");
    CHECK(valueOf(desk.read(), "host") == "given");
    CHECK(desk.read().file == desk.path("given") + QStringLiteral("/profiles.yml"));
}

TEST_CASE("a folder that was named and has no profiles.yml is an error, not a reason to look elsewhere")
{
    Desk desk;
    desk.write("home/.dbt", Plain);
    desk.set("DBT_PROFILES_DIR", desk.path("mistyped"));
    CHECK_THAT(desk.refusal(), Contains("mistyped") && Contains("DBT_PROFILES_DIR"));
    desk.request.profilesDirectory = desk.path("wrong");
    CHECK_THAT(desk.refusal(), Contains("wrong") && Contains("--profiles-dir"));
}

TEST_CASE("only the file that all projects share may lack the profile")
{
    Desk desk;
    desk.request.profile = QStringLiteral("shops");
    desk.write("home/.dbt", Plain);
    CHECK_FALSE(readProfile(desk.request)->has_value());
    desk.request.isRequired = true;
    CHECK_THAT(desk.refusal(), Contains("'shops'") && Contains("did you mean 'shop'"));
    desk.request.isRequired = false;
    desk.write("project", Plain);
    CHECK_THAT(desk.refusal(), Contains("project/profiles.yml") && Contains("did you mean 'shop'"));
}

TEST_CASE("values are rendered with the environment that was handed in")
{
    Desk desk;
    desk.write("project", QByteArray(Plain)
                              .replace("db.example", "\"{{ env_var('HOST') }}\"")
                              .replace("0123", "\"{{ env_var('SECRET') }}\"")
                              .replace("target: dev", "target: \"{{ env_var('WHERE', 'dev') }}\"")
                              .append("      port: \"{{ env_var('PORT', '6543') | int }}\"\n"
                                      "      threads: \"{{ env_var('THREADS') | as_number }}\"\n"));
    desk.set("HOST", QStringLiteral("db-{{ 1 }}"));
    desk.set("SECRET", QStringLiteral("0042"));
    desk.set("THREADS", QStringLiteral("3"));
    const Profile profile = desk.read();
    CHECK(valueOf(profile, "host") == "db-{{ 1 }}"); // rendered once, not twice
    CHECK(valueOf(profile, "password") == "0042");
    CHECK(valueOf(profile, "port") == "6543");
    CHECK(profile.threads == 3);
    desk.set("WHERE", QStringLiteral("prod"));
    CHECK_THAT(desk.refusal(), Contains("no target 'prod'") && Contains("there is dev"));
}

TEST_CASE("only the target that is used has to make sense")
{
    Desk desk;
    desk.write("project", QByteArray(Plain).append("    prod:\n      type: snowflake\n"));
    CHECK(desk.read().target == QStringLiteral("dev"));
    desk.request.target = QStringLiteral("prod");
    CHECK_THAT(desk.refusal(), Contains("profiles.yml:12:") && Contains("snowflake") && Contains("redshift"));
    desk.request.target = QStringLiteral("pro");
    CHECK_THAT(desk.refusal(), Contains("no target 'pro'") && Contains("did you mean 'prod'"));
}

TEST_CASE("everything that is wrong with a target is told at once, with its place")
{
    Desk desk;
    desk.write("project", "shop:\n  outputs:\n    default:\n      type: postgres\n"
                          "      host: \"{{ env_var('NO_SUCH_HOST') }}\"\n      user: [a]\n"
                          "      port: 99999\n      threads: 0\n      dbname: d\n");
    const std::string told = desk.refusal();
    CHECK_THAT(told, Contains("profiles.yml:5:13") && Contains("'NO_SUCH_HOST' is not set"));
    CHECK_THAT(told, Contains("profiles.yml:6:13") && Contains("'user'") && Contains("not a list"));
    CHECK_THAT(told, Contains("profiles.yml:7:13") && Contains("'port'") && Contains("65535"));
    CHECK_THAT(told, Contains("profiles.yml:8:16") && Contains("'threads'"));
    CHECK_THAT(told, Contains("profiles.yml:3:5") && Contains("has no 'schema'"));
    CHECK_THAT(told, !Contains("has no 'host'") && !Contains("has no 'user'"));
}

TEST_CASE("no error ever shows a password")
{
    Desk desk;
    const char *passwords[] = {"*hunter2",          "\"{{ 'hunter2' | nothing }}\"",
                               "\"{{ hunter2\"",    "\"{% hunter2 %}\"",
                               "\"{{ hunter2 }}\"", "[hunter2]",
                               "{hunter2: 1}",      "@hunter2",
                               "\"hunter2\\q\"",    "hunter2: x"};
    for (const char *password : passwords) {
        INFO(password);
        desk.write("project", QByteArray(Plain).replace("0123", password));
        CHECK_THAT(desk.refusal(), Contains("profiles.yml:8") && !Contains("hunter2"));
    }
    desk.write("project", QByteArray(Plain).replace("0123", "hunter2").replace("close", "''"));
    CHECK_THAT(desk.refusal(), Contains("has no 'schema'") && !Contains("hunter2"));
}

TEST_CASE("a password's variable that is not set is named")
{
    Desk desk;
    desk.write("project", QByteArray(Plain).replace("0123", "\"{{ env_var('SHOP_PASSWORD') }}\""));
    CHECK_THAT(desk.refusal(), Contains("profiles.yml:8:") && Contains("'SHOP_PASSWORD' is not set"));
}

TEST_CASE("a profiles.yml that is none says what it should be")
{
    Desk desk;
    desk.write("project", "- shop\n");
    CHECK_THAT(desk.refusal(), Contains("profiles.yml:1:1") && Contains("mapping"));
    desk.write("project", "shop:\n  target: dev\n");
    CHECK_THAT(desk.refusal(), Contains("profiles.yml:1:1") && Contains("outputs"));
    desk.write("project", "shop:\n  outputs:\n    default: x\n");
    CHECK_THAT(desk.refusal(), Contains("profiles.yml:3:5") && Contains("'default'"));
}

TEST_CASE("a project names its profile, or lends it its own name")
{
    Desk desk;
    const auto named = [&desk] {
        return profileNameOf(desk.path("project"), desk.request.environment).value().toStdString();
    };
    desk.write("project", "name: shop\n", "dbt_project.yml");
    CHECK(named() == "shop");
    desk.write("project", "name: shop\nprofile: \"{{ env_var('SHOP_PROFILE', 'other') }}\"\n",
               "dbt_project.yml");
    CHECK(named() == "other");
    const auto nowhere = profileNameOf(desk.path("nowhere"), {});
    REQUIRE_FALSE(nowhere.has_value());
    CHECK_THAT(told(nowhere.error()), Contains("no dbt_project.yml") && Contains("--project-dir"));
}

TEST_CASE("the project's folder is this one or the nearest above")
{
    Desk desk;
    desk.write("project", "name: shop\n", "dbt_project.yml");
    desk.write("project/models/deep", "", "a.sql");
    CHECK(findProjectFolder(desk.path("project/models/deep")) == desk.path("project"));
    CHECK(findProjectFolder(desk.path("project")) == desk.path("project"));
    CHECK(findProjectFolder(desk.path("home")).isEmpty());
}
