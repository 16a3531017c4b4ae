#pragma once

#include "models/settlement/proof.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::settlement {

/// What Daybook's own history says of the report's relation, read inside the transaction that the caller has
/// begun on `connection`. A history that cannot be read gives an Unavailable proof that says why, and leaves
/// the transaction usable. Errors: Cancelled, Connection.
QCoro::Task<Result<Proof>> readProof(warehouse::Connection::Pointer connection, ReportDefinition definition,
                                     std::stop_token stop);

} // namespace daybook::settlement
