#pragma once

#include "models/project/settings.h"

#include <stop_token>

namespace daybook::project {

enum class FileKind { Model, Seed, Test, Macro, Properties, Snapshot, Docs };

/// A file of the project, read.
struct SourceFile
{
    FileKind kind = FileKind::Model;
    QString root;         ///< the resource path it was found under: "models"
    QString path;         ///< relative to the project's folder: "models/ledgers/charge_ledger.sql"
    QByteArray yaml = {}; ///< the text of a properties file
    QString sql = {};    ///< that of any other, without a byte order mark; none for seeds, which may be large
    QString sha256 = {}; ///< of the content, in hex
    /// "charge_ledger"
    QString stem() const;
    /// The folders between root and file: {"ledgers"}
    QStringList folders() const;
};

/// Every file under the settings' resource paths, by path; read on several threads. Files that cannot be read
/// are among the problems.
std::vector<SourceFile> readFiles(const QString &directory, const Settings &settings, std::stop_token stop,
                                  Problems &problems);

} // namespace daybook::project
