#include "app/desktop/desktop.h"

#include "app/desktop/builds.h"
#include "app/desktop/exports.h"
#include "app/desktop/messages.h"
#include "app/desktop/opening.h"
#include "app/desktop/screenshots.h"
#include "app/desktop/settling.h"
#include "models/build/runmonitor.h"
#include "models/settlement/definitionfrom.h"
#include "views/runs/runspage.h"
#include "views/settlement/settlementpage.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

namespace daybook::desktop {
namespace {

constexpr int PoolSize = 6;
constexpr auto LongestGoodbye = std::chrono::seconds(10);

/// Pictures of a page that says "no connection" are of no use to anybody.
void giveUp(const Error &error)
{
    std::fprintf(stderr, "daybook: %s\n", qPrintable(error.message));
    QCoreApplication::exit(2);
}

} // namespace

using views::MainWindow;
using views::RunsPage;
using views::SettlementPage;
using workspace::ServerLink;

Desktop::Desktop(Options options, QElapsedTimer sinceStart)
    : m_options(std::move(options)), m_sinceStart(sinceStart)
{
    if (const auto kept = workspace::loadPreferences(workspace::preferencesPath()))
        m_preferences = *kept;
    m_language.speak(m_options.language.isEmpty() ? m_preferences.language : m_options.language);
    applyScheme();
    m_opening = std::make_unique<Opening>(m_options);
    m_builds = std::make_unique<Builds>();
    m_window = std::make_unique<MainWindow>(pages());
    m_window->setChoices(m_preferences.language, m_preferences.scheme);
    if (isForPeople())
        m_window->restoreGeometry(m_preferences.windowGeometry);
    connectWindow();
    connectOpening();
}

Desktop::~Desktop()
{
    m_screenshots.reset();
    m_window.reset();
}

bool Desktop::isConnected() const
{
    return m_link && m_link->state() == ServerLink::State::Connected;
}

bool Desktop::isForPeople() const
{
    return m_options.screenshotFolder.isEmpty() && !m_options.startupReport;
}

void Desktop::start()
{
    m_window->centralWidget()->installEventFilter(this);
    m_window->setNavigable(false); // pages are made of what connectServer() builds
    m_window->showConnecting();
    m_window->show();
    // After the first paint: nothing is connected or read before there is a window to see it in.
    QTimer::singleShot(0, m_opening.get(), &Opening::begin);
    if (!m_options.screenshotFolder.isEmpty())
        takeScreenshots();
    if (m_options.startupReport)
        reportStartup();
}

QList<views::Page> Desktop::pages()
{
    views::Page settlement{.id = QStringLiteral("settlement"),
                           .icon = QStringLiteral("settlement"),
                           .shortcut = Qt::CTRL | Qt::Key_1,
                           .title = [] { return tr("Settlement"); },
                           .create = [this](QWidget *parent) { return makeSettlementPage(parent); },
                           .refresh = [](QWidget *page) { static_cast<SettlementPage *>(page)->reload(); }};
    views::Page runs{.id = QStringLiteral("runs"),
                     .icon = QStringLiteral("runs"),
                     .shortcut = Qt::CTRL | Qt::Key_2,
                     .title = [] { return tr("Runs"); },
                     .create = [this](QWidget *parent) { return makeRunsPage(parent); },
                     .refresh = [](QWidget *page) { static_cast<RunsPage *>(page)->refresh(); }};
    return {settlement, runs};
}

QWidget *Desktop::makeSettlementPage(QWidget *parent)
{
    auto *page = new SettlementPage(*m_pool, parent);
    const auto define = [this, page] {
        if (m_definition && *m_definition)
            page->setDefinition(**m_definition, m_days);
        else if (m_definition)
            page->setDefinitionError(m_definition->error());
    };
    connect(this, &Desktop::definitionChanged, page, define);
    connect(page, &SettlementPage::reportShown, this, [this, page] { m_days = page->asked(); });
    connect(m_builds.get(), &Builds::ended, page, &SettlementPage::reload);
    connect(page, &SettlementPage::exportRequested, m_exports.get(),
            [this](const settlement::ExportDescription &what) { m_exports->ask(what, m_window.get()); });
    define();
    return page;
}

QWidget *Desktop::makeRunsPage(QWidget *parent)
{
    auto *page = new RunsPage(*m_monitor, parent);
    const auto setZone = [this, page] { page->setTimeZone(timeZone()); };
    connect(this, &Desktop::definitionChanged, page, setZone);
    setZone();
    page->buildBar()->setThreads(m_preferences.threads);
    m_builds->attach(page->buildBar());
    connect(page->buildBar(), &views::BuildBar::buildRequested, this,
            [this](const QStringList &, int threads) { m_preferences.threads = threads; });
    connect(m_builds.get(), &Builds::runStarted, page, &RunsPage::follow);
    connect(m_builds.get(), &Builds::nodeChanged, page, &RunsPage::applyNode);
    connect(m_builds.get(), &Builds::ended, page, &RunsPage::refresh);
    return page;
}

void Desktop::connectWindow()
{
    MainWindow *window = m_window.get();
    connect(window, &MainWindow::languageChosen, this,
            [this](const QString &code) { choose(code, m_preferences.scheme); });
    connect(window, &MainWindow::schemeChosen, this,
            [this](const QString &code) { choose(m_preferences.language, code); });
    connect(window, &MainWindow::pageShown, this, [this](const QString &id) { m_preferences.page = id; });
    connect(window, &MainWindow::closing, this, &Desktop::close);
    connect(window, &MainWindow::retryRequested, this,
            [this] { m_link ? m_link->connectNow() : m_opening->begin(); });
}

void Desktop::connectOpening()
{
    connect(m_opening.get(), &Opening::serverFound, this, &Desktop::connectServer);
    connect(m_opening.get(), &Opening::serverFailed, this, &Desktop::onNoServer);
    connect(m_opening.get(), &Opening::projectRead, this, &Desktop::onProject);
    connect(m_opening.get(), &Opening::projectFailed, this, &Desktop::onNoProject);
}

void Desktop::connectServer(const warehouse::ConnectionSpec &spec)
{
    if (m_link)
        return; // somebody asked twice
    m_window->setConnection(m_opening->badge());
    m_pool = std::make_unique<warehouse::Pool>(spec, PoolSize);
    m_monitor = std::make_unique<build::RunMonitor>(build::RunHistory(*m_pool));
    m_exports = std::make_unique<Exports>(*m_pool);
    m_link = std::make_unique<ServerLink>(spec, QStringList{QStringLiteral("daybook_run")});
    m_builds->setUnavailable([] { return tr("Reading the project…"); });
    connect(m_link.get(), &ServerLink::stateChanged, this, &Desktop::onServer);
    connect(this, &Desktop::definitionChanged, m_window.get(),
            [this] { m_window->setTimeZone(QString::fromUtf8(timeZone().id())); });
    connect(m_builds.get(), &Builds::failed, m_window.get(),
            [this](const Error &error) { showError(m_window.get(), tr("Not built"), error); });
    connect(m_link.get(), &ServerLink::countdown, m_window.get(), &MainWindow::setCountdown);
    connect(m_link.get(), &ServerLink::notified, m_monitor.get(), &build::RunMonitor::hear);
    connect(m_exports.get(), &Exports::said, m_window.get(), &MainWindow::setStatus);
    connect(m_exports.get(), &Exports::busyChanged, m_window.get(), &MainWindow::setCancellable);
    connect(m_window.get(), &MainWindow::cancelRequested, m_exports.get(), &Exports::cancel);
    connect(m_exports.get(), &Exports::failed, this,
            [this](const Error &error) { showError(m_window.get(), tr("Not exported"), error); });
    m_window->setNavigable(true);
    m_link->connectNow();
}

void Desktop::onServer(ServerLink::State state)
{
    if (state == ServerLink::State::Connecting)
        m_window->showConnecting();
    else if (state == ServerLink::State::Lost)
        onNoServer(*m_link->lastError());
    else if (state == ServerLink::State::Connected)
        showFirstPage();
}

void Desktop::onNoServer(const Error &error)
{
    m_window->showLost(error, m_link ? m_link->secondsToRetry() : -1);
    if (!isForPeople())
        giveUp(error);
}

void Desktop::showFirstPage()
{
    const bool back = !m_window->currentPage().isEmpty();
    if (!back) {
        m_window->showPage(m_preferences.page);
        if (m_window->currentPage().isEmpty())
            m_window->showPage(m_window->pages().first().id);
    }
    m_window->showConnected();
    if (back)
        m_window->refreshPage();
}

void Desktop::onProject(const project::Project &project)
{
    m_monitor->setProject(project.name());
    m_builds->adopt(m_pool->spec(), project);
    m_definition = settlement::definitionFrom(project);
    if (!project.warnings().isEmpty())
        m_window->setStatus(project.warnings().first());
    Q_EMIT definitionChanged();
}

void Desktop::onNoProject(const Error &error)
{
    m_builds->setUnavailable([error] { return error.message; });
    m_definition = Result<settlement::ReportDefinition>(failure(error));
    Q_EMIT definitionChanged();
}

void Desktop::choose(const QString &language, const QString &scheme)
{
    const bool otherLanguage = language != m_preferences.language || !m_options.language.isEmpty();
    m_options.language.clear();
    m_options.scheme.clear();
    m_preferences.language = language;
    m_preferences.scheme = scheme;
    m_window->setChoices(language, scheme);
    applyScheme();
    if (otherLanguage)
        speak(language);
    keepPreferences();
}

void Desktop::speak(const QString &code)
{
    m_language.speak(code);
    if (m_link)
        m_window->setConnection(m_opening->badge());
}

QTimeZone Desktop::timeZone() const
{
    const bool known = m_definition && *m_definition;
    return QTimeZone((known ? (*m_definition)->calendar : BusinessCalendar()).zoneName().toUtf8());
}

void Desktop::applyScheme()
{
    const QString code = m_options.scheme.isEmpty() ? m_preferences.scheme : m_options.scheme;
    views::applyScheme(*qApp, code == QStringLiteral("light")  ? views::Scheme::Light
                              : code == QStringLiteral("dark") ? views::Scheme::Dark
                                                               : views::Scheme::System);
}

void Desktop::keepPreferences()
{
    if (!isForPeople())
        return;
    m_preferences.windowGeometry = m_window->saveGeometry();
    if (const auto kept = workspace::savePreferences(m_preferences, workspace::preferencesPath()); !kept)
        m_window->setStatus(kept.error().message);
}

void Desktop::close()
{
    keepPreferences();
    if (!m_builds->isRunning()) {
        QCoreApplication::quit();
        return;
    }
    // Let the server hear of the cancel, so that nothing is left behind; but not for ever.
    connect(m_builds.get(), &Builds::ended, qApp, &QCoreApplication::quit);
    QTimer::singleShot(LongestGoodbye, qApp, &QCoreApplication::quit);
    m_builds->cancel();
}

void Desktop::takeScreenshots()
{
    m_screenshots =
        std::make_unique<Screenshots>(*m_window, m_options.screenshotFolder, m_options.screenshotPages);
    m_screenshots->isReady = [this] { return isConnected() && m_definition.has_value(); };
    m_screenshots->prepare = [this](const Screenshots::Choice &choice) {
        m_options.scheme = choice.scheme;
        applyScheme();
        if (m_options.language != choice.language)
            speak(choice.language);
        m_options.language = choice.language;
        m_preferences.page = choice.page;
        if (isConnected())
            m_window->showPage(choice.page);
    };
    connect(m_screenshots.get(), &Screenshots::finished, this,
            [](int failures) { QCoreApplication::exit(failures == 0 ? 0 : 1); });
    m_screenshots->start();
}

void Desktop::reportStartup()
{
    auto *poll = new QTimer(this);
    poll->start(2);
    connect(poll, &QTimer::timeout, this, [this] {
        if (!isConnected() || !m_definition || m_firstPaint < 0 ||
            settled(*m_window->centralWidget()) == Settled::NotYet)
            return;
        std::printf("first paint: %lld ms\ndata: %lld ms\n", static_cast<long long>(m_firstPaint),
                    static_cast<long long>(m_sinceStart.elapsed()));
        std::fflush(stdout);
        QCoreApplication::exit(0);
    });
}

bool Desktop::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && m_firstPaint < 0)
        m_firstPaint = m_sinceStart.elapsed();
    return QObject::eventFilter(watched, event);
}

} // namespace daybook::desktop
