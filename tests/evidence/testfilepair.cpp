#include "models/evidence/filepair.h"
#include "models/core/sha256.h"
#include "tests/evidence/evidencefixture.h"

#include <QFile>

#include <catch2/catch.hpp>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;
using evidence::verifyCsv;

namespace {

/// A file of some rows, and what proves it.
struct Pair
{
    explicit Pair(int rows)
    {
        csv = "n\r\n";
        for (int i = 0; i < rows; ++i)
            csv += QByteArray::number(i) + "\r\n";
        evidence::Manifest proof;
        proof.file = u"a.csv"_s;
        proof.sha256 = Sha256::hexOf(csv);
        proof.bytes = csv.size();
        proof.rows = rows;
        proof.columns = {{.name = u"n"_s, .type = u"integer"_s}};
        proof.totals.overall.rows = rows;
        proof.sqlSha256 = Sha256::hexOf({});
        manifest = proof.toJson();
    }

    Result<void> publish(const QString &path) const
    {
        auto data = evidence::PartialFile::create(path);
        auto proof = evidence::PartialFile::create(evidence::manifestPathFor(path));
        if (!data || !proof)
            return failure(data ? proof.error() : data.error());
        return data->append(csv).and_then([&] { return proof->append(manifest); }).and_then([&] {
            return evidence::publishPair(std::move(*data), std::move(*proof), path);
        });
    }

    QByteArray csv;
    QByteArray manifest;
};

} // namespace

TEST_CASE("wherever a crash falls, the file that is there is proven, and the next export tidies up")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.csv"_s);
    const QString manifest = evidence::manifestPathFor(path);
    const QString pending = evidence::pendingManifestPathFor(path);
    const Pair older(1);
    const Pair newer(2);
    const auto [csv, settled, waiting, rows] = GENERATE_COPY(table<QByteArray, QByteArray, QByteArray, int>(
        {{older.csv, older.manifest, newer.manifest, 1}, // before the file was renamed
         {newer.csv, older.manifest, newer.manifest, 2}, // between the two renames
         {newer.csv, "", newer.manifest, 2},             // the same, and there was no older pair
         {newer.csv, newer.manifest, "", 2}}));
    write(path, csv);
    if (!settled.isEmpty())
        write(manifest, settled);
    if (!waiting.isEmpty())
        write(pending, waiting);
    const auto report = verifyCsv(path);
    REQUIRE(report);
    CHECK(report->proven());
    CHECK(report->manifest.rows == rows);

    // The next export is killed, too, right after its manifest was put in waiting: nothing is lost by that.
    REQUIRE(Pair(3).publish(path));
    CHECK(verifyCsv(path)->manifest.rows == 3);
    CHECK(namesIn(folder.path()) == QStringList{u"a.csv"_s, u"a.manifest.json"_s});
}

TEST_CASE("a manifest that waits beside a file it does not prove changes no verdict")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.csv"_s);
    REQUIRE(Pair(1).publish(path));
    write(evidence::pendingManifestPathFor(path), Pair(2).manifest);
    write(path, "n\r\n7\r\n");
    const auto report = verifyCsv(path);
    REQUIRE(report);
    CHECK_FALSE(report->proven());
    CHECK(report->manifestPath == evidence::manifestPathFor(path));
}

TEST_CASE("killed at any moment, there is always a pair that is proven")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.csv"_s);
    REQUIRE(Pair(1).publish(path));
    int interrupted = 0;
    for (int round = 0; round < 150 || (interrupted == 0 && round < 3000); ++round) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (int rows = 1;; rows = rows % 50 + 1)
                std::ignore = Pair(rows).publish(path);
        }
        ::usleep(useconds_t(2000 + round * 37 % 3000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        interrupted += QFile::exists(evidence::pendingManifestPathFor(path)) ? 1 : 0;
        const auto report = verifyCsv(path);
        REQUIRE(report);
        REQUIRE(report->proven());
    }
    INFO("kills between the renames: " << interrupted);
    CHECK(interrupted > 0);
    REQUIRE(Pair(7).publish(path));
    CHECK(namesIn(folder.path()) == QStringList{u"a.csv"_s, u"a.manifest.json"_s});
    CHECK(verifyCsv(path)->manifest.rows == 7);
}

TEST_CASE("two who publish to one place at once leave a pair")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.csv"_s);
    std::vector<std::thread> threads;
    for (int who = 1; who <= 4; ++who) {
        threads.emplace_back([&path, who] {
            for (int i = 0; i < 25; ++i)
                std::ignore = Pair(who).publish(path);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(verifyCsv(path)->proven());
    CHECK(namesIn(folder.path()) == QStringList{u"a.csv"_s, u"a.manifest.json"_s});
}
