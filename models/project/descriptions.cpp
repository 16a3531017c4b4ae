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

void add(QHash<QString, NodeSpec> &known, std::vector<NodeSpec> &specs, const QString &what,
         Problems &problems)
{
    for (NodeSpec &spec : specs) {
        const auto same = known.constFind(spec.name);
        if (same != known.constEnd())
            problems.error(spec.where, QStringLiteral("%1 '%2' is described in %3, too: merge the two")
                                           .arg(what, spec.name, same->where.toString()));
        else
            known.insert(spec.name, std::move(spec));
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
        reading.properties = readProperties(reading.file->text, reading.file->path, reading.problems);
    });
    Descriptions all;
    for (Reading &reading : readings) {
        problems.take(std::move(reading.problems));
        const QStringList folders = reading.file->folders();
        all.foldersOf.insert(reading.file->path, folders);
        add(all.models, reading.properties.models, QStringLiteral("The model"), problems);
        add(all.seeds, reading.properties.seeds, QStringLiteral("The seed"), problems);
        add(all.snapshots, reading.properties.snapshots, QStringLiteral("The snapshot"), problems);
        add(all.sqlTests, reading.properties.sqlTests, QStringLiteral("The test"), problems);
        for (SourceSpec &source : reading.properties.sources)
            all.sources.push_back({std::move(source), folders});
    }
    refuseSameSources(all.sources, problems);
    return all;
}

void warnOfUndescribed(const QHash<QString, NodeSpec> &specs, const Drafts &drafts, const QString &section,
                       Problems &problems)
{
    QSet<QString> names;
    for (const auto &draft : drafts)
        names.insert(draft->node.name);
    QStringList missing;
    for (const NodeSpec &spec : specs) {
        if (!names.contains(spec.name))
            missing.append(spec.name);
    }
    missing.sort();
    for (const QString &name : missing)
        problems.warning(specs[name].where,
                         QStringLiteral("There is no %1 '%2': its description and tests are not used%3")
                             .arg(section, name, didYouMean(name, names.values())));
}

void refuseSameNames(const Drafts &drafts, Problems &problems)
{
    QHash<QString, QString> known;
    for (const auto &draft : drafts) {
        if (!draft->enabled)
            continue;
        const QString &name = draft->node.name;
        if (const auto same = known.constFind(name); same != known.constEnd())
            problems.error(
                {draft->node.path, 1, 0},
                QStringLiteral("'%1' is the name of %2, too: rename one of the files").arg(name, *same));
        known.insert(name, draft->node.path);
    }
}

} // namespace daybook::project
