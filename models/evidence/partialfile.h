#pragma once

#include "models/core/result.h"

#include <QByteArrayView>
#include <QString>

class QFile;

namespace daybook::evidence {

/// A file in the making: a hidden neighbour of the file it is to become, gone again unless it is renamed.
/// Errors are Io, and name the file that was asked for, not the neighbour. Any one thread at a time.
class PartialFile
{
public:
    /// Clears away what a killed process left behind for the same target.
    static Result<PartialFile> create(const QString &target);
    ~PartialFile();
    PartialFile(PartialFile &&other) noexcept;
    PartialFile &operator=(PartialFile &&other) noexcept;

    Result<void> append(QByteArrayView bytes);
    /// Returns when the bytes are on the disk.
    Result<void> sync();
    const QString &path() const { return m_path; }
    /// Takes the place of `path` at once. The directory has yet to be synced.
    Result<void> renameTo(const QString &path);
    /// Gone without a trace. Freeing a large file takes its time: not on the event loop.
    void discard();

private:
    PartialFile(int descriptor, QString path, QString target);

    int m_descriptor = -1;
    QString m_path;
    QString m_target;
    qint64 m_written = 0;
    qint64 m_pushed = 0; ///< up to where the disk was asked to begin writing
};

/// Where an export to `path` really goes: a symbolic link is followed. Errors: Io, Usage.
Result<QString> exportTarget(const QString &path);

/// Opens an existing regular file, and nothing else. Error: Io; `doing` is for its message.
Result<void> openForReading(QFile &file, const QString &doing);

/// "Cannot <doing> <path>: <why>. <what to do>" from errno.
Error fileError(const QString &doing, const QString &path, int code);

} // namespace daybook::evidence
