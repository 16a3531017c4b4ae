#pragma once

#include "models/core/result.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QTimer>

namespace daybook::build {

/// That nobody else builds a project into a target. Where the server has advisory locks it is one, and lives
/// as long as the session. Elsewhere it is a row that is written under LOCK and renewed every few seconds:
/// whose holder's session is known to be gone, or that has not been renewed for a while, it is taken over
/// from. A holder that comes back from a long sleep finds so when it publishes, and does not. (Sessions alone
/// would not do: Redshift shows a role no others' sessions.) Owned by the run; lives on its thread.
class Claim : public QObject
{
    Q_OBJECT
public:
    Claim(warehouse::Connection::Pointer connection, QString project, QString targetSchema, QString holder);

    /// False: another holds it. Errors: those of the server.
    QCoro::Task<Result<bool>> take();
    /// The server takes a moment to notice that a session has ended, and the next build may be there before.
    QCoro::Task<void> release();

    /// In the transaction that publishes, which has locked the claims. Errors: Conflict, if it is lost.
    QCoro::Task<Result<void>> confirm() const;

    static constexpr int RenewedEverySeconds = 15;
    static constexpr int GivenUpAfterSeconds = 90;

private:
    bool isRow() const;
    QCoro::Task<Result<bool>> isTaken();
    QCoro::Task<Result<bool>> takeRow();

    warehouse::Connection::Pointer m_connection;
    QString m_project;
    QString m_targetSchema;
    QString m_holder;
    QString m_role; ///< of our session, on the server
    QTimer m_renewal;
};

} // namespace daybook::build
