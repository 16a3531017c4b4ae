#pragma once

#include "models/project/yaml.h"
#include "models/templating/environment.h"

#include <QProcessEnvironment>

namespace daybook::project {

/// Renders the values of profiles.yml as dbt does: Jinja with env_var() and the filters as_number, as_bool,
/// as_native and as_text. The environment is a value, so that nothing but what was handed in is seen.
class ProfileRenderer
{
public:
    explicit ProfileRenderer(QProcessEnvironment environment);

    /// What a scalar comes to, as text; empty for none. Error: Project, at `where`; `isSecret` keeps the
    /// value's own words out of it.
    Result<QString> render(const QString &text, const Location &where, bool isSecret = false) const;

private:
    templating::Environment m_language;
};

} // namespace daybook::project
