#pragma once

#include "models/core/decimal.h"

#include <QByteArray>
#include <QList>

#include <map>
#include <optional>

namespace daybook::evidence {

/// Rows, and what they add up to.
struct Totals
{
    qint64 rows = 0;
    std::optional<Decimal> amount = {}; ///< nothing: no amount among the rows, or no such column
    std::optional<Decimal> count = {};  ///< the sum of the count column, likewise

    bool operator==(const Totals &) const = default;
};

/// Control totals: what a set of rows adds up to, by type and altogether.
struct ControlTotals
{
    /// The type's text as it stands in the file, in UTF-8; nothing is NULL. Empty without a type column.
    std::map<std::optional<QByteArray>, Totals> byType;
    Totals overall;

    bool operator==(const ControlTotals &) const = default;
};

/// More types than this, and the column is no type.
constexpr size_t MaximumTypes = 10'000;

/// `left` and `right` as one set of rows. Error: Data, when a sum is too large.
Result<Totals> combined(const Totals &left, const Totals &right);

/// "12 rows, amount 3400, count 7"; for people.
QString describe(const Totals &totals);

/// A sum of decimal numbers given as text. Exact: it adds machine integers as long as they suffice, and
/// Decimals beyond.
class ExactSum
{
public:
    /// False for what is not a decimal number, or a sum that is too large.
    bool add(QByteArrayView number);
    /// Nothing when nothing was added.
    std::optional<Decimal> total() const;

private:
    bool addSlowly(QByteArrayView number);
    std::optional<Decimal> spilled() const;

    Decimal m_total;     ///< what no longer fits below
    qint64 m_recent = 0; ///< in units of 10^-m_scale
    int m_scale = 0;
    bool m_empty = true;
};

} // namespace daybook::evidence
