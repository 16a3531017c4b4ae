// The fast reader of YAML reads what yaml-cpp reads, or leaves it to yaml-cpp.

#include "models/project/yamlscan.h"

#include <QDirIterator>
#include <QFile>

#include <catch2/catch.hpp>
#include <random>

using namespace daybook;
using namespace daybook::project;

namespace {

/// A tree with its places, on one line; those of nulls are not told.
QString shown(const YamlNode &node)
{
    const QString place = QStringLiteral("@%1:%2").arg(node.where().line).arg(node.where().column);
    QStringList parts;
    if (node.isNull())
        return QStringLiteral("null");
    if (node.isScalar())
        return node.toValue().repr() + QLatin1Char('<') + node.text() + QLatin1Char('>') + place;
    for (const YamlNode &item : node.items())
        parts.append(shown(item));
    for (const YamlEntry &entry : node.entries())
        parts.append(entry.key + QLatin1Char('=') + shown(entry.keyNode) + QLatin1Char(':') +
                     shown(entry.value));
    const QString inner = parts.join(QLatin1Char(','));
    return (node.isList() ? QStringLiteral("[%1]") : QStringLiteral("{%1}")).arg(inner) + place;
}

QString shown(const YamlDocument &document)
{
    QString text = shown(document.root);
    for (const Error &warning : document.warnings)
        text += QStringLiteral(" | ") + warning.toString();
    return text;
}

/// Whether the fast reader takes the text; and if so, as yaml-cpp does.
bool takes(const QByteArray &text)
{
    const QString file = QStringLiteral("a.yml");
    YamlBuilder builder(file, {});
    if (!scanSimpleYaml(text, builder))
        return false;
    const auto thorough = parseAnyYaml(text, file);
    INFO(text.toStdString());
    REQUIRE(thorough.has_value());
    CHECK(shown(builder.take()).toStdString() == shown(*thorough).toStdString());
    return true;
}

const QByteArrayList &simple()
{
    static const QByteArrayList texts{
        "",
        "# only a comment\n",
        "a: 1",
        "---\nversion: 2\n\nmodels:\n  - name: a\n    columns:\n      - name: b\n        tests: [not_null, "
        "unique]\n",
        "models:\n- name: a\n  columns:\n  - name: b\n  - name: c\nseeds:\n- name: d\n",
        "a:\nb: ~\nc: null\nd: # nothing\ne: ''\nnull: x\n",
        "a: {b: 1, c: [x, {d: 'e, f', g: -1.5}], h: {}}\nlist: []\n",
        "a: it's plain # a comment\nb: 'it''s quoted' # too\nc: \"a \\\"b\\\" \\\\ \\n c\"\nd: a#b\ne: "
        "http://x.y/z\n",
        "- - a\n  - b\n- - c\n-\n  - d\n-\n- e: f\n  g: h\n",
        "  indented: 1\n  more:\n       - deep\n",
        "description: \xEC\x9B\x90\xEC\x9E\xA5 \xE2\x82\xA9 1,000\n\"\xED\x82\xA4\": [\xEA\xB0\x80, 'x']\n",
        "a: 1\na: 2\nb: {c: 1, c: 2}\n",
        "yes: no\noctal: 010\nfloat: 1.0\ndate: 2026-01-02\ntime: 10:20:30\nneg: -5\n",
        "a: x ] } , y\nb [c]: d\ne: '{{ var(\"x\") }}'\n",
        "a:   \n    b:    c   \n\n\n  # odd\n\n    d: e\n",
        "<<: a\nb: c\n"};
    return texts;
}

} // namespace

TEST_CASE("simple YAML is read as yaml-cpp reads it, places included")
{
    for (const QByteArray &text : simple()) {
        INFO(text.toStdString());
        CHECK(takes(text));
    }
}

TEST_CASE("all else of YAML is left to yaml-cpp")
{
    for (const char *text : {"a: |\n  text\n",
                             "a: >\n  text\n",
                             "a: &x 1\nb: *x\n",
                             "a: !!str 1\n",
                             "a: b\n  c\n",
                             "a: 'b\n  c'\n",
                             "a: [b,\n  c]\n",
                             "a\n",
                             "? a\n: b\n",
                             "a: b: c\n",
                             "a:\n  - b\n c: d\n",
                             "a:\n\t- b\n",
                             "a: b\r\nc: d\r\n",
                             "- a\nb: c\n",
                             "a: {{ x }}\n",
                             "a: [b: c]\n",
                             "a: {b, c}\n",
                             "a: \"\\x41\"\n",
                             "a: @b\n",
                             "a: b\n---\nc: d\n",
                             "a: 'b' c\n",
                             "a: [b] c\n",
                             "a: b\n...\n",
                             "%YAML 1.2\n---\na: b\n",
                             "a: [b, ]\n",
                             "{a: b}\n",
                             "a: - b\n"}) {
        INFO(text);
        CHECK_FALSE(takes(text));
    }
}

TEST_CASE("texts changed at random are read as yaml-cpp reads them, or left to it")
{
    std::mt19937 random(20260302); // the same ones each time
    const QByteArray pieces = " \n:-#,[]{}'\"ab1~&*!|>%@?\\\t\r.<=";
    const auto below = [&random](qsizetype limit) {
        return static_cast<qsizetype>(random() % static_cast<unsigned long>(limit));
    };
    int taken = 0;
    for (int round = 0; round < 30'000; ++round) {
        QByteArray text = simple()[3 + below(simple().size() - 3)];
        for (qsizetype change = 1 + below(3); change > 0; --change) {
            const qsizetype at = below(text.size());
            const char piece = pieces[below(pieces.size())];
            if (below(3) == 0)
                text.remove(at, 1 + below(3));
            else if (below(2) == 0)
                text.insert(at, piece);
            else
                text[at] = piece;
            if (text.isEmpty())
                text = "a";
        }
        if (text.isValidUtf8())
            taken += takes(text) ? 1 : 0;
    }
    CHECK(taken > 5'000);
}
