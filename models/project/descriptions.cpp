#include "models/project/drafts.h"

#include <QSet>
#include <QtConcurrent/QtConcurrentMap>

#include <algorithm>

namespace daybook::project {

namespace {

struct Reading
{
    const SourceFile *file = nullptr;
    Properties properties;
    Problems problems;
};

/// The latest version may stand in a file without a number.
void findLatest(std::vector<Reading> &readings, const std::vector<SourceFile> &files)
{
    std::vector<NodeSpec *> latest;
    for (Reading &reading : readings) {
        for (NodeSpec &spec : reading.properties.models) {
            if (spec.version && spec.version->isLatest())
                latest.push_back(&spec);
        }
    }
    if (latest.empty())
        return;
    QSet<QString> models;
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Model)
            models.insert(file.stem());
    }
    for (NodeSpec *spec : latest) {
        if (!models.contains(spec->file) && models.contains(spec->name))
            spec->file = spec->name;
    }
}

template <typename Spec>
void refuseSecond(const Spec &spec, const Spec &same, const QString &what, const QString &name,
                  Problems &problems)
{
    problems.error(spec.where, QStringLiteral("%1 '%2' is described in %3, too: merge the two")
                                   .arg(what, name, same.where.toString()));
}

template <typename Map, typename Spec>
void addNamed(Map &known, std::vector<Spec> &specs, const QString &what, Problems &problems)
{
    for (Spec &spec : specs) {
        const auto same = known.constFind(spec.name);
        if (same != known.constEnd())
            refuseSecond(spec, *same, what, spec.name, problems);
        else
            known.insert(spec.name, std::move(spec));
    }
}

void add(Specs &known, const std::vector<NodeSpec> &specs, const QString &what, Problems &problems)
{
    for (const NodeSpec &spec : specs) {
        const NodeSpec *&same = known[keyOf(spec)];
        if (same != nullptr)
            refuseSecond(spec, *same, what, keyOf(spec), problems);
        else
            same = &spec;
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
    for (const SourceFile &file : files) {
        if (file.kind == FileKind::Properties)
            readings.push_back({.file = &file, .properties = {}, .problems = {}});
    }
    QtConcurrent::blockingMap(readings, [](Reading &reading) {
        reading.properties = readProperties(reading.file->yaml, reading.file->path, reading.problems);
    });
    findLatest(readings, files);
    Descriptions all;
    size_t models = 0;
    for (Reading &reading : readings) {
        problems.take(std::move(reading.problems));
        all.foldersOf.insert(reading.file->path, reading.file->folders());
        models += reading.properties.models.size();
        all.files.push_back(std::move(reading.properties));
    }
    all.models.reserve(static_cast<qsizetype>(models));
    for (Properties &file : all.files) {
        add(all.models, file.models, QStringLiteral("The model"), problems);
        add(all.seeds, file.seeds, QStringLiteral("The seed"), problems);
        add(all.snapshots, file.snapshots, QStringLiteral("The snapshot"), problems);
        add(all.sqlTests, file.sqlTests, QStringLiteral("The test"), problems);
        addNamed(all.macros, file.macros, QStringLiteral("The macro"), problems);
        addNamed(all.groups, file.groups, QStringLiteral("The group"), problems);
        addNamed(all.exposures, file.exposures, QStringLiteral("The exposure"), problems);
        for (SourceSpec &source : file.sources)
            all.sources.push_back({std::move(source), all.foldersOf.value(file.file)});
    }
    refuseSameSources(all.sources, problems);
    return all;
}

const QString &keyOf(const NodeSpec &spec)
{
    return spec.file.isEmpty() ? spec.name : spec.file;
}

void warnOfUndescribed(const Specs &specs, const Drafts &drafts, const QString &section, Problems &problems)
{
    std::vector<const NodeSpec *> used;
    for (const auto &draft : drafts)
        used.push_back(draft->spec);
    std::sort(used.begin(), used.end());
    QStringList missing;
    for (const NodeSpec *spec : specs) {
        if (!std::binary_search(used.begin(), used.end(), spec))
            missing.append(keyOf(*spec));
    }
    if (missing.isEmpty())
        return;
    missing.sort();
    QStringList names;
    for (const auto &draft : drafts)
        names.append(draft->node.name);
    for (const QString &name : missing)
        problems.warning(specs[name]->where,
                         QStringLiteral("There is no %1 '%2': its description and tests are not used%3")
                             .arg(section, name, didYouMean(name, names)));
}

namespace {

/// A model with versions, and a file of its name.
void refuseVersionsBeside(const Drafts &drafts, Problems &problems)
{
    QHash<QString, const Node *> versioned;
    for (const auto &draft : drafts) {
        if (draft->enabled && draft->node.version)
            versioned.insert(draft->node.name, &draft->node);
    }
    if (versioned.isEmpty())
        return;
    for (const auto &draft : drafts) {
        const Node &node = draft->node;
        const Node *same = draft->enabled && !node.version ? versioned.value(node.name) : nullptr;
        if (same != nullptr)
            problems.error({node.path, 1, 0},
                           QStringLiteral("'%1' is the name of a model with versions (%2), too: rename the "
                                          "file, or name it in 'defined_in' of a version")
                               .arg(node.name, same->path));
    }
}

} // namespace

void refuseSameNames(const Drafts &drafts, Problems &problems)
{
    refuseVersionsBeside(drafts, problems);
    QHash<QString, const Node *> known;
    known.reserve(static_cast<qsizetype>(drafts.size()));
    for (const auto &draft : drafts) {
        if (!draft->enabled)
            continue;
        const Node &node = draft->node;
        const Node *&same = known[node.versionedName()];
        if (same != nullptr)
            problems.error({node.path, 1, 0},
                           QStringLiteral("'%1' is the name of %2, too: rename one of the files")
                               .arg(node.name, same->path));
        same = &node;
    }
}

} // namespace daybook::project
