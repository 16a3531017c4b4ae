#pragma once

#include "models/core/sha256.h"
#include "models/project/files.h"

namespace daybook::project {

/// One project's files: the root project's, or those of a package installed in it.
struct Package
{
    Settings settings;
    std::vector<SourceFile> files; ///< paths are relative to the root project's folder
    QString settingsPath;          ///< of its dbt_project.yml, likewise
    QString settingsSha256;        ///< of that, in hex
};

/// The packages under the root's packages-install-path, by name; what each says is laid under what the root
/// says of it (its variables, its trees of configuration). A package that cannot be read, or that has the
/// name of another, is among the problems.
std::vector<Package> readPackages(const QString &directory, const Settings &root, std::stop_token stop,
                                  Problems &problems);

} // namespace daybook::project
