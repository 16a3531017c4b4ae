#pragma once

#include "models/warehouse/connection.h"

namespace daybook::warehouse {

/// A statement that ships, with its parameters as the server takes them.
struct Statement
{
    QString sql;
    QList<Parameter> parameters;
};

/// In letters: what a column of a server without JSON holds, whatever their script. Longer texts are cut.
constexpr qsizetype LongestWrittenText = 16'000;

/// The SQL file as `dialect` has it. To a server without JSON the parameters go within the text, which may
/// then be several statements: $1 is replaced by its literal, and a list of records, which others take as one
/// JSON parameter, is written out. `[[2 union all: select $.name as name]]` is the text behind the colon once
/// for each record of $2, `$.name` being a field of it and `$_` the whole, with the words before the colon in
/// between; without a record it is written once, of nulls.
Statement shippedStatement(const Dialect &dialect, QStringView path, const QList<Parameter> &parameters = {});

/// Runs it.
QFuture<Result<ResultSet>> askShipped(const Connection::Pointer &connection, QStringView path,
                                      const QList<Parameter> &parameters = {}, std::stop_token stop = {});

/// A literal that means the same whatever a server makes of backslashes; null for nothing.
QString portableLiteral(const Parameter &value);

} // namespace daybook::warehouse
