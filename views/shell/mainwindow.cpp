#include "views/shell/mainwindow.h"

#include "views/shell/lostpage.h"
#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace daybook::views {

MainWindow::MainWindow(QList<Page> pages, QWidget *parent) : QMainWindow(parent), m_pages(std::move(pages))
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/daybook.svg")));
    resize(160 * Grid, 100 * Grid);
    buildFrame();
    buildMenus();
    buildNavigation();
    dressBadge();
}

void MainWindow::buildFrame()
{
    auto *frame = new QWidget(this);
    m_strip = new QLabel(frame);
    m_strip->setAlignment(Qt::AlignCenter);
    m_strip->setMinimumHeight(3 * Grid);
    m_navigation = new QListWidget(frame);
    m_navigation->setObjectName(QStringLiteral("navigation"));
    m_navigation->setFixedWidth(21 * Grid);
    m_navigation->setIconSize(QSize(16, 16));
    m_navigation->setAccessibleName(tr("Pages"));
    m_stack = new QStackedWidget(frame);
    m_lostPage = new LostPage(m_stack);
    m_stack->addWidget(m_lostPage);
    connect(m_lostPage, &LostPage::retryRequested, this, &MainWindow::retryRequested);
    connect(m_navigation, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showPage(m_pages[row].id);
    });
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_navigation);
    columns->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addLayout(columns, 1);
    setCentralWidget(frame);

    m_where = new QLabel(this);
    m_link = new QLabel(this);
    m_status = new QLabel(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_link);
    statusBar()->addWidget(m_where, 1);
    m_zone = new QLabel(this);
    statusBar()->addPermanentWidget(m_status);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancelExport"));
    m_cancel->setProperty("quiet", true);
    m_cancel->hide();
    connect(m_cancel, &QPushButton::clicked, this, &MainWindow::cancelRequested);
    statusBar()->addPermanentWidget(m_cancel);
    statusBar()->addPermanentWidget(m_zone);
}

void MainWindow::buildMenus()
{
    qDeleteAll(menuBar()->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
    QMenu *file = menuBar()->addMenu(tr("&File"));
    QAction *quit = file->addAction(tr("&Quit"), this, &QWidget::close);
    quit->setShortcut(QKeySequence::Quit);
    QMenu *view = menuBar()->addMenu(tr("&View"));
    for (const Page &page : m_pages) {
        QAction *go =
            view->addAction(glyph(page.icon), page.title(), this, [this, id = page.id] { showPage(id); });
        go->setShortcut(page.shortcut);
    }
    view->addSeparator();
    QAction *refresh =
        view->addAction(glyph(QStringLiteral("refresh")), tr("&Refresh"), this, &MainWindow::refreshPage);
    refresh->setShortcut(QKeySequence::Refresh);
    view->addSeparator();
    // Languages are named in themselves: whoever ended up in the wrong one must find the way back.
    buildChoices(view, tr("&Language"),
                 {{QString(), tr("As the system")},
                  {QStringLiteral("en"), QStringLiteral("English")},
                  {QStringLiteral("ko"), QStringLiteral("한국어")}},
                 m_language, &MainWindow::languageChosen);
    buildChoices(view, tr("&Colour scheme"),
                 {{QString(), tr("As the system")},
                  {QStringLiteral("light"), tr("Light")},
                  {QStringLiteral("dark"), tr("Dark")}},
                 m_scheme, &MainWindow::schemeChosen);
    menuBar()->addMenu(tr("&Help"))->addAction(tr("&About Daybook"), this, &MainWindow::about);
}

void MainWindow::buildChoices(QMenu *menu, const QString &title,
                              const QList<std::pair<QString, QString>> &choices, const QString &chosen,
                              void (MainWindow::*signal)(const QString &))
{
    QMenu *submenu = menu->addMenu(title);
    auto *group = new QActionGroup(submenu);
    for (const auto &[code, name] : choices) {
        QAction *action = submenu->addAction(name);
        action->setCheckable(true);
        action->setChecked(code == chosen);
        action->setData(code);
        group->addAction(action);
    }
    // Queued: the answer may rebuild this very menu.
    connect(
        group, &QActionGroup::triggered, this,
        [this, signal](const QAction *action) {
            Q_EMIT(this->*signal)
            (action->data().toString());
        },
        Qt::QueuedConnection);
}

void MainWindow::buildNavigation()
{
    const QSignalBlocker blocker(m_navigation);
    m_navigation->clear();
    for (const Page &page : m_pages) {
        auto *item = new QListWidgetItem(glyph(page.icon), page.title(), m_navigation);
        item->setToolTip(page.title() +
                         QStringLiteral(" (%1)").arg(page.shortcut.toString(QKeySequence::NativeText)));
        if (page.id == m_current)
            m_navigation->setCurrentItem(item);
    }
}

void MainWindow::rebuild()
{
    const QString current = std::exchange(m_current, QString());
    for (QWidget *widget : std::exchange(m_widgets, {}))
        widget->deleteLater();
    m_stack->removeWidget(m_lostPage);
    m_lostPage->deleteLater();
    m_lostPage = new LostPage(m_stack);
    m_stack->addWidget(m_lostPage);
    connect(m_lostPage, &LostPage::retryRequested, this, &MainWindow::retryRequested);
    buildMenus();
    buildNavigation();
    dressBadge();
    dressLink();
    if (!current.isEmpty())
        showPage(current);
}

void MainWindow::setConnection(const ConnectionBadge &badge)
{
    m_badge = badge;
    dressBadge();
}

void MainWindow::dressBadge()
{
    const QString access = m_badge.readOnly ? tr("read-only") : tr("changes allowed");
    m_strip->setVisible(m_badge.production);
    m_strip->setText(tr("PRODUCTION · %1 · %2").arg(m_badge.name, access));
    m_strip->setStyleSheet(
        QStringLiteral("background: %1; color: white; font-weight: 600; letter-spacing: 1px")
            .arg(production(palette()).name()));
    m_where->setText(m_badge.where);
    setWindowTitle(m_badge.name.isEmpty() ? QStringLiteral("Daybook")
                   : m_badge.production   ? tr("PRODUCTION %1 — Daybook").arg(m_badge.name)
                                          : tr("%1 — Daybook").arg(m_badge.name));
}

void MainWindow::setChoices(const QString &language, const QString &scheme)
{
    m_language = language;
    m_scheme = scheme;
    buildMenus();
}

void MainWindow::dressLink()
{
    if (m_linkState == Link::Connected)
        m_link->setText(m_badge.readOnly ? tr("Connected, read-only") : tr("Connected"));
    else
        m_link->setText(m_secondsToRetry == 0 ? tr("Connecting…") : tr("Not connected"));
    m_cancel->setText(tr("Cancel"));
    m_zone->setText(m_zoneName.isEmpty() ? QString() : tr("Times in %1").arg(m_zoneName));
    if (m_lostTo)
        m_lostPage->showError(*m_lostTo, m_badge.where);
    m_lostPage->setCountdown(m_secondsToRetry);
}

void MainWindow::setCancellable(bool cancellable)
{
    m_cancel->setVisible(cancellable);
}

void MainWindow::setTimeZone(const QString &name)
{
    m_zoneName = name;
    dressLink();
}

void MainWindow::setStatus(const QString &words)
{
    // Elided, because a label never gets narrower than its text, and so neither would the window.
    m_status->setText(m_status->fontMetrics().elidedText(words, Qt::ElideRight, 60 * Grid));
    m_status->setToolTip(words);
}

void MainWindow::setNavigable(bool navigable)
{
    m_navigable = navigable;
    m_navigation->setEnabled(navigable); // so that it takes no focus either, which would choose a page
}

void MainWindow::showPage(const QString &id)
{
    if (!m_navigable)
        return;
    const auto page =
        std::find_if(m_pages.begin(), m_pages.end(), [&id](const Page &each) { return each.id == id; });
    if (page == m_pages.end())
        return;
    m_current = id;
    if (!m_widgets.contains(id)) {
        QWidget *widget = page->create(m_stack);
        m_stack->addWidget(widget);
        m_widgets.insert(id, widget);
        Q_EMIT pageCreated(id, widget);
    }
    m_stack->setCurrentWidget(m_linkState == Link::Lost ? m_lostPage : m_widgets.value(id));
    const QSignalBlocker blocker(m_navigation);
    m_navigation->setCurrentRow(static_cast<int>(page - m_pages.begin()));
    Q_EMIT pageShown(id);
}

QWidget *MainWindow::pageWidget(const QString &id) const
{
    return m_widgets.value(id);
}

void MainWindow::showConnecting()
{
    if (m_linkState != Link::Lost)
        m_linkState = Link::Connecting;
    setCountdown(0);
    dressLink();
}

void MainWindow::showConnected()
{
    m_linkState = Link::Connected;
    m_lostTo.reset();
    dressLink();
    if (m_widgets.contains(m_current))
        m_stack->setCurrentWidget(m_widgets.value(m_current));
}

void MainWindow::showLost(const Error &error, int secondsToRetry)
{
    m_linkState = Link::Lost;
    m_lostTo = error;
    m_secondsToRetry = secondsToRetry;
    dressLink();
    m_stack->setCurrentWidget(m_lostPage);
}

void MainWindow::setCountdown(int seconds)
{
    m_secondsToRetry = seconds;
    m_lostPage->setCountdown(seconds);
}

void MainWindow::refreshPage()
{
    for (const Page &page : m_pages) {
        if (page.id == m_current && page.refresh && m_widgets.contains(page.id))
            page.refresh(m_widgets.value(page.id));
    }
}

void MainWindow::about()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Daybook"));
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setText(QStringLiteral("<b>Daybook %1</b>").arg(QStringLiteral(DAYBOOK_VERSION)));
    box->setInformativeText(tr("The daily financial close, proven to the last won.\nGPL-3.0-or-later"));
    box->open();
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    else if (event->type() == QEvent::PaletteChange && m_strip)
        dressBadge();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

} // namespace daybook::views
