#include "models/evidence/filepair.h"

#include "models/core/sha256.h"
#include "models/evidence/manifest.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace daybook::evidence {
namespace {

/// The folder of the pair, held against others who publish into it. File systems that know no locks on
/// folders still give everything but that.
class Folder
{
public:
    explicit Folder(const QString &path)
        : m_path(path)
        , m_descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        if (m_descriptor >= 0)
            ::flock(m_descriptor, LOCK_EX);
    }
    ~Folder()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(Folder)

    /// Renames before this are on the disk before renames after it.
    Result<void> sync() const
    {
        if (::fsync(m_descriptor) != 0 && errno != EINVAL && errno != ENOTSUP)
            return failure(fileError(QStringLiteral("write"), m_path, errno));
        return {};
    }

private:
    QString m_path;
    int m_descriptor;
};

Result<void> rename(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failure(fileError(QStringLiteral("put in place"), to, errno));
    return {};
}

QByteArray sha256Of(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    Sha256 hash;
    QByteArray piece;
    while (!(piece = file.read(256 * 1024)).isEmpty())
        hash.add(piece);
    return hash.hex();
}

/// Ends what an interrupted export began: its manifest belongs to the CSV that is there, or to none.
Result<void> settle(const QString &csvPath)
{
    const QString pending = pendingManifestPathFor(csvPath);
    if (!QFileInfo::exists(pending))
        return {};
    const auto manifest = Manifest::readBytes(pending).and_then(
        [&](const QByteArray &json) { return Manifest::fromJson(json, pending); });
    if (manifest && manifest->sha256 == sha256Of(csvPath))
        return rename(pending, manifestPathFor(csvPath));
    ::unlink(QFile::encodeName(pending).constData());
    return {};
}

} // namespace

Result<void> publishPair(PartialFile csv, PartialFile manifest, const QString &csvPath)
{
    const QString manifestPath = manifestPathFor(csvPath);
    const QString pending = pendingManifestPathFor(csvPath);
    if (QFileInfo(manifestPath).isDir())
        return failure(fileError(QStringLiteral("write"), manifestPath, EISDIR));
    const Folder folder(QFileInfo(csvPath).absolutePath());
    return settle(csvPath)
        .and_then([&] { return folder.sync(); })
        .and_then([&] { return manifest.renameTo(pending); })
        .and_then([&] { return folder.sync(); })
        .and_then([&] {
            return csv.renameTo(csvPath).map_error([&pending](Error error) {
                ::unlink(QFile::encodeName(pending).constData());
                return error;
            });
        })
        .and_then([&] { return folder.sync(); })
        .and_then([&] { return rename(pending, manifestPath); })
        .and_then([&] { return folder.sync(); });
}

} // namespace daybook::evidence
