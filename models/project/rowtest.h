#pragma once

#include "models/warehouse/dialect.h"

#include <QString>

#include <optional>

namespace daybook::project {

/// A test that looks at each row of one relation on its own, so that many of them can be answered in one
/// scan. All texts are SQL.
struct RowTest
{
    QString relation;  ///< what is read, as the test names it
    QString narrowed;  ///< which rows are looked at (the test's `where`); empty: all
    QString failing;   ///< which of those fail; empty: all
    QString groupedBy; ///< failures are counted by different values of this; empty: by rows
    bool timeless =
        false; ///< a row that passes today passes tomorrow: nothing in it asks for the time or the like

    /// The number of failing rows as an aggregate over `relation`, bigint: what the test alone would count,
    /// unless it counts values; then it is 0 exactly when that is.
    QString failingRows(const warehouse::Dialect &dialect) const;
    bool countsValues() const { return !groupedBy.isEmpty(); }
};

/// Recognizes such a test by the shape of its compiled query for failing rows, whoever wrote it:
/// `select ... from relation [where ...] [group by expression]`, where the relation may be narrowed as dbt
/// does: `(select * from relation where ...) alias`. Nothing for any other shape, and wherever it is not
/// certain that the count would be the same. From any thread.
std::optional<RowTest> asRowTest(const QString &compiled);

/// A test that no value of `key` stands twice among the rows of one relation where it is known: counts
/// values.
struct UniqueTest
{
    QString relation;
    QString narrowed; ///< which rows are looked at; empty: all
    QString key;
    bool timeless = false;
};

/// Recognizes it by the shape of dbt's `unique`, as asRowTest does.
std::optional<UniqueTest> asUniqueTest(const QString &compiled);

} // namespace daybook::project
