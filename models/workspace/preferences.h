#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

namespace daybook::workspace {

/// What the desktop remembers of its user's choices. A value: whoever needs it is given it.
struct Preferences
{
    QString language; ///< "en", "ko"; empty: the system's
    QString scheme;   ///< "light", "dark"; empty: the system's
    QString page;     ///< the id of the page that was open
    QByteArray windowGeometry;
    int threads = 4; ///< of a build

    bool operator==(const Preferences &) const = default;
};

/// <config>/daybook/desktop.json of this user.
QString preferencesPath();

/// The defaults where there is no file yet, and field by field where one is not what it should be. Error: Io,
/// for a file that is there and cannot be read.
Result<Preferences> loadPreferences(const QString &path);

/// Written whole or not at all; its folder is made. Fields of a newer Daybook's are kept. Error: Io.
Result<void> savePreferences(const Preferences &preferences, const QString &path);

} // namespace daybook::workspace
