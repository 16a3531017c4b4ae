#include "models/project/criterion.h"

#include "models/project/glob.h"
#include "models/project/problems.h"

#include <QHash>
#include <QRegularExpression>

namespace daybook::project {

using templating::Value;
using Predicate = std::function<bool(const Node &)>;

namespace {

/// Dotted parts against a node's fqn, with or without the package before it.
bool fqnMatches(const QString &pattern, const QStringList &fqn)
{
    const QStringList parts = pattern.split(QLatin1Char('.'));
    const QStringList flat = fqn.join(QLatin1Char('.')).split(QLatin1Char('.'));
    if (flat.size() < parts.size())
        return false;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (Glob::isPattern(parts[i]))
            return Glob(parts.mid(i).join(QLatin1Char('.'))).matches(flat.mid(i).join(QLatin1Char('.')));
        if (flat[i] != parts[i])
            return false;
    }
    return true;
}

Predicate byFqn(const QString &value)
{
    return [value, name = Glob(value)](const Node &node) {
        if (node.type == ResourceType::Source)
            return false;
        return name.matches(node.name) || fqnMatches(value, node.fqn) || fqnMatches(value, node.fqn.mid(1));
    };
}

Predicate byName(const QString &value)
{
    return [name = Glob(value)](const Node &node) { return name.matches(node.name); };
}

Predicate byPath(const QString &value)
{
    return [value](const Node &node) { return pathMatches(value, node.path); };
}

Predicate byFile(const QString &value)
{
    return [name = Glob(value)](const Node &node) {
        const QString file = node.path.mid(node.path.lastIndexOf(QLatin1Char('/')) + 1);
        return name.matches(file) || name.matches(file.left(file.lastIndexOf(QLatin1Char('.'))));
    };
}

Predicate byTag(const QString &value)
{
    return [tag = Glob(value)](const Node &node) {
        return std::any_of(node.tags.begin(), node.tags.end(),
                           [&tag](const QString &one) { return tag.matches(one); });
    };
}

/// source, source.table, or package.source.table.
Predicate bySource(const QString &value)
{
    QStringList parts = value.split(QLatin1Char('.'));
    const Glob package(parts.size() > 2 ? parts.takeFirst() : QStringLiteral("*"));
    const Glob source(parts.value(0));
    const Glob table(parts.size() > 1 ? parts[1] : QStringLiteral("*"));
    return [=](const Node &node) {
        return node.source && package.matches(node.package) && source.matches(node.source->sourceName) &&
               table.matches(node.name);
    };
}

Predicate byTestType(const QString &value)
{
    return [value](const Node &node) {
        if (!node.test)
            return false;
        const bool generic = !node.test->generic.isEmpty();
        return value == u"data" || (value == u"generic" && generic) || (value == u"singular" && !generic);
    };
}

Predicate byTestName(const QString &value)
{
    return [name = Glob(value)](const Node &node) {
        return node.test && name.matches(node.test->generic.section(QLatin1Char('.'), -1));
    };
}

Predicate byType(const QString &value)
{
    return [value](const Node &node) { return toString(node.type) == value; };
}

Predicate byPackage(const QString &value)
{
    return [name = Glob(value), own = value == u"this"](const Node &node) {
        return own || name.matches(node.package);
    };
}

QString asWritten(const Value &value)
{
    const auto flag = value.asBool();
    return flag ? (*flag ? QStringLiteral("true") : QStringLiteral("false")) : value.toString();
}

/// config.meta.owner: the value itself, an item of a list, or a key of a mapping.
Predicate byConfig(const QString &path, const QString &value)
{
    return [keys = path.split(QLatin1Char('.')), wanted = Glob(value)](const Node &node) {
        Value found = node.config;
        for (const QString &key : keys)
            found = found.find(key);
        if (found.isUndefined() && keys == QStringList{QStringLiteral("materialized")})
            found = Value(node.materialization());
        if (found.isUndefined())
            return false;
        if (found.isList())
            return std::any_of(found.items().begin(), found.items().end(),
                               [&wanted](const Value &item) { return wanted.matches(asWritten(item)); });
        if (found.isDict()) {
            const auto names = found.entries().keys();
            return std::any_of(names.begin(), names.end(),
                               [&wanted](const QString &key) { return wanted.matches(key); });
        }
        return wanted.matches(asWritten(found));
    };
}

const QHash<QString, Predicate (*)(const QString &)> &methods()
{
    static const QHash<QString, Predicate (*)(const QString &)> known{
        {QStringLiteral("fqn"), byFqn},
        {QStringLiteral("name"), byName},
        {QStringLiteral("path"), byPath},
        {QStringLiteral("file"), byFile},
        {QStringLiteral("tag"), byTag},
        {QStringLiteral("source"), bySource},
        {QStringLiteral("test_type"), byTestType},
        {QStringLiteral("test_name"), byTestName},
        {QStringLiteral("resource_type"), byType},
        {QStringLiteral("package"), byPackage},
        {QStringLiteral("group"),
         [](const QString &value) { return byConfig(QStringLiteral("group"), value); }},
    };
    return known;
}

QString standardMethod(const QString &value)
{
    static const QRegularExpression file(QStringLiteral("\\.(sql|csv|ya?ml)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    if (value.contains(QLatin1Char('/')))
        return QStringLiteral("path");
    return file.match(value).hasMatch() ? QStringLiteral("file") : QStringLiteral("fqn");
}

std::optional<int> generations(const QRegularExpressionMatch &match, const QString &group,
                               const QString &depth)
{
    if (match.captured(group).isEmpty())
        return {};
    const QString digits = match.captured(depth);
    return digits.isEmpty() ? Criterion::everything : digits.toInt();
}

Error unknownMethod(const QString &word, const QString &method)
{
    QStringList names = methods().keys() + QStringList{QStringLiteral("config.<key>")};
    names.sort();
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("'%1': there is no selection method '%2'%3; the methods are %4")
                           .arg(word, method, didYouMean(method, names).remove(QLatin1Char('?')),
                                names.join(QStringLiteral(", ")))};
}

} // namespace

Result<Criterion> parseCriterion(const QString &word)
{
    static const QRegularExpression form(QStringLiteral("^(?<at>@)?(?<up>(?<upDepth>\\d*)\\+)?"
                                                        "(?:(?<method>[\\w.]+):)?(?<value>.*?)"
                                                        "(?<down>\\+(?<downDepth>\\d*))?$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(word);
    const QString value = match.captured(QStringLiteral("value"));
    QString method = match.captured(QStringLiteral("method"));
    Criterion criterion{.word = word,
                        .matches = {},
                        .parents = generations(match, QStringLiteral("up"), QStringLiteral("upDepth")),
                        .children = generations(match, QStringLiteral("down"), QStringLiteral("downDepth")),
                        .withParentsOfChildren = !match.captured(QStringLiteral("at")).isEmpty()};
    if (value.isEmpty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1' names nothing to select: write a model's name, or "
                                      "method:value")
                           .arg(word));
    if (criterion.withParentsOfChildren && criterion.children)
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1': @ takes all below already, leave out the plus after "
                                      "the name")
                           .arg(word));
    if (method.isEmpty())
        method = standardMethod(value);
    if (method.startsWith(u"config.") && method.size() > 7) {
        criterion.matches = byConfig(method.mid(7), value);
        return criterion;
    }
    const auto maker = methods().value(method, nullptr);
    if (maker == nullptr)
        return failure(unknownMethod(word, method));
    criterion.matches = maker(value);
    return criterion;
}

} // namespace daybook::project
