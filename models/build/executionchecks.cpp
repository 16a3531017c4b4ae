#include "models/build/execution.h"
#include "models/build/sqlplace.h"
#include "models/core/json.h"
#include "models/warehouse/shippedsql.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <map>

namespace daybook::build {
namespace {

using warehouse::Connection;
using warehouse::ResultSet;
using warehouse::shippedSql;

constexpr int RowsKeptOfAFailedCheck = 100;
constexpr std::size_t TestsInOneScan =
    400; ///< a row of PostgreSQL's has at most 1664 columns; a test has four

QString limitOf(const project::TestInfo &test)
{
    return test.limit ? QStringLiteral("limit %1").arg(*test.limit) : QString();
}

/// Over the query for failing rows, or over the rows that are stored already.
QString checkStatement(const project::Node &node, const QString &compiled)
{
    const project::TestInfo &test = *node.test;
    const QString rows =
        test.storeFailures ? QStringLiteral("select * from %1").arg(node.relation.toSql()) : compiled;
    return shippedSql(u"system/build/check")
        .arg(rows, test.failCalc, test.warnIf, test.errorIf, test.storeFailures ? QString() : limitOf(test));
}

/// Identifies a test by what it asks, whatever staging schema it asks it in.
QString fingerprint(const QString &uniqueId, const QString &version, QString compiled,
                    const QString &stagingSchema)
{
    return uniqueId + QLatin1Char('\n') + version + QLatin1Char('\n') + compiled.remove(stagingSchema);
}

/// A shared statement gives three columns for each test.
int columnOf(std::size_t test)
{
    return static_cast<int>(test) * 3;
}

/// Whether the shared scan has said all there is to say. Failures that are to be stored are looked for once
/// more.
bool isAnswered(const FusableTest &test, const project::Node &node, const ResultSet &verdicts, int column)
{
    return (test.scan.counts && !node.test->storeFailures) || verdicts.integer(0, column) == 0;
}

/// Rows as sql/system/redshift/build/insert_samples.sql takes them: each an array of names and values, which
/// keeps the columns in their order.
QString sampleRecords(const ResultSet &rows)
{
    QJsonArray records;
    for (int row = 0; row < rows.rowCount(); ++row) {
        QJsonArray fields;
        for (int column = 0; column < rows.columnCount(); ++column)
            fields.append(QJsonArray{rows.columnName(column), rows.isNull(row, column)
                                                                  ? QJsonValue()
                                                                  : QJsonValue(rows.text(row, column))});
        records.append(QJsonObject{{QStringLiteral("position"), row + 1}, {QStringLiteral("row"), fields}});
    }
    return compactJson(records);
}

bool endsTheRun(const Error &error)
{
    return error.kind == ErrorKind::Connection || error.kind == ErrorKind::Cancelled;
}

} // namespace

QCoro::Task<Result<void>> Execution::check(std::size_t index, Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    if (node.test->storeFailures) {
        const Result<void> stored = co_await storeFailures(index, false, connection);
        if (!stored)
            co_return stored;
    }
    const QString statement = checkStatement(node, compiled);
    noteStatement(index, statement);
    const QFuture<Result<ResultSet>> checking = connection->execute(statement, {}, m_stop.get_token());
    const Result<ResultSet> checked = co_await checking;
    if (!checked)
        co_return failure(inModel(checked.error(), node, compiled, linesBefore(statement, compiled)));
    const Result<void> judged = judge(index, *checked, 0);
    if (judged && outcomeOf(index).state != NodeState::Pass)
        co_await keepSample(index, connection);
    co_return judged;
}

/// Keeps the failing rows in the test's own relation, in place of those of the last time, whatever becomes of
/// the run. `none`: there are none, so that nothing need be read for them.
QCoro::Task<Result<void>> Execution::storeFailures(std::size_t index, bool none,
                                                   Connection::Pointer connection)
{
    const project::Node &node = m_plan->steps()[index].node;
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    const Result<Table> earlier = co_await look(node.relation, connection);
    if (!earlier)
        co_return failure(earlier.error());
    const QString drop = earlier->oid == 0
                             ? QString()
                             : QStringLiteral("drop %1 %2;").arg(earlier->keyword(), node.relation.toSql());
    const QString statement = shippedSql(u"system/build/store_failures")
                                  .arg(drop, node.relation.toSql(), compiled,
                                       none ? QStringLiteral("limit 0") : limitOf(*node.test));
    const Result<ResultSet> stored = co_await ask(statement, connection);
    if (!stored)
        co_return failure(inModel(stored.error(), node, compiled, linesBefore(statement, compiled)));
    co_return Result<void>();
}

/// Takes three columns: how many rows fail, whether to warn, whether to fail.
Result<void> Execution::judge(std::size_t index, const ResultSet &verdicts, int column)
{
    const project::Node &node = m_plan->steps()[index].node;
    NodeOutcome &outcome = outcomeOf(index);
    outcome.failures = verdicts.integer(0, column);
    if (!outcome.failures || verdicts.isNull(0, column + 1) || verdicts.isNull(0, column + 2))
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("The check %1 gave no number: its fail_calc \"%2\" is null "
                                                  "or not a whole number.")
                                       .arg(node.name, node.test->failCalc),
                        .where = node.declared});
    const bool fails =
        node.test->severity == QStringLiteral("error") && verdicts.boolean(0, column + 2) == true;
    const bool warns = verdicts.boolean(0, column + 1) == true;
    outcome.state = fails ? NodeState::Fail : warns ? NodeState::Warn : NodeState::Pass;
    return {};
}

/// Fingerprints of the tests that the live table, to which the tested model is applied, passed without a
/// failure in the very run that made it what it is. If they cannot be read, the tests look at all rows.
QCoro::Task<QSet<QString>> Execution::provenTests(std::size_t test, Connection::Pointer connection)
{
    QSet<QString> proven;
    const std::vector<std::size_t> &parents = m_plan->steps()[test].parents;
    if (parents.size() != 1 || !m_applied[parents.front()])
        co_return proven;
    const warehouse::RelationName live = m_plan->steps()[parents.front()].node.relation;
    const QList<warehouse::Parameter> parameters{live.schema, live.name,
                                                 QString::number(m_applied[parents.front()]->liveOid)};
    const QFuture<Result<ResultSet>> reading =
        warehouse::askShipped(connection, u"system/build/proven_tests", parameters, m_stop.get_token());
    const Result<ResultSet> rows = co_await reading;
    for (int row = 0; rows && row < rows->rowCount(); ++row)
        proven.insert(
            fingerprint(rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->text(row, 3)));
    co_return proven;
}

std::optional<SharedScan> Execution::scanOf(std::size_t test, const QSet<QString> &proven,
                                            const warehouse::Dialect &dialect) const
{
    const PlannedNode &step = m_plan->steps()[test];
    const QString &compiled = m_compiled[static_cast<qsizetype>(test)];
    if (proven.contains(
            fingerprint(step.node.uniqueId, step.node.versionHash(), compiled, m_plan->stagingSchema()))) {
        const std::size_t tested = step.parents.front();
        if (const auto scan = scanOfNewRows(step.node, compiled, m_plan->steps()[tested].staged,
                                            *m_applied[tested], dialect))
            return scan;
    }
    return sharedScan(step.node, compiled, dialect);
}

/// Sorts the tests of a relation into those that share a scan, and those that go their own way.
QCoro::Task<void> Execution::runCompanions(std::size_t leader, Connection::Pointer connection, int worker)
{
    const std::vector<std::size_t> tests = m_plan->steps()[leader].companions;
    std::vector<QFuture<Result<QString>>> compiling;
    for (const std::size_t test : tests)
        compiling.push_back(startCompiling(test, connection));
    const QSet<QString> proven = co_await provenTests(leader, connection);
    std::map<std::pair<QString, std::size_t>, std::vector<FusableTest>> scans;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const QFuture<Result<QString>> one = compiling[i];
        const Result<QString> compiled = co_await one;
        m_gathered[tests[i]] = true;
        if (!compiled) {
            begin(tests[i], worker);
            settle(tests[i], failure(compiled.error()));
            continue;
        }
        m_compiled[static_cast<qsizetype>(tests[i])] = *compiled;
        if (const auto scan = scanOf(tests[i], proven, connection->dialect()))
            scans[{scan->relation, i / TestsInOneScan}].push_back({tests[i], *scan});
        else
            m_queue.push(tests[i], m_plan->steps()[tests[i]].urgency);
    }
    for (const auto &[relation, together] : scans) {
        if (together.size() > 1 || relation.first.startsWith(u'(')) // the new rows only
            co_await checkTogether(together, connection, worker);
        else
            m_queue.push(together.front().step, m_plan->steps()[together.front().step].urgency);
    }
}

QCoro::Task<void> Execution::checkTogether(std::vector<FusableTest> tests, Connection::Pointer connection,
                                           int worker)
{
    std::vector<const project::Node *> nodes;
    for (const FusableTest &test : tests) {
        nodes.push_back(&m_plan->steps()[test.step].node);
        begin(test.step, worker);
    }
    const QFuture<Result<ResultSet>> checking =
        connection->execute(fusedStatement(tests, nodes), {}, m_stop.get_token());
    const Result<ResultSet> checked = co_await checking;
    std::vector<Result<void>> judged;
    for (std::size_t i = 0; checked && i < tests.size(); ++i) {
        const bool answered = isAnswered(tests[i], *nodes[i], *checked, columnOf(i));
        if (answered)
            noteStatement(tests[i].step,
                          checkStatement(*nodes[i], m_compiled[static_cast<qsizetype>(tests[i].step)]));
        judged.push_back(answered ? judge(tests[i].step, *checked, columnOf(i)) : Result<void>());
        const NodeState state = outcomeOf(tests[i].step).state;
        if (judged[i] && (state == NodeState::Fail || state == NodeState::Warn))
            co_await keepSample(tests[i].step, connection);
        if (judged[i] && answered && nodes[i]->test->storeFailures)
            judged[i] = co_await storeFailures(tests[i].step, true, connection);
    }
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const std::size_t index = tests[i].step;
        if (checked && isAnswered(tests[i], *nodes[i], *checked, columnOf(i))) {
            settle(index, judged[i]); // last: --fail-fast would cancel the samples of the others
        } else if (!checked && endsTheRun(checked.error())) {
            settle(index, failure(checked.error()));
        } else { // it has to count; or one of them is wrong: each on its own says which, and where
            outcomeOf(index).state = NodeState::Pending;
            m_queue.push(index, m_plan->steps()[index].urgency);
        }
    }
}

QCoro::Task<void> Execution::keepSample(std::size_t index, Connection::Pointer connection)
{
    const QString compiled = m_compiled[static_cast<qsizetype>(index)];
    const QString statement =
        m_dialect.shipped(u"system/build/sample").arg(compiled, QString::number(RowsKeptOfAFailedCheck));
    const QFuture<Result<ResultSet>> sampling = connection->execute(statement, {}, m_stop.get_token());
    const Result<ResultSet> rows = co_await sampling;
    if (rows)
        Q_EMIT sampled(m_plan->steps()[index].node.uniqueId, m_dialect.has(warehouse::Dialect::Feature::Json)
                                                                 ? rows->text(0, 0)
                                                                 : sampleRecords(*rows));
}

} // namespace daybook::build
