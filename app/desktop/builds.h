#pragma once

#include "models/build/buildservice.h"
#include "views/runs/buildbar.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace daybook::desktop {

/// Between the page of runs and the engine: starts one build at a time, stops it, and says how it stands.
/// Owned by Desktop.
class Builds : public QObject
{
    Q_OBJECT
public:
    using State = views::BuildBar::State;

    explicit Builds(QObject *parent = nullptr);
    ~Builds() override;

    /// Builds can be started from now on.
    void adopt(const warehouse::ConnectionSpec &spec, const project::Project &project);
    /// `why` is asked in the language of the moment.
    void setUnavailable(std::function<QString()> why);

    bool isRunning() const { return m_state == State::Running || m_state == State::Cancelling; }
    /// Drives `bar` from now on, and at once.
    void attach(views::BuildBar *bar);

public Q_SLOTS:
    void start(const QStringList &select, int threads);
    void cancel();

Q_SIGNALS:
    void runStarted(qint64 runId);
    void nodeChanged(const daybook::build::NodeOutcome &node);
    /// Also when none could begin.
    void ended();
    /// It could not run at all; one whose checks failed has run.
    void failed(const daybook::Error &error);

private:
    void countNode(const build::NodeOutcome &node);
    void finish(const Result<build::RunOutcome> &outcome);
    void enter(State state, const QString &words);
    static QCoro::Task<> run(QPointer<Builds> builds, std::shared_ptr<build::BuildService> service,
                             build::BuildRequest request, std::stop_token stop);

    std::shared_ptr<build::BuildService> m_service; ///< shared with the run that is under way
    std::stop_source m_stop;
    State m_state = State::Unavailable;
    QString m_words;
    std::function<QString()> m_whyUnavailable;
    qsizetype m_planned = 0;
    qsizetype m_done = 0;
    QPointer<views::BuildBar> m_bar;
};

} // namespace daybook::desktop
