#include "models/project/profile.h"

#include "models/project/profilerender.h"
#include "models/project/profiletarget.h"
#include "models/project/settings.h"

#include <QDir>
#include <QFile>

namespace daybook::project {
namespace {

const QString &projectFileName()
{
    static const QString name = QStringLiteral("dbt_project.yml");
    return name;
}

Result<QByteArray> readAll(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    return failure(
        {.kind = ErrorKind::Io,
         .message =
             QStringLiteral("This file cannot be read (%1): check its permissions").arg(file.errorString()),
         .where = Location{path}});
}

Error wrong(const Location &where, const QString &message)
{
    return {.kind = ErrorKind::Project, .message = message, .where = where};
}

QStringList keysOf(const YamlNode &map)
{
    QStringList keys;
    for (const YamlEntry &entry : map.entries())
        keys << entry.key;
    return keys;
}

/// "; did you mean 'dev'?", or what there is to choose from.
QString choiceOf(const QString &word, const QStringList &known)
{
    const QString meant = didYouMean(word, known);
    if (!meant.isEmpty() || known.isEmpty())
        return meant;
    return QStringLiteral("; there is ") + known.join(QStringLiteral(", "));
}

const YamlEntry *findEntry(const YamlNode &map, const QString &key)
{
    const auto &entries = map.entries();
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&key](const YamlEntry &entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

struct Place
{
    QString file; ///< empty: there is no profiles.yml
    bool isShared = false;
};

Result<Place> findFile(const ProfileRequest &request)
{
    const QString name = QStringLiteral("/profiles.yml");
    const QString variable = QStringLiteral("DBT_PROFILES_DIR");
    const bool isGiven = !request.profilesDirectory.isEmpty();
    const QString named = isGiven ? request.profilesDirectory : request.environment.value(variable);
    if (!named.isEmpty()) {
        // Whoever names a folder means it: to go on looking could end at another server.
        const QString file = QDir(named).absolutePath() + name;
        if (QFile::exists(file))
            return Place{file};
        return failure(ErrorKind::Project,
                       QStringLiteral("There is no profiles.yml in %1: put one there, or correct %2")
                           .arg(named, isGiven ? QStringLiteral("--profiles-dir") : variable));
    }
    if (!request.projectDirectory.isEmpty() && QFile::exists(request.projectDirectory + name))
        return Place{request.projectDirectory + name};
    const QString home = request.environment.value(QStringLiteral("HOME"));
    const QString shared = home + QStringLiteral("/.dbt") + name;
    return !home.isEmpty() && QFile::exists(shared) ? Place{shared, true} : Place{};
}

/// The YAML reader's own words may quote the line, which may be the one with the password.
Result<YamlNode> parseProfiles(const QString &file)
{
    const Result<QByteArray> text = readAll(file);
    if (!text)
        return failure(text.error());
    const auto document = parseYaml(*text, file);
    if (!document)
        return failure(
            wrong(document.error().where.value_or(Location{file}),
                  QStringLiteral("This is not valid YAML: check the indentation and the quotes around this "
                                 "line, and quote values that hold characters such as : # @ * &")));
    if (document->root.isMap())
        return document->root;
    return failure(
        wrong({file, 1, 1}, QStringLiteral("profiles.yml must be a mapping of profiles: write 'my_profile:' "
                                           "with 'target:' and 'outputs:' below it")));
}

Result<Profile> readFrom(const YamlEntry &entry, const ProfileRequest &request)
{
    const ProfileRenderer renderer(request.environment);
    const QString profile = QStringLiteral("profile '%1'").arg(entry.key);
    const YamlNode outputs = entry.value.find(u"outputs");
    if (!outputs.isMap() || outputs.entries().empty())
        return failure(wrong(entry.keyNode.where(),
                             QStringLiteral("The %1 has no outputs: add 'outputs:' with a target such as "
                                            "'dev:' below it")
                                 .arg(profile)));
    Location where = entry.value.find(u"target").where();
    QString target = request.target;
    if (target.isEmpty() && !entry.value.find(u"target").isNull()) {
        const Result<QString> named = renderer.render(entry.value.find(u"target").text(), where);
        if (!named)
            return failure(named.error());
        target = *named;
    } else {
        where = entry.keyNode.where();
    }
    if (target.isEmpty())
        target = QStringLiteral("default"); // dbt's
    const YamlEntry *output = findEntry(outputs, target);
    if (!output || !output->value.isMap())
        return failure(wrong(output ? output->keyNode.where() : where,
                             QStringLiteral("The %1 has no target '%2'%3: add it under 'outputs:', or name "
                                            "another with --target")
                                 .arg(profile, target, choiceOf(target, keysOf(outputs)))));
    const QString what = QStringLiteral("target '%1' of %2").arg(target, profile);
    Result<Profile> read = readProfileTarget(*output, what, renderer);
    if (read) {
        read->name = entry.key;
        read->target = target;
    }
    return read;
}

Error nowhere(const ProfileRequest &request)
{
    return {.kind = ErrorKind::Project,
            .message = QStringLiteral("There is no profiles.yml to find the profile '%1' in: name its folder "
                                      "with --profiles-dir, or put it beside dbt_project.yml or in ~/.dbt")
                           .arg(request.profile)};
}

} // namespace

Result<std::optional<Profile>> readProfile(const ProfileRequest &request)
{
    const Result<Place> place = findFile(request);
    if (!place)
        return failure(place.error());
    if (place->file.isEmpty() && request.isRequired)
        return failure(nowhere(request));
    if (place->file.isEmpty())
        return std::nullopt;
    const Result<YamlNode> profiles = parseProfiles(place->file);
    if (!profiles)
        return failure(profiles.error());
    const YamlEntry *entry = findEntry(*profiles, request.profile);
    if (!entry && place->isShared && !request.isRequired)
        return std::nullopt;
    if (!entry)
        return failure(
            wrong({place->file},
                  QStringLiteral("There is no profile '%1' here%2: add it, or name another with --profile")
                      .arg(request.profile, choiceOf(request.profile, keysOf(*profiles)))));
    Result<Profile> profile = readFrom(*entry, request);
    if (!profile)
        return failure(profile.error());
    profile->file = place->file;
    return std::optional(*std::move(profile));
}

QString findProjectFolder(const QString &from)
{
    QDir folder(from);
    do {
        if (folder.exists(projectFileName()))
            return folder.absolutePath();
    } while (folder.cdUp());
    return {};
}

Result<QString> profileNameOf(const QString &projectFolder, const QProcessEnvironment &environment)
{
    const QString file = QDir(projectFolder).filePath(projectFileName());
    if (!QFile::exists(file))
        return failure(ErrorKind::Project,
                       QStringLiteral("There is no dbt_project.yml in %1: go to a project's folder, or name "
                                      "it with --project-dir")
                           .arg(QDir::toNativeSeparators(projectFolder)));
    const Result<QByteArray> text = readAll(file);
    if (!text)
        return failure(text.error());
    Problems problems;
    const Settings settings = readSettings(*text, projectFileName(), problems);
    if (problems.hasErrors())
        return failure(problems.toError());
    return ProfileRenderer(environment).render(settings.profile, {projectFileName()});
}

} // namespace daybook::project
