#pragma once

#include "models/project/host.h"
#include "models/templating/object.h"

namespace daybook::project {

/// The names a template of the project sees: its macros, then dbt's own (ref, var, this...).
class Names final : public templating::Object
{
public:
    /// As a template of `package` sees them.
    Names(std::shared_ptr<Host> host, QString package)
        : m_host(std::move(host)), m_package(std::move(package))
    {
    }

    QString typeName() const override { return QStringLiteral("context"); }
    Result<templating::Value> attribute(const QString &name) const override;

private:
    std::shared_ptr<Host> m_host;
    QString m_package;
};

/// One of dbt's names; undefined when it is none.
templating::Value builtin(const QString &name, const std::shared_ptr<Host> &host);

/// The value of a variable: --vars, then the package's, then the global ones; undefined when it is not set.
templating::Value variable(const Language &language, const QString &name);

// The families of names, each in a file of its own; null where `name` is none of theirs.
using Maker = templating::Value (*)(const std::shared_ptr<Host> &host);
Maker referenceName(const QString &name); ///< ref, source, this
Maker settingName(const QString &name);   ///< var, env_var, config, target, flags...
Maker runtimeName(const QString &name);   ///< run_started_at, log, exceptions, adapter, modules...
Maker serverName(const QString &name);    ///< run_query, statement, load_result, api

/// The methods of `adapter` that ask the server.
templating::Dict serverMethods(const std::shared_ptr<Host> &host);

} // namespace daybook::project
