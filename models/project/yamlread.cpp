#include "models/project/yamlread.h"

namespace daybook::project {

namespace {

void expected(const QString &what, QStringView key, const YamlNode &found, Problems &problems)
{
    problems.error(found.where(), QStringLiteral("'%1' must be %2, not %3").arg(key, what, found.kindName()));
}

} // namespace

QString readText(const YamlNode &map, QStringView key, Problems &problems, const QString &fallback)
{
    const YamlNode value = map.find(key);
    if (value.isNull())
        return fallback;
    if (value.isScalar())
        return value.text();
    expected(QStringLiteral("a text"), key, value, problems);
    return fallback;
}

QStringList readTexts(const YamlNode &map, QStringView key, Problems &problems, const QStringList &fallback)
{
    const YamlNode value = map.find(key);
    if (value.isNull())
        return fallback;
    if (value.isScalar())
        return {value.text()};
    QStringList texts;
    for (const YamlNode &item : value.items()) {
        if (item.isScalar())
            texts.append(item.text());
        else
            expected(QStringLiteral("a list of texts"), key, item, problems);
    }
    if (!value.isList())
        expected(QStringLiteral("a text or a list of texts"), key, value, problems);
    return texts;
}

bool readFlag(const YamlNode &map, QStringView key, Problems &problems, bool fallback)
{
    const YamlNode value = map.find(key);
    if (value.isNull())
        return fallback;
    if (const auto flag = value.toValue().asBool())
        return *flag;
    expected(QStringLiteral("true or false"), key, value, problems);
    return fallback;
}

YamlNode readMap(const YamlNode &map, QStringView key, Problems &problems)
{
    const YamlNode value = map.find(key);
    if (value.isNull() || value.isMap())
        return value;
    expected(QStringLiteral("a mapping"), key, value, problems);
    return {};
}

std::vector<YamlNode> readList(const YamlNode &map, QStringView key, Problems &problems)
{
    const YamlNode value = map.find(key);
    if (!value.isNull() && !value.isList())
        expected(QStringLiteral("a list (each item begins with '- ')"), key, value, problems);
    return value.items();
}

void warnOfUnknownKeys(const YamlNode &map, const QStringList &known, const QString &what, Problems &problems)
{
    for (const YamlEntry &entry : map.entries()) {
        if (!known.contains(entry.key))
            problems.warning(entry.keyNode.where(),
                             QStringLiteral("'%1' is not a key of %2 and is not used%3")
                                 .arg(entry.key, what, didYouMean(entry.key, known)));
    }
}

} // namespace daybook::project
