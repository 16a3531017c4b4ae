#include "models/project/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QtConcurrent/QtConcurrentMap>

#include <algorithm>
#include <optional>

namespace daybook::project {

namespace {

/// What a file is by its ending, under a path for `kind`; nothing for files that are not ours.
std::optional<FileKind> kindOf(FileKind kind, QStringView name)
{
    if (name.endsWith(u".md", Qt::CaseInsensitive))
        return FileKind::Docs;
    if (kind == FileKind::Docs)
        return {};
    if (name.endsWith(u".yml", Qt::CaseInsensitive) || name.endsWith(u".yaml", Qt::CaseInsensitive))
        return FileKind::Properties;
    const QStringView ending = kind == FileKind::Seed ? u".csv" : u".sql";
    return name.endsWith(ending, Qt::CaseInsensitive) ? std::optional(kind) : std::nullopt;
}

// What a project may hold; what is more leads out of it, or is none.
constexpr int mostFiles = 1'000'000;
constexpr qint64 largestText = 64 << 20;

/// Links to folders are followed, as dbt does; those that lead in a circle once.
void find(const QString &directory, const QString &root, FileKind kind, std::stop_token stop,
          std::vector<SourceFile> &files, Problems &problems)
{
    const QDir base(directory);
    QDirIterator walk(base.filePath(root), QDir::Files,
                      QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    for (int seen = 0; walk.hasNext() && !stop.stop_requested(); ++seen) {
        const QString path = walk.next();
        if (seen == mostFiles) {
            problems.error({root},
                           QStringLiteral("There are more than %1 files in this folder, which is more "
                                          "than is read: does a link lead out of the project?")
                               .arg(mostFiles));
            return;
        }
        if (const auto found = kindOf(kind, path))
            files.push_back({.kind = *found, .root = root, .path = base.relativeFilePath(path)});
    }
}

Error unreadable(const SourceFile &source, const QFile &file)
{
    return {
        .kind = ErrorKind::Io,
        .message =
            QStringLiteral("This file cannot be read (%1): check its permissions").arg(file.errorString()),
        .where = Location{source.path}};
}

std::optional<Error> read(const QString &directory, SourceFile &source)
{
    QFile file(directory + QLatin1Char('/') + source.path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(source, file);
    if (source.kind == FileKind::Seed) {
        hash.addData(&file);
    } else if (file.size() > largestText) {
        return Error{
            .kind = ErrorKind::Project,
            .message = QStringLiteral("This file is larger than %1 MB, which is more than is read: split it")
                           .arg(largestText >> 20),
            .where = Location{source.path}};
    } else {
        source.text = file.readAll();
        hash.addData(source.text);
    }
    if (file.error() != QFileDevice::NoError)
        return unreadable(source, file);
    source.hash = hash.result();
    auto wrong = checkUtf8(source.text, source.path);
    if (wrong)
        source.text.clear(); // told once
    return wrong;
}

/// A file under two paths (test-paths inside of model-paths, say) counts once.
void sortOnce(std::vector<SourceFile> &files)
{
    std::sort(files.begin(), files.end(), [](const SourceFile &a, const SourceFile &b) {
        return std::pair(a.path, -a.root.size()) < std::pair(b.path, -b.root.size());
    });
    files.erase(std::unique(files.begin(), files.end(),
                            [](const SourceFile &a, const SourceFile &b) { return a.path == b.path; }),
                files.end());
}

} // namespace

QString SourceFile::content() const
{
    QString content = QString::fromUtf8(text);
    if (content.startsWith(QChar::ByteOrderMark))
        content.remove(0, 1);
    return content;
}

QString SourceFile::stem() const
{
    const QString name = path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
    return name.left(name.lastIndexOf(QLatin1Char('.')));
}

QStringList SourceFile::folders() const
{
    QStringList parts = path.mid(root.size() + 1).split(QLatin1Char('/'));
    parts.removeLast();
    return parts;
}

std::vector<SourceFile> readFiles(const QString &directory, const Settings &settings, std::stop_token stop,
                                  Problems &problems)
{
    std::vector<SourceFile> files;
    const auto findAll = [&](const QStringList &roots, FileKind kind) {
        for (const QString &root : roots)
            find(directory, root, kind, stop, files, problems);
    };
    findAll(settings.modelPaths, FileKind::Model);
    findAll(settings.seedPaths, FileKind::Seed);
    findAll(settings.testPaths, FileKind::Test);
    findAll(settings.macroPaths, FileKind::Macro);
    findAll(settings.snapshotPaths, FileKind::Snapshot);
    if (settings.docsPaths) // else wherever the others are
        std::erase_if(files, [](const SourceFile &file) { return file.kind == FileKind::Docs; });
    findAll(settings.docsPaths.value_or(settings.analysisPaths), FileKind::Docs);
    sortOnce(files);

    std::vector<std::optional<Error>> errors(files.size());
    std::vector<size_t> indexes(files.size());
    for (size_t i = 0; i < indexes.size(); ++i)
        indexes[i] = i;
    QtConcurrent::blockingMap(indexes, [&](size_t i) {
        if (!stop.stop_requested())
            errors[i] = read(directory, files[i]);
    });
    for (const auto &error : errors) {
        if (error)
            problems.add(*error);
    }
    return files;
}

} // namespace daybook::project
