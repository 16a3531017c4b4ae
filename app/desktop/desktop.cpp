#include "app/desktop/desktop.h"

#include "app/desktop/builds.h"
#include "app/desktop/screenshots.h"
#include "app/desktop/settling.h"
#include "models/build/runmonitor.h"
#include "models/project/profile.h"
#include "models/warehouse/localwarehouse.h"
#include "views/runs/runspage.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QTimer>

#include <cstdio>

namespace daybook::desktop {
namespace {

constexpr int PoolSize = 6;
constexpr auto LongestGoodbye = std::chrono::seconds(10);

QString schemeCode(const Options &options, const workspace::Preferences &preferences)
{
    return options.scheme.isEmpty() ? preferences.scheme : options.scheme;
}

bool looksLikeProduction(const QString &target)
{
    const QString name = target.toLower();
    return name == QStringLiteral("prod") || name == QStringLiteral("production") ||
           name == QStringLiteral("live");
}

QString absolute(const QString &folder)
{
    return folder.isEmpty() ? QString() : QDir::cleanPath(QDir::current().absoluteFilePath(folder));
}

/// Pictures of a page that says "no connection" are of no use to anybody.
void giveUp(const Error &error)
{
    std::fprintf(stderr, "daybook: %s\n", qPrintable(error.message));
    QCoreApplication::exit(2);
}

} // namespace

using workspace::ServerLink;

Desktop::Desktop(Options options, QElapsedTimer sinceStart)
    : m_options(std::move(options)), m_sinceStart(sinceStart)
{
    if (const auto kept = workspace::loadPreferences(workspace::preferencesPath()))
        m_preferences = *kept;
    m_language.speak(m_options.language.isEmpty() ? m_preferences.language : m_options.language);
    applyScheme();
    m_window = std::make_unique<views::MainWindow>(pages());
    m_window->setChoices(m_preferences.language, m_preferences.scheme);
    if (m_options.screenshotFolder.isEmpty())
        m_window->restoreGeometry(m_preferences.windowGeometry);
    connectWindow();
}

Desktop::~Desktop()
{
    m_stop.request_stop();
    m_screenshots.reset();
    m_window.reset();
}

void Desktop::start()
{
    m_window->centralWidget()->installEventFilter(this);
    m_window->showConnecting();
    m_window->show();
    // After the first paint: nothing is connected or read before there is a window to see it in.
    QTimer::singleShot(0, this, &Desktop::connectServer);
    if (!m_options.screenshotFolder.isEmpty())
        takeScreenshots();
    if (m_options.startupReport)
        reportStartup();
}

QList<views::Page> Desktop::pages()
{
    views::Page runs{.id = QStringLiteral("runs"),
                     .icon = QStringLiteral("runs"),
                     .shortcut = Qt::CTRL | Qt::Key_2,
                     .title = [] { return tr("Runs"); },
                     .create = [this](QWidget *parent) { return makeRunsPage(parent); },
                     .refresh = [](QWidget *page) { static_cast<views::RunsPage *>(page)->refresh(); }};
    return {runs};
}

QWidget *Desktop::makeRunsPage(QWidget *parent)
{
    auto *page = new views::RunsPage(*m_monitor, parent);
    page->buildBar()->setThreads(m_preferences.threads);
    m_builds->attach(page->buildBar());
    connect(page->buildBar(), &views::BuildBar::buildRequested, this,
            [this](const QStringList &, int threads) { m_preferences.threads = threads; });
    connect(m_builds.get(), &Builds::runStarted, page, &views::RunsPage::follow);
    connect(m_builds.get(), &Builds::nodeChanged, page, &views::RunsPage::applyNode);
    connect(m_builds.get(), &Builds::ended, page, &views::RunsPage::refresh);
    return page;
}

void Desktop::connectWindow()
{
    views::MainWindow *window = m_window.get();
    connect(window, &views::MainWindow::languageChosen, this,
            [this](const QString &code) { choose(code, m_preferences.scheme); });
    connect(window, &views::MainWindow::schemeChosen, this,
            [this](const QString &code) { choose(m_preferences.language, code); });
    connect(window, &views::MainWindow::pageShown, this,
            [this](const QString &id) { m_preferences.page = id; });
    connect(window, &views::MainWindow::closing, this, &Desktop::close);
}

void Desktop::connectServer()
{
    m_projectFolder = m_options.projectDirectory.isEmpty() ? project::findProjectFolder(QDir::currentPath())
                                                           : absolute(m_options.projectDirectory);
    const auto connection = workspace::resolve({.dsn = m_options.dsn,
                                                .profilesDirectory = absolute(m_options.profilesDirectory),
                                                .projectDirectory = m_projectFolder,
                                                .profile = {},
                                                .target = m_options.target,
                                                .schema = {},
                                                .threads = {},
                                                .environment = QProcessEnvironment::systemEnvironment()});
    if (!connection)
        refuse(connection.error());
    else if (connection->isLocal)
        startLocal(this, *connection, m_stop.get_token());
    else
        useServer(*connection);
}

QCoro::Task<> Desktop::startLocal(QPointer<Desktop> desktop, workspace::ResolvedConnection connection,
                                  std::stop_token stop)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    warehouse::LocalWarehouse local(warehouse::LocalWarehouseOptions::fromEnvironment(environment));
    Result<warehouse::LocalWarehouseStatus> status = co_await local.status();
    const ProgressSink nobody;
    if (status && status->state != warehouse::LocalWarehouseStatus::State::Running)
        status = co_await local.start(nobody, stop);
    if (!desktop)
        co_return;
    if (!status) {
        desktop->refuse(status.error());
        co_return;
    }
    connection.spec = status->spec;
    desktop->useServer(connection);
}

void Desktop::refuse(const Error &error)
{
    m_window->showLost(error, -1);
    if (m_screenshots)
        giveUp(error);
}

void Desktop::useServer(workspace::ResolvedConnection connection)
{
    warehouse::ConnectionSpec &spec = connection.spec;
    const bool production = m_options.production || looksLikeProduction(connection.targetName);
    spec.setReadOnly(production && !m_options.allowChanges);
    m_window->setConnection(
        {.name = m_options.target.isEmpty() ? spec.value(QStringLiteral("dbname")) : m_options.target,
         .where = spec.displayName(),
         .production = production,
         .readOnly = spec.isReadOnly()});
    m_pool = std::make_unique<warehouse::Pool>(spec, PoolSize);
    m_monitor = std::make_unique<build::RunMonitor>(build::RunHistory(*m_pool));
    m_link = std::make_unique<ServerLink>(spec, QStringList{QStringLiteral("daybook_run")});
    m_builds = std::make_unique<Builds>(spec, workspace::projectOptions(connection, m_projectFolder));
    connect(m_link.get(), &ServerLink::stateChanged, this, &Desktop::onServer);
    connect(m_link.get(), &ServerLink::countdown, m_window.get(), &views::MainWindow::setCountdown);
    connect(m_link.get(), &ServerLink::notified, m_monitor.get(), &build::RunMonitor::hear);
    connect(m_window.get(), &views::MainWindow::retryRequested, m_link.get(), &ServerLink::connectNow);
    connect(m_builds.get(), &Builds::projectRead, m_monitor.get(), &build::RunMonitor::setProject);
    m_builds->readProject();
    m_link->connectNow();
}

void Desktop::onServer(ServerLink::State state)
{
    if (state == ServerLink::State::Connecting) {
        m_window->showConnecting();
    } else if (state == ServerLink::State::Lost) {
        m_window->showLost(*m_link->lastError(), m_link->secondsToRetry());
        if (m_screenshots)
            giveUp(*m_link->lastError());
    } else if (state == ServerLink::State::Connected) {
        const QString first = m_window->pages().first().id;
        const bool back = !m_window->currentPage().isEmpty();
        m_window->showPage(back                           ? m_window->currentPage()
                           : m_preferences.page.isEmpty() ? first
                                                          : m_preferences.page);
        if (m_window->currentPage().isEmpty())
            m_window->showPage(first);
        m_window->showConnected();
        if (back)
            m_window->refreshPage();
    }
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
        m_language.speak(language);
    keepPreferences();
}

void Desktop::applyScheme()
{
    const QString code = schemeCode(m_options, m_preferences);
    views::applyScheme(*qApp, code == QStringLiteral("light")  ? views::Scheme::Light
                              : code == QStringLiteral("dark") ? views::Scheme::Dark
                                                               : views::Scheme::System);
}

void Desktop::keepPreferences()
{
    if (!m_options.screenshotFolder.isEmpty() || m_options.startupReport)
        return;
    m_preferences.windowGeometry = m_window->saveGeometry();
    if (const auto kept = workspace::savePreferences(m_preferences, workspace::preferencesPath()); !kept)
        m_window->setStatus(kept.error().message);
}

void Desktop::close()
{
    keepPreferences();
    if (!m_builds || !m_builds->isRunning()) {
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
    m_screenshots->isReady = [this] { return m_link && m_link->state() == ServerLink::State::Connected; };
    m_screenshots->prepare = [this](const Screenshots::Choice &choice) {
        m_options.scheme = choice.scheme;
        applyScheme();
        if (m_options.language != choice.language)
            m_language.speak(choice.language);
        m_options.language = choice.language;
        m_preferences.page = choice.page;
        if (m_link && m_link->state() == ServerLink::State::Connected)
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
        const bool connected = m_link && m_link->state() == ServerLink::State::Connected;
        if (!connected || m_firstPaint < 0 || settled(*m_window->centralWidget()) == Settled::NotYet)
            return;
        std::printf("first paint: %lld ms\ndata: %lld ms\n", static_cast<long long>(m_firstPaint),
                    static_cast<long long>(m_sinceStart.elapsed()));
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
