#pragma once

#include "models/core/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace daybook::build {

/// What a source looks like from outside. Columns by name.
struct SourceShape
{
    QMap<QString, QString> types;      ///< as format_type() writes them
    QMap<QString, QStringList> labels; ///< of columns of an enum type: what the type allows
    QMap<QString, QStringList> values; ///< of columns that the project has watched: what stood in them so far

    /// One JSON object, as kept in daybook.source_shape.
    QString toJson() const;
    /// Nothing for a text that toJson() has not written.
    static std::optional<SourceShape> fromJson(const QString &text);
    bool operator==(const SourceShape &) const = default;
};

/// One way in which a source is not as it was.
struct Drift
{
    enum class Kind { Gone, Retyped, NewLabel, NewValue };
    Kind kind = Kind::Gone;
    QString column;
    QString was; ///< Retyped
    QString is;  ///< the new type, or the labels or values never seen

    /// "the column amount is numeric(18,2), and was bigint"
    QString toString() const;
    bool operator==(const Drift &) const = default;
};

/// What has gone or changed between two looks at a source, by column. What has only been added is no drift.
QList<Drift> driftBetween(const SourceShape &before, const SourceShape &now);

} // namespace daybook::build
