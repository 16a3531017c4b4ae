#include "app/desktop/builds.h"

namespace daybook::desktop {

using build::BuildService;

Builds::Builds(QObject *parent) : QObject(parent) {}

Builds::~Builds()
{
    m_stop.request_stop();
}

void Builds::attach(views::BuildBar *bar)
{
    m_bar = bar;
    connect(bar, &views::BuildBar::buildRequested, this, &Builds::start);
    connect(bar, &views::BuildBar::cancelRequested, this, &Builds::cancel);
    enter(m_state, m_state == State::Unavailable && m_whyUnavailable ? m_whyUnavailable() : m_words);
}

void Builds::setUnavailable(std::function<QString()> why)
{
    m_whyUnavailable = std::move(why);
    enter(State::Unavailable, m_whyUnavailable());
}

void Builds::adopt(const warehouse::ConnectionSpec &spec, const project::Project &project)
{
    if (spec.isReadOnly()) {
        setUnavailable([] { return tr("This connection is read-only"); });
        return;
    }
    m_service = std::make_shared<BuildService>(spec, project);
    connect(m_service.get(), &BuildService::runStarted, this, [this](const build::RunOutcome &run) {
        m_planned = run.nodes.size();
        m_done = 0;
        enter(m_state, tr("%1 of %2").arg(m_done).arg(m_planned));
        Q_EMIT runStarted(run.runId);
    });
    connect(m_service.get(), &BuildService::nodeChanged, this, &Builds::countNode);
    enter(State::Ready, {});
}

void Builds::countNode(const build::NodeOutcome &node)
{
    const bool over = node.state != build::NodeState::Pending && node.state != build::NodeState::Running;
    m_done += over ? 1 : 0;
    enter(m_state, tr("%1 of %2").arg(m_done).arg(m_planned));
    Q_EMIT nodeChanged(node);
}

void Builds::start(const QStringList &select, int threads)
{
    if (m_state != State::Ready)
        return;
    build::BuildRequest request;
    request.selection.select = select;
    request.threads = threads;
    request.program = QStringLiteral("daybook ") + QStringLiteral(DAYBOOK_VERSION);
    m_stop = std::stop_source();
    enter(State::Running, tr("Starting…"));
    run(this, m_service, request, m_stop.get_token());
}

QCoro::Task<> Builds::run(QPointer<Builds> builds, std::shared_ptr<BuildService> service,
                          build::BuildRequest request, std::stop_token stop)
{
    const Result<build::RunOutcome> outcome = co_await service->build(request, stop);
    if (builds)
        builds->finish(outcome);
}

void Builds::finish(const Result<build::RunOutcome> &outcome)
{
    enter(State::Ready, {});
    Q_EMIT ended();
    if (!outcome)
        Q_EMIT failed(outcome.error());
}

void Builds::cancel()
{
    if (m_state != State::Running)
        return;
    enter(State::Cancelling, m_words);
    m_stop.request_stop();
}

void Builds::enter(State state, const QString &words)
{
    m_state = state;
    m_words = words;
    if (m_bar)
        m_bar->setState(state, words);
}

} // namespace daybook::desktop
