#pragma once

#include "models/templating/value.h"
#include "models/warehouse/resultset.h"

namespace daybook::project {

/// A query's result as templates know it from dbt: `columns[0].values()`, `column_names`, `rows`, `row[0]`,
/// `row['name']`, and a loop over the rows. Whole numbers and booleans become those; all else is the server's
/// text, so that an amount is exact and prints as it is. NULL is None.
templating::Value tableOf(const warehouse::ResultSet &result);

/// What load_result() gives: {response, data: [[...]], table}.
templating::Value resultOf(const warehouse::ResultSet &result);

/// One of a relation's columns, as adapter.get_columns_in_relation() and api.Column give it: name, quoted,
/// data_type, is_string() and the like. `type` is SQL: "numeric(18,2)".
templating::Value columnOf(const QString &name, const QString &type);

} // namespace daybook::project
