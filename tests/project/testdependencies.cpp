#include "models/project/dependencies.h"
#include "tests/project/projectfolder.h"

#include <QProcess>

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

/// A folder of projects beside each other: shop/, which asks for packages, and the packages.
class Projects
{
public:
    explicit Projects(const QByteArray &packages)
    {
        write("shop/dbt_project.yml", "name: shop\n");
        write("shop/packages.yml", packages);
    }

    Projects &write(const QString &path, const QByteArray &text)
    {
        const QString full = folder.filePath(path);
        REQUIRE(QDir().mkpath(full.section(u'/', 0, -2)));
        QFile file(full);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
        return *this;
    }
    Projects &write(const char *path, const QByteArray &text) { return write(QString::fromUtf8(path), text); }

    Result<QStringList> install() const
    {
        return installPackages(folder.filePath(QStringLiteral("shop")), [](const QString &) {});
    }
    bool has(const char *path) const
    {
        return QFileInfo::exists(
            folder.filePath(QStringLiteral("shop/dbt_packages/") + QString::fromUtf8(path)));
    }
    void git(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(folder.filePath(QStringLiteral("money")));
        process.start(QStringLiteral("git"),
                      QStringList{QStringLiteral("-c"), QStringLiteral("user.name=a"), QStringLiteral("-c"),
                                  QStringLiteral("user.email=a@b")} +
                          arguments);
        REQUIRE(process.waitForFinished());
        INFO(process.readAllStandardError().toStdString());
        REQUIRE(process.exitCode() == 0);
    }

    QTemporaryDir folder;
};

std::string refused(const Projects &projects)
{
    const auto installed = projects.install();
    REQUIRE_FALSE(installed);
    return installed.error().toString().toStdString();
}

} // namespace

TEST_CASE("folders are copied, with what they ask for, and without what is not theirs", "[deps]")
{
    Projects projects("packages: [{local: ../money}]\n");
    projects.write("money/dbt_project.yml", "name: money\n")
        .write("money/packages.yml", "packages: [{local: ../time}]\n")
        .write("money/macros/m.sql", "{% macro m() %}m{% endmacro %}")
        .write("money/target/compiled.sql", "")
        .write("money/.git/HEAD", "")
        .write("time/dbt_project.yml", "name: time\n");
    const auto installed = projects.install();
    REQUIRE(installed);
    CHECK(joined(*installed) == "money time");
    CHECK(projects.has("money/macros/m.sql"));
    CHECK(projects.has("time/dbt_project.yml"));
    CHECK_FALSE(projects.has("money/target"));
    CHECK_FALSE(projects.has("money/.git"));
    REQUIRE(QFile::remove(projects.folder.filePath(QStringLiteral("money/macros/m.sql"))));
    REQUIRE(projects.install());
    CHECK_FALSE(projects.has("money/macros/m.sql")); // replaced, not mixed
    CHECK(QDir(projects.folder.filePath(QStringLiteral("shop/dbt_packages")))
              .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
              .size() == 2);
}

TEST_CASE("packages that ask for each other are installed once", "[deps]")
{
    Projects projects("packages: [{local: ../money}]\n");
    projects.write("money/dbt_project.yml", "name: money\n")
        .write("money/packages.yml", "packages: [{local: ../time}]\n")
        .write("time/dbt_project.yml", "name: time\n")
        .write("time/packages.yml", "packages: [{local: ../money}]\n");
    const auto installed = projects.install();
    REQUIRE(installed);
    CHECK(joined(*installed) == "money time");
}

TEST_CASE("a repository is fetched at its revision", "[deps]")
{
    Projects projects("packages: []\n");
    projects.write("money/inner/dbt_project.yml", "name: money\n").write("money/inner/macros/a.sql", "");
    projects.git({QStringLiteral("init"), QStringLiteral("-q")});
    projects.git({QStringLiteral("add"), QStringLiteral(".")});
    projects.git({QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("one")});
    projects.git({QStringLiteral("tag"), QStringLiteral("one")});
    projects.write("money/inner/macros/b.sql", "");
    projects.git({QStringLiteral("add"), QStringLiteral(".")});
    projects.git({QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("two")});
    const QByteArray where = projects.folder.filePath(QStringLiteral("money")).toUtf8();
    projects.write("shop/packages.yml",
                   "packages: [{git: '" + where + "', revision: one, subdirectory: inner}]\n");
    REQUIRE(projects.install());
    CHECK(projects.has("money/macros/a.sql"));
    CHECK_FALSE(projects.has("money/macros/b.sql"));
    projects.write("shop/packages.yml",
                   "packages: [{git: '" + where + "', revision: nope, subdirectory: inner}]\n");
    CHECK_THAT(refused(projects), Contains("git could not") && Contains("nope"));
    CHECK(projects.has("money/macros/a.sql")); // what was there stays
    projects.write("shop/packages.yml", "packages: [{git: '" + where + "', subdirectory: ../..}]\n");
    CHECK_THAT(refused(projects), Contains("outside"));
}

TEST_CASE("what cannot be installed is said, with its place", "[deps]")
{
    CHECK_THAT(refused(Projects("packages:\n  - package: some/thing\n    version: 1\n")),
               Contains("packages.yml:2") && Contains("some/thing") && Contains("git:"));
    CHECK_THAT(refused(Projects("packages: [{local: ../x, git: y}]\n")), Contains("either"));
    CHECK_THAT(refused(Projects("packages: [{git: '--upload-pack=x'}]\n")), Contains("dash"));
    CHECK_THAT(refused(Projects("packages: [{local: ../nowhere}]\n")), Contains("nowhere"));
    CHECK_THAT(refused(Projects("packages: [a: [\n")), Contains("packages.yml"));
    CHECK(Projects("packages: [{package: dbt-labs/dbt_utils, version: 1.1.1}]\n").install().has_value());
}
