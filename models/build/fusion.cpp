#include "models/build/fusion.h"

#include "models/warehouse/shippedsql.h"

namespace daybook::build {

std::optional<project::RowTest> fusable(const project::Node &test, const QString &compiled)
{
    QString calculation = test.test->failCalc;
    if (calculation.remove(u' ').compare(u"count(*)", Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return project::asRowTest(compiled);
}

QString fusedStatement(const std::vector<FusableTest> &tests, const std::vector<const project::Node *> &nodes)
{
    QStringList counts;
    QStringList verdicts;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const project::TestInfo &test = *nodes[i]->test;
        const QString name = QStringLiteral("failures_%1").arg(i);
        const QString count = tests[i].rows.failureCount();
        counts << (test.limit ? QStringLiteral("least(%1, %2)").arg(count, QString::number(*test.limit))
                              : count) +
                      QStringLiteral(" as ") + name;
        verdicts << QStringLiteral("%1, %1 %2, %1 %3").arg(name, test.warnIf, test.errorIf);
    }
    const QString separator = QStringLiteral(",\n    ");
    return warehouse::shippedSql(u"system/build/fused_checks")
        .arg(verdicts.join(separator), counts.join(separator), tests.front().rows.relation);
}

} // namespace daybook::build
