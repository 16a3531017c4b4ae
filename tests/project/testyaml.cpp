#include "models/project/yaml.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::project;

namespace {

YamlNode parsed(const char *text)
{
    const auto document = parseYaml(text, QStringLiteral("a.yml"));
    if (!document)
        FAIL(document.error().toString().toStdString());
    return document->root;
}

Error refused(const QByteArray &text, const YamlLimits &limits = {})
{
    const auto document = parseYaml(text, QStringLiteral("a.yml"), limits);
    REQUIRE_FALSE(document.has_value());
    CHECK(document.error().kind == ErrorKind::Project);
    REQUIRE(document.error().where.has_value());
    CHECK(document.error().where->file == QStringLiteral("a.yml"));
    return document.error();
}

std::string repr(const char *text)
{
    return parsed(text).toValue().repr().toStdString();
}

} // namespace

TEST_CASE("scalars mean what they mean to dbt's reader")
{
    CHECK(repr("[yes, No, on, OFF, true, yEs]") == "[True, False, True, False, True, 'yEs']");
    CHECK(repr("[1, -2, 0x1F, 0b11, 010, 1_000, 0o7]") == "[1, -2, 31, 3, 8, 1000, '0o7']");
    CHECK(repr("[1.5, -.5, 1., 1e3, 1.0e+3]") == "[1.5, -0.5, 1.0, '1e3', 1000.0]");
    CHECK(repr("[~, null, '', 'null', \"1\"]") == "[None, None, '', 'null', '1']");
    CHECK(repr("[99999999999999999999, 2024-01-02]") == "['99999999999999999999', '2024-01-02']");
    CHECK(repr("{금액: 원, 1: one}") == "{'금액': '원', 1: 'one'}");
}

TEST_CASE("every node knows its line and column")
{
    const YamlNode root = parsed("# a comment\nmodels:\n  - name: a\n    tests: [x,\n      y]\n");
    const YamlNode model = root.find(u"models").items().front();
    CHECK(model.where() == Location{QStringLiteral("a.yml"), 3, 5});
    CHECK(model.find(u"tests").items()[1].where() == Location{QStringLiteral("a.yml"), 5, 7});
}

TEST_CASE("a text is kept as written")
{
    const YamlNode root = parsed("version: 1.0\nquoted: '2.0'\nlong: |\n  a\n  b\n");
    CHECK(root.find(u"version").text() == QStringLiteral("1.0"));
    CHECK(root.find(u"quoted").text() == QStringLiteral("2.0"));
    CHECK(root.find(u"long").text() == QStringLiteral("a\nb\n"));
}

TEST_CASE("anchors, aliases and merge keys")
{
    CHECK(repr("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\n") ==
          "{'base': {'x': 1, 'y': 2}, 'use': {'y': 3, 'x': 1}}");
    CHECK(repr("a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b]}\n") ==
          "{'a': {'x': 1}, 'b': {'x': 2, 'z': 3}, 'c': {'x': 1, 'z': 3}}");
}

TEST_CASE("a key written twice is told, and the last one counts")
{
    const auto document = parseYaml("a: 1\nb: 2\na: 3\n", QStringLiteral("a.yml"));
    REQUIRE(document.has_value());
    CHECK(document->root.toValue().find(u"a") == templating::Value(3));
    REQUIRE(document->warnings.size() == 1);
    CHECK(document->warnings.front().where == Location{QStringLiteral("a.yml"), 3, 1});
}

TEST_CASE("a mistake is told with its line and a remedy")
{
    const auto *wrong =
        GENERATE("a: 1\n b: 2\n", "a: [1, 2\n", "a: 'open\n", "a: b: c\n", "a: *nobody\n", "\ta: 1\n");
    const Error error = refused(wrong);
    INFO(error.toString().toStdString());
    CHECK(error.where->line >= 1);
    CHECK(error.message.contains(QStringLiteral("not valid YAML")));
    CHECK(error.message.contains(QStringLiteral(": ")));
}

TEST_CASE("an empty file is a null")
{
    CHECK(parsed("").isNull());
    CHECK(parsed("# nothing\n").isNull());
}

TEST_CASE("a bomb of aliases is refused before it goes off")
{
    QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray below = "*a" + QByteArray::number(i - 1);
        bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [";
        for (int k = 0; k < 10; ++k)
            bomb += below + (k < 9 ? ", " : "]\n");
    }
    CHECK(refused(bomb).message.contains(QStringLiteral("aliases")));
}

TEST_CASE("nesting and size are bounded")
{
    CHECK(refused(QByteArray(200, '[') + QByteArray(200, ']')).message.contains(QStringLiteral("nested")));
    CHECK(refused(QByteArray(100'000, '[')).message.contains(QStringLiteral("nested")));
    QByteArray deep;
    for (int i = 0; i < 5000; ++i)
        deep += QByteArray(i, ' ') + "a:\n";
    CHECK(refused(deep).message.contains(QStringLiteral("nested")));
    CHECK(refused("a: 12345678", {.bytes = 5}).message.contains(QStringLiteral("larger")));
    CHECK(refused("[1, 2, 3, 4]", {.nodes = 3}).message.contains(QStringLiteral("values")));
}
