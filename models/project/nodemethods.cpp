#include "models/project/nodemethods.h"

#include "models/project/effectiveconfig.h"
#include "models/project/glob.h"
#include "models/project/statecomparison.h"

#include <QMap>

namespace daybook::project {

using templating::Value;

namespace {

struct Question
{
    const Criterion &criterion;
    const Project::Data &project;
    const PreviousState *state;
    const QString &value = criterion.value;
};

Error notAValue(const Question &asked, const QStringList &values)
{
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("'%1': '%2' is no value of %3:%4; write one of %5")
                           .arg(asked.criterion.word, asked.value, asked.criterion.method,
                                didYouMean(asked.value, values).remove(QLatin1Char('?')),
                                values.join(QStringLiteral(", ")))};
}

/// Dotted parts against an fqn; from the first pattern on, one pattern against all the rest.
bool fqnMatches(const QStringList &parts, const QStringList &fqn)
{
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

/// "orders", and "orders.v2" or "orders_v2" where it has versions.
bool isNamed(const Node &node, const QString &value, const QStringList &parts)
{
    if (!node.version)
        return node.fqn.last() == value;
    const QLatin1Char line('_');
    return node.fqn[node.fqn.size() - 2] == value ||
           node.fqn.mid(node.fqn.size() - 2).join(line) == parts.mid(parts.size() - 2).join(line);
}

/// With or without the package before it.
Result<NodePredicate> byFqn(const Question &asked)
{
    return [value = asked.value, parts = asked.value.split(QLatin1Char('.'))](const Node &node) {
        if (node.type == ResourceType::Source)
            return false;
        return isNamed(node, value, parts) || fqnMatches(parts, node.fqn) ||
               fqnMatches(parts, node.fqn.mid(1));
    };
}

Result<NodePredicate> byName(const Question &asked)
{
    return [name = Glob(asked.value)](const Node &node) { return name.matches(node.name); };
}

/// Where it is written, or described: the describing file itself must be meant, not a folder above it.
Result<NodePredicate> byPath(const Question &asked)
{
    return [value = asked.value](const Node &node) {
        if (pathMatches(value, node.path))
            return true;
        const QString file = node.declared ? node.declared->file : QString();
        return !file.isEmpty() && pathMatches(value, file) &&
               !pathMatches(value, file.left(std::max(file.lastIndexOf(QLatin1Char('/')), qsizetype(0))));
    };
}

Result<NodePredicate> byFile(const Question &asked)
{
    return [name = Glob(asked.value)](const Node &node) {
        const QString file = node.path.mid(node.path.lastIndexOf(QLatin1Char('/')) + 1);
        return name.matches(file) || name.matches(file.left(file.lastIndexOf(QLatin1Char('.'))));
    };
}

Result<NodePredicate> byTag(const Question &asked)
{
    return [tag = Glob(asked.value)](const Node &node) {
        return std::any_of(node.tags.begin(), node.tags.end(),
                           [&tag](const QString &one) { return tag.matches(one); });
    };
}

/// source, source.table, or package.source.table.
Result<NodePredicate> bySource(const Question &asked)
{
    QStringList parts = asked.value.split(QLatin1Char('.'));
    if (parts.size() > 3)
        return failure(ErrorKind::Usage, QStringLiteral("'%1': write source:name, source:name.table or "
                                                        "source:package.name.table")
                                             .arg(asked.criterion.word));
    const Glob package(parts.size() > 2 ? parts.takeFirst() : QStringLiteral("*"));
    const Glob source(parts.value(0));
    const Glob table(parts.size() > 1 ? parts[1] : QStringLiteral("*"));
    return [=](const Node &node) {
        return node.source && package.matches(node.package) && source.matches(node.source->sourceName) &&
               table.matches(node.name);
    };
}

Result<NodePredicate> byTestType(const Question &asked)
{
    static const QStringList kinds{QStringLiteral("generic"), QStringLiteral("singular"),
                                   QStringLiteral("data"), QStringLiteral("schema"), QStringLiteral("unit")};
    const QString kind = asked.value;
    if (!kinds.contains(kind))
        return failure(notAValue(asked, kinds));
    return [kind](const Node &node) {
        if (!node.test)
            return false;
        const bool isGeneric = !node.test->generic.isEmpty();
        return kind == u"data" || (isGeneric ? kind == u"generic" || kind == u"schema" : kind == u"singular");
    };
}

Result<NodePredicate> byTestName(const Question &asked)
{
    return [name = Glob(asked.value)](const Node &node) {
        return node.test && !node.test->generic.isEmpty() &&
               name.matches(node.test->generic.section(QLatin1Char('.'), -1));
    };
}

Result<NodePredicate> byResourceType(const Question &asked)
{
    if (!resourceTypeNames().contains(asked.value))
        return failure(notAValue(asked, resourceTypeNames()));
    return [type = asked.value](const Node &node) { return toString(node.type) == type; };
}

Result<NodePredicate> byPackage(const Question &asked)
{
    const bool own = asked.value == u"this";
    return [name = Glob(own ? asked.project.language->settings.name : asked.value)](const Node &node) {
        return name.matches(node.package);
    };
}

Result<NodePredicate> byGroup(const Question &asked)
{
    return [name = Glob(asked.value)](const Node &node) {
        const auto group = node.config.find(u"group").asString();
        return group && !group->isEmpty() && name.matches(*group);
    };
}

Result<NodePredicate> byAccess(const Question &asked)
{
    return [access = asked.value](const Node &node) {
        return node.type == ResourceType::Model && node.access() == access;
    };
}

bool saysSo(const Value &value, const QString &wanted, Qt::CaseSensitivity sensitivity)
{
    if (const auto flag = value.asBool())
        return wanted.compare(*flag ? u"true" : u"false", Qt::CaseInsensitive) == 0;
    return value.isPresent() && !value.isDict() && !value.isList() &&
           value.toString().compare(wanted, sensitivity) == 0;
}

/// config.meta.owner: the value itself, or an item of a list.
Result<NodePredicate> byConfig(const Question &asked)
{
    const QStringList keys = asked.criterion.arguments;
    const auto sensitivity =
        keys == QStringList{QStringLiteral("severity")} ? Qt::CaseInsensitive : Qt::CaseSensitive;
    return [keys, sensitivity, wanted = asked.value](const Node &node) {
        Value found = effectiveConfig(node);
        for (const QString &key : keys)
            found = found.find(key);
        if (!found.isList())
            return saysSo(found, wanted, sensitivity);
        const auto &items = found.items();
        return std::any_of(items.begin(), items.end(),
                           [&](const Value &item) { return saysSo(item, wanted, sensitivity); });
    };
}

Error needsState(const Question &asked, const QString &file)
{
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("'%1' compares with %2 of an earlier command: name its folder with "
                                      "--state DIR")
                           .arg(asked.criterion.word, file)};
}

Result<NodePredicate> byState(const Question &asked)
{
    if (!StateComparison::questions().contains(asked.value))
        return failure(notAValue(asked, StateComparison::questions()));
    if (asked.state == nullptr || !asked.state->hasManifest())
        return failure(needsState(asked, QStringLiteral("the manifest.json")));
    const auto comparison = std::make_shared<StateComparison>(asked.project, *asked.state);
    return
        [comparison, question = asked.value](const Node &node) { return comparison->answer(question, node); };
}

Result<NodePredicate> byResult(const Question &asked)
{
    static const QStringList statuses{
        QStringLiteral("success"), QStringLiteral("error"),         QStringLiteral("skipped"),
        QStringLiteral("pass"),    QStringLiteral("fail"),          QStringLiteral("warn"),
        QStringLiteral("no-op"),   QStringLiteral("runtime error"), QStringLiteral("partial success")};
    if (!statuses.contains(asked.value))
        return failure(notAValue(asked, statuses));
    if (asked.state == nullptr || !asked.state->hasResults())
        return failure(needsState(asked, QStringLiteral("the run_results.json")));
    return [state = asked.state, status = asked.value](const Node &node) {
        return state->statusOf(node.uniqueId) == status;
    };
}

Result<NodePredicate> bySourceStatus(const Question &asked)
{
    if (asked.value != u"fresher")
        return failure(notAValue(asked, {QStringLiteral("fresher")}));
    if (asked.state == nullptr || !asked.state->hasSources())
        return failure(
            needsState(asked, QStringLiteral("the sources.json (and this project's target with that)")));
    return [state = asked.state](const Node &node) { return state->isFresher(node.uniqueId); };
}

Result<NodePredicate> byVersion(const Question &asked)
{
    static const QStringList versions{QStringLiteral("latest"), QStringLiteral("prerelease"),
                                      QStringLiteral("old"), QStringLiteral("none")};
    if (!versions.contains(asked.value))
        return failure(notAValue(asked, versions));
    return [asked = asked.value](const Node &node) {
        if (!node.version)
            return asked == u"none" && node.type == ResourceType::Model;
        const Value &number = node.version->number;
        const Value &latest = node.version->latest;
        return (asked == u"latest" && node.version->isLatest()) ||
               (asked == u"prerelease" && ModelVersion::isBefore(latest, number)) ||
               (asked == u"old" && ModelVersion::isBefore(number, latest));
    };
}

/// name, or package.name.
Result<NodePredicate> byExposure(const Question &asked)
{
    const QStringList parts = asked.value.split(QLatin1Char('.'));
    if (parts.size() > 2)
        return failure(
            ErrorKind::Usage,
            QStringLiteral("'%1': write exposure:name or exposure:package.name").arg(asked.criterion.word));
    const Glob package(parts.size() > 1 ? parts.front() : QStringLiteral("*"));
    const Glob name(parts.back());
    return [=](const Node &node) {
        return node.type == ResourceType::Exposure && package.matches(node.package) &&
               name.matches(node.name);
    };
}

/// What dbt has and this program does not run: nothing of a project's is any.
Result<NodePredicate> byNothing(const Question &)
{
    return [](const Node &) { return false; };
}

using Method = Result<NodePredicate> (*)(const Question &);

const QMap<QString, Method> &methods()
{
    static const QMap<QString, Method> known{{QStringLiteral("fqn"), byFqn},
                                             {QStringLiteral("name"), byName},
                                             {QStringLiteral("path"), byPath},
                                             {QStringLiteral("file"), byFile},
                                             {QStringLiteral("tag"), byTag},
                                             {QStringLiteral("source"), bySource},
                                             {QStringLiteral("test_type"), byTestType},
                                             {QStringLiteral("test_name"), byTestName},
                                             {QStringLiteral("resource_type"), byResourceType},
                                             {QStringLiteral("package"), byPackage},
                                             {QStringLiteral("group"), byGroup},
                                             {QStringLiteral("access"), byAccess},
                                             {QStringLiteral("config.<key>"), byConfig},
                                             {QStringLiteral("state"), byState},
                                             {QStringLiteral("result"), byResult},
                                             {QStringLiteral("source_status"), bySourceStatus},
                                             {QStringLiteral("version"), byVersion},
                                             {QStringLiteral("exposure"), byExposure},
                                             {QStringLiteral("metric"), byNothing},
                                             {QStringLiteral("saved_query"), byNothing},
                                             {QStringLiteral("semantic_model"), byNothing},
                                             {QStringLiteral("unit_test"), byNothing}};
    return known;
}

} // namespace

QStringList selectionMethods()
{
    QStringList names = methods().keys() + QStringList{QStringLiteral("selector")};
    names.sort();
    return names;
}

QStringList resourceTypeNames()
{
    static const QStringList names{
        QStringLiteral("model"),          QStringLiteral("seed"),        QStringLiteral("snapshot"),
        QStringLiteral("test"),           QStringLiteral("source"),      QStringLiteral("unit_test"),
        QStringLiteral("analysis"),       QStringLiteral("exposure"),    QStringLiteral("metric"),
        QStringLiteral("semantic_model"), QStringLiteral("saved_query"), QStringLiteral("function")};
    return names;
}

Result<NodePredicate> nodePredicate(const Criterion &criterion, const Project::Data &project,
                                    const PreviousState *state)
{
    const QString name = criterion.method == u"config" ? QStringLiteral("config.<key>") : criterion.method;
    const Question asked{criterion, project, state};
    return methods().value(name)(asked);
}

} // namespace daybook::project
