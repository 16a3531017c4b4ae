#pragma once

#include "views/shell/mainwindow.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace daybook::desktop {

/// Renders every page in both schemes and both languages to <page>-<scheme>-<language>.png, each once all of
/// its panels have settled. The window is the real one. Ends with how many pages failed to load.
class Screenshots : public QObject
{
    Q_OBJECT
public:
    struct Choice
    {
        QString page;
        QString scheme;
        QString language;
    };

    Screenshots(views::MainWindow &window, QString folder, QStringList pages, QObject *parent = nullptr);

    /// Called for each picture before it is taken.
    std::function<void(const Choice &)> prepare;
    /// False while the server is not connected; pictures wait for it.
    std::function<bool()> isReady;

    void start();

Q_SIGNALS:
    void finished(int failures);

private:
    void next();
    void look();
    void take(bool well);
    void fail(const QString &why);

    views::MainWindow &m_window;
    QString m_folder;
    QList<Choice> m_choices;
    QTimer m_poll;
    QElapsedTimer m_waited;
    int m_quiet = 0; ///< polls in a row that found everything settled
    int m_failures = 0;
};

} // namespace daybook::desktop
