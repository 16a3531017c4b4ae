#include "models/project/artifacts.h"

#include "models/project/manifestnodes.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace daybook::project {

namespace {

Error unwritten(const QSaveFile &file)
{
    return {.kind = ErrorKind::Io,
            .message = QStringLiteral("This file cannot be written (%1): check the folder's permissions and the "
                                      "room on its disk")
                           .arg(file.errorString()),
            .where = Location{file.fileName()}};
}

/// QSaveFile writes beside the file and renames: a reader sees the old one or the new one.
template <typename Fill> Result<void> save(const QString &path, Fill fill)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(unwritten(file));
    if (const Result<void> filled = fill(file); !filled)
        return filled;
    return file.commit() ? Result<void>() : failure(unwritten(file));
}

} // namespace

QString targetDirectory(const Project &project)
{
    const Project::Data &data = project.data();
    return QDir(data.language->options.directory).absoluteFilePath(data.language->settings.targetPath);
}

Result<void> writeTargetFile(const Project &project, const QString &name, const QByteArray &bytes)
{
    return save(QDir(targetDirectory(project)).filePath(name), [&bytes](QSaveFile &file) -> Result<void> {
        return file.write(bytes) == bytes.size() ? Result<void>() : failure(unwritten(file));
    });
}

Result<void> writeManifestFile(const Project &project, const ManifestStamp &stamp)
{
    return save(QDir(targetDirectory(project)).filePath(QStringLiteral("manifest.json")),
                [&](QSaveFile &file) { return writeManifest(project, stamp, file); });
}

QString sqlFileOf(const Node &node, const QString &kind)
{
    const QString inner = sqlPath(node);
    return inner.isEmpty() ? QString() : kind + QLatin1Char('/') + inner;
}

} // namespace daybook::project
