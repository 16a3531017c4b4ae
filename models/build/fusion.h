#pragma once

#include "models/build/incremental.h"
#include "models/project/node.h"
#include "models/warehouse/dialect.h"

#include <QString>

#include <vector>

namespace daybook::build {

/// How a test is answered by an aggregate over rows that other tests look at as well. SQL.
struct SharedScan
{
    QString relation; ///< what stands after FROM
    QString failures; ///< the number of failures, an expression over it
    /// False: it tells only whether there are any, and then the test has to count them on its own.
    bool counts = true;
};

/// A test that can share a scan with others.
struct FusableTest
{
    std::size_t step = 0; ///< of the plan
    SharedScan scan;
};

/// Of a test, compiled to this, that asks nothing but how many rows fail; else nothing.
std::optional<SharedScan> sharedScan(const project::Node &test, const QString &compiled,
                                     const warehouse::Dialect &dialect);

/// The same failures, counted among the rows that `applied` brings, for a test that no row of the live table
/// fails. `shown` is where the test finds what the table will be. Nothing where the count might differ.
std::optional<SharedScan> scanOfNewRows(const project::Node &test, const QString &compiled,
                                        const warehouse::RelationName &shown, const Application &applied,
                                        const warehouse::Dialect &dialect);

/// One scan for all of `tests`, which read one relation. Gives one row: for each test, in order, its
/// failures, whether to warn and whether to fail, exactly as sql/system/build/check.sql would for it alone.
QString fusedStatement(const std::vector<FusableTest> &tests,
                       const std::vector<const project::Node *> &nodes);

} // namespace daybook::build
