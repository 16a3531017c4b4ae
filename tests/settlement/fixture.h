#pragma once

#include "models/settlement/report.h"
#include "tests/support/postgres.h"

namespace daybook::test {

/// A database with Daybook's own schema and a small close in Korean: "정산"."일별 ""보고서""" over three days
/// of November 2026 (17th to 19th), published by run 1 whose two checks passed and whose data reach the 20th.
class SettlementDatabase : public TemporaryDatabase
{
public:
    SettlementDatabase();

    settlement::ReportDefinition definition() const;

    /// Puts the report's relation on record as published by a new run; gives that run's number.
    qint64 publish(const QString &checkState = QStringLiteral("pass"), const QString &runState = {}) const;
    /// A later run of the same project that did not publish.
    qint64 laterRun(const QString &state, const QString &command = QStringLiteral("build")) const;
    void addCheck(qint64 run, const QString &name, const QString &state, const QString &severity) const;
};

/// The kinds of a proof's reasons, in order.
QList<settlement::ReasonKind> kindsOf(const settlement::Proof &proof);

} // namespace daybook::test
