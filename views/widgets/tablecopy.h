#pragma once

#include <QItemSelection>
#include <QString>

namespace daybook::views {

/// The selection as tab-separated text for a spreadsheet: figures as plain digits, a blank cell where the
/// selection has a hole. Text that a spreadsheet would take for a formula gets an apostrophe in front.
/// Nothing when more than `MaximumCopiedCells` are selected: that is what an export is for.
inline constexpr qint64 MaximumCopiedCells = 2'000'000;
QString toTabSeparated(const QItemSelection &selection, bool withHeader);

/// All rows of a view's model as CSV for a spreadsheet (UTF-8 with a byte order mark, RFC 4180), with the
/// same guard against formulas.
QString toCommaSeparated(const QAbstractItemModel &rows);

qint64 cellCount(const QItemSelection &selection);

} // namespace daybook::views
