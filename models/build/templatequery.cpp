#include "models/build/templatequery.h"

#include "models/warehouse/servererror.h"

#include <QAbstractEventDispatcher>
#include <QPromise>
#include <QThread>

namespace daybook::build {

using warehouse::Connection;
using warehouse::ResultSet;
using Answer = QFuture<Result<ResultSet>>;

namespace {

/// Has `connection` start the statement on its own thread. The promise moves along: if the thread ends first,
/// it breaks, and whoever waits goes on.
QFuture<Answer> handOver(QThread *home, std::weak_ptr<Connection> connection, QString sql,
                         std::stop_token stop)
{
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    QFuture<Answer> started = promise->future();
    QMetaObject::invokeMethod(
        QAbstractEventDispatcher::instance(home),
        [promise = std::move(promise), connection, sql, stop] {
            if (const Connection::Pointer session = connection.lock())
                promise->addResult(session->execute(sql, {}, stop));
            promise->finish();
        },
        Qt::QueuedConnection);
    return started;
}

} // namespace

TemplateQuery templateQuery(const Connection::Pointer &connection, std::stop_token stop)
{
    return [weak = std::weak_ptr<Connection>(connection), home = connection->thread(),
            stop](const QString &sql) -> Result<ResultSet> {
        Q_ASSERT(QThread::currentThread() != home);
        QFuture<Answer> started = handOver(home, weak, sql, stop);
        started.waitForFinished();
        if (started.resultCount() == 0)
            return failure(warehouse::cancelled());
        Answer answer = started.result();
        answer.waitForFinished();
        return answer.resultCount() == 0 ? failure(warehouse::cancelled()) : answer.result();
    };
}

} // namespace daybook::build
