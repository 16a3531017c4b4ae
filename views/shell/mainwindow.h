#pragma once

#include "models/core/error.h"
#include "views/shell/page.h"

#include <QList>
#include <QMainWindow>

#include <optional>

class QActionGroup;
class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace daybook::views {

class LostPage;

/// Navigation, and nothing else: which page, on which connection, in which language and scheme. Decides none
/// of it: the composition root listens and answers.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QList<Page> pages, QWidget *parent = nullptr);

    void setConnection(const ConnectionBadge &badge);
    /// Ticks the menus; codes as in Preferences: empty means the system's.
    void setChoices(const QString &language, const QString &scheme);
    /// At the right of the status bar.
    void setStatus(const QString &words);
    /// Shows a button beside the status that stops what it tells of; a press is cancelRequested().
    void setCancellable(bool cancellable);
    /// Which zone all times are in, said once for every page; an IANA name.
    void setTimeZone(const QString &name);

    /// False: no page can be shown, for there is nothing yet that pages could be made of. True by default.
    void setNavigable(bool navigable);
    void showPage(const QString &id);
    QString currentPage() const { return m_current; }
    /// The widget of a page that has been shown; nullptr before.
    QWidget *pageWidget(const QString &id) const;
    QList<Page> pages() const { return m_pages; }

public Q_SLOTS:
    void showConnecting();
    void showConnected();
    void showLost(const daybook::Error &error, int secondsToRetry);
    void setCountdown(int seconds);
    void refreshPage();

Q_SIGNALS:
    void pageShown(const QString &id);
    void pageCreated(const QString &id, QWidget *page);
    void retryRequested();
    void cancelRequested();
    void languageChosen(const QString &code);
    void schemeChosen(const QString &code);
    void closing();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildFrame();
    void buildMenus();
    void buildChoices(QMenu *menu, const QString &title, const QList<std::pair<QString, QString>> &choices,
                      const QString &chosen, void (MainWindow::*signal)(const QString &));
    void buildNavigation();
    void rebuild();
    void dressBadge();
    void dressLink();
    void about();

    QList<Page> m_pages;
    QHash<QString, QWidget *> m_widgets;
    QString m_current;
    ConnectionBadge m_badge;
    QString m_language;
    QString m_scheme;
    enum class Link { Connecting, Connected, Lost } m_linkState = Link::Connecting;
    std::optional<Error> m_lostTo; ///< why there is no connection
    int m_secondsToRetry = -1;
    bool m_navigable = true;
    QLabel *m_strip = nullptr;
    QListWidget *m_navigation = nullptr;
    QStackedWidget *m_stack = nullptr;
    LostPage *m_lostPage = nullptr;
    QLabel *m_where = nullptr;
    QLabel *m_link = nullptr;
    QLabel *m_status = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_zone = nullptr;
    QString m_zoneName;
};

} // namespace daybook::views
