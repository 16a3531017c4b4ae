#pragma once

#include "models/evidence/manifest.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::evidence {

/// A column as the export needs to know it.
struct ExportColumn
{
    ManifestColumn described;
    bool isText = true;       ///< a spreadsheet could take a value of it for a formula
    bool isExact = false;     ///< an integer or numeric: fit for money
    bool isPlainText = false; ///< text or varchar
    bool hasOneText = false;  ///< values that are equal are written alike
};

/// A read-only transaction on one snapshot.
struct Snapshot
{
    ServerIdentity server; ///< whose data it is, and when
    QString sharedId;      ///< for joinSnapshot()
    QString timeZone;      ///< in which it writes timestamps
};

/// The request's query without a closing semicolon.
QString unorderedQuery(const ExportRequest &request);

/// The same in the request's order: what COPY reads, and what the manifest shows.
QString orderedQuery(const ExportRequest &request);

/// Opens a read-only transaction on one snapshot, with settings that make text reproducible, and tells whose
/// data it is. The caller ends it. Errors: the server's.
QCoro::Task<Result<Snapshot>> openSnapshot(warehouse::Connection::Pointer connection, QString timeZone,
                                           std::stop_token stop);

/// Another session like `connection`'s that reads the same snapshot and writes the same text, while the
/// transaction that opened it lasts. Errors: those of Connection::open; the server's.
QCoro::Task<Result<warehouse::Connection::Pointer>> joinSnapshot(warehouse::Connection::Pointer connection,
                                                                 Snapshot snapshot, std::stop_token stop);

/// The query's columns. Errors: the server's, placed in the query.
QCoro::Task<Result<QList<ExportColumn>>> describeColumns(warehouse::Connection::Pointer connection,
                                                         QString query, std::stop_token stop);

/// Amounts and counts must be exact. Errors: Usage.
Result<void> checkExact(const QList<ExportColumn> &columns, RoleColumns roles);

/// Control totals as the server reckons them. Errors: Usage, for a type of too many values; Data; the
/// server's.
QCoro::Task<Result<ControlTotals>> totalsOnServer(warehouse::Connection::Pointer connection, QString query,
                                                  QList<ExportColumn> columns, RoleColumns roles,
                                                  std::stop_token stop);

} // namespace daybook::evidence
