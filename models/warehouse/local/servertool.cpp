#include "models/warehouse/local/servertool.h"

#include "models/warehouse/servererror.h"

#include <QFileInfo>
#include <QProcess>
#include <QPromise>
#include <QTimer>

#include <csignal>
#include <functional>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

/// A process that owns itself until it is done; completes its promise exactly once.
class Tool : public QObject
{
public:
    Tool(ToolCall call, std::stop_token stop) : m_call(std::move(call)), m_stop(std::move(stop))
    {
        m_promise.start();
    }

    QFuture<Result<ToolOutcome>> start()
    {
        prepare();
        connect(&m_process, &QProcess::finished, this, &Tool::onFinished);
        connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                complete(failure(ErrorKind::Io, QStringLiteral("%1 cannot be started.").arg(m_call.program),
                                 m_process.errorString()));
        });
        QTimer::singleShot(m_call.timeoutMilliseconds, this, [this] {
            giveUp({.kind = ErrorKind::Io,
                    .message = QStringLiteral("%1 did not finish within %2 seconds.")
                                   .arg(QFileInfo(m_call.program).fileName())
                                   .arg(m_call.timeoutMilliseconds / 1000)});
        });
        m_onStop.emplace(m_stop, [this] {
            const auto cancel = [this] { giveUp(cancelled()); };
            QMetaObject::invokeMethod(this, cancel, Qt::QueuedConnection);
        });
        QFuture<Result<ToolOutcome>> future = m_promise.future();
        m_process.start(m_call.program, m_call.arguments);
        return future;
    }

private:
    void prepare()
    {
        QProcessEnvironment environment;
        const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
        for (const auto &name : {QStringLiteral("PATH"), QStringLiteral("LD_LIBRARY_PATH")}) {
            if (ours.contains(name))
                environment.insert(name, ours.value(name));
        }
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        for (auto it = m_call.environment.begin(); it != m_call.environment.end(); ++it)
            environment.insert(it.key(), it.value());
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(QStringLiteral("/"));
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        if (!m_call.outputFile.isEmpty())
            m_process.setStandardOutputFile(m_call.outputFile, QIODevice::Append);
        const bool dies = m_call.diesWithUs;
        const std::optional<ServerUser> user = m_call.user;
        m_process.setChildProcessModifier([dies, user] { becomeTool(dies, user); });
    }

    /// Between fork and exec: nothing but system calls.
    static void becomeTool(bool dies, const std::optional<ServerUser> &user)
    {
        setsid();
        umask(077);
        if (user && user->uid != geteuid() &&
            (setgroups(0, nullptr) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0))
            _exit(126);
        if (dies) // after setuid, which forgets it
            prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_DFL);
    }

    void giveUp(Error reason)
    {
        m_reason = std::move(reason);
        m_process.kill();
    }

    void onFinished(int exitCode, QProcess::ExitStatus status)
    {
        if (m_reason) {
            complete(failure(*m_reason));
            return;
        }
        const bool crashed = status == QProcess::CrashExit;
        const QByteArray said = m_call.outputFile.isEmpty() ? m_process.readAll() : QByteArray();
        complete(ToolOutcome{crashed ? -1 : exitCode, QString::fromUtf8(said).trimmed()});
    }

    void complete(Result<ToolOutcome> outcome)
    {
        m_onStop.reset();
        m_promise.addResult(std::move(outcome));
        m_promise.finish();
        deleteLater();
    }

    ToolCall m_call;
    std::stop_token m_stop;
    QProcess m_process;
    QPromise<Result<ToolOutcome>> m_promise;
    std::optional<Error> m_reason;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop;
};

} // namespace

QFuture<Result<ToolOutcome>> runTool(ToolCall call, std::stop_token stop)
{
    return (new Tool(std::move(call), std::move(stop)))->start();
}

} // namespace daybook::warehouse
