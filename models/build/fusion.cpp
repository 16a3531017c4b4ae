#include "models/build/fusion.h"

#include "models/project/rowtest.h"
#include "models/warehouse/shippedsql.h"

namespace daybook::build {

namespace {

bool countsRows(const project::Node &test)
{
    QString calculation = test.test->failCalc;
    return calculation.remove(u' ').compare(u"count(*)", Qt::CaseInsensitive) == 0;
}

/// Keys of new rows that stand twice among them, or once and in a row that stays.
QString repeatedKeys(const project::UniqueTest &test, const QString &incoming, const QString &kept)
{
    return warehouse::shippedSql(u"system/build/repeated_keys")
        .arg(test.key, test.narrowed.isEmpty() ? QStringLiteral("true") : test.narrowed, incoming, kept);
}

} // namespace

std::optional<SharedScan> sharedScan(const project::Node &test, const QString &compiled,
                                     const warehouse::Dialect &dialect)
{
    const auto rows = countsRows(test) ? project::asRowTest(compiled) : std::nullopt;
    return rows ? std::optional(SharedScan{rows->relation, rows->failingRows(dialect), !rows->countsValues()})
                : std::nullopt;
}

std::optional<SharedScan> scanOfNewRows(const project::Node &test, const QString &compiled,
                                        const warehouse::RelationName &shown, const Application &applied,
                                        const warehouse::Dialect &dialect)
{
    if (!countsRows(test))
        return std::nullopt;
    // Under the name of what is shown, so that a column may be called by it.
    const QString name = warehouse::quoteIdentifier(shown.name);
    const QString incoming = QStringLiteral("(%1) as %2").arg(applied.incoming, name);
    if (const auto rows = project::asRowTest(compiled);
        rows && rows->timeless && rows->relation == shown.toSql())
        return SharedScan{incoming, rows->failingRows(dialect), !rows->countsValues()};
    if (const auto unique = project::asUniqueTest(compiled);
        unique && unique->timeless && unique->relation == shown.toSql()) {
        const QString kept = QStringLiteral("(%1) as %2").arg(applied.kept, name);
        return SharedScan{incoming, repeatedKeys(*unique, incoming, kept)};
    }
    return std::nullopt;
}

QString fusedStatement(const std::vector<FusableTest> &tests, const std::vector<const project::Node *> &nodes)
{
    QStringList counts;
    QStringList verdicts;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const project::TestInfo &test = *nodes[i]->test;
        const QString name = QStringLiteral("failures_%1").arg(i);
        const QString count = tests[i].scan.failures;
        counts << (test.limit ? QStringLiteral("least(%1, %2)").arg(count, QString::number(*test.limit))
                              : count) +
                      QStringLiteral(" as ") + name;
        verdicts << QStringLiteral("%1, %1 %2, %1 %3").arg(name, test.warnIf, test.errorIf);
    }
    const QString separator = QStringLiteral(",\n    ");
    return warehouse::shippedSql(u"system/build/fused_checks")
        .arg(verdicts.join(separator), counts.join(separator), tests.front().scan.relation);
}

} // namespace daybook::build
