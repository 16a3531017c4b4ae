#pragma once

#include "models/core/result.h"
#include "models/warehouse/connectionspec.h"

#include <QProcessEnvironment>

#include <optional>

namespace daybook::project {

/// Where a profile is looked for, and which one.
struct ProfileRequest
{
    QString profilesDirectory; ///< as given for this time (--profiles-dir), or empty
    QString projectDirectory;  ///< empty: there is no project
    QString profile;
    QString target;                  ///< empty: the one that the profile names
    bool isRequired = false;         ///< a profile that is nowhere is an error
    QProcessEnvironment environment; ///< DBT_PROFILES_DIR, HOME, and what env_var() sees
};

/// One target of a profile in dbt's profiles.yml.
struct Profile
{
    QString file; ///< where it was found
    QString name;
    QString target;
    warehouse::ConnectionSpec spec;
    QString schema;
    std::optional<int> threads;
};

/// Reads the profile from the first profiles.yml of: the directory given, DBT_PROFILES_DIR, the project's
/// folder, ~/.dbt. Nothing when there is no such file, or when the one in ~/.dbt, which all projects share,
/// does not know the profile. Errors: Project, with the place and the field, variable or target that is
/// missing; Io. None of them holds a value of the file's.
Result<std::optional<Profile>> readProfile(const ProfileRequest &request);

/// The folder with a dbt_project.yml, `from` or the nearest one above it; empty when there is none.
QString findProjectFolder(const QString &from);

/// The profile that the project in this folder asks for; its own name when it names none. Errors: Project,
/// Io.
Result<QString> profileNameOf(const QString &projectFolder, const QProcessEnvironment &environment);

} // namespace daybook::project
