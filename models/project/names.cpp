#include "models/project/names.h"

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::Object;
using templating::Value;

namespace {

Value macroFunction(const Macro &macro, const std::shared_ptr<Host> &host)
{
    return Value::fromFunction(macro.name, [&macro, host](const Arguments &arguments) {
        return callMacro(macro, arguments, *host);
    });
}

/// `dbt_utils` in `dbt_utils.pretty_time()`.
class PackageNames final : public Object
{
public:
    PackageNames(QString package, std::shared_ptr<Host> host)
        : m_package(std::move(package)), m_host(std::move(host))
    {
    }

    QString typeName() const override { return QStringLiteral("package"); }

    Result<Value> attribute(const QString &name) const override
    {
        const Macro *macro = m_host->language().macros.find(m_package, name);
        if (macro == nullptr)
            return Value::undefinedBecause(
                QStringLiteral("The package '%1' has no macro '%2'").arg(m_package, name), name);
        return macroFunction(*macro, m_host);
    }

private:
    QString m_package;
    std::shared_ptr<Host> m_host;
};

/// `builtins.ref`: dbt's own, whatever a project's macros are called.
class Builtins final : public Object
{
public:
    explicit Builtins(std::shared_ptr<Host> host) : m_host(std::move(host)) {}

    QString typeName() const override { return QStringLiteral("builtins"); }
    Result<Value> attribute(const QString &name) const override { return builtin(name, m_host); }

private:
    std::shared_ptr<Host> m_host;
};

Maker makerOf(const QString &name)
{
    for (const auto family : {referenceName, settingName, runtimeName, serverName}) {
        if (const Maker maker = family(name))
            return maker;
    }
    return nullptr;
}

} // namespace

Result<Value> Names::attribute(const QString &name) const
{
    const Macros &macros = m_host->language().macros;
    if (m_host->node() != nullptr) {
        if (const Macro *macro = macros.seenFrom(m_package, name))
            return macroFunction(*macro, m_host);
    }
    if (name == u"builtins")
        return Value::fromObject(std::make_shared<const Builtins>(m_host));
    if (const Value value = builtin(name, m_host); !value.isUndefined())
        return value;
    if (macros.hasPackage(name))
        return Value::fromObject(std::make_shared<const PackageNames>(name, m_host));
    return Value::undefined(name);
}

Value builtin(const QString &name, const std::shared_ptr<Host> &host)
{
    const Maker maker = makerOf(name);
    return maker != nullptr ? maker(host) : Value::undefined(name);
}

Value variable(const Language &language, const QString &name)
{
    if (const Value *given = language.options.vars.entries().find(name))
        return *given;
    const Value ofPackage = language.settings.vars.find(language.settings.name);
    if (const Value *own = ofPackage.entries().find(name))
        return *own;
    return language.settings.vars.find(name);
}

} // namespace daybook::project
