#pragma once

#include "models/warehouse/connectionspec.h"

struct pg_conn;

namespace daybook::warehouse {

/// The spec's keywords, with what every session of Daybook's wants unless its user said otherwise. Internal
/// to this folder.
QMap<QString, QString> keywordsOf(const ConnectionSpec &spec);

/// PQconnectStartParams: a connection that is not there yet, the caller's to finish; nothing when out of
/// memory.
pg_conn *startConnection(const QMap<QString, QString> &keywords);

} // namespace daybook::warehouse
