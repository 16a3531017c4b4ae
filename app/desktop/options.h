#pragma once

#include "models/core/result.h"

#include <QString>
#include <QStringList>

namespace daybook::desktop {

/// What the command line of `daybook` says.
struct Options
{
    QString dsn;
    QString projectDirectory;
    QString profilesDirectory;
    QString target;
    QString schema;
    QString language; ///< "en", "ko"; empty: the preferences'
    QString scheme;   ///< "light", "dark"; empty: the preferences'
    bool production = false;
    bool allowChanges = false;
    QString screenshotFolder;    ///< empty: a window for people
    QStringList screenshotPages; ///< empty: all
    bool startupReport = false;
};

/// Error: Usage. `--help` and `--version` answer and exit.
Result<Options> parseOptions(const QStringList &arguments);

} // namespace daybook::desktop
