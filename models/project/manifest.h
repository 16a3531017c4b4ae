#pragma once

#include "models/core/result.h"
#include "models/project/node.h"

#include <QDateTime>
#include <QIODevice>

#include <functional>

namespace daybook::project {

class Project;

/// What a command adds to the manifest it writes.
struct ManifestStamp
{
    QString invocationId;
    QDateTime startedAt;
    /// The SQL a node came to, where it was compiled; may be empty.
    std::function<std::optional<QString>(const Node &)> compiledSql = {};
};

/// Writes dbt's manifest.json, version 12, entry by entry: a project of ten thousand models needs no more
/// memory for it. Error: Io.
Result<void> writeManifest(const Project &project, const ManifestStamp &stamp, QIODevice &device);

} // namespace daybook::project
