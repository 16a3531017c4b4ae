#pragma once

#include "models/build/plan.h"

#include <QHash>
#include <QRegularExpression>

namespace daybook::build {

/// Turns SQL that reads what a run has staged into the same that reads what is live.
class LiveNames
{
public:
    explicit LiveNames(const Plan &plan);

    QString in(const QString &compiled) const;

private:
    QHash<QString, warehouse::RelationName> m_live; ///< by the staged relation's name
    QRegularExpression m_staged;
};

} // namespace daybook::build
