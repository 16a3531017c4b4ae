#include "models/workspace/preferences.h"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::workspace;

namespace {

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

TEST_CASE("preferences come back as they were kept, and where there are none the defaults hold")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("new/desktop.json"));
    CHECK(loadPreferences(path).value() == Preferences());
    const Preferences kept{.language = QStringLiteral("ko"),
                           .scheme = QStringLiteral("dark"),
                           .page = QStringLiteral("runs"),
                           .windowGeometry = QByteArray("\x01\x00\xff", 3),
                           .threads = 8};
    REQUIRE(savePreferences(kept, path));
    CHECK(loadPreferences(path).value() == kept);
}

TEST_CASE("a damaged file gives defaults, field by field, and what a newer Daybook wrote survives")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("desktop.json"));
    write(path, "{\"language\": \"klingon\", \"scheme\": \"dark\", \"threads\": 9000, \"future\": [1]}");
    const Preferences read = loadPreferences(path).value();
    CHECK(read.language.isEmpty());
    CHECK(read.scheme == QStringLiteral("dark"));
    CHECK(read.threads == 64);
    REQUIRE(savePreferences(read, path));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(file.readAll().contains("future"));
    write(path, "not json");
    CHECK(loadPreferences(path).value() == Preferences());
}

TEST_CASE("a place that cannot be written is said, with the file")
{
    const auto refused = savePreferences({}, QStringLiteral("/proc/nowhere/desktop.json"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Io);
    CHECK(refused.error().message.contains(QStringLiteral("/proc/nowhere/desktop.json")));
}
