#pragma once

#include "models/templating/value.h"

namespace daybook::project {

/// `api.Column`: called, it makes a column of a name and a type; it also has dbt's translate_type(),
/// string_type(), numeric_type(), create() and from_description().
templating::Value columnClass();

} // namespace daybook::project
