#pragma once

#include "models/build/plan.h"

#include <QRegularExpression>

#include <map>

namespace daybook::build {

/// Turns SQL that reads what a run has staged into the same that reads what is live.
class LiveNames
{
public:
    explicit LiveNames(const Plan &plan);

    QString in(const QString &compiled) const;

private:
    std::map<warehouse::RelationName, warehouse::RelationName> m_live; ///< by the staged relation
    QRegularExpression m_staged;
};

} // namespace daybook::build
