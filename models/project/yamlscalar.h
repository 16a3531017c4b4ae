#pragma once

#include "models/templating/value.h"

namespace daybook::project {

/// `~`, `null`, or nothing at all.
bool isYamlNull(QStringView text);

/// What an unquoted scalar means by YAML 1.1, as dbt's reader has it. Numbers that do not fit stay text.
templating::Value yamlScalar(const QString &text);

} // namespace daybook::project
