#include "models/project/effectiveconfig.h"

#include "models/project/hooks.h"

namespace daybook::project {

using templating::Dict;
using templating::Value;

namespace {

const char *const common = R"-({"enabled": true, "alias": null, "schema": null, "database": null, "tags": [],
    "meta": {}, "group": null, "static_analysis": null)-";

const char *const relation = R"-(, "materialized": null, "incremental_strategy": null, "batch_size": null,
    "lookback": 1, "begin": null, "persist_docs": {}, "post-hook": [], "pre-hook": [], "quoting": {},
    "column_types": {}, "full_refresh": null, "unique_key": null, "on_schema_change": "ignore",
    "on_configuration_change": "apply", "grants": {}, "packages": [],
    "docs": {"show": true, "node_color": null}, "contract": {"enforced": false, "alias_types": true},
    "event_time": null, "concurrent_batches": null)-";

const char *const model = R"-(, "access": "protected", "freshness": null, "on_error": null,
    "latest_version_pointer": {"alias": null, "enabled": null}})-";
const char *const seed = R"-(, "delimiter": ",", "quote_columns": null})-";
const char *const snapshot = R"-(, "strategy": null, "target_schema": null, "target_database": null,
    "updated_at": null, "check_cols": null, "snapshot_meta_column_names": {},
    "dbt_valid_to_current": null})-";

const char *const test = R"-(, "materialized": "test", "severity": "ERROR", "store_failures": null,
    "store_failures_as": null, "sql_header": null, "where": null, "limit": null, "fail_calc": "count(*)",
    "warn_if": "!= 0", "error_if": "!= 0"})-";

const char *const source = R"-({"enabled": true, "event_time": null, "freshness": null,
    "loaded_at_field": null, "loaded_at_query": null, "meta": {}, "tags": [], "static_analysis": null})-";

const char *const exposure = R"-({"enabled": true, "meta": {}, "tags": []})-";

Value parsed(const QByteArray &json)
{
    const auto value = Value::fromJson(json);
    Q_ASSERT(value);
    value->freeze();
    return *value;
}

const Value &defaultsOf(ResourceType type)
{
    static const QByteArray shared = QByteArray(common) + relation;
    static const Value ofModel = parsed(shared + model);
    static const Value ofSeed = parsed(shared + seed);
    static const Value ofSnapshot = parsed(shared + snapshot);
    static const Value ofTest = parsed(QByteArray(common) + test);
    static const Value ofSource = parsed(source);
    static const Value ofExposure = parsed(exposure);
    switch (type) {
    case ResourceType::Seed:
        return ofSeed;
    case ResourceType::Snapshot:
        return ofSnapshot;
    case ResourceType::Test:
        return ofTest;
    case ResourceType::Source:
        return ofSource;
    case ResourceType::Exposure:
        return ofExposure;
    case ResourceType::Model:
        break;
    }
    return ofModel;
}

/// As dbt's manifest has them, however they were written; what is none was told when the project was read.
Value hooksAsRead(const Value &written)
{
    templating::List hooks;
    for (const Hook &hook : readHooks(written).value_or(std::vector<Hook>()))
        hooks.push_back(Value(Dict{{QStringLiteral("sql"), Value(hook.sql)},
                                   {QStringLiteral("transaction"), Value(hook.inTransaction)},
                                   {QStringLiteral("index"), Value::none()}}));
    return Value(std::move(hooks));
}

} // namespace

Value underDbtNames(const Value &config)
{
    Dict named;
    for (const Dict::Entry &entry : config.entries()) {
        const QString key = entry.key.toString();
        named.insert(key == u"pre_hook"    ? QStringLiteral("pre-hook")
                     : key == u"post_hook" ? QStringLiteral("post-hook")
                                           : key,
                     entry.value);
    }
    return Value(std::move(named));
}

Value unrenderedConfig(const Node &node)
{
    Dict config;
    if (node.source) // dbt spells these out
        config = parsed(R"-({"loaded_at_field": null, "loaded_at_query": null, "meta": {}, "tags": []})-")
                     .entries();
    const Value configured = underDbtNames(node.config);
    for (const Dict::Entry &entry : configured.entries())
        config.insert(entry.key, entry.value);
    if (!node.unrendered.isDict())
        return Value(std::move(config));
    for (const Dict::Entry &written : underDbtNames(node.unrendered).entries()) {
        const Value *now = config.find(written.key);
        if (written.value.isString() && written.value.toString().contains(u"{{") && now != nullptr)
            config.insert(written.key, written.value);
    }
    return Value(std::move(config));
}

Value effectiveConfig(const Node &node)
{
    Dict config = defaultsOf(node.type).entries();
    const Value configured = underDbtNames(node.config);
    for (const Dict::Entry &entry : configured.entries()) {
        const QString key = entry.key.toString();
        const Value *before = config.find(key);
        const bool filled = before != nullptr && (before->isList() || before->isDict());
        if (key == u"pre-hook" || key == u"post-hook") {
            config.insert(key, hooksAsRead(entry.value));
            continue;
        }
        if (filled && !entry.value.isPresent())
            continue;
        if (filled && before->isList() && !entry.value.isList())
            config.insert(key, Value(templating::List{entry.value}));
        else if (filled && before->isDict())
            config.insert(key, Value::merged(*before, entry.value));
        else
            config.insert(key, entry.value);
    }
    if (node.type != ResourceType::Source && node.type != ResourceType::Test &&
        node.type != ResourceType::Exposure)
        config.insert(u"materialized", Value(node.materialization()));
    return Value(std::move(config));
}

} // namespace daybook::project
