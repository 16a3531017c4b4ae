#include "models/workspace/connectionresolution.h"

#include "models/project/profile.h"

namespace daybook::workspace {
namespace {

using project::Profile;
using project::ProfileRequest;

/// What was said wins over `found`, that over the defaults.
ResolvedConnection connectionOf(const ConnectionRequest &request, const Profile &found)
{
    const auto first = [](const QString &said, const QString &written, const QString &otherwise) {
        return !said.isEmpty() ? said : !written.isEmpty() ? written : otherwise;
    };
    ResolvedConnection connection;
    connection.spec = found.spec;
    connection.targetName = first(request.target, found.target, connection.targetName);
    connection.targetSchema = first(request.schema, found.schema, connection.targetSchema);
    connection.threads = request.threads.value_or(found.threads.value_or(connection.threads));
    return connection;
}

Result<ResolvedConnection> fromDsn(const ConnectionRequest &request, const QString &dsn,
                                   const QString &origin)
{
    const auto spec = warehouse::ConnectionSpec::fromConnectionString(dsn);
    if (!spec) {
        Error error = spec.error();
        error.message = origin + QStringLiteral(": ") + error.message;
        return failure(error);
    }
    ResolvedConnection connection = connectionOf(request, {});
    connection.spec = *spec;
    connection.origin = origin;
    return connection;
}

/// The profile that was asked for, or that the project asks for; nothing when neither does.
Result<std::optional<Profile>> findProfile(const ConnectionRequest &request)
{
    ProfileRequest wanted{.profilesDirectory = request.profilesDirectory,
                          .projectDirectory = request.projectDirectory,
                          .profile = request.profile,
                          .target = request.target,
                          .isRequired = !request.profile.isEmpty() || !request.target.isEmpty(),
                          .environment = request.environment};
    if (wanted.profile.isEmpty() && !request.projectDirectory.isEmpty()) {
        const Result<QString> name = project::profileNameOf(request.projectDirectory, request.environment);
        if (!name)
            return failure(name.error());
        wanted.profile = *name;
    }
    if (!wanted.profile.isEmpty())
        return project::readProfile(wanted);
    if (!wanted.isRequired && request.profilesDirectory.isEmpty())
        return std::nullopt;
    return failure(ErrorKind::Usage,
                   QStringLiteral("Which profile is meant cannot be told without a project: name the "
                                  "project's folder with --project-dir, or the profile with --profile."));
}

} // namespace

Result<ResolvedConnection> resolve(const ConnectionRequest &request)
{
    if (!request.dsn.isEmpty())
        return fromDsn(request, request.dsn, QStringLiteral("--dsn"));
    const QString variable = QStringLiteral("DAYBOOK_DSN");
    if (const QString dsn = request.environment.value(variable); !dsn.isEmpty())
        return fromDsn(request, dsn, variable);
    const Result<std::optional<Profile>> profile = findProfile(request);
    if (!profile)
        return failure(profile.error());
    ResolvedConnection connection = connectionOf(request, profile->value_or(Profile()));
    connection.isLocal = !profile->has_value();
    connection.origin = connection.isLocal ? QStringLiteral("the local warehouse")
                                           : QStringLiteral("target %1 of profile %2 in %3")
                                                 .arg((*profile)->target, (*profile)->name, (*profile)->file);
    return connection;
}

project::ProjectOptions projectOptions(const ResolvedConnection &connection, const QString &directory)
{
    project::ProjectOptions options;
    options.directory = directory;
    options.targetName = connection.targetName;
    options.targetSchema = connection.targetSchema;
    options.database = connection.spec.value(QStringLiteral("dbname"));
    options.threads = connection.threads;
    templating::Dict known;
    for (const QString &keyword : {QStringLiteral("host"), QStringLiteral("user"), QStringLiteral("port")}) {
        const QString value = connection.spec.value(keyword);
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        if (!value.isEmpty())
            known.insert(keyword, keyword == QStringLiteral("port") && isNumber ? templating::Value(number)
                                                                                : templating::Value(value));
    }
    options.target = templating::Value(known);
    return options;
}

} // namespace daybook::workspace
