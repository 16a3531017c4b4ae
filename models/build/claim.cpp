#include "models/build/claim.h"

#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>

namespace daybook::build {
namespace {

using warehouse::askShipped;
using warehouse::Parameter;
using warehouse::ResultSet;

} // namespace

Claim::Claim(warehouse::Connection::Pointer connection, QString project, QString targetSchema, QString holder)
    : m_connection(std::move(connection))
    , m_project(std::move(project))
    , m_targetSchema(std::move(targetSchema))
    , m_holder(std::move(holder))
{
    m_renewal.setInterval(std::chrono::seconds(RenewedEverySeconds));
    connect(&m_renewal, &QTimer::timeout, this, [this] {
        if (m_connection->isOpen() && !m_connection->isInTransaction())
            askShipped(m_connection, u"system/build/renew_claim", {m_holder});
    });
}

bool Claim::isRow() const
{
    return !m_connection->dialect().has(warehouse::Dialect::Feature::AdvisoryLocks);
}

QCoro::Task<Result<bool>> Claim::take()
{
    if (isRow())
        co_return co_await takeRow();
    const QList<Parameter> key{QStringLiteral("daybook.build:%1:%2").arg(m_project, m_targetSchema)};
    const QFuture<Result<ResultSet>> claiming = askShipped(m_connection, u"system/build/claim", key);
    const Result<ResultSet> answer = co_await claiming;
    if (!answer)
        co_return failure(answer.error());
    co_return answer->boolean(0, 0) == true;
}

QCoro::Task<Result<bool>> Claim::takeRow()
{
    Result<bool> taken = co_await isTaken();
    if (taken && !*taken) {
        const QList<Parameter> row{m_project, m_targetSchema, m_holder, m_role,
                                   QString::number(m_connection->backendPid())};
        const QFuture<Result<ResultSet>> taking = askShipped(m_connection, u"system/build/take_claim", row);
        const Result<ResultSet> answer = co_await taking;
        if (!answer)
            taken = failure(answer.error());
    }
    const bool takes = taken && !*taken;
    const QFuture<Result<ResultSet>> ending =
        m_connection->execute(takes ? QStringLiteral("commit") : QStringLiteral("rollback"));
    const Result<ResultSet> ended = co_await ending;
    if (!taken)
        co_return taken;
    if (!ended)
        co_return failure(ended.error());
    if (takes)
        m_renewal.start();
    co_return takes;
}

/// Begins a transaction, in which nobody else can take it.
QCoro::Task<Result<bool>> Claim::isTaken()
{
    const QList<Parameter> key{m_project, m_targetSchema};
    const QFuture<Result<ResultSet>> reading = askShipped(m_connection, u"system/build/claim", key);
    const Result<ResultSet> claim = co_await reading;
    if (!claim)
        co_return failure(claim.error());
    const bool isThere = claim->rowCount() > 0;
    const QList<Parameter> process{isThere ? claim->text(0, 2) : QStringLiteral("0")};
    const QFuture<Result<ResultSet>> asking = askShipped(m_connection, u"system/build/sessions", process);
    const Result<ResultSet> sessions = co_await asking;
    if (!sessions)
        co_return failure(sessions.error());
    m_role = sessions->text(0, 0);
    if (!isThere)
        co_return false;
    const bool isKnownGone = claim->text(0, 1) == m_role && sessions->integer(0, 1) == 0;
    co_return !isKnownGone && claim->text(0, 3).toDouble() < GivenUpAfterSeconds;
}

QCoro::Task<void> Claim::release()
{
    m_renewal.stop();
    if (!m_connection->isOpen())
        co_return;
    const QString what =
        isRow() ? m_holder : QStringLiteral("daybook.build:%1:%2").arg(m_project, m_targetSchema);
    const QList<Parameter> key{what};
    const QFuture<Result<ResultSet>> releasing = askShipped(m_connection, u"system/build/release", key);
    co_await releasing;
}

QCoro::Task<Result<void>> Claim::confirm() const
{
    if (!isRow())
        co_return Result<void>();
    const QList<Parameter> key{m_holder};
    const QFuture<Result<ResultSet>> asking = askShipped(m_connection, u"system/build/held_claim", key);
    const Result<ResultSet> held = co_await asking;
    if (!held)
        co_return failure(held.error());
    if (held->integer(0, 0) != 0)
        co_return Result<void>();
    co_return failure(ErrorKind::Conflict,
                      QStringLiteral("This run was not heard of for more than %1 seconds, and another has "
                                     "taken its place. Nothing was published; build again.")
                          .arg(GivenUpAfterSeconds));
}

} // namespace daybook::build
