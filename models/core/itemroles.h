#pragma once

#include <Qt>

namespace daybook {

/// How a fact stands. What colour and which icon that is, is the view's affair.
enum class Severity {
    Neutral, ///< says nothing either way: not run, skipped, unknown
    Active,  ///< at work now
    Proven,
    Warning,
    Failed
};

/// What item models of this house expose beside Qt's own roles.
enum ItemRole {
    SeverityRole = Qt::UserRole + 1, ///< Severity; of a cell, and only where it has something to say
    NumericRole,  ///< bool; of an index or a horizontal header: align right, digits of one width
    RawValueRole, ///< QString; what is copied and exported: ungrouped digits, ISO dates, codes
    SortRole,     ///< a QVariant of an ordered type; columns without it sort by their displayed text
    FirstOwnRole  ///< a model's own roles start here
};

} // namespace daybook
