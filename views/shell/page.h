#pragma once

#include <QKeySequence>
#include <QString>

#include <functional>

class QWidget;

namespace daybook::views {

/// How a screen registers with the shell. `create` is called when the page is first shown, and again after
/// the language has changed; the widget belongs to the shell. `title` is asked anew in each language.
struct Page
{
    QString id;   ///< stable, for preferences and file names
    QString icon; ///< in resources/icons
    QKeySequence shortcut;
    std::function<QString()> title;
    std::function<QWidget *(QWidget *parent)> create;
    std::function<void(QWidget *page)> refresh; ///< F5; may be empty
};

/// What must be unmistakable about the connection.
struct ConnectionBadge
{
    QString name;  ///< "prod", "local"
    QString where; ///< "user@host/database"
    bool production = false;
    bool readOnly = false;
};

} // namespace daybook::views
