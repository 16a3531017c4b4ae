#pragma once

#include <QString>

namespace daybook::project {

/// What statements that differ in their literals only have in common.
struct Fingerprint
{
    QString id;   ///< 16 digits by PostgreSQL's parser; "text-" and 16 digits for what it cannot read
    QString text; ///< without literals: nothing of them may be kept
    bool isParsed = false;
};

/// By PostgreSQL's own parser. What it cannot read (a text that was cut, another dialect) is told apart by a
/// hash of the text without what looks like literals, and shown up to the first of its quotes. From any
/// thread.
Fingerprint fingerprintOf(const QString &sql);

} // namespace daybook::project
