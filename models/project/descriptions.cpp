#include "models/project/drafts.h"

#include <QSet>
#include <QtConcurrent/QtConcurrentMap>

namespace daybook::project {

namespace {

struct Reading
{
    const SourceFile *file = nullptr;
    Properties properties;
    Problems problems;
};

const QString &keyOf(const NodeSpec &spec)
{
    return spec.file.isEmpty() ? spec.name : spec.file;
}

template <typename Spec> const QString &keyOf(const Spec &spec)
{
    return spec.name;
}

template <typename Map, typename Spec>
void add(Map &known, std::vector<Spec> &specs, const QString &what, Problems &problems)
{
    for (Spec &spec : specs) {
        const auto same = known.constFind(keyOf(spec));
        if (same != known.constEnd())
            problems.error(spec.where, QStringLiteral("%1 '%2' is described in %3, too: merge the two")
                                           .arg(what, keyOf(spec), same->where.toString()));
        else
            known.insert(QString(keyOf(spec)), std::move(spec));
    }
}

/// The latest version may stand in a file without a number.
void findLatest(std::vector<NodeSpec> &models, const QSet<QString> &files)
{
    for (NodeSpec &spec : models) {
        if (spec.version && spec.version->isLatest() && !files.contains(spec.file) &&
            files.contains(spec.name))
            spec.file = spec.name;
    }
}

void refuseSameSources(const std::vector<Descriptions::Source> &sources, Problems &problems)
{
    QHash<QString, Location> known;
    for (const auto &source : sources) {
        const QString name = source.spec.sourceName + QLatin1Char('.') + source.spec.table.name;
        if (const auto same = known.constFind(name); same != known.constEnd())
            problems.error(source.spec.table.where,
                           QStringLiteral("The source table '%1' is declared in %2, too: merge the two")
                               .arg(name, same->toString()));
        known.insert(name, source.spec.table.where);
    }
}

} // namespace

Descriptions readDescriptions(const std::vector<SourceFile> &files, Problems &problems)
{
    std::vector<Reading> readings;
    QSet<QString> models;
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Model)
            models.insert(file.stem());
        if (file.kind == FileKind::Properties)
            readings.push_back({.file = &file, .properties = {}, .problems = {}});
    }
    QtConcurrent::blockingMap(readings, [](Reading &reading) {
        reading.properties = readProperties(reading.file->text, reading.file->path, reading.problems);
    });
    Descriptions all;
    for (Reading &reading : readings) {
        problems.take(std::move(reading.problems));
        const QStringList folders = reading.file->folders();
        all.foldersOf.insert(reading.file->path, folders);
        findLatest(reading.properties.models, models);
        add(all.models, reading.properties.models, QStringLiteral("The model"), problems);
        add(all.seeds, reading.properties.seeds, QStringLiteral("The seed"), problems);
        add(all.snapshots, reading.properties.snapshots, QStringLiteral("The snapshot"), problems);
        add(all.sqlTests, reading.properties.sqlTests, QStringLiteral("The test"), problems);
        add(all.macros, reading.properties.macros, QStringLiteral("The macro"), problems);
        add(all.groups, reading.properties.groups, QStringLiteral("The group"), problems);
        add(all.exposures, reading.properties.exposures, QStringLiteral("The exposure"), problems);
        for (SourceSpec &source : reading.properties.sources)
            all.sources.push_back({std::move(source), folders});
    }
    refuseSameSources(all.sources, problems);
    return all;
}

void warnOfUndescribed(const QHash<QString, NodeSpec> &specs, const std::vector<Draft> &drafts,
                       const QString &section, Problems &problems)
{
    QSet<QString> names;
    for (const Draft &draft : drafts)
        names.insert(draft.spec == nullptr ? draft.node.name : keyOf(*draft.spec));
    QStringList missing;
    for (const NodeSpec &spec : specs) {
        if (!names.contains(keyOf(spec)))
            missing.append(keyOf(spec));
    }
    missing.sort();
    for (const QString &name : missing)
        problems.warning(specs[name].where,
                         QStringLiteral("There is no %1 '%2': its description and tests are not used%3")
                             .arg(section, name, didYouMean(name, names.values())));
}

void refuseSameNames(const std::vector<Draft> &drafts, Problems &problems)
{
    QHash<QString, QString> known;
    QHash<QString, std::pair<QString, QString>> kinds; ///< a file with a version, one without
    for (const Draft &draft : drafts) {
        if (!draft.enabled)
            continue;
        const QString name = draft.node.versionedName();
        auto &[versioned, unversioned] = kinds[draft.node.name];
        (draft.node.version ? versioned : unversioned) = draft.node.path;
        if (!versioned.isEmpty() && !unversioned.isEmpty())
            problems.error({unversioned, 1, 0},
                           QStringLiteral("'%1' is the name of a model with versions (%2), too: rename the "
                                          "file, or name it in 'defined_in' of a version")
                               .arg(draft.node.name, versioned));
        if (const auto same = known.constFind(name); same != known.constEnd())
            problems.error(
                {draft.node.path, 1, 0},
                QStringLiteral("'%1' is the name of %2, too: rename one of the files").arg(name, *same));
        known.insert(name, draft.node.path);
    }
}

} // namespace daybook::project
