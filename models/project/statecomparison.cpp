#include "models/project/statecomparison.h"

#include "models/project/manifestnodes.h"

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// Null, empty and absent are one: dbt's versions differ in what they spell out.
bool isNothing(const Value &value)
{
    const auto nothing = [](const Dict::Entry &entry) { return isNothing(entry.value); };
    if (value.isDict())
        return std::all_of(value.entries().begin(), value.entries().end(), nothing);
    return !value.isPresent() || (value.isList() && value.items().empty()) ||
           (value.isString() && value.toString().isEmpty());
}

bool isSame(const Value &a, const Value &b)
{
    return a == b || (isNothing(a) && isNothing(b));
}

bool isSameIn(const Value &a, const Value &b, std::initializer_list<QStringView> keys)
{
    return std::all_of(keys.begin(), keys.end(),
                       [&](QStringView key) { return isSame(a.find(key), b.find(key)); });
}

bool hasSameBody(const Value &before, const Value &now)
{
    if (now.find(u"resource_type").stringOr({}) == u"seed") {
        const Value sum = before.find(u"checksum");
        return sum.isDict() && sum == now.find(u"checksum");
    }
    // A generic test is its name and its arguments, and its unique id says both.
    return now.find(u"test_metadata").isDict() ||
           before.find(u"raw_code").stringOr({}).trimmed() == now.find(u"raw_code").stringOr({}).trimmed();
}

/// What somebody configured: the template it was written with does not count, what it came to does.
Value configured(const Value &entry, const QString &key)
{
    const Value written = entry.find(u"unrendered_config").find(key);
    const bool isTemplate = written.isString() && written.toString().contains(u"{{");
    const Value value = isTemplate ? entry.find(u"config").find(key) : written;
    const bool isHook = key == u"pre-hook" || key == u"post-hook";
    return isHook && value.isPresent() && !value.isList() ? Value(List{value}) : value;
}

bool hasSameConfig(const Value &before, const Value &now)
{
    static const QStringList ofTests{QStringLiteral("severity"),       QStringLiteral("where"),
                                     QStringLiteral("limit"),          QStringLiteral("fail_calc"),
                                     QStringLiteral("warn_if"),        QStringLiteral("error_if"),
                                     QStringLiteral("store_failures"), QStringLiteral("store_failures_as"),
                                     QStringLiteral("sql_header")};
    static const QStringList notCompared{QStringLiteral("alias"), QStringLiteral("schema"),
                                         QStringLiteral("database"), QStringLiteral("tags"),
                                         QStringLiteral("group")};
    QStringList keys = ofTests;
    if (now.find(u"resource_type").stringOr({}) != u"test")
        keys = now.find(u"unrendered_config").entries().keys() +
               before.find(u"unrendered_config").entries().keys();
    return std::all_of(keys.begin(), keys.end(), [&](const QString &key) {
        return notCompared.contains(key) || isSame(configured(before, key), configured(now, key));
    });
}

bool hasSameRelation(const Value &before, const Value &now)
{
    if (now.find(u"resource_type").stringOr({}) == u"source")
        return isSameIn(before, now, {u"database", u"schema", u"identifier"});
    return isSame(configured(before, QStringLiteral("database")),
                  configured(now, QStringLiteral("database"))) &&
           isSame(configured(before, QStringLiteral("schema")), configured(now, QStringLiteral("schema"))) &&
           isSame(configured(before, QStringLiteral("alias")), configured(now, QStringLiteral("alias")));
}

bool hasSamePersistedDescriptions(const Value &before, const Value &now)
{
    const Value persisted = now.find(u"config").find(u"persist_docs");
    if (persisted.find(u"relation").boolOr(false) && !isSameIn(before, now, {u"description"}))
        return false;
    if (!persisted.find(u"columns").boolOr(false))
        return true;
    const auto described = [](const Value &entry) {
        Dict texts;
        for (const Dict::Entry &column : entry.find(u"columns").entries())
            texts.insert(column.key, column.value.find(u"description"));
        return texts;
    };
    return described(before) == described(now);
}

bool hasSameContract(const Value &before, const Value &now)
{
    const bool was = before.find(u"contract").find(u"enforced").boolOr(false);
    const bool is = now.find(u"contract").find(u"enforced").boolOr(false);
    return was == is && (!is || isSame(before.find(u"contract").find(u"checksum"),
                                       now.find(u"contract").find(u"checksum")));
}

bool hasSameSource(const Value &before, const Value &now)
{
    return hasSameRelation(before, now) && hasSameConfig(before, now) &&
           isSameIn(before, now, {u"fqn", u"quoting", u"freshness", u"loaded_at_field", u"external"});
}

/// The order of what it depends on does not count.
bool hasSameExposure(const Value &before, const Value &now)
{
    const auto parents = [](const Value &entry) {
        QSet<QString> ids;
        for (const Value &id : entry.find(u"depends_on").find(u"nodes").items())
            ids.insert(id.toString());
        return ids;
    };
    return hasSameConfig(before, now) && parents(before) == parents(now) &&
           isSameIn(before, now, {u"fqn", u"type", u"owner", u"maturity", u"url", u"description", u"label"});
}

bool hasSameContents(const Value &before, const Value &now)
{
    const bool sameConfig = hasSameConfig(before, now) && isSameIn(before, now, {u"fqn"});
    if (now.find(u"test_metadata").isDict())
        return sameConfig;
    return sameConfig && hasSameBody(before, now) && hasSamePersistedDescriptions(before, now) &&
           hasSameRelation(before, now) && hasSameContract(before, now) &&
           isSameIn(before, now, {u"latest_version", u"access", u"deprecation_date"});
}

} // namespace

StateComparison::StateComparison(const Project::Data &project, const PreviousState &state)
    : m_project(project), m_state(state)
{
    findModifiedMacros();
}

QStringList StateComparison::questions()
{
    return {QStringLiteral("new"),
            QStringLiteral("old"),
            QStringLiteral("modified"),
            QStringLiteral("unmodified"),
            QStringLiteral("modified.body"),
            QStringLiteral("modified.configs"),
            QStringLiteral("modified.contract"),
            QStringLiteral("modified.macros"),
            QStringLiteral("modified.persisted_descriptions"),
            QStringLiteral("modified.relation")};
}

bool StateComparison::answer(const QString &question, const Node &node) const
{
    const Value before = m_state.entry(node.uniqueId);
    const bool isNew = !before.isDict();
    if (question == u"new" || question == u"old")
        return isNew == (question == u"new");
    if (question == u"modified.macros")
        return hasModifiedMacro(node);
    const bool isSource = node.source.has_value();
    const Value now = manifestEntry(m_project, node, {});
    if (question == u"modified")
        return isModified(node, before, now);
    if (question == u"unmodified")
        return !isModified(node, before, now);
    if (question == u"modified.configs")
        return isNew || !hasSameConfig(before, now);
    if (question == u"modified.relation" && node.type != ResourceType::Exposure)
        return isNew || !hasSameRelation(before, now);
    if (isSource || node.type == ResourceType::Exposure)
        return false; // has no body, no contract, and its description is nobody's comment
    return isNew || !(question == u"modified.body"       ? hasSameBody(before, now)
                      : question == u"modified.contract" ? hasSameContract(before, now)
                                                         : hasSamePersistedDescriptions(before, now));
}

bool StateComparison::isModified(const Node &node, const Value &before, const Value &now) const
{
    if (node.source) // a new one changes nothing: what reads it is new itself
        return before.isDict() && !hasSameSource(before, now);
    if (node.type == ResourceType::Exposure)
        return before.isDict() && !hasSameExposure(before, now);
    return !before.isDict() || !hasSameContents(before, now) || hasModifiedMacro(node);
}

bool StateComparison::hasModifiedMacro(const Node &node) const
{
    return std::any_of(node.macros.begin(), node.macros.end(),
                       [this](const QString &id) { return m_modifiedMacros.contains(id); });
}

/// Macros that come with Daybook are not compared: dbt has its own of those names.
void StateComparison::findModifiedMacros()
{
    QHash<QString, QStringList> calls;
    const Value before = m_state.macros();
    for (const Macro *macro : m_project.language->macros.all()) {
        const QString id = uniqueIdOf(*macro);
        const Value now = manifestMacro(m_project, *macro, {});
        for (const Value &called : now.find(u"depends_on").find(u"macros").items())
            calls[id].append(called.toString());
        const QString text = before.find(id).find(u"macro_sql").stringOr({}).trimmed();
        if (!Macros::isShipped(*macro) && text != now.find(u"macro_sql").toString().trimmed())
            m_modifiedMacros.insert(id);
    }
    for (qsizetype known = -1; known != m_modifiedMacros.size();) {
        known = m_modifiedMacros.size();
        for (auto call = calls.cbegin(); call != calls.cend(); ++call) {
            if (std::any_of(call->begin(), call->end(),
                            [this](const QString &id) { return m_modifiedMacros.contains(id); }))
                m_modifiedMacros.insert(call.key());
        }
    }
}

} // namespace daybook::project
