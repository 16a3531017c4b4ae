// Steps that failed for what passes by itself, done once more.
#include "models/build/execution.h"
#include "models/build/failurecause.h"

#include <QCoro/QCoroTimer>

namespace daybook::build {
namespace {

using warehouse::Connection;
using warehouse::ResultSet;
using namespace std::chrono_literals;

constexpr int FurtherAttempts = 2;
constexpr auto Pause = 250ms;

/// A lost connection is not mended here: whatever the session held is gone, and the run with it.
bool mayPass(const Error &error)
{
    return isTransient(error) && error.kind != ErrorKind::Connection;
}

/// Hooks that commit by themselves may not be run twice.
bool commitsOnItsWay(const project::Node &node)
{
    for (const QStringView which : {u"pre_hook", u"post_hook"}) {
        const auto hooks = project::hooksOf(node, which);
        if (!hooks || std::any_of(hooks->begin(), hooks->end(),
                                  [](const project::Hook &hook) { return !hook.inTransaction; }))
            return true;
    }
    return false;
}

} // namespace

/// Deadlocks, serialization failures and locks not given in time end a statement, and not what the step is
/// about.
QCoro::Task<Result<void>> Execution::performPatiently(std::size_t index, Connection::Pointer connection)
{
    Result<void> done = co_await perform(index, connection);
    for (int i = 0; i < FurtherAttempts && !done && mayPass(done.error()); ++i) {
        if (commitsOnItsWay(m_plan->steps()[index].node) || m_stop.stop_requested())
            co_return done;
        co_await QCoro::sleepFor(Pause * (i + 1));
        const Result<void> undone = co_await undo(index, connection);
        if (!undone)
            co_return undone;
        done = co_await perform(index, connection);
    }
    co_return done;
}

/// Takes away what a failed attempt has left in the staging schema.
QCoro::Task<Result<void>> Execution::undo(std::size_t index, Connection::Pointer connection)
{
    const PlannedNode &step = m_plan->steps()[index];
    m_applied[index].reset();
    m_remade[index].reset();
    outcomeOf(index).rows.reset();
    outcomeOf(index).failures.reset();
    outcomeOf(index).statements.clear();
    if (!step.isBuilt())
        co_return Result<void>();
    for (const warehouse::RelationName &name : {step.staged, step.delta}) {
        if (name.name.isEmpty())
            continue;
        const Result<Table> left = co_await look(name, connection);
        if (!left)
            co_return failure(left.error());
        if (left->oid == 0)
            continue;
        const Result<ResultSet> dropped =
            co_await ask(QStringLiteral("drop %1 %2 cascade").arg(left->keyword(), name.toSql()), connection);
        if (!dropped)
            co_return failure(dropped.error());
    }
    co_return Result<void>();
}

} // namespace daybook::build
