#include "models/project/files.h"

#include "models/core/sha256.h"
#include "models/project/filewalk.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QtConcurrent/QtConcurrentMap>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

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
constexpr qint64 largestRead = 1 << 20; ///< of a seed, at a time

void find(const QString &directory, const QString &root, FileKind kind, std::stop_token stop,
          std::vector<SourceFile> &files, Problems &problems)
{
    const QDir base(QDir(directory).absolutePath());
    const QString begin = base.filePath(root);
    const QString known = base.relativeFilePath(begin) + QLatin1Char('/');
    int seen = 0;
    walkFiles(begin, [&](const QString &path) {
        if (seen++ == mostFiles) {
            problems.error({root},
                           QStringLiteral("There are more than %1 files in this folder, which is more "
                                          "than is read: does a link lead out of the project?")
                               .arg(mostFiles));
            return false;
        }
        if (const auto found = kindOf(kind, path))
            files.push_back({.kind = *found, .root = root, .path = known + path});
        return !stop.stop_requested();
    });
}

Error unreadable(const SourceFile &source, const QFile &file)
{
    return {
        .kind = ErrorKind::Io,
        .message =
            QStringLiteral("This file cannot be read (%1): check its permissions").arg(file.errorString()),
        .where = Location{source.path}};
}

/// Some editors begin a text with a byte order mark.
std::optional<Error> take(QByteArray text, SourceFile &source)
{
    if (auto wrong = checkUtf8(text, source.path))
        return wrong;
    if (source.kind == FileKind::Properties)
        source.yaml = std::move(text);
    else
        source.sql = QString::fromUtf8(text.startsWith("\xEF\xBB\xBF") ? QByteArrayView(text).sliced(3)
                                                                       : QByteArrayView(text));
    return {};
}

/// At once, without QFile's questions to the system, which take as long as the reading of a small file.
/// Nothing where it cannot be done so.
std::optional<QByteArray> readSmall(const QString &path)
{
    const int file = open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    const auto close = qScopeGuard([file] { ::close(file); });
    std::array<char, 32 << 10> text;
    size_t size = 0;
    while (size < text.size()) {
        const auto more = ::read(file, text.data() + size, text.size() - size);
        if (more < 0)
            return {};
        if (more == 0)
            return QByteArray(text.data(), static_cast<qsizetype>(size));
        size += static_cast<size_t>(more);
    }
    return {};
}

std::optional<Error> read(const QString &directory, SourceFile &source)
{
    const QString path = directory + QLatin1Char('/') + source.path;
    if (auto small = source.kind == FileKind::Seed ? std::nullopt : readSmall(path)) {
        source.sha256 = QString::fromLatin1(Sha256::hexOf(*small));
        return take(std::move(*small), source);
    }
    QFile file(path);
    Sha256 hash;
    QByteArray text;
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(source, file);
    if (source.kind == FileKind::Seed) {
        for (QByteArray part = file.read(largestRead); !part.isEmpty(); part = file.read(largestRead))
            hash.add(part);
    } else if (file.size() > largestText) {
        return Error{
            .kind = ErrorKind::Project,
            .message = QStringLiteral("This file is larger than %1 MB, which is more than is read: split it")
                           .arg(largestText >> 20),
            .where = Location{source.path}};
    } else {
        text = file.readAll();
        hash.add(text);
    }
    if (file.error() != QFileDevice::NoError)
        return unreadable(source, file);
    source.sha256 = QString::fromLatin1(hash.hex());
    return take(std::move(text), source);
}

/// A file under two paths (test-paths inside of model-paths, say) counts once.
void sortOnce(std::vector<SourceFile> &files)
{
    std::sort(files.begin(), files.end(), [](const SourceFile &a, const SourceFile &b) {
        const int paths = a.path.compare(b.path);
        return paths != 0 ? paths < 0 : a.root.size() > b.root.size();
    });
    files.erase(std::unique(files.begin(), files.end(),
                            [](const SourceFile &a, const SourceFile &b) { return a.path == b.path; }),
                files.end());
}

} // namespace

QString SourceFile::stem() const
{
    const QStringView name = QStringView(path).sliced(path.lastIndexOf(u'/') + 1);
    return name.left(name.lastIndexOf(u'.')).toString();
}

QStringList SourceFile::folders() const
{
    QStringList parts;
    qsizetype begin = root.size() + 1;
    for (qsizetype end = path.indexOf(u'/', begin); end >= 0; end = path.indexOf(u'/', begin)) {
        parts.append(path.sliced(begin, end - begin));
        begin = end + 1;
    }
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
