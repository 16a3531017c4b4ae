#include "models/project/datetime.h"
#include "models/project/names.h"
#include "models/project/yaml.h"
#include "models/warehouse/identifier.h"

#include <QHash>
#include <QLoggingCategory>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::Value;
using Shared = std::shared_ptr<Host>;

namespace {

Q_LOGGING_CATEGORY(templates, "daybook.project.templates")

Error wrong(const Arguments &arguments, const QString &message)
{
    return {.kind = ErrorKind::Project, .message = message, .where = arguments.where()};
}

template <typename F> std::pair<QString, Value> method(const QString &name, F function)
{
    return {name, Value::fromFunction(name, std::move(function))};
}

Result<Value> log(const Arguments &arguments)
{
    qCInfo(templates).noquote() << arguments.value(0, u"msg").toString();
    return Value(QString());
}

Result<Value> raise(const Arguments &arguments)
{
    return failure(wrong(arguments, arguments.value(0, u"msg").toString()));
}

Value exceptions(const Shared &)
{
    return Value(Dict{method(QStringLiteral("raise_compiler_error"), raise),
                      method(QStringLiteral("raise_not_implemented"), raise),
                      method(QStringLiteral("warn"), log)});
}

/// Gives its caller a function that runs postgres__name, or default__name.
Result<Value> dispatch(const Shared &host, const Arguments &arguments)
{
    const QString name = arguments.value(0, u"macro_name").toString();
    const Value package = arguments.value(1, u"macro_namespace");
    const Macro *macro =
        host->language().macros.dispatch(name, package.isPresent() ? package.toString() : QString());
    if (macro == nullptr)
        return failure(
            wrong(arguments, QStringLiteral("No macro 'postgres__%1' or 'default__%1' is there for "
                                            "adapter.dispatch: define one")
                                 .arg(name)));
    return Value::fromFunction(
        macro->name, [macro, host](const Arguments &inner) { return callMacro(*macro, inner, *host); });
}

Value adapter(const Shared &host)
{
    Dict methods{method(QStringLiteral("dispatch"),
                        [host](const Arguments &arguments) { return dispatch(host, arguments); }),
                 method(QStringLiteral("quote"),
                        [](const Arguments &arguments) -> Result<Value> {
                            return Value(
                                warehouse::quoteIdentifier(arguments.value(0, u"identifier").toString()));
                        }),
                 method(QStringLiteral("type"),
                        [](const Arguments &) -> Result<Value> { return Value(u"postgres"); })};
    for (const Dict::Entry &entry : serverMethods(host))
        methods.insert(entry.key, entry.value);
    return Value(std::move(methods));
}

Result<Value> pytzTimeZone(const Arguments &arguments)
{
    const QString name = arguments.value(0, u"zone").toString();
    const Value zone = timeZone(name);
    if (!zone.isPresent())
        return failure(
            wrong(arguments, QStringLiteral("'%1' is not a time zone: write one like Asia/Seoul").arg(name)));
    return zone;
}

Value modules(const Shared &)
{
    return Value(Dict{
        {QStringLiteral("pytz"), Value(Dict{method(QStringLiteral("timezone"), pytzTimeZone),
                                            {QStringLiteral("utc"), timeZone(QStringLiteral("UTC"))}})}});
}

Result<Value> fromYaml(const Arguments &arguments)
{
    const auto document =
        parseYaml(arguments.value(0, u"value").toString().toUtf8(), QStringLiteral("fromyaml()"));
    if (document)
        return document->root.toValue();
    if (arguments.has(1, u"default"))
        return arguments.value(1, u"default");
    return failure(wrong(arguments, document.error().message));
}

Result<Value> toJson(const Arguments &arguments)
{
    return Value(QString::fromUtf8(arguments.value(0, u"value").toJson()));
}

Value isIncremental(const Shared &host)
{
    return Value::fromFunction(QStringLiteral("is_incremental"), [host](const Arguments &) -> Result<Value> {
        return Value(host->executing() && host->isIncremental());
    });
}

Value shouldFullRefresh(const Shared &host)
{
    return Value::fromFunction(QStringLiteral("should_full_refresh"),
                               [host](const Arguments &) -> Result<Value> {
                                   const Value own = host->config().find(u"full_refresh");
                                   return Value(own.boolOr(host->fullRefresh()));
                               });
}

template <Result<Value> (*function)(const Arguments &)> Value plain(const Shared &)
{
    return Value::fromFunction(QStringLiteral("function"), function);
}

} // namespace

Maker runtimeName(const QString &name)
{
    static const QHash<QString, Maker> makers{
        {QStringLiteral("execute"), [](const Shared &host) { return Value(host->executing()); }},
        {QStringLiteral("is_incremental"), isIncremental},
        {QStringLiteral("should_full_refresh"), shouldFullRefresh},
        {QStringLiteral("run_started_at"),
         [](const Shared &host) { return DateTime::make(host->runStartedAt()); }},
        {QStringLiteral("invocation_id"), [](const Shared &host) { return Value(host->invocationId()); }},
        {QStringLiteral("log"), plain<log>},
        {QStringLiteral("print"), plain<log>},
        {QStringLiteral("exceptions"), exceptions},
        {QStringLiteral("adapter"), adapter},
        {QStringLiteral("modules"), modules},
        {QStringLiteral("tojson"), plain<toJson>},
        {QStringLiteral("fromyaml"), plain<fromYaml>},
        {QStringLiteral("fromjson"), plain<fromYaml>}, // JSON is YAML
    };
    return makers.value(name, nullptr);
}

} // namespace daybook::project
