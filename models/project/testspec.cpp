#include "models/project/testspec.h"

#include "models/project/yamlread.h"

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

/// What configures a test when it stands beside its arguments.
bool isConfigKey(QStringView key)
{
    static const QStringList keys{QStringLiteral("severity"),       QStringLiteral("tags"),
                                  QStringLiteral("enabled"),        QStringLiteral("where"),
                                  QStringLiteral("limit"),          QStringLiteral("warn_if"),
                                  QStringLiteral("error_if"),       QStringLiteral("fail_calc"),
                                  QStringLiteral("store_failures"), QStringLiteral("store_failures_as"),
                                  QStringLiteral("meta"),           QStringLiteral("database"),
                                  QStringLiteral("schema"),         QStringLiteral("alias")};
    return keys.contains(key);
}

/// A letter or an underscore, then those and digits.
bool isName(QStringView text)
{
    const auto isWord = [](QChar c) {
        return c == u'_' || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
    };
    return !text.isEmpty() && (text[0] < u'0' || text[0] > u'9') &&
           std::all_of(text.begin(), text.end(), isWord);
}

void readQualifiedName(const YamlNode &at, const QString &text, TestSpec &spec, Problems &problems)
{
    const qsizetype dot = text.indexOf(QLatin1Char('.'));
    if (isName(QStringView(text).mid(dot + 1)) && (dot < 0 || isName(QStringView(text).left(dot)))) {
        spec.package = dot < 0 ? QString() : text.left(dot);
        spec.name = dot < 0 ? text : text.mid(dot + 1);
        return;
    }
    problems.error(at.where(), QStringLiteral("'%1' is not a test's name: write one like not_null or "
                                              "dbt_utils.expression_is_true")
                                   .arg(text));
}

void readConfig(const YamlNode &map, Dict &config, Problems &problems)
{
    const YamlNode inside = readMap(map, u"config", problems);
    for (const YamlEntry &entry : map.entries()) {
        if (!isConfigKey(entry.key))
            continue;
        if (inside.contains(entry.key))
            problems.error(entry.keyNode.where(),
                           QStringLiteral("'%1' stands here and under config, too: keep the one under config")
                               .arg(entry.key));
        config.insert(entry.key, entry.value.toValue());
    }
    for (const YamlEntry &entry : inside.entries())
        config.insert(entry.key, entry.value.toValue());
}

/// `map` holds what a test is given: arguments at the top or under `arguments`, name, config.
void readBody(const YamlNode &map, TestSpec &spec, Problems &problems)
{
    spec.customName = readText(map, u"name", problems);
    spec.description = readText(map, u"description", problems);
    Dict config;
    readConfig(map, config, problems);
    spec.config = Value(std::move(config));
    Dict arguments;
    for (const YamlEntry &entry : map.entries()) {
        static const QStringList apart{QStringLiteral("name"), QStringLiteral("description"),
                                       QStringLiteral("config"), QStringLiteral("arguments"),
                                       QStringLiteral("test_name")};
        if (!apart.contains(entry.key) && !isConfigKey(entry.key))
            arguments.insert(entry.key, entry.value.toValue());
    }
    for (const YamlEntry &entry : readMap(map, u"arguments", problems).entries())
        arguments.insert(entry.key, entry.value.toValue());
    spec.arguments = Value(std::move(arguments));
}

} // namespace

QString TestSpec::qualifiedName() const
{
    return package.isEmpty() ? name : package + QLatin1Char('.') + name;
}

std::optional<TestSpec> readTest(const YamlNode &item, Problems &problems)
{
    TestSpec spec;
    spec.where = item.where();
    if (item.isScalar()) {
        readQualifiedName(item, item.text(), spec, problems);
        spec.arguments = Value(Dict{});
        spec.config = Value(Dict{});
        return spec;
    }
    if (item.isMap() && item.contains(u"test_name")) {
        readQualifiedName(item, readText(item, u"test_name", problems), spec, problems);
        readBody(item, spec, problems);
        return spec;
    }
    if (!item.isMap() || item.entries().size() != 1) {
        problems.error(
            item.where(),
            QStringLiteral("A test is a name, or one name with its arguments indented below it, not "
                           "%1: check the indentation")
                .arg(item.isMap() ? QStringLiteral("several keys side by side") : item.kindName()));
        return {};
    }
    const YamlEntry &only = item.entries().front();
    readQualifiedName(only.keyNode, only.key, spec, problems);
    if (!only.value.isMap() && !only.value.isNull())
        problems.error(only.value.where(),
                       QStringLiteral("The arguments of '%1' must be a mapping (argument: value), not %2")
                           .arg(only.key, only.value.kindName()));
    readBody(only.value, spec, problems);
    return spec;
}

std::vector<TestSpec> readTests(const YamlNode &owner, Problems &problems)
{
    if (owner.contains(u"tests") && owner.contains(u"data_tests"))
        problems.error(owner.find(u"tests").where(),
                       QStringLiteral("'tests' and 'data_tests' mean the same: keep only data_tests"));
    std::vector<TestSpec> tests;
    const auto key = owner.contains(u"data_tests") ? QStringView(u"data_tests") : QStringView(u"tests");
    for (const YamlNode &item : readList(owner, key, problems)) {
        if (auto test = readTest(item, problems))
            tests.push_back(std::move(*test));
    }
    return tests;
}

} // namespace daybook::project
