#pragma once

#include "models/warehouse/connection.h"

#include <functional>
#include <stop_token>

namespace daybook::build {

using TemplateQuery = std::function<Result<warehouse::ResultSet>(const QString &)>;

/// A function for project::CompileContext::query, to be called from any thread but the connection's: it has
/// the statement run there and waits. Gives Cancelled once stopped, or when the connection is gone.
TemplateQuery templateQuery(const warehouse::Connection::Pointer &connection, std::stop_token stop);

} // namespace daybook::build
