#pragma once

#include "app/desktop/language.h"
#include "app/desktop/options.h"
#include "models/warehouse/pool.h"
#include "models/workspace/connectionresolution.h"
#include "models/workspace/preferences.h"
#include "models/workspace/serverlink.h"
#include "views/shell/mainwindow.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QPointer>

#include <memory>
#include <stop_token>

namespace daybook::build {
class RunMonitor;
}

namespace daybook::desktop {

class Builds;
class Screenshots;

/// The composition root: builds the services once, hands them to the pages, and answers what the shell asks.
/// Owned by main. The window is shown before anything is connected or read.
class Desktop : public QObject
{
    Q_OBJECT
public:
    Desktop(Options options, QElapsedTimer sinceStart);
    ~Desktop() override;

    void start();

private:
    QList<views::Page> pages();
    QWidget *makeRunsPage(QWidget *parent);
    void connectWindow();
    void connectServer();
    static QCoro::Task<> startLocal(QPointer<Desktop> desktop, workspace::ResolvedConnection connection,
                                    std::stop_token stop);
    void useServer(workspace::ResolvedConnection connection);
    void refuse(const Error &error);
    void onServer(workspace::ServerLink::State state);
    void onPage(const QString &id, QWidget *page);
    void choose(const QString &language, const QString &scheme);
    void applyScheme();
    void keepPreferences();
    void close();
    void takeScreenshots();
    void reportStartup();
    bool eventFilter(QObject *watched, QEvent *event) override;

    Options m_options;
    workspace::Preferences m_preferences;
    Language m_language;
    QElapsedTimer m_sinceStart;
    qint64 m_firstPaint = -1;
    QString m_projectFolder; ///< empty: there is no project
    std::stop_source m_stop; ///< of a local warehouse that is being started
    // In the order of use: the window goes first, the pool last.
    std::unique_ptr<warehouse::Pool> m_pool;
    std::unique_ptr<workspace::ServerLink> m_link;
    std::unique_ptr<build::RunMonitor> m_monitor;
    std::unique_ptr<Builds> m_builds;
    std::unique_ptr<views::MainWindow> m_window;
    std::unique_ptr<Screenshots> m_screenshots;
};

} // namespace daybook::desktop
