#include "models/project/names.h"

#include <QHash>
#include <QProcessEnvironment>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::Object;
using templating::Value;

namespace {

Error wrong(const Arguments &arguments, const QString &message)
{
    return {.kind = ErrorKind::Project, .message = message, .where = arguments.where()};
}

/// var('name', default) and var.has_var('name').
class Var final : public Object
{
public:
    explicit Var(std::shared_ptr<Host> host) : m_host(std::move(host)) {}

    QString typeName() const override { return QStringLiteral("var"); }
    bool isCallable() const override { return true; }

    Result<Value> call(const Arguments &arguments) const override
    {
        const QString name = arguments.value(0, u"name").toString();
        const Value value = variable(m_host->language(), name);
        if (!value.isUndefined())
            return value;
        if (arguments.has(1, u"default"))
            return arguments.value(1, u"default");
        QStringList known = m_host->language().settings.vars.entries().keys();
        known += m_host->language().options.vars.entries().keys();
        return failure(
            wrong(arguments, QStringLiteral("The variable '%1' is not set%2: set it under 'vars:' in "
                                            "dbt_project.yml, give it with --vars '{%1: ...}', or "
                                            "write a default, var('%1', ...)")
                                 .arg(name, didYouMean(name, known))));
    }

    Result<Value> attribute(const QString &name) const override
    {
        if (name != u"has_var")
            return Value::undefined(name);
        return Value::fromFunction(name, [host = m_host](const Arguments &arguments) -> Result<Value> {
            return Value(
                !variable(host->language(), arguments.value(0, u"var_name").toString()).isUndefined());
        });
    }

private:
    std::shared_ptr<Host> m_host;
};

Result<Value> environmentVariable(const Arguments &arguments)
{
    const QString name = arguments.value(0, u"var").toString();
    const QByteArray key = name.toUtf8();
    if (qEnvironmentVariableIsSet(key.constData()))
        return Value(qEnvironmentVariable(key.constData()));
    if (arguments.has(1, u"default"))
        return arguments.value(1, u"default");
    return failure(
        wrong(arguments, QStringLiteral("The environment variable '%1' is not set: set it, or write a "
                                        "default, env_var('%1', ...)")
                             .arg(name)));
}

/// config(materialized='table'), config.get('key', default), config.require('key').
class Config final : public Object
{
public:
    explicit Config(std::shared_ptr<Host> host) : m_host(std::move(host)) {}

    QString typeName() const override { return QStringLiteral("config"); }
    bool isCallable() const override { return true; }

    Result<Value> call(const Arguments &arguments) const override
    {
        Dict given = arguments.keyword;
        for (const Value &positional : arguments.positional) {
            if (!positional.isDict())
                return failure(wrong(arguments, QStringLiteral("config() takes names and values: write "
                                                               "config(materialized='table')")));
            for (const Dict::Entry &entry : positional.entries())
                given.insert(entry.key, entry.value);
        }
        if (const auto done = m_host->configure(given); !done)
            return failure(done.error());
        return Value(QString());
    }

    Result<Value> attribute(const QString &name) const override
    {
        if (name == u"get" || name == u"require")
            return Value::fromFunction(
                name, [host = m_host, required = name == u"require"](const Arguments &arguments) {
                    return get(*host, arguments, required);
                });
        if (name == u"meta_get")
            return Value::fromFunction(name, [host = m_host](const Arguments &arguments) -> Result<Value> {
                const Value *value =
                    host->config().find(u"meta").entries().find(arguments.value(0, u"name").toString());
                return value != nullptr ? *value : fallback(arguments);
            });
        if (name == u"persist_relation_docs" || name == u"persist_column_docs")
            return Value::fromFunction(name, [](const Arguments &) -> Result<Value> { return Value(false); });
        return Value::undefined(name);
    }

private:
    static Value fallback(const Arguments &arguments)
    {
        return arguments.has(1, u"default") ? arguments.value(1, u"default") : Value::none();
    }

    static Result<Value> get(const Host &host, const Arguments &arguments, bool required)
    {
        const QString key = arguments.value(0, u"name").toString();
        const Value config = host.config();
        if (const Value *value = config.entries().find(key); value != nullptr && value->isPresent())
            return *value;
        if (required && host.executing())
            return failure(
                wrong(arguments, QStringLiteral("The configuration '%1' is required here: set it with "
                                                "config(%1=...) or in a properties file")
                                     .arg(key)));
        return fallback(arguments);
    }

    std::shared_ptr<Host> m_host;
};

Value target(const Language &language)
{
    const ProjectOptions &options = language.options;
    Dict fields{{QStringLiteral("name"), Value(options.targetName)},
                {QStringLiteral("target_name"), Value(options.targetName)},
                {QStringLiteral("schema"), Value(options.targetSchema)},
                {QStringLiteral("dbname"), Value(options.database)},
                {QStringLiteral("database"), Value(options.database)},
                {QStringLiteral("type"), Value(u"postgres")},
                {QStringLiteral("profile_name"), Value(language.settings.profile)},
                {QStringLiteral("threads"), Value(options.threads)}};
    for (const Dict::Entry &entry : options.target.entries()) {
        if (!fields.contains(entry.key) && entry.key.toString() != u"password" &&
            entry.key.toString() != u"pass")
            fields.insert(entry.key, entry.value);
    }
    return Value(std::move(fields));
}

Value flags(const Host &host)
{
    return Value(Dict{{QStringLiteral("FULL_REFRESH"), Value(host.fullRefresh())},
                      {QStringLiteral("STORE_FAILURES"), Value(false)},
                      {QStringLiteral("WHICH"), Value(host.executing() ? u"build" : u"parse")}});
}

/// `model`: the node as a mapping, as far as templates use it.
Value model(const Host &host)
{
    const Node *node = host.node();
    if (node == nullptr)
        return Value::undefined(QStringLiteral("model"));
    templating::List fqn;
    for (const QString &part : node->fqn)
        fqn.push_back(Value(part));
    const Value alias = host.config().find(u"alias");
    return Value(Dict{{QStringLiteral("unique_id"), Value(node->uniqueId)},
                      {QStringLiteral("name"), Value(node->name)},
                      {QStringLiteral("alias"), alias.isPresent() ? alias : Value(node->name)},
                      {QStringLiteral("version"), node->version ? node->version->number : Value::none()},
                      {QStringLiteral("resource_type"), Value(toString(node->type))},
                      {QStringLiteral("package_name"), Value(node->package)},
                      {QStringLiteral("original_file_path"), Value(node->path)},
                      {QStringLiteral("path"), Value(node->path)},
                      {QStringLiteral("schema"), Value(node->relation.schema)},
                      {QStringLiteral("description"), Value(node->description)},
                      {QStringLiteral("fqn"), Value(std::move(fqn))},
                      {QStringLiteral("config"), host.config()}});
}

} // namespace

Maker settingName(const QString &name)
{
    using Shared = std::shared_ptr<Host>;
    static const QHash<QString, Maker> makers{
        {QStringLiteral("var"),
         [](const Shared &host) { return Value::fromObject(std::make_shared<const Var>(host)); }},
        {QStringLiteral("env_var"),
         [](const Shared &) { return Value::fromFunction(QStringLiteral("env_var"), environmentVariable); }},
        {QStringLiteral("config"),
         [](const Shared &host) { return Value::fromObject(std::make_shared<const Config>(host)); }},
        {QStringLiteral("target"), [](const Shared &host) { return target(host->language()); }},
        {QStringLiteral("flags"), [](const Shared &host) { return flags(*host); }},
        {QStringLiteral("model"), [](const Shared &host) { return model(*host); }},
        {QStringLiteral("project_name"),
         [](const Shared &host) { return Value(host->language().settings.name); }},
        {QStringLiteral("schema"),
         [](const Shared &host) { return Value(host->language().options.targetSchema); }},
        {QStringLiteral("database"),
         [](const Shared &host) { return Value(host->language().options.database); }},
    };
    return makers.value(name, nullptr);
}

} // namespace daybook::project
