#include "models/project/artifacts.h"

#include "models/project/manifestnodes.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryFile>

#include <cstdio>

namespace daybook::project {

namespace {

Error unwritten(const QString &path, const QFileDevice &file)
{
    return {.kind = ErrorKind::Io,
            .message =
                QStringLiteral("This file cannot be written (%1): check the folder's permissions and the "
                               "room on its disk")
                    .arg(file.errorString()),
            .where = Location{path}};
}

/// Puts a file in the place of another at once: a reader sees the old one or the new one.
template <typename Fill> Result<void> save(const QString &path, Fill fill)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(unwritten(path, file));
    if (const Result<void> filled = fill(file); !filled)
        return filled;
    return file.commit() ? Result<void>() : failure(unwritten(path, file));
}

} // namespace

QString targetDirectory(const Project &project)
{
    const Project::Data &data = project.data();
    return QDir(data.language->options.directory).absoluteFilePath(data.language->settings.targetPath);
}

Result<void> writeTargetFile(const Project &project, const QString &name, const QByteArray &bytes)
{
    return writeWhole(QDir(targetDirectory(project)).filePath(name), bytes);
}

Result<void> writeWhole(const QString &path, const QByteArray &bytes)
{
    return save(path, [&](QSaveFile &file) -> Result<void> {
        return file.write(bytes) == bytes.size() ? Result<void>() : failure(unwritten(path, file));
    });
}

// There may be thousands of them, and all can be made again: nobody waits for the disk.
Result<void> writeSqlFile(const Project &project, const QString &name, const QString &sql)
{
    const QString path = QDir(targetDirectory(project)).filePath(name);
    const QByteArray bytes = sql.toUtf8();
    QDir().mkpath(QFileInfo(path).path());
    QTemporaryFile file(path + QStringLiteral(".XXXXXX"));
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush() ||
        std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return failure(unwritten(path, file));
    file.setAutoRemove(false);
    return {};
}

Result<void> writeManifestFile(const Project &project, const ManifestStamp &stamp)
{
    return save(QDir(targetDirectory(project)).filePath(QStringLiteral("manifest.json")),
                [&](QSaveFile &file) { return writeManifest(project, stamp, file); });
}

QString sqlFileOf(const Project &project, const Node &node, const QString &kind)
{
    const QString inner = sqlPath(project.data().language->settings, node);
    return inner.isEmpty() ? QString() : kind + QLatin1Char('/') + inner;
}

} // namespace daybook::project
