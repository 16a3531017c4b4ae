#pragma once

#include "models/project/node.h"
#include "models/project/rowtest.h"

#include <QString>

#include <vector>

namespace daybook::build {

/// A test that can share a scan of its relation with others.
struct FusableTest
{
    std::size_t step = 0; ///< of the plan
    project::RowTest rows;
};

/// Whether the test, compiled to this, asks nothing but how many rows fail.
std::optional<project::RowTest> fusable(const project::Node &test, const QString &compiled);

/// One scan for all of `tests`, which read one relation. Gives one row: for each test, in order, its
/// failures, whether to warn and whether to fail, exactly as sql/system/build/check.sql would for it alone.
QString fusedStatement(const std::vector<FusableTest> &tests,
                       const std::vector<const project::Node *> &nodes);

} // namespace daybook::build
