// What reads and orders large projects in parts: the same results as in one piece, whatever the borders.
#include "models/project/inparts.h"
#include "models/project/nodes.h"
#include "tests/project/projectfolder.h"

#include <QCryptographicHash>

#include <numeric>
#include <random>

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;

TEST_CASE("what is sorted in parts is sorted as in one piece")
{
    const size_t size = GENERATE(0U, 1U, 2U, 3U, 16U, 17U, 1000U, 10'007U);
    std::mt19937 random(7); // the same each time
    std::vector<unsigned> numbers(size);
    std::generate(numbers.begin(), numbers.end(), [&random] { return random() % 100; });
    std::vector<unsigned> sorted = numbers;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    sortInParts(numbers, std::greater<>());
    CHECK(numbers == sorted);
}

TEST_CASE("parts cover each item once, and their problems come in the items' order")
{
    const size_t count = GENERATE(0U, 1U, 5U, 1000U);
    std::vector<int> visits(count, 0);
    Problems problems;
    inParts(count, problems, [&visits](size_t begin, size_t end, Problems &own) {
        for (size_t i = begin; i < end; ++i) {
            ++visits[i];
            own.warning(QString::number(i));
        }
    });
    CHECK(visits == std::vector<int>(count, 1));
    QStringList expected;
    for (size_t i = 0; i < count; ++i)
        expected.append(QString::number(i));
    CHECK(problems.warnings() == expected);
}

TEST_CASE("nodes are walked in their order from anywhere, each where it always was")
{
    Nodes::Owners owners;
    std::vector<const Node *> places;
    for (const char *name : {"a", "b", "c", "d"}) {
        owners.push_back(std::make_unique<Node>());
        owners.back()->name = QString::fromLatin1(name);
        places.push_back(owners.back().get());
    }
    const Nodes nodes(std::move(owners));
    REQUIRE(nodes.size() == 4);
    CHECK(std::equal(nodes.begin(), nodes.end(), places.begin(),
                     [](const Node &node, const Node *place) { return &node == place; }));
    CHECK(nodes.end() - nodes.begin() == 4);
    CHECK(nodes.begin()[2].name == QStringLiteral("c"));
    CHECK((nodes.begin() + 3)->name == QStringLiteral("d"));
    CHECK((nodes.end() - 1)->name == nodes.back().name);
    CHECK(nodes.begin() < nodes.end());
    CHECK(std::accumulate(nodes.begin(), nodes.end(), QString(), [](const QString &so, const Node &node) {
              return so + node.name;
          }) == QStringLiteral("abcd"));
    CHECK(Nodes().empty());
}

TEST_CASE("files around the size that is read at once are read whole")
{
    const int size = GENERATE((32 << 10) - 1, 32 << 10, (32 << 10) + 1, 100'000);
    const QByteArray end = " as last_column";
    const QByteArray text = "select " + QByteArray(size - 7 - end.size(), '1') + end;
    REQUIRE(text.size() == size);
    const Project project = ProjectFolder().write("models/long.sql", text).load();
    CHECK(project.find(QStringLiteral("model.shop.long"))->rawSql.toUtf8() == text);
    const auto file = std::find_if(project.files().begin(), project.files().end(),
                                   [](const ProjectFile &one) { return one.path == u"models/long.sql"; });
    REQUIRE(file != project.files().end());
    CHECK(file->sha256.toLatin1() == QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}
