#pragma once

#include "app/desktop/language.h"
#include "app/desktop/options.h"
#include "models/settlement/report.h"
#include "models/settlement/reportdefinition.h"
#include "models/warehouse/pool.h"
#include "models/workspace/preferences.h"
#include "models/workspace/serverlink.h"
#include "views/shell/mainwindow.h"

#include <QElapsedTimer>

#include <memory>

namespace daybook::build {
class RunMonitor;
}
namespace daybook::project {
class Project;
}

namespace daybook::desktop {

class Builds;
class Exports;
class Opening;
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
    QWidget *makeSettlementPage(QWidget *parent);
    QWidget *makeRunsPage(QWidget *parent);
    void connectWindow();
    void connectOpening();
    void connectServer(const warehouse::ConnectionSpec &spec);
    void onServer(workspace::ServerLink::State state);
    void onNoServer(const Error &error);
    void onProject(const project::Project &project);
    void onNoProject(const Error &error);
    void showFirstPage();
    void speak(const QString &code);
    QTimeZone timeZone() const;
    void choose(const QString &language, const QString &scheme);
    void applyScheme();
    void keepPreferences();
    void close();
    void takeScreenshots();
    void reportStartup();
    bool isConnected() const;
    bool isForPeople() const;
    bool eventFilter(QObject *watched, QEvent *event) override;

    Options m_options;
    workspace::Preferences m_preferences;
    Language m_language;
    QElapsedTimer m_sinceStart;
    qint64 m_firstPaint = -1;
    /// Nothing while the project is being read.
    std::optional<Result<settlement::ReportDefinition>> m_definition;
    /// The settlement page's, for the page made anew when the language changes.
    std::optional<settlement::Period> m_days;
    // In the order of use: the window goes first, the pool last.
    std::unique_ptr<warehouse::Pool> m_pool;
    std::unique_ptr<workspace::ServerLink> m_link;
    std::unique_ptr<build::RunMonitor> m_monitor;
    std::unique_ptr<Opening> m_opening;
    std::unique_ptr<Exports> m_exports;
    std::unique_ptr<Builds> m_builds;
    std::unique_ptr<views::MainWindow> m_window;
    std::unique_ptr<Screenshots> m_screenshots;

Q_SIGNALS:
    /// The definition is there, or why it is not.
    void definitionChanged();
};

} // namespace daybook::desktop
