#include "models/project/previousstate.h"

#include <QDir>
#include <QFileInfo>

namespace daybook::project {

using templating::Value;

namespace {

/// Before this one the fields had other names.
constexpr int oldestManifest = 7;
constexpr int oldestSources = 3;

Result<QHash<QString, QDateTime>> newestRows(const QString &file)
{
    const auto document = readArtifact(file, QStringLiteral("sources"), oldestSources);
    if (!document)
        return failure(document.error());
    QHash<QString, QDateTime> newest;
    for (const Value &result : document->find(u"results").items()) {
        const auto at = QDateTime::fromString(result.find(u"max_loaded_at").stringOr({}), Qt::ISODateWithMs);
        if (at.isValid())
            newest.insert(result.find(u"unique_id").stringOr({}), at);
    }
    return newest;
}

} // namespace

Result<std::shared_ptr<const PreviousState>> PreviousState::load(const QString &directory,
                                                                 const QString &target)
{
    const QDir folder(directory);
    const auto state = std::make_shared<PreviousState>();
    state->m_directory = directory;
    const QString manifest = folder.filePath(QStringLiteral("manifest.json"));
    const QString results = folder.filePath(QStringLiteral("run_results.json"));
    const QString sources = folder.filePath(QStringLiteral("sources.json"));
    if (!QFile::exists(manifest) && !QFile::exists(results) && !QFile::exists(sources))
        return failure(
            ErrorKind::Usage,
            QStringLiteral("There is neither a manifest.json nor a run_results.json in %1: name the "
                           "target folder of an earlier build")
                .arg(QDir::toNativeSeparators(directory)));
    if (QFile::exists(manifest)) {
        const auto document = readArtifact(manifest, QStringLiteral("manifest"), oldestManifest);
        if (!document)
            return failure(document.error());
        state->m_manifest = *document;
        state->m_manifest.freeze();
    }
    if (QFile::exists(results)) {
        const auto read = RunResults::read(results);
        if (!read)
            return failure(read.error());
        state->m_hasResults = true;
        for (const RunResult &result : read->results)
            state->m_statuses.insert(result.uniqueId, result.status);
    }
    if (const auto read = state->readSources(sources, QDir(target).filePath(QStringLiteral("sources.json")));
        !read)
        return failure(read.error());
    return state;
}

Result<void> PreviousState::readSources(const QString &before, const QString &now)
{
    if (!QFile::exists(before) || !QFile::exists(now))
        return {};
    const auto earlier = newestRows(before);
    const auto current = newestRows(now);
    if (!earlier || !current)
        return failure(earlier ? current.error() : earlier.error());
    m_hasSources = true;
    for (auto row = current->begin(); row != current->end(); ++row) {
        const auto known = earlier->constFind(row.key());
        if (known == earlier->constEnd() || *known < row.value())
            m_fresher.insert(row.key());
    }
    return {};
}

Value PreviousState::entry(const QString &uniqueId) const
{
    const Value node = m_manifest.find(u"nodes").find(uniqueId);
    const QStringView other = uniqueId.startsWith(u"exposure.") ? u"exposures" : u"sources";
    return node.isDict() ? node : m_manifest.find(other).find(uniqueId);
}

std::optional<PreviousState::Place> PreviousState::placeOf(const QString &uniqueId) const
{
    const Value node = m_manifest.find(u"nodes").find(uniqueId);
    const QString schema = node.find(u"schema").stringOr({});
    const QString name = node.find(u"alias").stringOr(node.find(u"name").stringOr({}));
    const bool isEphemeral = node.find(u"config").find(u"materialized").stringOr({}) == u"ephemeral";
    const bool isTest = node.find(u"resource_type").stringOr({}) == u"test";
    if (isEphemeral || isTest || schema.isEmpty() || name.isEmpty())
        return {};
    return Place{node.find(u"database").stringOr({}), {schema, name}};
}

} // namespace daybook::project
