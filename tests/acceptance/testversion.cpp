// Which text the figures were made with: from the team's git repository to the auditor's manifest.
#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;

namespace {

/// A team's repository with the Korean project in its folder "close", committed, and a warehouse.
class Team
{
public:
    Team()
    {
        tool(u"cp"_s, {u"-r"_s, QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/korean_project"), project()});
        git({u"init"_s, u"--quiet"_s});
        git({u"add"_s, u"--all"_s});
        git({u"commit"_s, u"--quiet"_s, u"--message"_s, u"x"_s});
        QFile source(project() + u"/source.sql"_s);
        REQUIRE(source.open(QIODevice::ReadOnly));
        database.run(QString::fromUtf8(source.readAll()));
    }

    QString project() const { return folder.filePath(u"close"_s); }

    QString git(const QStringList &words) const
    {
        return tool(u"git"_s, QStringList{u"-c"_s, u"user.name=t"_s, u"-c"_s, u"user.email=t@t"_s} + words);
    }

    Ran run(QStringList words) const
    {
        words << u"--project-dir"_s << project() << u"--schema"_s << u"close"_s << u"--dsn"_s
              << database.spec().toPublicString();
        return runCli(words);
    }

    TemporaryDatabase database;
    QTemporaryDir folder;

private:
    QString tool(const QString &program, const QStringList &words) const
    {
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(program, words);
        REQUIRE(process.waitForFinished());
        INFO(process.readAllStandardError().toStdString());
        REQUIRE(process.exitCode() == 0);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }
};

} // namespace

TEST_CASE("the commit a project stood at goes with the run, the report and what is exported")
{
    const Team team;
    const QString commit = team.git({u"rev-parse"_s, u"HEAD"_s});
    const Ran built = team.run({u"build"_s});
    INFO((built.err + built.out).toStdString());
    REQUIRE(built.status == 0);

    const QJsonObject run =
        team.run({u"runs"_s, u"1"_s, u"--format"_s, u"json"_s}).json()[u"run"_s].toObject();
    CHECK(run[u"git_commit"_s].toString().toStdString() == commit.toStdString());
    CHECK(run[u"git_dirty"_s] == QJsonValue(false));
    CHECK(team.run({u"runs"_s, u"1"_s}).out.contains(u"Project version %1\n"_s.arg(commit.left(9))));
    CHECK(team.run({u"runs"_s, u"2"_s}).err.contains(u"There is no run 2"_s));

    // What is live was made of the committed text, whatever the folder looks like by now.
    QFile added(team.project() + u"/models/added.sql"_s);
    REQUIRE(added.open(QIODevice::WriteOnly));
    added.write("select 1 as id\n");
    added.close();
    const QString csv = team.folder.filePath(u"report.csv"_s);
    const Ran exported = team.run({u"export"_s, u"report"_s, u"--from"_s, u"2024-06-14"_s, u"--to"_s,
                                   u"2024-06-15"_s, u"--out"_s, csv});
    INFO(exported.err.toStdString());
    QFile manifest(team.folder.filePath(u"report.manifest.json"_s));
    REQUIRE(manifest.open(QIODevice::ReadOnly));
    const auto version = QJsonDocument::fromJson(manifest.readAll())[u"provenance"_s][u"project_version"_s];
    CHECK(version[u"git_commit"_s].toString().toStdString() == commit.toStdString());
    CHECK(version[u"git_dirty"_s] == QJsonValue(false));
    CHECK(runCli({u"verify"_s, csv}).status == 0);

    REQUIRE(team.run({u"build"_s}).status == 0);
    CHECK(team.run({u"runs"_s, u"2"_s}).out.contains(commit.left(9) + u", with changes\n"_s));
    const QJsonObject report = team.run({u"report"_s, u"--from"_s, u"2024-06-14"_s, u"--to"_s,
                                         u"2024-06-15"_s, u"--format"_s, u"json"_s})
                                   .json();
    const QJsonObject proof = report[u"proof"_s].toObject();
    CHECK(proof[u"git_commit"_s].toString().toStdString() == commit.toStdString());
    CHECK(proof[u"git_dirty"_s] == QJsonValue(true));
}

TEST_CASE("a repository that cannot be read stops no close, and is told")
{
    const Team team;
    QFile head(team.folder.filePath(u".git/HEAD"_s));
    REQUIRE(head.open(QIODevice::WriteOnly));
    head.write("garbage");
    head.close();
    const Ran built = team.run({u"build"_s});
    CHECK(built.status == 0);
    CHECK(built.err.contains(u"warning: The git version of the project"_s));
    CHECK(team.database.table(u"select git_commit, git_dirty from daybook.run"_s) == u"NULL | NULL"_s);
}
