#pragma once

#include "models/project/manifest.h"
#include "models/project/runresults.h"

namespace daybook::project {

/// The project's target folder, absolute.
QString targetDirectory(const Project &project);

/// Puts `bytes` into a file, all or nothing; folders are made. Error: Io.
Result<void> writeWhole(const QString &path, const QByteArray &bytes);

/// Puts `bytes` into a file of the target folder, all or nothing; folders are made. Error: Io.
Result<void> writeTargetFile(const Project &project, const QString &name, const QByteArray &bytes);

/// The same for a file that sqlFileOf() names.
Result<void> writeSqlFile(const Project &project, const QString &name, const QString &sql);

/// Writes target/manifest.json, all or nothing. Error: Io.
Result<void> writeManifestFile(const Project &project, const ManifestStamp &stamp);

/// Where a node's compiled SQL belongs within the target folder: "compiled/shop/models/a.sql"; `kind` is
/// "compiled" or "run". Empty for what has no SQL.
QString sqlFileOf(const Project &project, const Node &node, const QString &kind);

} // namespace daybook::project
