#pragma once

#include "models/warehouse/identifier.h"

#include <QStringList>

#include <optional>

namespace daybook::build {

/// What is done to a live table instead of putting another in its place.
struct Changes
{
    qint64 liveOid = 0;     ///< the table they were worked out for
    QStringList statements; ///< on the live table
    bool altersTable = false;
    QStringList closing = {}; ///< once these are made: comments, hooks
};

/// One relation on its way from beside the live one into its place.
struct Candidate
{
    QString uniqueId;
    QString versionHash;
    std::optional<qint64> rows; ///< that the relation will have; nothing when not known
    warehouse::RelationName staged;
    warehouse::RelationName live;
    std::optional<Changes> changes = {}; ///< `staged` then only shows what `live` will be
    bool isFirst = false; ///< what has come under its name meanwhile is a history, and is not replaced
    /// Of a staged view that reads what is only shown: what makes it read what is live. Else empty.
    QStringList redirection = {};
    /// The rights that others are to hold on it, see wantedGrants(). Empty: those of its predecessor.
    QString grants = {};
};

} // namespace daybook::build
