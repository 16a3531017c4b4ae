#pragma once

#include "models/project/host.h"

namespace daybook::project {

/// The SQL of a generic test's failing rows. `attached` is what it tests; `host` collects or compiles.
Result<QString> renderGenericTest(const std::shared_ptr<Host> &host, const Macro &macro,
                                  const Reference &attached);

/// The values of a test's arguments: texts that are calls, such as "ref('x')", and templates are evaluated.
Result<templating::Dict> testArguments(const std::shared_ptr<Host> &host);

/// Whether a text among these arguments might be a call or a template.
bool mayRefer(const templating::Value &arguments);

/// The macro behind "not_null" or "dbt_utils.expression_is_true"; as package `from` names it; null when there
/// is none.
const Macro *testMacro(const Macros &macros, const QString &from, const QString &qualifiedName);

} // namespace daybook::project
