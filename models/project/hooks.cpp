#include "models/project/hooks.h"

#include "models/project/compiler.h"
#include "models/project/projectdata.h"

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

Result<Hook> readHook(const Value &written)
{
    Value hook = written;
    if (written.isString()) {
        const QString text = written.toString();
        // before_begin() and its like give such a text.
        const auto json =
            text.startsWith(QLatin1Char('{')) && !text.startsWith(u"{{") && !text.startsWith(u"{%")
                ? Value::fromJson(text.toUtf8())
                : Result<Value>(Value::none());
        if (!json || !json->isDict())
            return Hook{text};
        hook = *json;
    }
    const Value sql = hook.find(u"sql");
    if (!hook.isDict() || !sql.isString())
        return failure(ErrorKind::Project,
                       QStringLiteral("The hook %1 is none: write SQL, or {sql: ..., transaction: false}")
                           .arg(written.repr()));
    return Hook{sql.toString(), hook.find(u"transaction").boolOr(true)};
}

} // namespace

Result<std::vector<Hook>> readHooks(const Value &written)
{
    std::vector<Hook> hooks;
    for (const Value &item : written.isList()      ? written.items()
                             : written.isPresent() ? List{written}
                                                   : List{}) {
        const auto hook = readHook(item);
        if (!hook)
            return failure(hook.error());
        if (!hook->sql.trimmed().isEmpty())
            hooks.push_back(*hook);
    }
    return hooks;
}

Result<std::vector<Hook>> hooksOf(const Node &node, QStringView key)
{
    auto hooks = readHooks(node.config.find(key));
    if (hooks)
        return hooks;
    Error error = hooks.error();
    error.message = QStringLiteral("%1: %2: %3").arg(node.name, key, error.message);
    error.where = Location{node.path, 0, 0};
    return failure(error);
}

Result<QString> renderHook(const Project &project, const Node &node, const QString &sql,
                           const CompileContext &context)
{
    return renderWith(project.data(), node, sql, context, {});
}

std::vector<RunHook> runHooks(const Project &project, bool atEnd)
{
    std::vector<RunHook> hooks;
    QStringList packages = project.data().ofPackages.keys();
    std::sort(packages.begin(), packages.end());
    packages.removeAll(project.name());
    packages.append(project.name());
    for (const QString &package : std::as_const(packages)) {
        const auto language = project.data().ofPackages.value(package);
        const Settings &settings = language->settings;
        for (const QString &sql : atEnd ? settings.onRunEnd : settings.onRunStart)
            hooks.push_back({package, sql});
    }
    return hooks;
}

Result<QString> renderRunHook(const Project &project, const RunHook &hook, const CompileContext &context,
                              const Dict &more)
{
    Node operation;
    operation.package = hook.package;
    operation.name = QStringLiteral("run_hook");
    operation.uniqueId = QStringLiteral("operation.%1.run_hook").arg(hook.package);
    operation.path = QStringLiteral("dbt_project.yml");
    operation.config = Value(Dict{});
    return renderWith(project.data(), operation, hook.sql, context, more);
}

} // namespace daybook::project
