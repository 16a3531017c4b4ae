#include "tests/project/projectfolder.h"

#include <QProcess>

#include <unistd.h>

using namespace daybook;
using namespace daybook::test;
using daybook::project::SourceVersion;
using daybook::project::sourceVersion;

namespace {

/// A folder with a repository in it, made by git itself.
class GitFolder
{
public:
    explicit GitFolder(bool initialized = true)
    {
        REQUIRE(folder.isValid());
        if (initialized)
            git({"init", "--quiet", "--initial-branch=main"});
    }

    QString path(const QString &below = {}) const { return folder.filePath(below); }

    const GitFolder &write(const QString &file, const QByteArray &text) const
    {
        REQUIRE(QDir().mkpath(QFileInfo(path(file)).path()));
        QFile written(path(file));
        REQUIRE(written.open(QIODevice::WriteOnly));
        REQUIRE(written.write(text) == text.size());
        return *this;
    }

    QString git(std::initializer_list<const char *> words) const
    {
        QStringList arguments{QStringLiteral("-c"), QStringLiteral("user.name=t"),
                              QStringLiteral("-c"), QStringLiteral("user.email=t@example.com"),
                              QStringLiteral("-c"), QStringLiteral("protocol.file.allow=always")};
        for (const char *word : words)
            arguments << QString::fromUtf8(word);
        QProcess process;
        process.setWorkingDirectory(path());
        process.start(QStringLiteral("git"), arguments);
        REQUIRE(process.waitForFinished());
        INFO(process.readAllStandardError().toStdString());
        REQUIRE(process.exitCode() == 0);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }

    QString commit() const
    {
        git({"add", "--all"});
        git({"commit", "--quiet", "--message", "x"});
        return git({"rev-parse", "HEAD"});
    }

private:
    QTemporaryDir folder;
};

std::optional<SourceVersion> versionOf(const QString &directory)
{
    const auto version = sourceVersion(directory);
    if (!version)
        FAIL(version.error().message.toStdString());
    return *version;
}

std::optional<SourceVersion> clean(const QString &commit)
{
    return SourceVersion{.commit = commit, .dirty = false};
}

std::optional<SourceVersion> dirty(const QString &commit)
{
    return SourceVersion{.commit = commit, .dirty = true};
}

const QString Shop = QStringLiteral("가게/shop");

} // namespace

TEST_CASE("a project as it was committed has that commit, whatever its neighbours look like")
{
    const GitFolder repository;
    repository.write(QStringLiteral("가게/shop/a.sql"), "select 1\n").write(QStringLiteral("b.sql"), "b\n");
    const QString commit = repository.commit();
    CHECK(versionOf(repository.path()) == clean(commit));
    CHECK(versionOf(repository.path(Shop)) == clean(commit));
    repository.write(QStringLiteral("b.sql"), "changed\n").write(QStringLiteral("가게/shop2/new.sql"), "x\n");
    CHECK(versionOf(repository.path(Shop)) == clean(commit));
    CHECK(versionOf(repository.path()) == dirty(commit));
}

TEST_CASE("changed, staged, removed and new files each make a project differ; ignored ones do not")
{
    const GitFolder repository;
    repository.write(QStringLiteral("가게/shop/a.sql"), "select 1\n")
        .write(QStringLiteral(".gitignore"), "target/\n*.tmp\n");
    const QString commit = repository.commit();
    const QString shop = repository.path(Shop);
    repository.write(QStringLiteral("가게/shop/target/deep/run.sql"), "x")
        .write(QStringLiteral("가게/shop/logs/a.tmp"), "x");
    CHECK(versionOf(shop) == clean(commit));
    SECTION("changed")
    {
        repository.write(QStringLiteral("가게/shop/a.sql"), "select 2\n");
        CHECK(versionOf(shop) == dirty(commit));
    }
    SECTION("changed to the same text")
    {
        repository.write(QStringLiteral("가게/shop/a.sql"), "select 1\n");
        CHECK(versionOf(shop) == clean(commit));
    }
    SECTION("staged")
    {
        repository.write(QStringLiteral("가게/shop/a.sql"), "select 2\n");
        repository.git({"add", "--all"});
        CHECK(versionOf(shop) == dirty(commit));
    }
    SECTION("removed")
    {
        REQUIRE(QFile::remove(repository.path(QStringLiteral("가게/shop/a.sql"))));
        CHECK(versionOf(shop) == dirty(commit));
    }
    SECTION("new")
    {
        repository.write(QStringLiteral("가게/shop/models/b.sql"), "x");
        CHECK(versionOf(shop) == dirty(commit));
    }
}

TEST_CASE("no repository, no commit and no place in one are no version, and no error")
{
    const GitFolder none(false);
    REQUIRE(QDir().mkpath(none.path(QStringLiteral(".git")))); // empty, so it is no repository
    CHECK(versionOf(none.path()) == std::nullopt);
    CHECK(versionOf(none.path(QStringLiteral("missing"))) == std::nullopt);
    CHECK(versionOf({}) == std::nullopt);

    const GitFolder repository;
    repository.write(QStringLiteral("a.sql"), "x");
    CHECK(versionOf(repository.path()) == std::nullopt);

    // A project in a folder that a repository around it ignores is none of that repository's.
    repository.write(QStringLiteral(".gitignore"), "/build/\n");
    const QString commit = repository.commit();
    repository.write(QStringLiteral("build/demo/a.sql"), "x").write(QStringLiteral("fresh/a.sql"), "x");
    CHECK(versionOf(repository.path(QStringLiteral("build/demo"))) == std::nullopt);
    CHECK(versionOf(repository.path(QStringLiteral("fresh"))) == dirty(commit));
}

TEST_CASE("another work tree, a submodule and a link to a project are read as what they are")
{
    const GitFolder repository;
    repository.write(QStringLiteral("a.sql"), "x");
    const QString first = repository.commit();
    const GitFolder elsewhere(false);
    const QByteArray tree = QFile::encodeName(elsewhere.path(QStringLiteral("tree")));
    repository.git({"worktree", "add", "--quiet", "--detach", tree.constData()});
    repository.write(QStringLiteral("a.sql"), "y");
    const QString second = repository.commit();
    CHECK(versionOf(elsewhere.path(QStringLiteral("tree"))) == clean(first));
    CHECK(versionOf(repository.path()) == clean(second));

    const GitFolder outer;
    outer.write(QStringLiteral("readme"), "x");
    outer.git({"submodule", "--quiet", "add", QFile::encodeName(repository.path()).constData(), "shop"});
    const QString outerCommit = outer.commit();
    CHECK(versionOf(outer.path(QStringLiteral("shop"))) == clean(second));
    CHECK(versionOf(outer.path()) == clean(outerCommit));
    outer.write(QStringLiteral("shop/a.sql"), "z");
    CHECK(versionOf(outer.path(QStringLiteral("shop"))) == dirty(second));
    CHECK(versionOf(outer.path()) == dirty(outerCommit));

    REQUIRE(QFile::link(repository.path(), elsewhere.path(QStringLiteral("link"))));
    CHECK(versionOf(elsewhere.path(QStringLiteral("link"))) == clean(second));
}

TEST_CASE("a repository that cannot be read is told, and the project is read all the same")
{
    const GitFolder repository;
    repository.write(QStringLiteral("dbt_project.yml"), "name: shop\n");
    const QString commit = repository.commit();
    project::ProjectOptions options;
    options.directory = repository.path();
    REQUIRE(project::Project::load(options).value().version() == clean(commit));

    SECTION("HEAD is garbage")
    {
        repository.write(QStringLiteral(".git/HEAD"), "\x01garbage\n");
    }
    SECTION("HEAD names a commit that is not there")
    {
        repository.write(QStringLiteral(".git/refs/heads/main"), QByteArray(40, '7') + '\n');
    }
    SECTION("the index is garbage")
    {
        repository.write(QStringLiteral(".git/index"), "garbage");
    }
    SECTION(".git is a file of something else")
    {
        REQUIRE(QDir(repository.path(QStringLiteral(".git"))).removeRecursively());
        repository.write(QStringLiteral(".git"), "garbage\n");
    }
    const auto version = sourceVersion(repository.path());
    REQUIRE_FALSE(version);
    CHECK(version.error().kind == ErrorKind::Io);
    const auto project = project::Project::load(options);
    REQUIRE(project);
    CHECK(project->version() == std::nullopt);
    CHECK(project->warnings() == QStringList{version.error().message});
    CHECK(version.error().message.contains(repository.path()));
}

// Libgit2 looks for the home directory once in a process, so this is one of its own: see the next case.
TEST_CASE("in the home of somebody who trusts no other's repository", "[.][home]")
{
    const QString repository = qEnvironmentVariable("REPOSITORY");
    const QString shop = repository + QStringLiteral("/shop");
    const auto version = sourceVersion(shop);
    REQUIRE_FALSE(version);
    CHECK(version.error().kind == ErrorKind::Permission);
    CHECK(version.error().message.endsWith(QStringLiteral("--add safe.directory \"%1\"").arg(repository)));
    project::ProjectOptions options;
    options.directory = shop;
    CHECK(project::Project::load(options).value().warnings() == QStringList{version.error().message});

    // What it says to do, does it.
    QFile settings(QDir::home().filePath(QStringLiteral(".gitconfig")));
    REQUIRE(settings.open(QIODevice::WriteOnly | QIODevice::NewOnly));
    settings.write("[safe]\ndirectory = " + QFile::encodeName(repository) + "\n");
    settings.close();
    CHECK(versionOf(shop) == clean(qEnvironmentVariable("COMMIT")));
}

TEST_CASE("a repository that belongs to another user is not trusted, and told how it would be")
{
    if (geteuid() != 0) {
        WARN("only root can give a folder away: not tried");
        return;
    }
    const GitFolder repository;
    repository.write(QStringLiteral("shop/dbt_project.yml"), "name: shop\n");
    const QString commit = repository.commit();
    for (const QString &path : {repository.path(), repository.path(QStringLiteral(".git"))})
        REQUIRE(chown(QFile::encodeName(path).constData(), 65534, 65534) == 0);
    const GitFolder home(false); // without any safe.directory of the user's
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QStringLiteral("REPOSITORY"), repository.path());
    environment.insert(QStringLiteral("COMMIT"), commit);
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("[home]")});
    REQUIRE(child.waitForFinished());
    const std::string said = child.readAllStandardOutput().toStdString();
    INFO(said);
    CHECK(child.exitCode() == 0);
    CHECK(said.find("1 test case") != std::string::npos);
}
