#pragma once

#include <QString>

#include <functional>

namespace daybook::project {

/// Calls `found` with the path, relative to `folder`, of each file under it, until it says false; what is
/// hidden is left out. Links to folders are followed, as dbt does; a folder that is reached twice, as by a
/// link that leads in a circle, counts once. What cannot be opened is passed over.
void walkFiles(const QString &folder, const std::function<bool(const QString &path)> &found);

} // namespace daybook::project
